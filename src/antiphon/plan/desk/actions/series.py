"""Posts that return: when, where, and whether they still do."""

from collections.abc import Iterable
from datetime import date, time
from typing import Any, TypedDict, Unpack
from uuid import UUID

from django.db import transaction

from antiphon.channels.models import Channel
from antiphon.kernel.problem import BadInputError, Problem
from antiphon.kernel.window import zone as known_zone
from antiphon.people.actions import note, permit
from antiphon.people.models import Member
from antiphon.people.policy import By
from antiphon.plan.desk import naming, recurrence
from antiphon.plan.errors import NotNowError
from antiphon.plan.finding import found, named
from antiphon.plan.models import Occurrence, Post, Series, SeriesChannel, Unit
from antiphon.plan.states import SERIES_MOVES
from antiphon.plan.states import Series as Life
from antiphon.work import clock

LONGEST = 120
RANGES = {"every": (1, 366), "ahead": (0, 90), "apart": (0, 366), "count": (1, 10_000)}


class Facts(TypedDict, total=False):
    """When a series returns; what is left out stays."""

    name: str
    every: int
    unit: str
    weekdays: Iterable[int]
    at: time
    zone: str
    begins_on: date
    ends_on: date | None
    count: int | None
    ahead: int
    queue: bool
    apart: int


def make_series(
    by: By,
    post: Post | UUID | str,
    channels: Iterable[Channel | UUID | str],
    **facts: Unpack[Facts],
) -> Series:
    """Let a post return on these channels; the post is copied each time, `{n}` is its number."""
    permit(by, "series.write", named(post))
    source = found(Post, by.workspace, post)
    rows = _channels(by, channels)
    author = by if isinstance(by, Member) else None
    row = Series(
        workspace=by.workspace,
        post=source,
        author=author,
        name=str(source)[:LONGEST] or "Series",
        **_defaults(rows[0]),
    )
    with transaction.atomic():
        _store(by, row, dict(facts))
        _attach(row, rows)
    row.refresh_from_db()
    return row


def change_series(
    by: By,
    series: Series | UUID | str,
    *,
    channels: Iterable[Channel | UUID | str] | None = None,
    **facts: Unpack[Facts],
) -> Series:
    """Another rhythm, hour or channels from the next return on; what was made already stays."""
    permit(by, "series.write", named(series))
    id = found(Series, by.workspace, series).pk
    rows = _channels(by, channels) if channels is not None else None
    with transaction.atomic():
        row = Series.objects.select_for_update().get(pk=id)
        _store(by, row, dict(facts))
        if rows is not None:
            _attach(row, rows)
    return row


def pause_series(by: By, series: Series | UUID | str, *, reason: str = "") -> Series:
    """Nothing more of it is made until somebody resumes it; what was made already stays."""
    return _move(by, series, Life.PAUSED, reason=reason[:500], due_at=None)


def resume_series(by: By, series: Series | UUID | str) -> Series:
    """Go on with the next return from now; what would have come meanwhile is left out."""
    return _move(by, series, Life.RUNNING, reason="")


def end_series(by: By, series: Series | UUID | str) -> Series:
    """Nothing more of it is made; resuming it is how that is taken back."""
    return _move(by, series, Life.ENDED, reason="", due_at=None)


def _move(by: By, series: Series | UUID | str, new: Life, **facts: Any) -> Series:
    permit(by, "series.write", named(series))
    id = found(Series, by.workspace, series).pk
    with transaction.atomic():
        row = Series.objects.select_for_update().get(pk=id)
        old = Life(row.state)
        if new not in SERIES_MOVES.table[old]:
            raise NotNowError(f"The series is {old}; it cannot become {new}.")
        row.state = new
        for name, value in facts.items():
            setattr(row, name, value)
        if new is Life.RUNNING:
            aim(row)
            if row.next_at is None:
                raise NotNowError("Nothing of it is left to come: change its end first.")
        row.save()
        note(by, "series.write", row, before={"state": old}, after={"state": new})
    return row


def aim(row: Series) -> None:
    """Set its next return, from now and after the last one; written by whoever saves it."""
    walls = Occurrence.objects.filter(series=row.pk).order_by("-number")
    last = walls.values_list("wall", flat=True).first()
    moment = recurrence.following(row, clock.now(), last=last.date() if last else None)
    row.next_at = moment.instant if moment else None
    row.due_at = recurrence.due(row) if row.state == Life.RUNNING else None


def _store(by: By, row: Series, facts: dict[str, Any]) -> None:
    for name in facts.keys() & Facts.__annotations__:
        setattr(row, name, facts[name])
    _check(row)
    aim(row)
    if row.next_at is None and row.state == Life.RUNNING:
        say = "It would never return: its end lies before its next day."
        raise BadInputError(Problem(field="ends_on", rule="never", say=say))
    row.save()
    told = {name: str(getattr(row, name)) for name in Facts.__annotations__}
    note(by, "series.write", row, after=told)


def _check(row: Series) -> None:
    row.name = naming.checked(row.name, longest=LONGEST, noun="series")
    row.zone = str(known_zone(row.zone))
    row.weekdays = sorted(set(row.weekdays))
    row.at = row.at.replace(second=0, microsecond=0)
    for field, (least, most) in RANGES.items():
        value = getattr(row, field)
        if value is not None and not least <= value <= most:
            say = f"Choose from {least} to {most} for “{field}”, not {value}."
            raise BadInputError(Problem(field=field, rule="range", actual=value, say=say))
    if row.unit not in Unit.values:
        say = f"A series counts in {', '.join(Unit.values)}, not in “{str(row.unit)[:20]}”."
        raise BadInputError(Problem(field="unit", rule="choice", say=say))
    if any(not 0 <= day <= 6 for day in row.weekdays):
        say = "A day of the week is a number from 0 for Monday to 6 for Sunday."
        raise BadInputError(Problem(field="weekdays", rule="range", limit=6, say=say))


def _defaults(channel: Channel) -> dict[str, Any]:
    moment = clock.here().astimezone(known_zone(channel.time_zone))
    return {"at": time(9), "zone": channel.time_zone, "begins_on": moment.date()}


def _channels(by: By, given: Iterable[Channel | UUID | str]) -> list[Channel]:
    rows = {row.pk: row for row in (found(Channel, by.workspace, one) for one in given)}
    if not rows:
        say = "Nobody would hear this: choose at least one channel."
        raise BadInputError(Problem(field="channels", rule="empty", say=say))
    return list(rows.values())


def _attach(row: Series, channels: list[Channel]) -> None:
    SeriesChannel.objects.filter(series=row).exclude(channel__in=channels).delete()
    SeriesChannel.objects.bulk_create(
        [SeriesChannel(workspace=row.workspace, series=row, channel=one) for one in channels],
        ignore_conflicts=True,
    )
