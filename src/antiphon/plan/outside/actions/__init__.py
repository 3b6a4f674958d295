"""What can be done; writes the rows of links, guests' words and nudges."""

from antiphon.plan.outside.actions.answering import answer, remark
from antiphon.plan.outside.actions.asking import ask
from antiphon.plan.outside.actions.deadlines import end_reviews, escalate, tell_nudges
from antiphon.plan.outside.actions.sharing import (
    opened,
    revoke_share,
    share_calendar,
    share_review,
)

__all__ = [
    "answer",
    "ask",
    "end_reviews",
    "escalate",
    "opened",
    "remark",
    "revoke_share",
    "share_calendar",
    "share_review",
    "tell_nudges",
]
