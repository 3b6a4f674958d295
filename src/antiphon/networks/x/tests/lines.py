"""How the tests of this network talk: real HTTP on loopback, through the post office."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

from antiphon.connect.oauth import App
from antiphon.connect.post_office import Letter, Outcome, PostOffice, Verb
from antiphon.connect.registry import network
from antiphon.connect.transport.guard import Guard
from antiphon.connect.values import (
    Address,
    Credential,
    Enclosure,
    Kind,
    Parcel,
    Prepared,
    Receipt,
)
from antiphon.networks.x.simulator import Simulator
from antiphon.networks.x.tests.recorder import Exchange, Recorder
from antiphon.sandbox.serving import Sandbox

KEY = "x"
NETWORK = network(KEY)
PNG = bytes.fromhex("89504e470d0a1a0a")


@dataclass
class Line:
    """One account of the simulated network, and the office that speaks for it."""

    office: PostOffice
    server: Simulator
    address: Address
    handle: str

    @property
    def recorder(self) -> Recorder:
        """What was said so far."""
        assert isinstance(self.server.app, Recorder)
        return self.server.app

    @property
    def last(self) -> Exchange:
        """The newest exchange."""
        return self.recorder.exchanges[-1]

    def send(
        self, verb: Verb, parcel: Parcel | None = None, receipt: Receipt | None = None
    ) -> Outcome:
        """One letter, one outcome."""
        letter = Letter(
            key="one", verb=verb, address=self.address, parcel=parcel, receipt=receipt, seconds=20
        )
        ((_key, outcome),) = [one for batch in self.office.send([letter]) for one in batch]
        return outcome

    def prepared(self, parcel: Parcel) -> Parcel:
        """The parcel with all its files brought."""
        for _step in range(50):
            outcome = self.send(Verb.PREPARE, parcel)
            assert isinstance(outcome, Prepared), outcome
            parcel = replace(parcel, handles=outcome.handles)
            if outcome.wait is None:
                return parcel
        raise AssertionError("the files never became ready")

    def publish(self, parcel: Parcel) -> Receipt:
        """Bring the files, publish, and insist that it went well."""
        outcome = self.send(Verb.PUBLISH, self.prepared(parcel) if parcel.enclosures else parcel)
        assert isinstance(outcome, Receipt), outcome
        return outcome

    def ask(self, talk: Any) -> Any:
        """A conversation with the connector."""
        return self.office.ask(self.address, talk)

    def sign_in(self, key: str, talk: Any, app: App | None = None) -> Any:
        """A conversation with a desk."""
        desk = next(one for one in NETWORK.sign_ins if one.key == key)
        return self.office.sign_in(NETWORK, desk, talk, app=app or App(), server=self.server.base)

    def texts(self) -> list[str]:
        """What this account has told, oldest first."""
        return [one.text for one in self.server.timeline(self.handle)]


@contextmanager
def talking() -> Iterator[tuple[PostOffice, Simulator]]:
    """The simulated network on loopback, and an office that may go there."""
    office = PostOffice(guard=Guard(allow_private=True))
    sandbox = Sandbox([KEY])
    server = cast("Simulator", sandbox.simulators[KEY])
    server.app = Recorder(server.app)
    with sandbox.serving():
        try:
            yield office, server
        finally:
            office.close()


def connect(office: PostOffice, server: Simulator, handle: str, **facts: str) -> Line:
    """Sign an account in by a pasted token."""
    entrance = server.open_account(handle, handle.title(), **facts)
    nobody = Address(
        channel="", network=KEY, server=server.base, id=entrance.id,
        credential=Credential(sign_in="token", secrets={}),
    )  # fmt: skip
    line = Line(office, server, nobody, handle)
    grant = line.sign_in("token", lambda desk: desk.enter(entrance.given))
    (account,) = grant.accounts
    line.address = Address(
        channel=str(uuid4()),
        network=KEY,
        server=server.base,
        id=account.id,
        handle=account.handle,
        kind=account.kind,
        credential=grant.credential,
        facts=account.facts,
    )
    return line


def parcel(text: str = "Say it once", **more: Any) -> Parcel:
    """A parcel whose first attempt begins now."""
    at = datetime.now(UTC)
    return Parcel(**{"key": f"{uuid4()}:part:0", "made_at": at, "since": at, "text": text, **more})


def file(folder: Path, name: str = "a.png", size: int = 64, **more: Any) -> Enclosure:
    """A file on disk."""
    body = (PNG + name.encode()).ljust(size, b"\0")
    (folder / name).write_bytes(body)
    given: dict[str, Any] = {"kind": Kind.IMAGE, "mime": "image/png", "alt": "A red can"}
    return Enclosure(
        path=folder / name,
        size=len(body),
        digest=hashlib.sha256(body).hexdigest(),
        **{**given, **more},
    )


def film(folder: Path, size: int, name: str = "a.mp4") -> Enclosure:
    """A video on disk."""
    return file(folder, name, size, kind=Kind.VIDEO, mime="video/mp4", alt="", seconds=3.0)
