"""How one telling will look on its network, drawn from the network's own data."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

import regex

from antiphon.connect.problems import is_threadable
from antiphon.connect.values import Parcel, Poll, Step
from antiphon.kernel.problem import Problem, blocking
from antiphon.kernel.text import LINK
from antiphon.tailor.packing import File
from antiphon.tailor.preview import threads
from antiphon.tailor.preview.threads import Part, Tracked
from antiphon.tailor.telling import ONE_PART, Telling

_SOME_TIME = datetime(2000, 1, 1, tzinfo=UTC)
_MARKS = regex.compile(rf"({LINK.pattern}|(?<![\p{{L}}\p{{N}}])[#@][\p{{L}}\p{{M}}\p{{N}}_]+)")
SHOWN = 4
"""So many files stand in the grid; of more only their number."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; links, tags and names are marked."""

    text: str
    is_marked: bool


@dataclass(frozen=True)
class Look:
    """A telling before a reader's eyes."""

    telling: Telling
    more: tuple[Problem, ...] = ()

    @cached_property
    def problems(self) -> list[Problem]:
        """What stands against it, each said once."""
        found = [*self.telling.problems(), *self.more]
        return list({problem.say: problem for problem in found}.values())

    @property
    def blocking(self) -> list[Problem]:
        """What forbids sending."""
        return blocking(self.problems)

    @cached_property
    def parts(self) -> list[tuple[Part, list[Piece]]]:
        """What goes out, one after the other."""
        return [(part, pieces(part.text)) for part in threads.parts(self.telling)]

    @property
    def is_thread(self) -> bool:
        """Whether it goes on in further parts."""
        return sum(part.step is not Step.COMMENT for part, _text in self.parts) > 1

    @cached_property
    def parcels(self) -> tuple[Parcel, ...]:
        """What would be sent, with the files only foreseen."""
        return self.telling.parcels("", _SOME_TIME, fit=False)

    @property
    def title(self) -> str:
        """Its headline, where the network has one."""
        rule = self.telling.rule
        return self.telling.headline if rule and (rule.title or rule.needs_title) else ""

    @property
    def files(self) -> tuple[File, ...]:
        """The files that stand in the grid."""
        return self.telling.files[:SHOWN]

    @property
    def hidden(self) -> int:
        """How many more there are."""
        return max(0, len(self.telling.files) - SHOWN)

    @property
    def has_alt(self) -> bool:
        """Whether the network keeps what a picture shows."""
        rule = self.telling.rule
        return bool(rule and rule.media and rule.media.alt_text is not None)

    @property
    def poll(self) -> Poll | None:
        """Its poll, where the network has polls."""
        return self.telling.poll if self.telling.rule and self.telling.rule.poll else None

    @property
    def has_card(self) -> bool:
        """Whether a card stands below its text."""
        rule = self.telling.rule
        return bool(self.telling.link and rule and rule.link and not self.telling.files)

    @property
    def tracked(self) -> Tracked | None:
        """What its link becomes."""
        return threads.tracked(self.telling)

    @property
    def price(self) -> int:
        """What sending it costs, in thousandths of a US dollar."""
        price = self.telling.network.price
        return sum(price.of(parcel) for parcel in self.parcels) if price else 0

    @property
    def limit(self) -> int | None:
        """The length that people know of its network."""
        rule = self.telling.rule
        return rule.text.limit if rule else None

    @property
    def length(self) -> int:
        """How long its text is, as the network counts."""
        rule = self.telling.rule
        return rule.text.measures[0].count(self.telling.text) if rule else 0

    @property
    def goes_on(self) -> bool:
        """Whether what is too long becomes a thread."""
        thread = is_threadable(self.telling.network, self.telling.shape.type)
        return thread and not self.telling.options.get(ONE_PART)


def pieces(text: str) -> list[Piece]:
    """The text with its links, tags and names marked."""
    found, last = [], 0
    for match in _MARKS.finditer(text):
        found += [Piece(text[last : match.start()], is_marked=False)]
        found += [Piece(match.group(), is_marked=True)]
        last = match.end()
    found.append(Piece(text[last:], is_marked=False))
    return [one for one in found if one.text]
