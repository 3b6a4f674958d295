"""Which hour something gets when it is put on a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from antiphon.channels.models import Channel
from antiphon.kernel.problem import BadInputError, Problem
from antiphon.kernel.window import Moment, local, resolve, resolve_slot
from antiphon.plan import queries as plans
from antiphon.publish.models import Wish
from antiphon.publish.queue.queries import SOON, taken
from antiphon.work import clock

MORNING = time(9)
"""Where a day has no free slot: a judgement of ours, not a best hour."""


@dataclass(frozen=True, slots=True)
class Aim:
    """The day that somebody points at on the wall of that zone, and the minute if they say one."""

    day: date
    zone: str
    at: time | None = None


def moved(before: Moment, at: datetime, aim: Aim) -> Moment:
    """The hour that something has on another day.

    It moves by as many days as there are between the day on which it is shown and the one pointed
    at, on the clock on which it was chosen. Of a minute that comes twice it keeps which one.
    """
    if aim.at is not None:
        return resolve(datetime.combine(aim.day, aim.at), aim.zone, 0)
    apart = aim.day - local(at, aim.zone).date()
    return resolve(before.wall + apart, before.zone, before.fold)


def chosen(channel: Channel | None, aim: Aim) -> Moment:
    """The hour for something that had none: as said, else the day's first free slot, else ours."""
    if aim.at is not None:
        return resolve(datetime.combine(aim.day, aim.at), aim.zone, 0)
    return (_slot(channel, aim) if channel else None) or _ours(aim)


def of_wish(wish: Wish) -> Moment:
    """The hour that a post asks for, as it was typed."""
    zone = wish.zone or wish.workspace.time_zone
    instant = wish.planned_at or clock.now()
    wall = wish.wall or local(instant, zone)
    return Moment(wall.replace(tzinfo=None), zone, wish.fold, instant)


def insist_to_come(moment: Moment) -> None:
    """Refuse what is past, in the words of the wall."""
    if moment.instant <= clock.now():
        say = f"{moment.wall:%-d %B %Y, %H:%M} is past. Choose a time to come."
        raise BadInputError(
            Problem(field="at", rule="past", actual=moment.instant.isoformat(), say=say)
        )


def plain(moment: Moment) -> dict[str, Any]:
    """An hour as plain values."""
    return {
        "wall": moment.wall.isoformat(),
        "zone": moment.zone,
        "fold": moment.fold,
        "instant": moment.instant.isoformat(),
    }


def from_plain(told: Mapping[str, Any]) -> Moment:
    """The same hour again."""
    instant = datetime.fromisoformat(told["instant"]).astimezone(UTC)
    return Moment(datetime.fromisoformat(told["wall"]), told["zone"], told["fold"], instant)


def _slot(channel: Channel, aim: Aim) -> Moment | None:
    begins = resolve_slot(datetime.combine(aim.day, time(0)), aim.zone).instant
    start = max(begins - timedelta(seconds=1), clock.now() + SOON)
    moment = next(plans.next_slots(channel, start, taken(channel)), None)
    here = moment and local(moment.instant, aim.zone).date() == aim.day
    return moment if here else None


def _ours(aim: Aim) -> Moment:
    """Nine in the morning, or of today the next full hour."""
    now = local(clock.now(), aim.zone).replace(tzinfo=None)
    morning = datetime.combine(aim.day, MORNING)
    if morning > now or aim.day != now.date():
        return resolve(morning, aim.zone, 0)
    return resolve(now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1), aim.zone, 0)
