"""Signing in: what a network says about it, and the code flow that most of them speak."""

import base64
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable
from urllib.parse import urlencode

from antiphon.connect.values import Account, Credential, RemoteId
from antiphon.kernel.secret import Secret

if TYPE_CHECKING:
    from antiphon.connect.http import Answer, Http


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing that a person types to sign in."""

    key: str
    name: str
    secret: bool = False
    optional: bool = False
    help: str = ""


@dataclass(frozen=True, kw_only=True)
class App:
    """Our installation as the network knows it."""

    client_id: str = ""
    client_secret: Secret = field(default_factory=lambda: Secret(""))
    redirect_uri: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Departure:
    """A person goes to the network's own page; `memory` is kept sealed until they come back."""

    url: str
    memory: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Grant:
    """What a sign-in brought: a credential and the accounts that it may speak for."""

    credential: Credential
    accounts: tuple[Account, ...]


class DeskClass(Protocol):
    """A class whose instances sign people in at one server."""

    def __call__(self, http: "Http", app: App) -> Any: ...


@runtime_checkable
class Enters(Protocol):
    """Signs in with what a person typed."""

    async def enter(self, given: Mapping[str, str]) -> Grant:
        """Prove the typed secrets and find the accounts."""


@runtime_checkable
class Travels(Protocol):
    """Signs in by a journey to the network's own page."""

    async def begin(self, state: str, given: Mapping[str, str]) -> Departure:
        """Where to send the person; `state` must come back unchanged."""

    async def arrive(self, memory: Mapping[str, str], answer: Mapping[str, str]) -> Grant:
        """Turn what the network's page brought back into a grant."""


@runtime_checkable
class Registers(Protocol):
    """Registers our installation at a server by itself."""

    async def register(self, redirect_uri: str) -> App:
        """Become known to this server."""


@runtime_checkable
class Recognises(Protocol):
    """Can ask a server whether it still knows our installation."""

    async def recognised(self) -> bool:
        """Whether it does; a server that cannot tell counts as knowing us."""


@runtime_checkable
class Documents(Protocol):
    """Is known by an address of ours, where a public document says who we are.

    The secret of such an app is a private key: it signs, and is itself sent nowhere.
    """

    @staticmethod
    def document(app: "App", home: str) -> Mapping[str, Any]:
        """What the document says; `app.client_id` is its address, `home` our front page."""


@runtime_checkable
class Refreshes(Protocol):
    """Renews a credential without the person."""

    async def refresh(self, credential: Credential) -> Credential:
        """A fresh credential; a lost answer raises LookFirst, a dead one SignInAgain."""


@runtime_checkable
class Revokes(Protocol):
    """Gives a permission back."""

    async def revoke(self, credential: Credential) -> None:
        """Make the credential useless."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """One way to sign in to a network."""

    key: str
    """oauth, app_password, token …"""
    name: str
    desk: DeskClass
    fields: tuple[Field, ...] = ()
    needs_app: bool = False
    """Whether the operator must first get keys for the installation (client id and secret)."""
    scopes: tuple[str, ...] = ()
    one_time_refresh: bool = False
    """Whether a refresh token dies when it is used; a lost answer then ends the credential."""
    refresh_before: timedelta = timedelta(minutes=10)

    def can(self, ability: type) -> bool:
        """Whether the desk has all methods of this ability."""
        wanted = [name for name in vars(ability) if not name.startswith("_")]
        return all(callable(getattr(self.desk, name, None)) for name in wanted)


class ByHand:
    """Signs in to nothing: a person finishes every post of the account in the network's own app."""

    def __init__(self, http: "Http", app: App) -> None:
        self.http, self.app = http, app

    async def enter(self, given: Mapping[str, str]) -> Grant:
        """Take the account as it is named; there is nothing that could be proved."""
        handle = given["handle"].strip()
        account = Account(
            id=RemoteId(f"by-hand:{handle}"), handle=handle, name=handle,
            url=given.get("url", "").strip(), kind=BY_HAND.key,
        )  # fmt: skip
        return Grant(credential=Credential(sign_in=BY_HAND.key, secrets={}), accounts=(account,))


BY_HAND = SignIn(
    key="by_hand",
    name="Finish every post by hand",
    desk=ByHand,
    fields=(
        Field(
            key="handle",
            name="Name of the account",
            help="At its hour a post is handed to a person with everything prepared. "
            "It counts as live when they say so.",
        ),
        Field(key="url", name="Its address", optional=True),
    ),
)
"""For every network: where there are no keys, or no program is let in."""


@dataclass(frozen=True, slots=True)
class Pkce:
    """A proof that who fetches the token is who asked for it (RFC 7636, S256)."""

    verifier: str

    @classmethod
    def new(cls) -> "Pkce":
        """A fresh one, with 256 random bits."""
        return cls(secrets.token_urlsafe(32))

    @property
    def challenge(self) -> str:
        """What may be shown."""
        digest = hashlib.sha256(self.verifier.encode()).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def new_state() -> str:
    """A state that nobody guesses: 256 random bits."""
    return secrets.token_urlsafe(32)


def authorize_url(endpoint: str, **query: str) -> str:
    """The network's page, with what it must know."""
    given = {name: value for name, value in query.items() if value}
    return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(given)}"


def basic(user: str, password: str) -> dict[str, str]:
    """The header for HTTP Basic (RFC 7617)."""
    return {"Authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()}


def bearer(token: str) -> dict[str, str]:
    """The header for a bearer token (RFC 6750)."""
    return {"Authorization": f"Bearer {token}"}


def expiry(seconds: object, *, at: datetime | None = None) -> datetime | None:
    """When something ends that lives so many seconds from now; None for never or nonsense."""
    lasting = seconds if isinstance(seconds, int | float) and 0 < seconds < 1e9 else None
    return (at or datetime.now(UTC)) + timedelta(seconds=lasting) if lasting else None


def tokens(answer: "Answer", old: Credential | None = None) -> dict[str, Secret]:
    """The tokens of an answer; an answer without a refresh token never erases the stored one."""
    told = answer.json()
    found = {
        name: Secret(told[name])
        for name in ("access_token", "refresh_token", "id_token")
        if isinstance(told.get(name), str) and told[name]
    }
    if "access_token" not in found:
        raise answer.unclear("The answer held no access token.")
    return {**(old.secrets if old else {}), **found}
