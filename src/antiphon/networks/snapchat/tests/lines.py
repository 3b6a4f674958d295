"""How the tests of this network talk: real HTTP on loopback, through the post office."""

import hashlib
import os
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from antiphon.connect.oauth import App, Grant
from antiphon.connect.post_office import Letter, Outcome, PostOffice, Verb
from antiphon.connect.simulation import Person, Reaction, ReactionKind, Shown
from antiphon.connect.values import (
    Address,
    Enclosure,
    Kind,
    Parcel,
    PostType,
    Prepared,
    Receipt,
)
from antiphon.networks.snapchat import NETWORK
from antiphon.networks.snapchat.simulator import Simulator
from tests.networks.recording import Recorder

ADA = Person(id="77", name="Ada", country="DE", language="de")


@dataclass
class Line:
    """One profile of the simulated network, and the office that speaks for it."""

    office: PostOffice
    server: Simulator
    recorder: Recorder
    address: Address

    def send(self, verb: Verb, parcel: Any = None, receipt: Any = None) -> Outcome:
        """One letter, one outcome."""
        letter = Letter(key="1", verb=verb, address=self.address, parcel=parcel, receipt=receipt)
        return next(iter(self.office.send([letter])))[0][1]

    def prepare(self, parcel: Parcel) -> Parcel:
        """Bring the file."""
        outcome: Outcome = Prepared(handles=parcel.handles)
        for _turn in range(50):
            outcome = self.send(Verb.PREPARE, parcel)
            assert isinstance(outcome, Prepared), outcome
            parcel = replace(parcel, handles=outcome.handles)
            if outcome.wait is None:
                break
        return parcel

    def publish(self, parcel: Parcel) -> Receipt:
        """Bring the file, publish, and insist that it went well."""
        outcome = self.send(Verb.PUBLISH, self.prepare(parcel))
        assert isinstance(outcome, Receipt), outcome
        return outcome

    def ask(self, talk: Any) -> Any:
        """A conversation with the connector."""
        return self.office.ask(self.address, talk)

    def sign_in(self, key: str, talk: Any, app: App | None = None) -> Any:
        """A conversation with a desk."""
        way = next(one for one in NETWORK.sign_ins if one.key == key)
        return self.office.sign_in(NETWORK, way, talk, app=app or App(), server=self.server.base)

    def seen(self) -> list[Shown]:
        """What people see, oldest first."""
        return list(self.server.timeline("brew"))

    def react(self, receipt: Receipt, kind: ReactionKind) -> None:
        """Ada does something."""
        self.server.react(
            Reaction(kind=kind, by=ADA, account=self.address.id, post=receipt.id,
                     at=datetime.now(UTC))
        )  # fmt: skip


def connect(office: PostOffice, server: Simulator, recorder: Recorder) -> Line:
    """Sign a profile in by a pasted token."""
    entrance = server.open_account("brew", "Brew & Co")
    way = next(one for one in NETWORK.sign_ins if one.key == entrance.sign_in)
    grant: Grant = office.sign_in(
        NETWORK, way, lambda desk: desk.enter(entrance.given), app=App(), server=server.base
    )
    return Line(office, server, recorder, address_of(server, grant))


def address_of(server: Simulator, grant: Grant) -> Address:
    """Where the profile of a grant is found."""
    (account,) = grant.accounts
    return Address(
        channel=str(uuid4()), network=NETWORK.key, server=server.base, id=account.id,
        handle=account.handle, kind=account.kind, credential=grant.credential,
        facts=account.facts,
    )  # fmt: skip


def spotlight(folder: Path, size: int = 60_000, **more: Any) -> Parcel:
    """A Spotlight of a fresh file."""
    return _parcel(PostType.REEL, _file(folder, Kind.VIDEO, size), **{"text": "Fresh", **more})


def story(folder: Path, kind: Kind = Kind.IMAGE, **more: Any) -> Parcel:
    """A story of a fresh file."""
    return _parcel(PostType.STORY, _file(folder, kind, 5_000), **more)


def _parcel(type: PostType, file: Enclosure, **more: Any) -> Parcel:
    at = datetime.now(UTC)
    given = {"key": str(uuid4()), "made_at": at, "since": at, "type": type}
    return Parcel(**{**given, "enclosures": (file,), **more})


def _file(folder: Path, kind: Kind, size: int) -> Enclosure:
    body = os.urandom(size)
    digest = hashlib.sha256(body).hexdigest()
    path = folder / digest[:12]
    path.write_bytes(body)
    mime = "video/mp4" if kind is Kind.VIDEO else "image/jpeg"
    return Enclosure(path=path, kind=kind, mime=mime, size=size, digest=digest)
