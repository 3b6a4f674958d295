"""Which state is whose work."""

from datetime import timedelta

from antiphon.channels import actions
from antiphon.work.sweeps import Chore, Sweep

SWEEPS = [
    Sweep("channels.refresh", timedelta(seconds=5), actions.refresh_due),
    Sweep("channels.check", timedelta(minutes=1), actions.check_permissions),
    Sweep("channels.give-back", timedelta(minutes=1), actions.give_back),
]
CHORES = [Chore("old-journeys", "*/10 * * * *", actions.forget_journeys)]
