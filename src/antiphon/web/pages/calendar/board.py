"""The days of the calendar with everything that stands on them, ready to be drawn."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import get_language

from antiphon.channels import queries as channels
from antiphon.channels.models import Channel
from antiphon.kernel.window import local
from antiphon.people.models import Member
from antiphon.plan.desk.holidays import between
from antiphon.publish.calendar import queries
from antiphon.publish.calendar.queries import Much
from antiphon.publish.calendar.values import Beside, Chip, Free, NoteOn, Plan, Wanted
from antiphon.web.pages.calendar.drawn import Drawn, Links, draw
from antiphon.web.pages.calendar.span import Page


@dataclass(slots=True)
class Cell:
    """One day."""

    day: date
    name: str
    kinds: str
    chips: list[Drawn] = field(default_factory=list)
    of_day: int = 0
    notes: list[NoteOn] = field(default_factory=list)
    holidays: dict[str, list[str]] = field(default_factory=dict)
    free: list[Drawn] = field(default_factory=list)

    @property
    def more(self) -> int:
        """How many of its chips are not shown."""
        return self.of_day - len(self.chips)

    @property
    def key(self) -> str:
        """The day as an address has it."""
        return self.day.isoformat()


@dataclass(frozen=True, slots=True)
class Board:
    """Some days, what can be picked, and how many are in which state."""

    cells: list[Cell]
    counts: dict[str, int]
    channels: list[Channel]
    beside: Beside

    @property
    def weeks(self) -> list[list[Cell]]:
        """The cells, seven in a row."""
        return [self.cells[at : at + 7] for at in range(0, len(self.cells), 7)]


def board(by: Member, page: Page, wanted: Wanted, much: Much) -> Board:
    """Everything that stands on the days of a page; two questions, however much it is."""
    links = Links.of(by)
    seen = queries.sight(by.workspace, page.span, wanted, much)
    rows = list(channels.channels(by.workspace))
    cells = {day: _cell(day, page, seen.plan) for day in page.span.days}
    _put_chips(cells, seen.plan.chips, links, page.span.zone)
    _put_notes(cells, seen.beside.notes)
    _put_holidays(cells, _picked(rows, wanted))
    _put_free(cells, seen.free, {row.pk: row for row in rows}, links, page.span.zone)
    return Board([*cells.values()], seen.plan.counts, rows, seen.beside)


def _cell(day: date, page: Page, told: Plan) -> Cell:
    first, last = page.within
    said = {
        "other": not first <= day <= last,
        "past": day < page.today,
        "today": day == page.today,
        "shown": day == page.on,
        "none": day not in told.of_day,
    }
    kinds = " ".join(kind for kind, so in said.items() if so)
    return Cell(day, date_format(day, "D j M"), kinds, of_day=told.of_day.get(day, 0))


def _put_chips(cells: dict[date, Cell], chips: Iterable[Chip], links: Links, zone: str) -> None:
    for chip in chips:
        cells[chip.day].chips.append(draw(chip, links, zone))


def _put_notes(cells: dict[date, Cell], notes: Iterable[NoteOn]) -> None:
    for note in notes:
        for day, cell in cells.items():
            if note.first <= day <= note.last:
                cell.notes.append(note)


def _put_holidays(cells: dict[date, Cell], rows: Iterable[Channel]) -> None:
    """A holiday once, with the countries that keep it, as far as an audience is there."""
    countries = {country for row in rows for country in row.countries}
    days = [*cells]
    language = get_language() or "en"
    for found in between(countries, days[0], days[-1], language=language):
        cells[found.on].holidays.setdefault(found.name, []).append(found.country)


def _put_free(
    cells: dict[date, Cell],
    hours: Iterable[Free],
    rows: dict[UUID, Channel],
    links: Links,
    zone: str,
) -> None:
    taken: dict[date, set[datetime]] = defaultdict(set)
    for hour in hours:
        at = local(hour.at.instant, zone)
        cell = cells.get(at.date())
        if cell is not None and at not in taken[cell.day]:
            taken[cell.day].add(at)
            cell.free.append(links.free(hour, at, rows[hour.channel]))


def _picked(rows: Iterable[Channel], wanted: Wanted) -> list[Channel]:
    return [row for row in rows if not wanted.channels or row.pk in wanted.channels]
