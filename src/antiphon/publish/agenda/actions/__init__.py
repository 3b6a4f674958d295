"""What can be done with what is to come."""

from antiphon.publish.agenda.actions.awake import schedule_awake
from antiphon.publish.agenda.actions.mending import mend, tell_anew
from antiphon.publish.agenda.actions.putting_back import put_back
from antiphon.publish.agenda.actions.series import make_due
from antiphon.publish.agenda.actions.sketching import sketch
from antiphon.publish.agenda.actions.wishes import ask_for, grant, grant_approved, take_back

__all__ = [
    "ask_for",
    "grant",
    "grant_approved",
    "make_due",
    "mend",
    "put_back",
    "schedule_awake",
    "sketch",
    "take_back",
    "tell_anew",
]
