"""Noticing that the database knows less than was sent, and looking before sending again (P18).

A restored dump, a standby that lagged, a point-in-time recovery: each time the rows say “not sent
yet” of what is out already. A small journal outside the database keeps the last thing that this
machine was about to send on each network; what stands in it and not in the database was forgotten.
"""

from antiphon.publish.rewind.actions import adopt, notice, remember

__all__ = ["adopt", "notice", "remember"]
