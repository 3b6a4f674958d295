"""One post before who must agree: what changed for each telling, and what stands against it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import regex
from django.utils.translation import gettext_lazy as _

from antiphon.channels.models import Channel
from antiphon.connect.registry import network
from antiphon.kernel.difference import Fate, Piece
from antiphon.tailor.versions.comparing import Change, Compared, Comparison, Where
from antiphon.web.shown.against import Against, against
from antiphon.web.shown.looks import Look

_WORD = regex.compile(r"[\p{L}\p{N}_]+")
PARTS: dict[str, Any] = {
    "text": _("Text"), "title": _("Title"), "media": _("Files"), "link": _("Link"),
    "poll": _("Poll"), "comment": _("First comment"), "tags": _("Tags"),
    "language": _("Language"), "options": _("Options"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Other:
    """A part that changed beside the text."""

    name: Any
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Tab:
    """One way in which it is told, and the channels that tell it so."""

    number: int
    rows: tuple[Compared, ...]
    agreed: bool

    @property
    def first(self) -> Compared:
        """Any of them: they say the same."""
        return self.rows[0]

    @property
    def label(self) -> str:
        """The networks that tell it, and to whom."""
        names = list(dict.fromkeys(network(row.channel.network).name for row in self.rows))
        more = f" +{len(names) - 2}" if len(names) > 2 else ""
        whom = f", {self.first.audience}" if self.first.audience else ""
        return ", ".join(names[:2]) + more + whom

    @property
    def channels(self) -> list[Channel]:
        """Where it is told so."""
        return [row.channel for row in self.rows]

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The text, with what came and what went."""
        found = next((one.pieces for one in self.first.changes if one.part == "text"), ())
        told = self.first.now or self.first.before
        return found or ((Piece(Fate.SAME, told.text),) if told else ())

    @property
    def is_changed(self) -> bool:
        """Whether anything of it differs."""
        return bool(self.first.changes)

    @property
    def is_new(self) -> bool:
        """Whether nobody was told this before."""
        return self.agreed and self.first.where is Where.NEW

    @property
    def is_gone(self) -> bool:
        """Whether nobody is told it any more."""
        return self.first.where is Where.GONE

    @property
    def others(self) -> list[Other]:
        """What changed beside the text."""
        return [
            Other(PARTS.get(one.part, one.part), one.pieces)
            for one in self.first.changes
            if one.part != "text"
        ]

    @property
    def words_in(self) -> int:
        """How many words came."""
        return _words(self.pieces, Fate.ADDED)

    @property
    def words_out(self) -> int:
        """How many words went."""
        return _words(self.pieces, Fate.REMOVED)


@dataclass(frozen=True)
class Case:
    """All of it."""

    tabs: list[Tab]
    looks: list[Look] = field(default_factory=list)

    @property
    def against(self) -> list[Against]:
        """What stands against it, each thing of a network once."""
        return against(self.looks)

    @property
    def clear(self) -> list[str]:
        """The networks against which nothing stands."""
        wrong = {look.telling.network.key for look in self.looks if look.problems}
        named = {look.telling.network.key: look.telling.network.name for look in self.looks}
        return [name for key, name in named.items() if key not in wrong]


def case_of(found: Comparison) -> Case:
    """The tellings that say the same as one, the changed ones first."""
    agreed = found.agreement is not None
    ordered = sorted(found.tellings, key=lambda one: (not one.changes, _same(one)))
    grouped = [tuple(rows) for _key, rows in groupby(ordered, key=_same)]
    tabs = [Tab(number, rows, agreed) for number, rows in enumerate(grouped, 1)]
    return Case(tabs, list(_looks(found.tellings)))


def _same(one: Compared) -> tuple[str, ...]:
    told = one.now or one.before
    whom = str(one.audience.pk) if one.audience else ""
    return (whom, one.where, told.text if told else "", *_marks(one.changes))


def _marks(changes: Iterable[Change]) -> Iterator[str]:
    return (f"{one.part}:{one.pieces}" for one in changes)


def _looks(rows: Iterable[Compared]) -> Iterator[Look]:
    return (Look(one.now) for one in rows if one.now)


def _words(pieces: Iterable[Piece], fate: Fate) -> int:
    return sum(len(_WORD.findall(piece.text)) for piece in pieces if piece.fate is fate)
