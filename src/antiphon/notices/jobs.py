"""What this stage does by itself."""

from datetime import timedelta

from antiphon.notices import actions
from antiphon.work.sweeps import Chore, Sweep

SWEEPS = [Sweep("notices.deliver", timedelta(seconds=1), actions.deliver)]

CHORES = [Chore("old-deliveries", "53 3 * * *", actions.forget_deliveries)]
