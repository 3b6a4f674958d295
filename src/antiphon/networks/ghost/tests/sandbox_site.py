"""What the tests of this network share: parcels, files, a served simulator, a channel."""

import hashlib
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from PIL import Image

from antiphon.connect.oauth import App, Grant
from antiphon.connect.post_office import Letter, Outcome, PostOffice, Verb
from antiphon.connect.registry import network
from antiphon.connect.simulation import Entrance
from antiphon.connect.transport.guard import Guard
from antiphon.connect.values import Address, Enclosure, Kind, Parcel, PostType, Prepared, Receipt
from antiphon.networks.ghost.simulator import Simulator
from antiphon.sandbox.serving import Sandbox

KEY = "ghost"
MADE = datetime(2026, 11, 28, 9, tzinfo=UTC)


def parcel(**given: Any) -> Parcel:
    """A post with a title and a text, and whatever else matters."""
    told = {"key": "0197-a:part:0", "title": "Iced tea & lime", "text": "Cold.\n\nVery cold."}
    return Parcel(made_at=MADE, **{**told, "type": PostType.ARTICLE, **given})


def picture(folder: Path, alt: str = "A green bottle", red: int = 200) -> Enclosure:
    """A picture on disk."""
    path = folder / f"{red}.png"
    Image.new("RGB", (40, 30), (red, 90, 40)).save(path)
    return replace(file_of(path, Kind.IMAGE, "image/png", alt), width=40, height=30)


def file_of(path: Path, kind: Kind, mime: str, alt: str = "") -> Enclosure:
    """Whatever lies there."""
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    return Enclosure(path=path, kind=kind, mime=mime, size=len(content), digest=digest, alt=alt)


@dataclass
class Channel:
    """One site, and the post office that speaks for it."""

    office: PostOffice
    address: Address
    grant: Grant

    def send(self, verb: Verb, parcel: Parcel | None = None, **given: Any) -> Outcome:
        """One letter and its outcome."""
        letter = Letter(key="1", verb=verb, address=self.address, parcel=parcel, seconds=60,
                        **given)  # fmt: skip
        ((_key, outcome),) = next(self.office.send([letter]))
        return outcome

    def prepared(self, parcel: Parcel) -> Parcel:
        """The parcel with what `prepare` brought."""
        found = self.send(Verb.PREPARE, parcel)
        assert isinstance(found, Prepared), found
        return replace(parcel, handles=found.handles)

    def publish(self, parcel: Parcel) -> Receipt:
        """A publication that must succeed, as the engine sends it."""
        found = self.send(Verb.PUBLISH, self.prepared(parcel))
        assert isinstance(found, Receipt), found
        return found

    def ask(self, talk: Callable[[Any], Awaitable[Any]]) -> Any:
        """A conversation with the connector."""
        return self.office.ask(self.address, talk)


def sign_in(office: PostOffice, server: str, given: dict[str, str]) -> Grant:
    """Sign in by typing."""
    found = network(KEY)
    (way,) = found.sign_ins
    grant: Grant = office.sign_in(
        found, way, lambda desk: desk.enter(given), app=App(), server=server
    )
    return grant


def channel(office: PostOffice, server: str, given: dict[str, str]) -> Channel:
    """A channel made from a sign-in, as the program stores it."""
    grant = sign_in(office, server, given)
    (account,) = grant.accounts
    address = Address(channel=f"c-{server}", network=KEY, server=server, id=account.id,
                      handle=account.handle, credential=grant.credential,
                      facts=account.facts)  # fmt: skip
    return Channel(office, address, grant)


@contextmanager
def opened() -> Iterator[PostOffice]:
    """A post office that may speak to this machine."""
    office = PostOffice(guard=Guard(allow_private=True))
    try:
        yield office
    finally:
        office.close()


@dataclass
class Served:
    """A simulator that answers."""

    simulator: Simulator
    office: PostOffice

    def enter(self, handle: str = "tea") -> Entrance:
        """A site of its own."""
        return self.simulator.open_account(handle, "Tea & Co")

    def channel(self, handle: str = "tea") -> Channel:
        """The channel of a site."""
        entrance = self.enter(handle)
        return channel(self.office, entrance.server, dict(entrance.given))


@contextmanager
def served(around: Callable[[Any], Any] = lambda app: app) -> Iterator[Served]:
    """A fresh simulator on loopback; what stands `around` it sees all that is said."""
    sandbox = Sandbox([KEY])
    simulator = cast("Simulator", sandbox.simulators[KEY])
    simulator.app = around(simulator.app)
    with sandbox.serving(), opened() as office:
        yield Served(simulator, office)
