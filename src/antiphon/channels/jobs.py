"""Which state is whose work."""

from datetime import timedelta

from antiphon.channels import actions
from antiphon.work.sweeps import Sweep

SWEEPS = [
    Sweep("channels.refresh", timedelta(seconds=5), actions.refresh_due),
    Sweep("channels.check", timedelta(minutes=5), actions.check_permissions),
]
