"""Parcels, files and a channel on the simulated network; say what matters, the rest is sensible."""

import hashlib
import os
import secrets
import zlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from antiphon.connect.oauth import App, Grant
from antiphon.connect.post_office import Letter, Outcome, PostOffice, Verb
from antiphon.connect.simulation import Entrance, Person, Reaction, ReactionKind
from antiphon.connect.values import (
    Address,
    Credential,
    Enclosure,
    Handle,
    Kind,
    Parcel,
    Prepared,
    Receipt,
    RemoteId,
)
from antiphon.networks.bluesky import NETWORK
from antiphon.networks.bluesky.simulator import Simulator

MADE = datetime(2026, 11, 25, 9, 30, 15, 123_456, tzinfo=UTC)
APP_PASSWORD, OAUTH = NETWORK.sign_ins
ROOT = Path(__file__).resolve().parents[5]


def shared(*path: str) -> Path:
    """What others wrote and we are held against; the test skips where it is not."""
    top = Path(os.environ.get("ANTIPHON_SHARED") or ROOT.parent / "shared")
    found = top.joinpath("specs", "bluesky", *path)
    if not found.exists():
        pytest.skip("The specifications are not beside this checkout.")
    return found


def parcel(**given: Any) -> Parcel:
    return Parcel(**{"key": "0197:part:0", "made_at": MADE, "text": "Hello.", **given})


def png(width: int = 2, height: int = 2, shade: int = 0) -> bytes:
    """A small picture."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        sum = zlib.crc32(kind + body).to_bytes(4, "big")
        return len(body).to_bytes(4, "big") + kind + body + sum

    size = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    rows = (b"\0" + bytes((shade,)) * 3 * width) * height
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size + b"\x08\x02\0\0\0")
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))  # fmt: skip


def enclosure(folder: Path, body: bytes | None = None, **given: Any) -> Enclosure:
    body = png() if body is None else body
    digest = hashlib.sha256(body).hexdigest()
    path = folder / digest
    path.write_bytes(body)
    known = {"path": path, "kind": Kind.IMAGE, "mime": "image/png", "size": len(body),
             "digest": digest, "alt": "a square", "width": 2, "height": 2}  # fmt: skip
    return Enclosure(**{**known, **given})


def video(folder: Path, **given: Any) -> Enclosure:
    known = {"kind": Kind.VIDEO, "mime": "video/mp4", "alt": "a film", "width": 640, "height": 360,
             "seconds": 3.0}  # fmt: skip
    return enclosure(folder, b"\0\0\0\x18ftypmp42 a film" * 40, **{**known, **given})


def handle(receipt: Receipt) -> Handle:
    return Handle(id=receipt.id, extra=receipt.extra)


def reaction(kind: ReactionKind, to: Address, post: RemoteId | None, **given: Any) -> Reaction:
    by = given.pop("by", Person(id="p1", name="Ana Souza"))
    at = given.pop("at", datetime.now(UTC))
    return Reaction(kind=kind, by=by, account=to.id, post=post, at=at, **given)


@dataclass
class Trial:
    """One channel signed in at one simulated (or real) server."""

    office: PostOffice
    server: str
    entrance: Entrance
    simulated: Simulator | None = None
    app: App = field(default_factory=App)
    address: Address = field(init=False)

    def __post_init__(self) -> None:
        self.adopt(self.enter())

    @property
    def simulator(self) -> Simulator:
        assert self.simulated, "this is a real server"
        return self.simulated

    def enter(self, **given: str) -> Grant:
        typed = {**self.entrance.given, **given}
        grant: Grant = self.at_desk(APP_PASSWORD, lambda desk: desk.enter(typed))
        return grant

    def at_desk(self, sign_in: Any, talk: Callable[[Any], Awaitable[Any]]) -> Any:
        return self.office.sign_in(NETWORK, sign_in, talk, app=self.app, server=self.server)

    def adopt(self, grant: Grant) -> None:
        (account,) = grant.accounts
        self.address = Address(
            channel=secrets.token_hex(8),
            network="bluesky",
            server=self.server,
            id=account.id,
            handle=account.handle,
            kind=account.kind,
            credential=grant.credential,
            facts=account.facts,
        )

    def hold(self, credential: Credential) -> None:
        self.address = replace(self.address, credential=credential)

    def send(
        self, verb: Verb, parcel: Parcel | None = None, receipt: Receipt | None = None
    ) -> Outcome:
        letter = Letter(
            key="k", verb=verb, address=self.address, parcel=parcel, receipt=receipt, seconds=30
        )
        ((_key, outcome),) = [pair for batch in self.office.send([letter]) for pair in batch]
        return outcome

    def publish(self, given: Parcel) -> Receipt:
        outcome = self.send(Verb.PUBLISH, given)
        assert isinstance(outcome, Receipt), repr(outcome)
        return outcome

    def prepare(self, given: Parcel) -> Parcel:
        """Prepare until nothing is left to wait for."""
        for _turn in range(5):
            outcome = self.send(Verb.PREPARE, given)
            assert isinstance(outcome, Prepared), repr(outcome)
            given = replace(given, handles=outcome.handles)
            if outcome.wait is None:
                return given
        raise AssertionError("the network never finished")

    def ask(self, talk: Callable[[Any], Awaitable[Any]]) -> Any:
        return self.office.ask(self.address, talk)
