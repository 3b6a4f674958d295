"""Wall times, zones and instants: one function resolves, and it never guesses."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo, available_timezones

from antiphon.kernel.problem import BadInputError, Problem


@dataclass(frozen=True, slots=True)
class Moment:
    """A wall time as typed, its zone, the choice where it occurs twice, and the instant."""

    wall: datetime
    zone: str
    fold: int
    instant: datetime


@cache
def zone(name: str) -> ZoneInfo:
    """The zone of that name, always from the pinned rules of the `tzdata` package."""
    if name not in zone_names():
        near = ", ".join(get_close_matches(name, zone_names(), n=3)) or "Europe/Berlin"
        raise BadInputError(
            Problem(
                field="time",
                rule="unknown_zone",
                actual=name,
                say=f"There is no time zone “{name}”. Did you mean {near}?",
            )
        )
    with files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as rules:
        return ZoneInfo.from_file(rules, key=name)


@cache
def zone_names() -> frozenset[str]:
    """All zones we know, whatever the machine has installed."""
    listed = files("tzdata").joinpath("zones").read_text(encoding="utf-8").split()
    return frozenset(listed) or frozenset(available_timezones())


def resolve(wall: datetime, zone_name: str, fold: int | None = None) -> Moment:
    """Find the instant of a wall time; refuse what does not exist, ask for what occurs twice."""
    wall = wall.replace(tzinfo=None, fold=0)
    first, second = (_instant(wall, zone_name, fold=which) for which in (0, 1))
    if first == second:
        return Moment(wall, zone_name, 0, first)
    if not _exists(wall, first, zone_name):
        raise BadInputError(_gap(wall, zone_name, first, second))
    if fold is None:
        raise BadInputError(_twice(wall, zone_name))
    return Moment(wall, zone_name, fold, (first, second)[fold])


@dataclass(frozen=True, slots=True)
class Choices:
    """What a wall time can mean: one moment, either of two, or the nearest where it has none."""

    moments: tuple[Moment, ...]
    problem: Problem | None = None
    """Why one must be chosen."""


def choices(wall: datetime, zone_name: str) -> Choices:
    """All that a wall time can mean, the earlier first; never a refusal for a known zone."""
    wall = wall.replace(tzinfo=None, fold=0)
    first, second = sorted(_instant(wall, zone_name, fold=which) for which in (0, 1))
    if first == second:
        return Choices((Moment(wall, zone_name, 0, first),))
    if _exists(wall, first, zone_name):
        both = (Moment(wall, zone_name, 0, first), Moment(wall, zone_name, 1, second))
        return Choices(both, _twice(wall, zone_name))
    near = tuple(
        Moment(local(at, zone_name).replace(tzinfo=None, fold=0), zone_name, 0, at)
        for at in (first, second)
    )
    return Choices(near, _gap(wall, zone_name, first, second))


def resolve_slot(wall: datetime, zone_name: str) -> Moment:
    """As `resolve` for what recurs: after a gap the first instant, of two the first."""
    wall = wall.replace(tzinfo=None, fold=0)
    first, second = (_instant(wall, zone_name, fold=which) for which in (0, 1))
    if first == second or _exists(wall, first, zone_name):
        return Moment(wall, zone_name, 0, first)
    return Moment(wall, zone_name, 0, _gap_end(zone_name, second, first))


def local(instant: datetime, zone_name: str) -> datetime:
    """The instant as a clock on the wall there shows it."""
    return instant.astimezone(zone(zone_name))


def _instant(wall: datetime, zone_name: str, *, fold: int) -> datetime:
    return wall.replace(tzinfo=zone(zone_name), fold=fold).astimezone(UTC)


def _exists(wall: datetime, instant: datetime, zone_name: str) -> bool:
    return local(instant, zone_name).replace(tzinfo=None, fold=0) == wall


def _gap_end(zone_name: str, before: datetime, after: datetime) -> datetime:
    """The first instant after a gap, by halving to the second."""
    offset = local(before, zone_name).utcoffset()
    low, high = before - timedelta(hours=26), after
    low = min(low, before)
    offset = local(low, zone_name).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = (low + (high - low) / 2).replace(microsecond=0)
        if local(middle, zone_name).utcoffset() == offset:
            low = middle
        else:
            high = middle
    return high.replace(microsecond=0)


def _gap(wall: datetime, zone_name: str, first: datetime, second: datetime) -> Problem:
    earlier, later = (f"{local(at, zone_name):%H:%M}" for at in sorted((first, second)))
    return Problem(
        field="time",
        rule="does_not_exist",
        actual=wall.isoformat(),
        say=(
            f"{wall:%H:%M} on {wall:%-d %B %Y} does not exist in {zone_name}: clocks jump over it. "
            f"Take {earlier} or {later}."
        ),
    )


def _twice(wall: datetime, zone_name: str) -> Problem:
    return Problem(
        field="time",
        rule="twice",
        actual=wall.isoformat(),
        say=(
            f"{wall:%H:%M} on {wall:%-d %B %Y} occurs twice in {zone_name}. "
            "Say which: fold 0 for the first, fold 1 for the second."
        ),
    )
