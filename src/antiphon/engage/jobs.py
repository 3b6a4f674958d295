"""Which state is whose work."""

from datetime import timedelta
from functools import partial

from antiphon.connect.abilities import Converses
from antiphon.connect.registry import networks
from antiphon.engage import actions
from antiphon.work.sweeps import Sweep

SWEEPS = [
    # A network of its own for each: one that hangs delays nobody else.
    Sweep(f"engage.hear.{one.key}", timedelta(seconds=5), partial(actions.hear_due, one.key))
    for one in networks()
    if one.can(Converses)
]
