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
from antiphon.connect.transport.guard import Guard
from antiphon.connect.values import (
    Account,
    Address,
    Credential,
    Enclosure,
    Kind,
    Parcel,
    PostType,
    Prepared,
    Receipt,
)
from antiphon.kernel.secret import Secret
from antiphon.networks.pinterest import NETWORK
from antiphon.networks.pinterest.simulator import Simulator
from antiphon.sandbox.serving import Sandbox
from tests.networks.recording import Recorder

OAUTH, TOKEN = NETWORK.sign_ins
APP = App(client_id="app", client_secret=Secret("shh"), redirect_uri="https://ours.example/back")
PNG = b"\x89PNG\r\n\x1a\n"


@dataclass
class Line:
    """One account at the simulated Pinterest, and the office that speaks for it."""

    office: PostOffice
    server: Simulator
    address: Address
    handle: str

    @property
    def recorder(self) -> Recorder:
        """What was said so far."""
        return cast(Recorder, self.server.app)

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
        """Bring the files, publish, and insist that it went well."""
        outcome = self.send(Verb.PUBLISH, self.prepare(parcel))
        assert isinstance(outcome, Receipt), outcome
        return outcome

    def ask(self, talk: Any) -> Any:
        """A conversation with the connector."""
        return self.office.ask(self.address, talk)

    def desk(self, talk: Any, way: Any = OAUTH, app: App = APP) -> Any:
        """A conversation with a desk."""
        base = self.server.world.base
        return self.office.sign_in(NETWORK, way, talk, app=app, server=base)


@contextmanager
def talking() -> Iterator[tuple[PostOffice, Simulator]]:
    """The simulated Pinterest on loopback, and an office that may go there."""
    sandbox = Sandbox(["pinterest"])
    server = cast(Simulator, sandbox.simulators["pinterest"])
    server.app = Recorder(server.app)
    office = PostOffice(guard=Guard(allow_private=True))
    with sandbox.serving():
        try:
            yield office, server
        finally:
            office.close()


def connect(office: PostOffice, server: Simulator, handle: str) -> Line:
    """Sign an account in by a pasted token."""
    entrance = server.open_account(handle, handle.title())
    grant = office.sign_in(
        NETWORK, TOKEN, lambda desk: desk.enter(entrance.given), app=App(), server=server.world.base
    )
    (account,) = grant.accounts
    return Line(office, server, address(account, grant.credential, server.world.base), handle)


def address(account: Account, credential: Credential, server: str) -> Address:
    return Address(
        channel=str(uuid4()), network="pinterest", server=server, id=account.id,
        handle=account.handle, kind=account.kind, facts=account.facts, credential=credential,
    )  # fmt: skip


def parcel(folder: Path, text: str = "Cold drinks for hot days", **more: Any) -> Parcel:
    """A parcel with one picture whose first attempt begins now."""
    at = datetime.now(UTC)
    given = {
        "key": f"{uuid4()}:part:0", "made_at": at, "since": at, "text": text,
        "type": PostType.IMAGES, "enclosures": (picture(folder),),
    }  # fmt: skip
    return Parcel(**{**given, **more})


def picture(folder: Path, name: str = "a.png", **more: Any) -> Enclosure:
    return _file(folder / name, PNG + name.encode(), Kind.IMAGE, "image/png", **more)


def video(folder: Path, name: str = "a.mp4", **more: Any) -> Enclosure:
    return _file(folder / name, b"film" * 100 + name.encode(), Kind.VIDEO, "video/mp4", **more)


def _file(path: Path, body: bytes, kind: Kind, mime: str, **more: Any) -> Enclosure:
    path.write_bytes(body)
    digest = hashlib.sha256(body).hexdigest()
    return Enclosure(path=path, size=len(body), digest=digest, kind=kind, mime=mime, **more)
