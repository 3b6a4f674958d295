"""What the tests of this network share: a served simulator and a channel on it."""

import hashlib
import random
import struct
import zlib
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

from antiphon.connect.oauth import App, Grant
from antiphon.connect.post_office import Letter, Outcome, PostOffice, Verb
from antiphon.connect.registry import network
from antiphon.connect.simulation import Simulates
from antiphon.connect.transport.guard import Guard
from antiphon.connect.values import Address, Enclosure, Kind, Parcel, PostType, Receipt
from antiphon.networks.wordpress.simulator import Simulator
from antiphon.sandbox.serving import Sandbox

KEY = "wordpress"
MADE = datetime(2026, 11, 21, 9, tzinfo=UTC)


def parcel(**given: Any) -> Parcel:
    """A post with a title and a text, and whatever else matters."""
    told = {"key": "0197-a:part:0", "title": "Iced tea & lime", "text": "Cold.\n\nVery cold."}
    return Parcel(made_at=MADE, type=PostType.ARTICLE, **{**told, **given})


def png(colour: int = 200, side: int = 4) -> bytes:
    """A small picture of one colour."""
    return _packed((b"\0" + bytes([colour, 40, 90]) * side) * side, side)


def _packed(rows: bytes, side: int) -> bytes:
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(rows, 1)), (b"IEND", b"")]
    packed = [
        struct.pack(">I", len(told)) + name + told + struct.pack(">I", zlib.crc32(name + told))
        for name, told in chunks
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


def noisy_picture(folder: Path, side: int) -> Enclosure:
    """A picture that cannot be packed small."""
    dice = random.Random(1)
    content = _packed(b"".join(b"\0" + dice.randbytes(3 * side) for _ in range(side)), side)
    return _enclosure(folder / "noise.png", content, "Noise")


def picture(folder: Path, alt: str = "A green bottle", colour: int = 200) -> Enclosure:
    """A picture on disk."""
    return _enclosure(folder / f"{colour}.png", png(colour), alt)


def _enclosure(path: Path, content: bytes, alt: str) -> Enclosure:
    path.write_bytes(content)
    return Enclosure(
        path=path, kind=Kind.IMAGE, mime="image/png", size=len(content), width=4, height=4,
        digest=hashlib.sha256(content).hexdigest(), alt=alt,
    )  # fmt: skip


@dataclass
class Channel:
    """One channel at a site, and the post office that speaks for it."""

    office: PostOffice
    address: Address
    grant: Grant

    def send(self, verb: Verb, parcel: Parcel | None = None, **given: Any) -> Outcome:
        """One letter and its outcome."""
        letter = Letter(
            key="1", verb=verb, address=self.address, parcel=parcel, seconds=30, **given
        )
        return next(self.office.send([letter]))[0][1]

    def publish(self, parcel: Parcel) -> Receipt:
        """A publication that must succeed, as the engine sends it: prepare, then publish."""
        ready = self.prepared(parcel)
        found = self.send(Verb.PUBLISH, ready)
        assert isinstance(found, Receipt), found
        return found

    def prepared(self, parcel: Parcel) -> Parcel:
        """The parcel with what `prepare` brought."""
        found = self.send(Verb.PREPARE, parcel)
        return replace(parcel, handles=getattr(found, "handles"))  # noqa: B009 -- or it says what

    def ask(self, talk: Callable[[Any], Awaitable[Any]]) -> Any:
        """A conversation with the connector."""
        return self.office.ask(self.address, talk)


def sign_in(
    office: PostOffice, server: str, given: dict[str, str], key: str = "app_password"
) -> Grant:
    """Sign in by typing."""
    found = network(KEY)
    way = next(one for one in found.sign_ins if one.key == key)
    talk = office.sign_in
    grant: Grant = talk(found, way, lambda desk: desk.enter(given), app=App(), server=server)
    return grant


def channel(office: PostOffice, server: str, given: dict[str, str]) -> Channel:
    """A channel made from a sign-in, stored as the program stores it."""
    grant = sign_in(office, server, given)
    account = grant.accounts[0]
    address = Address(
        channel=uuid4().hex, network=KEY, server=server, id=account.id, handle=account.handle,
        kind=account.kind, credential=grant.credential, facts=account.facts,
    )  # fmt: skip
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
    """A simulator that answers, and a channel on it."""

    simulator: Simulator
    office: PostOffice
    base: str

    def channel(self, handle: str = "tea", **facts: str) -> Channel:
        """A channel of an account."""
        entrance = self.simulator.open_account(handle, "Tea & Co", **facts)
        return channel(self.office, entrance.server, dict(entrance.given))


class Stage:
    """One server for all tests; each test plays with a simulator of its own."""

    current: Simulator
    seen: list[tuple[str, str]] | None = None
    """Method and path of every request, while somebody wants to know."""

    async def app(self, scope: Any, receive: Any, send: Any) -> None:
        """Let the simulator of this test answer."""
        if self.seen is not None:
            self.seen.append((scope["method"], scope["path"]))
        await self.current.app(scope, receive, send)


@dataclass
class Theatre:
    """What outlasts a test."""

    stage: Stage
    base: str
    office: PostOffice

    def served(self, now: Callable[[], datetime]) -> Served:
        """A fresh simulator, served."""
        self.stage.current, self.stage.seen = Simulator(base=self.base, now=now), None
        return Served(self.stage.current, self.office, self.base)


@contextmanager
def theatre() -> Iterator[Theatre]:
    """A server on loopback and a post office."""
    sandbox, stage = Sandbox([]), Stage()
    sandbox.simulators[KEY] = cast("Simulates", stage)
    with sandbox.serving(), opened() as office:
        yield Theatre(stage, sandbox.base(KEY), office)
