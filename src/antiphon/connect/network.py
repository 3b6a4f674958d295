"""How a network describes itself; everything the rest of the program will ever know of it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from antiphon.connect.errors import NetworkError
from antiphon.connect.http import Answer, Http
from antiphon.connect.oauth import BY_HAND, SignIn
from antiphon.connect.rules import (
    Handover,
    Option,
    Pace,
    PostRule,
    Price,
    Proof,
    Rhythm,
    TargetingRule,
    ThreadRule,
)
from antiphon.connect.values import Address, Kind, Parcel, PostType
from antiphon.kernel.problem import Problem


class ConnectorClass(Protocol):
    """A class whose instances talk for one channel; its methods are its abilities."""

    def __call__(self, http: Http, address: Address) -> Any: ...


def _unchanged(network: "Network", _facts: Mapping[str, Any]) -> "Network":
    return network


def _none(_parcel: Parcel) -> Iterable[Problem]:
    return ()


def _carries_more(parcel: Parcel) -> bool:
    """Plain text needs nothing brought first; a mention may have to be looked up."""
    more = parcel.enclosures or parcel.link or parcel.targeting or parcel.options
    return bool(more) or "@" in parcel.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """One network: its rules as data, its abilities as the methods of its connector."""

    key: str
    name: str
    badge: str
    """Two letters that stand for it on a page, like an element's."""
    tint: int
    """The ground of its badge, one of twelve hues of the house's palette, 1 to 12."""
    connector: ConnectorClass
    server: str
    """Base URL for all accounts; empty where every account names its own server."""
    hosts: tuple[str, ...] = ()
    """Hosts besides the server's own to which a credential may go."""
    sign_ins: tuple[SignIn, ...]
    posts: Mapping[PostType, PostRule]
    thread: ThreadRule | None = None
    comment: PostRule | None = None
    """The rule of a first comment; None where there is none."""
    options: tuple[Option, ...] = ()
    targeting: TargetingRule = field(default_factory=TargetingRule)
    pace: Pace
    proof: Proof
    rhythm: Rhythm
    price: Price | None = None
    fetches: bool = False
    """Whether it comes for files itself, at addresses of ours (`Enclosure.address`)."""
    handover: Handover | None = None
    """How a person finishes a post where the network lets no program do it."""
    refusal: Callable[[Answer], NetworkError | None]
    """The remedy for an answer that is not a success; None leaves it to the client's own reading.
    Only what is on the network's proven list may say that nothing happened."""
    adapt: Callable[["Network", Mapping[str, Any]], "Network"] = _unchanged
    """The same network as one server (a channel's facts) announces it."""
    objections: Callable[[Parcel], Iterable[Problem]] = _none
    """What the own rules of one server or community refuse in a parcel, besides the data."""
    needs_preparing: Callable[[Parcel], bool] = _carries_more
    """Whether a parcel must go through `prepare` first, where the connector has it."""
    rendered: Callable[[str], str] = str
    """What a text looks like when read back (shortened links, escapes); for comparing."""
    editable: frozenset[str] = frozenset()
    """What an edit may change, by names of `Parcel` fields."""
    checked: date
    """When the facts were last held against their sources."""
    sources: tuple[str, ...] = field(default_factory=tuple)
    """Where the facts come from."""

    @property
    def ways_in(self) -> tuple[SignIn, ...]:
        """Its sign-ins, and the one that every network has."""
        return (*self.sign_ins, BY_HAND)

    @property
    def takes_words(self) -> bool:
        """Whether words alone are a post there."""
        rule = self.posts.get(PostType.TEXT) or self.posts.get(PostType.ARTICLE)
        return rule is not None and not (rule.media and rule.media.least)

    def can(self, ability: type) -> bool:
        """Whether the connector has all methods of this ability."""
        wanted = [name for name in vars(ability) if not name.startswith("_")]
        return all(callable(getattr(self.connector, name, None)) for name in wanted)

    def at(self, facts: Mapping[str, Any]) -> "Network":
        """The network with the limits that one server announced."""
        return self.adapt(self, facts)

    def type_of(self, parcel: Parcel) -> PostType:
        """The form in which this network would tell the parcel, if nobody chose one."""
        known = [type for type in self._wanted(parcel) if type in self.posts]
        fitting = [type for type in known if self._holds(type, len(parcel.enclosures))]
        return next(iter([*fitting, *known]), PostType.TEXT)

    def _holds(self, type: PostType, files: int) -> bool:
        media = self.posts[type].media
        return media.least <= files <= media.most if media else not files

    def _wanted(self, parcel: Parcel) -> list[PostType]:
        kinds = {enclosure.kind for enclosure in parcel.enclosures}
        if parcel.poll:
            return [PostType.POLL]
        if Kind.VIDEO in kinds:
            several = [PostType.CAROUSEL] if len(parcel.enclosures) > 1 else []
            return [*several, PostType.VIDEO, PostType.REEL]
        if Kind.DOCUMENT in kinds:
            return [PostType.DOCUMENT]
        if kinds == {Kind.GIF} and len(parcel.enclosures) == 1:
            return [PostType.GIF, PostType.IMAGES, PostType.ARTICLE]
        if kinds:
            return [PostType.IMAGES, PostType.CAROUSEL, PostType.ARTICLE]
        return [*([PostType.LINK] if parcel.link else []), PostType.TEXT, PostType.ARTICLE]
