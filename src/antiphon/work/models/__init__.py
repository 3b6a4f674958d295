"""The nouns of the engine."""

from antiphon.work.models.due import Due
from antiphon.work.models.engine import Heartbeat, SweepRun
from antiphon.work.models.instance import Instance

__all__ = ["Due", "Heartbeat", "Instance", "SweepRun"]
