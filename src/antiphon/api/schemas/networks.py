"""Networks: what they let one do, as data."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Any

from antiphon.api.schemas.fields import Closed
from antiphon.connect import abilities
from antiphon.connect.network import Network
from antiphon.connect.oauth import Enters, SignIn, Travels


class FieldTold(Closed):
    """One thing that a person types to sign in."""

    key: str
    name: str
    secret: bool
    optional: bool
    help: str


class SignInTold(Closed):
    """One way to sign in."""

    key: str
    typed: bool
    journey: bool
    fields: list[FieldTold]


class NetworkTold(Closed):
    """A network: what it can do, and its rules."""

    key: str
    name: str
    server: str
    own_servers: bool
    sign_ins: list[SignInTold]
    abilities: list[str]
    posts: dict[str, dict[str, Any]]
    thread: dict[str, Any] | None
    comment: dict[str, Any] | None
    options: list[dict[str, Any]]
    targeting: dict[str, Any]
    pace: dict[str, Any]
    proof: dict[str, Any]
    rhythm: dict[str, Any]
    checked: date
    sources: list[str]


_ABILITIES = {
    name.lower(): kind
    for name, kind in vars(abilities).items()
    if isinstance(kind, type) and kind.__module__ == abilities.__name__
}


def network(found: Network) -> NetworkTold:
    """One network, with the limits of one server where it was asked there."""
    rules = {name: _plain(getattr(found, name)) for name in _RULES}
    return NetworkTold(
        key=found.key,
        name=found.name,
        server=found.server,
        own_servers=not found.server,
        sign_ins=[_sign_in(way) for way in found.ways_in],
        abilities=sorted(name for name, kind in _ABILITIES.items() if found.can(kind)),
        posts={type.value: _plain(rule) for type, rule in found.posts.items()},
        checked=found.checked,
        sources=list(found.sources),
        **rules,
    )


_RULES = ("thread", "comment", "options", "targeting", "pace", "proof", "rhythm")


def _sign_in(way: SignIn) -> SignInTold:
    names = ("key", "name", "secret", "optional", "help")
    asked = [FieldTold(**{name: getattr(one, name) for name in names}) for one in way.fields]
    return SignInTold(key=way.key, typed=way.can(Enters), journey=way.can(Travels), fields=asked)


def _plain(value: Any) -> Any:
    """Rules without what only our code can use: times in seconds, sets in order, no functions."""
    match value:
        case timedelta():
            return value.total_seconds()
        case Enum():
            return value.value
        case Mapping():
            return {str(_plain(name)): _plain(inner) for name, inner in value.items()}
        case frozenset() | tuple() | list():
            plain = [_plain(inner) for inner in value]
            return sorted(plain) if isinstance(value, frozenset) else plain
        case _ if is_dataclass(value):
            known = {one.name: getattr(value, one.name) for one in fields(value)}
            return {name: _plain(it) for name, it in known.items() if not callable(it)}
        case _:
            return value
