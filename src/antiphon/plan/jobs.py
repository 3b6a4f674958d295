"""What this stage does by itself."""

from datetime import timedelta

from antiphon.plan.outside import actions as outside
from antiphon.work.sweeps import Sweep

SWEEPS = [
    Sweep("plan.escalate", timedelta(seconds=30), outside.escalate),
    Sweep("plan.review_ends", timedelta(seconds=5), outside.end_reviews),
    Sweep("plan.nudges", timedelta(seconds=10), outside.tell_nudges),
]
