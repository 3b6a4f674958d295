"""Which state is whose work."""

from datetime import timedelta
from functools import partial

from antiphon.connect.abilities import Counts
from antiphon.connect.registry import networks
from antiphon.measure import actions
from antiphon.work.sweeps import Chore, Sweep

SWEEPS = [
    # A network of its own for each: one that hangs delays nobody else.
    Sweep(f"measure.count.{one.key}", timedelta(seconds=10), partial(actions.count_live, one.key))
    for one in networks()
    if one.can(Counts)
]
CHORES = [Chore("reading-months", "11 2 * * *", actions.make_months)]
