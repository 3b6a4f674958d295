"""What this stage does by itself."""

from datetime import timedelta

from antiphon.notices import actions
from antiphon.work.sweeps import Chore, Sweep

SWEEPS = [
    Sweep("notices.deliver", timedelta(seconds=1), actions.deliver),
    Sweep("notices.gather", timedelta(seconds=5), actions.gather),
    Sweep("notices.daily", timedelta(minutes=5), actions.write_daily),
    Sweep("notices.post", timedelta(seconds=5), actions.post_letters),
]

CHORES = [
    Chore("old-deliveries", "53 3 * * *", actions.forget_deliveries),
    Chore("old-notices", "57 3 * * *", actions.forget_notices),
    Chore("old-letters", "58 3 * * *", actions.forget_letters),
]
