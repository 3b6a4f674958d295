"""What this stage does by itself."""

from datetime import timedelta

from antiphon.share import actions
from antiphon.work.sweeps import Sweep

SWEEPS = [Sweep("share.tell_hubs", timedelta(seconds=2), actions.tell_hubs)]
