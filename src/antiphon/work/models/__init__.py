"""The nouns of the engine."""

from antiphon.work.models.due import Due
from antiphon.work.models.engine import Heartbeat, SweepRun

__all__ = ["Due", "Heartbeat", "SweepRun"]
