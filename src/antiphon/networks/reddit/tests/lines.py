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
from antiphon.connect.simulation import Person, Reaction, ReactionKind
from antiphon.connect.transport.guard import Guard
from antiphon.connect.values import (
    Account,
    Address,
    Credential,
    Enclosure,
    Handle,
    Kind,
    Parcel,
    PostType,
    Prepared,
    Receipt,
)
from antiphon.kernel.secret import Secret
from antiphon.networks.reddit import NETWORK
from antiphon.networks.reddit.simulator import Simulator
from antiphon.networks.reddit.simulator.world import Community
from antiphon.sandbox.serving import Sandbox
from tests.networks.recording import Exchange, Recorder

OAUTH, SCRIPT = NETWORK.sign_ins
APP = App(client_id="app", client_secret=Secret("shh"), redirect_uri="https://ours.example/back")
ANN = Person(id="ann_other", name="Ann Other")


@dataclass
class Line:
    """One account in its own community, and the office that speaks for it."""

    office: PostOffice
    server: Simulator
    address: Address
    handle: str

    @property
    def recorder(self) -> Recorder:
        """What was said so far."""
        return cast(Recorder, self.server.app)

    @property
    def community(self) -> Community:
        """Where it posts."""
        return self.server.world.communities[self.handle]

    def writes(self) -> list[Exchange]:
        """The requests that could have an effect."""
        return [one for one in self.recorder.heard if one.method == "POST"]

    def send(
        self, verb: Verb, parcel: Parcel | None = None, receipt: Receipt | None = None
    ) -> Outcome:
        """One letter, one outcome."""
        letter = Letter(
            key="one", verb=verb, address=self.address, parcel=parcel, receipt=receipt, seconds=20
        )
        ((_key, outcome),) = [one for batch in self.office.send([letter]) for one in batch]
        return outcome

    def prepare(self, parcel: Parcel) -> Parcel:
        """Prepare until nothing waits any more."""
        for _ in range(20):
            outcome = self.send(Verb.PREPARE, parcel)
            assert isinstance(outcome, Prepared), outcome
            parcel = replace(parcel, handles=outcome.handles)
            if outcome.wait is None:
                return parcel
        raise AssertionError("never ready")

    def publish(self, parcel: Parcel) -> Receipt:
        """Bring the files, publish, wait, and insist that it went well."""
        outcome = self.send(Verb.PUBLISH, self.prepare(parcel))
        for _ in range(20):
            assert isinstance(outcome, Receipt), outcome
            if outcome.ready:
                return outcome
            outcome = self.send(Verb.CHECK, receipt=outcome)
        raise AssertionError("never shown")

    def react(self, kind: ReactionKind, receipt: Receipt, text: str = "") -> str:
        """Let Ann do something with it."""
        now = datetime.now(UTC)
        what = Reaction(
            kind=kind, by=ANN, account=self.address.id, post=receipt.id, text=text, at=now
        )
        return str(self.server.react(what))

    def ask(self, talk: Any) -> Any:
        """A conversation with the connector."""
        return self.office.ask(self.address, talk)

    def desk(self, talk: Any, way: Any = OAUTH, app: App = APP) -> Any:
        """A conversation with a desk."""
        base = self.server.world.base
        return self.office.sign_in(NETWORK, way, talk, app=app, server=base)

    def timeline(self) -> list[Any]:
        """What this account has told, oldest first."""
        return list(self.server.timeline(self.handle))

    def refreshed(self) -> None:
        """Read the community's rules again, as every day."""
        account = self.ask(lambda connector: connector.whoami())
        self.address = replace(self.address, facts=account.facts)


@contextmanager
def talking() -> Iterator[tuple[PostOffice, Simulator]]:
    """The simulated Reddit on loopback, and an office that may go there."""
    sandbox = Sandbox(["reddit"])
    server = cast(Simulator, sandbox.simulators["reddit"])
    server.app = Recorder(server.app)
    office = PostOffice(guard=Guard(allow_private=True))
    with sandbox.serving():
        try:
            yield office, server
        finally:
            office.close()


def connect(office: PostOffice, server: Simulator, handle: str, **facts: str) -> Line:
    """Sign an account in by its script app."""
    entrance = server.open_account(handle, handle.title(), **facts)
    grant = office.sign_in(
        NETWORK,
        SCRIPT,
        lambda desk: desk.enter(entrance.given),
        app=App(),
        server=server.world.base,
    )
    account = next(one for one in grant.accounts if one.id == entrance.id)
    return Line(office, server, address(account, grant.credential, server.world.base), handle)


def address(account: Account, credential: Credential, server: str) -> Address:
    return Address(
        channel=str(uuid4()), network="reddit", server=server, id=account.id,
        handle=account.handle, kind=account.kind, facts=account.facts, credential=credential,
    )  # fmt: skip


def parcel(text: str = "Cold drinks for hot days", **more: Any) -> Parcel:
    """A parcel whose first attempt begins now."""
    at = datetime.now(UTC)
    given = {"key": f"{uuid4()}:part:0", "made_at": at, "since": at, "text": text, "title": "Fizz"}
    return Parcel(**{**given, **more})


def handle_of(receipt: Receipt) -> Handle:
    return Handle(id=receipt.id, extra=receipt.extra)


def picture(folder: Path, name: str = "a.png", **more: Any) -> Enclosure:
    return _file(folder / name, b"\x89PNG" + name.encode(), Kind.IMAGE, "image/png", **more)


def video(folder: Path, name: str = "a.mp4", **more: Any) -> Enclosure:
    return _file(folder / name, b"film" * 100 + name.encode(), Kind.VIDEO, "video/mp4", **more)


def film(folder: Path, **more: Any) -> Parcel:
    return parcel(type=PostType.VIDEO, **{"enclosures": (video(folder),), **more})


def gallery(folder: Path, count: int, **more: Any) -> Parcel:
    files = tuple(picture(folder, f"{n}.png") for n in range(count))
    return parcel(type=PostType.IMAGES, enclosures=files, **more)


def _file(path: Path, body: bytes, kind: Kind, mime: str, **more: Any) -> Enclosure:
    path.write_bytes(body)
    digest = hashlib.sha256(body).hexdigest()
    return Enclosure(path=path, size=len(body), digest=digest, kind=kind, mime=mime, **more)
