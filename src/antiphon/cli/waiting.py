"""Waiting for publications: beside a worker that is on duty, or doing the work ourselves."""

import time
from collections.abc import Sequence
from typing import Any

import click

PATIENCE = 1800.0
"""Longer than any network's schedule of looks."""
PAUSE = 0.2


def wait_for(rows: Sequence[Any], *, patience: float = PATIENCE) -> list[Any]:
    """The same publications once nothing more happens by itself, or patience has an end."""
    from antiphon.work import sweeps  # noqa: PLC0415

    alone = not somebody_works()
    until = time.monotonic() + patience
    fresh, told = _fresh(rows), set[str]()
    while not all(_is_at_rest(row) for row in fresh) and time.monotonic() < until:
        if alone:
            sweeps.tick(_ours())
        fresh = _fresh(rows)
        _tell_doubts(fresh, told)
        if not all(_is_at_rest(row) for row in fresh):
            time.sleep(PAUSE)
    return fresh


def _tell_doubts(rows: Sequence[Any], told: set[str]) -> None:
    """Say, once for each look, why nothing seems to happen."""
    from antiphon.publish.states import State  # noqa: PLC0415

    for row in rows:
        if row.state != State.UNSURE or row.due_at is None:
            continue
        sentence = (
            f"{row.network}: nobody knows yet whether it arrived; "
            f"looked for again at {row.due_at:%H:%M:%S} UTC."
        )
        if sentence not in told:
            told.add(sentence)
            click.echo(sentence, err=True)


def somebody_works() -> bool:
    """Whether a worker is on duty."""
    from antiphon.work import health  # noqa: PLC0415

    return health.worker().is_good


def _ours() -> list[Any]:
    from antiphon.work import sweeps  # noqa: PLC0415

    return [
        one for one in sweeps.all_sweeps() if one.name.startswith(("publish.", "channels.refresh"))
    ]


def _fresh(rows: Sequence[Any]) -> list[Any]:
    from antiphon.publish import queries  # noqa: PLC0415

    if not rows:
        return []
    found = queries.publications(rows[0].workspace)
    return list(found.filter(pk__in=[row.pk for row in rows]).order_by("pk"))


def _is_at_rest(row: Any) -> bool:
    from antiphon.publish.states import FOR_A_PERSON, SETTLED, State  # noqa: PLC0415

    is_later = row.state == State.WAITING and row.planned_at > row.made_at and not row.tries
    return row.state in {*FOR_A_PERSON, *SETTLED, State.HELD} or is_later
