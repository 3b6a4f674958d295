"""How the tests of this network talk: real HTTP on loopback, through the post office."""

import hashlib
import os
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from antiphon.connect.oauth import App, Grant
from antiphon.connect.post_office import Letter, Outcome, PostOffice, Verb
from antiphon.connect.simulation import Person, Reaction, ReactionKind
from antiphon.connect.values import (
    Address,
    Enclosure,
    Handle,
    Kind,
    Parcel,
    PostType,
    Prepared,
    Receipt,
    RemoteId,
    Step,
)
from antiphon.networks.tiktok import NETWORK
from antiphon.networks.tiktok.simulator import Simulator
from antiphon.networks.tiktok.tests.recorder import Recorder, lend

JPEG, PNG = b"\xff\xd8\xff\xe0 a picture ", b"\x89PNG\r\n\x1a\n a drawing "
PUBLIC = {"privacy": "PUBLIC_TO_EVERYONE"}
ADA = Person(id="77", name="Ada", country="DE", language="de")


@dataclass
class Line:
    """One account of the simulated network, and the office that speaks for it."""

    office: PostOffice
    server: Simulator
    recorder: Recorder
    address: Address
    handle: str

    def send(self, verb: Verb, parcel: Any = None, receipt: Any = None) -> Outcome:
        """One letter, one outcome."""
        letter = Letter(key="1", verb=verb, address=self.address, parcel=parcel, receipt=receipt)
        [[(_key, outcome)]] = list(self.office.send([letter]))
        return outcome

    def prepare(self, parcel: Parcel) -> Parcel:
        """Bring all that is to be there first."""
        for _turn in range(50):
            outcome = self.send(Verb.PREPARE, parcel)
            assert isinstance(outcome, Prepared), outcome
            parcel = replace(parcel, handles=outcome.handles)
            if outcome.wait is None:
                return parcel
        raise AssertionError("it never ended")

    def publish(self, parcel: Parcel) -> Receipt:
        """Prepare, publish, and insist that it was taken."""
        outcome = self.send(Verb.PUBLISH, self.prepare(parcel))
        assert isinstance(outcome, Receipt), outcome
        return outcome

    def told(self, parcel: Parcel) -> Receipt:
        """Publish it and wait until it is live."""
        outcome: Outcome = self.publish(parcel)
        for _turn in range(40):
            if not isinstance(outcome, Receipt) or outcome.ready:
                break
            time.sleep(0.05)
            outcome = self.send(Verb.CHECK, receipt=outcome)
        assert isinstance(outcome, Receipt), outcome
        assert outcome.ready
        return outcome

    def ask(self, talk: Any) -> Any:
        """A conversation with the connector."""
        return self.office.ask(self.address, talk)

    def texts(self) -> list[str]:
        """What this account has told, oldest first."""
        return [one.text for one in self.server.timeline(self.handle)]

    def paths(self) -> list[str]:
        """Where it was asked so far."""
        return [one.path for one in self.recorder.heard]

    def react(self, receipt: Receipt, kind: ReactionKind, text: str = "") -> RemoteId | None:
        """Ada does something."""
        return self.server.react(
            Reaction(kind=kind, by=ADA, account=self.address.id, post=receipt.id, text=text,
                     at=datetime.now(UTC))
        )  # fmt: skip


def sign_in(office: PostOffice, server: Simulator, key: str, talk: Any, app: Any = None) -> Any:
    """A conversation with a desk."""
    desk = next(one for one in NETWORK.sign_ins if one.key == key)
    return office.sign_in(NETWORK, desk, talk, app=app or App(), server=server.base)


def connect(
    office: PostOffice, server: Simulator, recorder: Recorder, handle: str, **facts: str
) -> Line:
    """Sign an account in by pasted tokens."""
    entrance = server.open_account(handle, handle.title(), **{"kind": "creator", **facts})
    grant: Grant = sign_in(
        office, server, entrance.sign_in, lambda desk: desk.enter(entrance.given)
    )
    return Line(office, server, recorder, address(server, grant), handle)


def address(server: Simulator, grant: Grant) -> Address:
    """Where the account of a grant is found."""
    (account,) = grant.accounts
    return Address(
        channel=str(uuid4()),
        network="tiktok",
        server=server.base,
        id=account.id,
        handle=account.handle,
        kind=account.kind,
        credential=grant.credential,
        facts=account.facts,
    )


def parcel(*files: Enclosure, **more: Any) -> Parcel:
    """A post of these files, for everyone, whose first attempt begins now."""
    at = datetime.now(UTC)
    is_film = any(one.kind is Kind.VIDEO for one in files)
    type = PostType.VIDEO if is_film else PostType.IMAGES
    key = f"{uuid4()}:part:0"
    given = {"key": key, "made_at": at, "since": at, "text": f"Fresh today {key}", "type": type}
    options = {**PUBLIC, **more.pop("options", {})}
    return Parcel(**{**given, "enclosures": files, "options": options, **more})


def comment(on: Receipt, text: str) -> Parcel:
    """A first comment."""
    at, handle = datetime.now(UTC), Handle(id=on.id, extra=on.extra)
    return Parcel(
        key=str(uuid4()), made_at=at, since=at, text=text, step=Step.COMMENT, root=handle,
        parent=handle,
    )  # fmt: skip


def photo(folder: Path, body: bytes = JPEG, *, lent: bool = True) -> Enclosure:
    """A picture that can be fetched, if it is lent."""
    whole = body + os.urandom(8)
    found = _file(folder, whole, Kind.IMAGE, "image/jpeg")
    return replace(found, address=lend(found.path)) if lent else found


def film(folder: Path, size: int = 60_000, seconds: float = 4.0) -> Enclosure:
    """A file that passes for a video."""
    found = _file(folder, os.urandom(size), Kind.VIDEO, "video/mp4")
    return replace(found, seconds=seconds, address=lend(found.path))


def _file(folder: Path, body: bytes, kind: Kind, mime: str) -> Enclosure:
    digest = hashlib.sha256(body).hexdigest()
    path = folder / digest[:12]
    path.write_bytes(body)
    return Enclosure(path=path, kind=kind, mime=mime, size=len(body), digest=digest)
