"""Times as people write them into tables, and the instants that they mean."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time

import regex

from antiphon.kernel import typed
from antiphon.kernel.problem import BadInputError, Problem
from antiphon.kernel.window import Moment
from antiphon.publish.sheets.columns import AT, CLOCK, DAY, FOLD, ZONE

_DATE = regex.compile(r"(\d{1,4})\s*([./-])\s*(\d{1,2})\s*[./-]\s*(\d{1,4})")
_CLOCK = regex.compile(
    r"(\d{1,2})(?:[:.h](\d{2}))?(?::(\d{2}))?\s*([ap])?\.?m?\.?(?:\s*(?:h|uhr))?", regex.IGNORECASE
)
_ISO = regex.compile(r"\d{4}-\d{2}-\d{2}")


def is_time(cell: str) -> bool:
    """Whether a cell begins with a day."""
    return bool(_DATE.match(cell.strip()))


def month_first(cells: Iterable[Mapping[str, str]]) -> bool | None:
    """Whether the days of a table are month/day: where at least one says so and none denies."""
    pairs = [found for row in cells if (found := _slashed(row.get(AT) or row.get(DAY, "")))]
    day_first = any(first > 12 for first, _second in pairs)
    other = any(second > 12 for _first, second in pairs)
    return other if day_first != other else None


def moment(cells: Mapping[str, str], zone: str, *, month_first: bool | None) -> Moment | None:
    """The hour of a row, in its own zone or the table's; none if it names none."""
    said = cells.get(AT) or " ".join(filter(None, (cells.get(DAY), cells.get(CLOCK))))
    if not said.strip():
        return None
    fold = cells.get(FOLD, "").strip()
    if fold not in {"", "0", "1"}:
        say = f"fold is 0 for the first or 1 for the second, not “{fold[:20]}”."
        raise BadInputError(Problem(field="fold", rule="range", actual=fold[:20], say=say))
    iso = _iso(said.strip(), month_first=month_first)
    named = cells.get(ZONE, "").strip()
    whole = named or ("" if _has_offset(iso) else zone)
    return typed.moment(iso, whole, int(fold) if fold else None)


def _iso(said: str, *, month_first: bool | None) -> str:
    """As ISO 8601 writes it; what cannot be read stays, and is refused where it is resolved."""
    if _ISO.match(said):
        if len(said) <= len("2026-12-24"):
            raise _no_hour(said)
        return said
    if not (found := _DATE.match(said)):
        return said
    day = _day(found, said, month_first=month_first)
    rest = said[found.end() :].strip(" ,T")
    if not rest:
        raise _no_hour(said)
    return datetime.combine(day, _hour(rest, said)).isoformat()


def _day(found: "regex.Match[str]", said: str, *, month_first: bool | None) -> date:
    first, second, third = (int(found[place]) for place in (1, 3, 4))
    if len(found[1]) == 4:
        year, month, day = first, second, third
    elif (
        found[2] == "/" and first <= 12 and second <= 12 and month_first is None and first != second
    ):
        say = f"“{said[:40]}” may be day/month or month/day. Say which, or write {third}-12-31."
        raise BadInputError(Problem(field="at", rule="ambiguous", actual=said[:40], say=say))
    elif found[2] == "/" and (second > 12 or (month_first and first <= 12)):
        month, day, year = first, second, third
    else:
        day, month, year = first, second, third
    try:
        return date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        raise _not_a_time(said) from None


def _hour(rest: str, said: str) -> time:
    found = _CLOCK.fullmatch(rest)
    if not found:
        raise _not_a_time(said)
    hour, minute, second = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    if found[4]:
        hour = hour % 12 + (12 if found[4].lower() == "p" else 0)
    try:
        return time(hour, minute, second)
    except ValueError:
        raise _not_a_time(said) from None


def _slashed(said: str) -> tuple[int, int] | None:
    found = _DATE.match(said.strip())
    if not found or found[2] != "/" or len(found[1]) == 4:
        return None
    return int(found[1]), int(found[3])


def _has_offset(iso: str) -> bool:
    try:
        return datetime.fromisoformat(iso).tzinfo is not None
    except ValueError:
        return False


def _not_a_time(said: str) -> BadInputError:
    say = f"“{said[:40]}” is not a time. Write it like 2026-12-24 18:00."
    return BadInputError(Problem(field="at", rule="not_a_time", actual=said[:40], say=say))


def _no_hour(said: str) -> BadInputError:
    say = f"“{said[:40]}” names a day and no hour. Write it like {said[:10]} 18:00."
    return BadInputError(Problem(field="at", rule="hour_missing", actual=said[:40], say=say))
