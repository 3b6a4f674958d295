"""What the tests of this network share: parcels, a served house, a channel on one feed."""

import hashlib
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from antiphon.connect.oauth import App, Grant
from antiphon.connect.post_office import Letter, Outcome, PostOffice, Verb
from antiphon.connect.registry import network
from antiphon.connect.transport.guard import Guard
from antiphon.connect.values import Address, Enclosure, Kind, Parcel, PostType, Receipt
from antiphon.networks.feeds.simulator import Simulator
from antiphon.sandbox.serving import Sandbox

KEY = "feeds"
MADE = datetime(2026, 11, 28, 9, tzinfo=UTC)


def parcel(**given: Any) -> Parcel:
    """A post with a text, and whatever else matters."""
    told = {"key": "0197-a:part:0", "text": "Cold.\n\nVery cold.", "type": PostType.TEXT}
    return Parcel(made_at=MADE, **{**told, **given})


def enclosure(kind: Kind, mime: str, alt: str = "", address: str = "") -> Enclosure:
    """A file that lies where an address says."""
    return Enclosure(path=Path("/nowhere"), kind=kind, mime=mime, size=9, alt=alt,
                     digest=hashlib.sha256(mime.encode()).hexdigest(),
                     address=address or f"https://a.example/{mime}")  # fmt: skip


@dataclass
class Channel:
    """One feed, and the post office that speaks for it."""

    office: PostOffice
    address: Address

    def send(self, verb: Verb, parcel: Parcel | None = None, **given: Any) -> Outcome:
        """One letter and its outcome."""
        letter = Letter(key="1", verb=verb, address=self.address, parcel=parcel, **given)
        return next(self.office.send([letter]))[0][1]

    def publish(self, parcel: Parcel) -> Receipt:
        """A publication that must succeed."""
        found = self.send(Verb.PUBLISH, parcel)
        assert isinstance(found, Receipt), found
        return found

    def ask(self, talk: Callable[[Any], Awaitable[Any]]) -> Any:
        """A conversation with the connector."""
        return self.office.ask(self.address, talk)


@dataclass
class Served:
    """A house of feeds that answers."""

    simulator: Simulator
    office: PostOffice

    def sign_in(self, server: str, given: dict[str, str]) -> Grant:
        """Sign in by typing."""
        found = network(KEY)
        (way,) = found.sign_ins
        grant: Grant = self.office.sign_in(
            found, way, lambda desk: desk.enter(given), app=App(), server=server
        )
        return grant

    def channel(self, handle: str = "news", **facts: str) -> Channel:
        """The channel of a feed."""
        entrance = self.simulator.open_account(handle, "Tea & Co", **facts)
        grant = self.sign_in(entrance.server, dict(entrance.given))
        (account,) = grant.accounts
        address = Address(channel=f"c-{handle}", network=KEY, server=entrance.server,
                          id=account.id, handle=account.handle, credential=grant.credential,
                          facts=account.facts)  # fmt: skip
        return Channel(self.office, address)

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        """What anybody reads at the house."""
        parts = urlsplit(f"{self.simulator.base}{path}")
        about = {name.replace("_", "-"): value for name, value in headers.items()}
        line = HTTPConnection(parts.netloc, timeout=10)
        try:
            line.request("GET", parts.path, headers=about)
            answer = line.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return answer.status, found, answer.read()
        finally:
            line.close()


@contextmanager
def served() -> Iterator[Served]:
    """A fresh house on loopback."""
    sandbox = Sandbox([KEY])
    office = PostOffice(guard=Guard(allow_private=True))
    with sandbox.serving():
        try:
            yield Served(cast("Simulator", sandbox.simulators[KEY]), office)
        finally:
            office.close()
