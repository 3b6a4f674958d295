"""The rules of a network as data: each serves composer, API, guard and manual alike."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from antiphon.connect.values import Kind, Parcel, PostType
from antiphon.kernel.text import graphemes


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One way in which a text can be too long."""

    limit: int
    count: Callable[[str], int] = graphemes
    unit: str = "characters"
    rule: str = "too_long"


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRule:
    """How long a text may be, in every way that the network measures it."""

    measures: tuple[Measure, ...]

    @property
    def limit(self) -> int:
        """The limit that people know."""
        return self.measures[0].limit

    def fits(self, text: str) -> bool:
        """Whether the network would take the text for its length."""
        return all(measure.count(text) <= measure.limit for measure in self.measures)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRule:
    """What a file of one kind must be; None means that the network names no limit."""

    mimes: tuple[str, ...]
    """Allowed types, the one we would rather make first."""
    max_bytes: int
    max_width: int | None = None
    max_height: int | None = None
    min_width: int | None = None
    min_height: int | None = None
    max_pixels: int | None = None
    ratio: tuple[float, float] | None = None
    """Narrowest and widest width/height."""
    min_seconds: float | None = None
    max_seconds: float | None = None
    max_frames: int | None = None
    max_fps: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaRule:
    """How many files of which kinds a post carries."""

    files: Mapping[Kind, FileRule]
    most: int
    least: int = 0
    alt_text: int | None = None
    """Longest alternative text; None where the network has no place for one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PollRule:
    """What a poll may be."""

    choices: tuple[int, int]
    choice: Measure
    closes_after: tuple[timedelta, timedelta]
    durations: tuple[timedelta, ...] = ()
    """When only these are offered."""
    multiple: bool = False
    question: Measure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PostRule:
    """What a post of one type may carry."""

    text: TextRule
    media: MediaRule | None = None
    poll: PollRule | None = None
    title: Measure | None = None
    needs_title: bool = False
    needs_text: bool = False
    labels: bool = False
    """Whether tags are kept apart from the text; elsewhere they are written into it."""
    link: bool = False
    """Whether the network shows a card that we send along with a link."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadRule:
    """Whether, and how far, a post may go on in further parts of our own."""

    most: int = 25


class OptionKind(StrEnum):
    """What an option's value is."""

    CHOICE = "choice"
    TEXT = "text"
    SWITCH = "switch"
    LIST = "list"
    NUMBER = "number"
    DATE = "date"  # 2026-12-24
    TIME = "time"  # 2026-12-24T18:00, the channel's own wall time


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """Something that only this network lets one choose, per post."""

    key: str
    name: str
    kind: OptionKind
    choices: tuple[tuple[str, str], ...] = ()
    """Value and name."""
    default: str | bool | None = None
    most: int | None = None
    """Longest text, longest list, or greatest number."""
    types: frozenset[PostType] = frozenset()
    """The forms of post that it belongs to; empty means all."""
    needed: bool = False
    """Whether those posts cannot do without it."""
    help: str = ""

    def belongs_to(self, type: PostType) -> bool:
        """Whether a post of this form has it."""
        return not self.types or type in self.types

    def misread(self, value: object) -> str:
        """How such a value is written, if this one is not written so; empty if it is."""
        said, reads = _WRITTEN.get(self.kind, ("", str))
        try:
            return "" if reads(str(value)) is not None else said
        except ValueError:
            return said


_WRITTEN: Mapping[OptionKind, tuple[str, Callable[[str], object]]] = {
    OptionKind.NUMBER: ("a whole number, like 3", int),
    OptionKind.DATE: ("a day, like 2026-12-24", date.fromisoformat),
    OptionKind.TIME: ("a day and a time, like 2026-12-24T18:00", datetime.fromisoformat),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetingRule:
    """Which parts of an audience the network can restrict or address for an organic post."""

    restricts: frozenset[str] = frozenset()
    """Names of `Targeting` fields that are a hard limit of who sees the post."""
    addresses: frozenset[str] = frozenset()
    """Names of `Targeting` fields that only steer to whom it is shown."""
    most: Mapping[str, int] = field(default_factory=dict)
    kinds: frozenset[str] = frozenset()
    """Account kinds that can target at all; empty means all."""
    age_from: tuple[int, ...] = ()
    """The only ages one can begin with, where the network names them."""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """How much of one bucket of calls is left, as the network's headers told it."""

    bucket: str
    left: int
    resets_at: datetime
    whole_application: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How fast we may call, and where the network tells how much is left."""

    calls: int
    per: timedelta
    in_flight: int = 8
    """Calls at the same time for one channel."""
    pause: timedelta = timedelta(minutes=1)
    """How long to wait after a refusal that names no time."""
    posts: tuple[int, timedelta] | None = None
    """How many publications in which time, where the network limits them apart from calls."""
    read: Callable[[Mapping[str, str], datetime], list[Allowance]] | None = None
    """Reads allowances from the headers of an answer (names in lower case), given the time now."""


class ProofKind(StrEnum):
    """How it can be known whether a parcel arrived."""

    PERMANENT_ID = "permanent_id"
    """We choose the id; a repeat changes nothing, for ever."""
    KEY = "key"
    """A key makes a repeat harmless, for a while."""
    HANDLE = "handle"
    """A handle exists before the effect and knows its outcome."""
    LIST = "list"
    """Own posts can be listed; the list may lag."""
    DUPLICATE = "duplicate"
    """Refusing an equal post names the first one."""
    NONE = "none"
    """A person has to look; where there are looks, they can find it and never rule it out."""


def _always(_facts: Mapping[str, Any]) -> bool:
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """How a doubt is settled on this network."""

    kind: ProofKind
    settle: timedelta
    """How long after our deadline an effect may still come; absence is proved only later."""
    looks: tuple[timedelta, ...] = ()
    """How long after the doubt began each look is made; the last one later than `settle`."""
    repeat: timedelta | None = None
    """For how long after the first attempt sending again is harmless; None: never."""
    repeat_where: Callable[[Mapping[str, Any]], bool] = _always
    """On which servers (a channel's facts) repeating was seen to be harmless."""
    refuses_twins: bool = False
    """Whether a text that it has already is refused, however long ago it was said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What sending costs, in thousandths of a US dollar."""

    of: Callable[[Parcel], int]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """How a person finishes a post by hand, in the network's own app."""

    url: str
    """Opens the place where one writes; `{text}` and `{link}` in it are filled in, quoted."""
    steps: tuple[str, ...]
    """What to do there, in order, in plain words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """A sensible frequency where the person chose none: an advice, with its source."""

    per_week: int
    source: str
    apart: timedelta = timedelta(hours=2)
