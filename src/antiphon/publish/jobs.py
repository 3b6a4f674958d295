"""Which state is whose work."""

from datetime import timedelta
from functools import partial

from antiphon.connect.registry import packages
from antiphon.publish import actions
from antiphon.work.sweeps import Sweep

SWEEPS = [
    # A network of its own for each: one that hangs delays nobody else.
    *(
        Sweep(f"publish.deliver.{key}", timedelta(seconds=1), partial(actions.deliver, key))
        for key in packages()
    ),
    Sweep("publish.doubt", timedelta(seconds=2), actions.doubt_abandoned),
    Sweep("publish.look", timedelta(seconds=1), actions.look_at_doubts),
    Sweep("publish.check", timedelta(seconds=1), actions.check_accepted),
    Sweep("publish.free", timedelta(seconds=2), actions.free_held),
    Sweep("publish.read_back", timedelta(seconds=2), actions.read_back),
]
