"""Which state is whose work."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from antiphon.channels import actions as channels
from antiphon.connect.registry import packages
from antiphon.publish import actions, queries
from antiphon.publish.agenda import actions as agenda
from antiphon.publish.sheets import actions as sheets
from antiphon.work import clock
from antiphon.work.sweeps import Chore, Sweep


def _for_each(name: str, every: timedelta, do: Callable[[str], int]) -> list[Sweep]:
    """A sweep of its own for each network: one that hangs delays nobody else (P13)."""
    return [Sweep(f"publish.{name}.{key}", every, partial(do, key)) for key in packages()]


def _ask_ahead() -> int:
    """A permission that is gone is noticed before something is due (K6)."""
    return channels.check_each(queries.channels_to_ask(clock.now()))


SWEEPS = [
    *_for_each("deliver", timedelta(seconds=1), actions.deliver),
    *_for_each("look", timedelta(seconds=2), actions.look_at_doubts),
    *_for_each("check", timedelta(seconds=2), actions.check_accepted),
    *_for_each("read_back", timedelta(seconds=3), actions.read_back),
    Sweep("publish.doubt", timedelta(seconds=2), actions.doubt_abandoned),
    Sweep("publish.ask_ahead", timedelta(minutes=1), _ask_ahead),
    Sweep("publish.free", timedelta(seconds=2), actions.free_held),
    Sweep("publish.import_reads", timedelta(seconds=2), sheets.read_rows),
    Sweep("publish.import_makes", timedelta(seconds=2), sheets.make_rows),
    Sweep("publish.grant", timedelta(seconds=2), agenda.grant_approved),
    Sweep("publish.series", timedelta(seconds=30), agenda.make_due),
]

CHORES = [
    Chore("attempt-months", "7 2 * * *", actions.make_months),
    Chore("walls", "17 * * * *", actions.follow_walls),
]
