"""What the tests of this network share: the simulator behind real HTTP, and a Page on it."""

import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest

from antiphon.connect.oauth import App, Grant
from antiphon.connect.post_office import Letter, PostOffice, Verb
from antiphon.connect.simulation import Person, Reaction, ReactionKind
from antiphon.connect.transport.guard import Guard
from antiphon.connect.values import (
    Address,
    Enclosure,
    Handle,
    Kind,
    Parcel,
    Prepared,
    Receipt,
    RemoteId,
    Step,
)
from antiphon.kernel.ids import uuid7
from antiphon.networks.facebook import NETWORK
from antiphon.networks.facebook.simulator import Simulator
from antiphon.sandbox.serving import Sandbox

JPEG, PNG = b"\xff\xd8\xff\xe0 a picture ", b"\x89PNG\r\n\x1a\n a drawing "


class Line:
    """Stands before the simulator: keeps what passes, and loses answers when told to."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.calls: list[dict[str, Any]] = []
        self.lose: str = ""
        """`before` or `after` the effect; for the next POST."""
        self.cut_at: int | None = None
        """Breaks the next upload off after so many bytes."""

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Pass it on."""
        call = {"method": scope["method"], "path": scope["path"], "query": scope["query_string"]}
        call |= {"headers": dict(scope["headers"]), "body": b"", "answer": b"", "status": 0}
        self.calls.append(call)
        how = self.lose if scope["method"] == "POST" else ""
        self.lose = "" if how else self.lose

        async def hear() -> Any:
            message = await receive()
            call["body"] += message.get("body", b"")
            if self.cut_at is not None and len(call["body"]) > self.cut_at:
                self.cut_at = None
                return {"type": "http.disconnect"}
            return message

        async def say(message: Any) -> None:
            call["status"] = message.get("status", call["status"])
            call["answer"] += message.get("body", b"")
            if not how:
                await send(message)

        if how == "before":
            raise ConnectionAbortedError
        await self.app(scope, hear, say)
        if how:
            raise ConnectionAbortedError


@dataclass
class Network:
    """A running simulator and a post office that reaches it."""

    simulator: Simulator
    office: PostOffice
    line: Line
    server: str
    clock: timedelta = field(default_factory=timedelta)

    def enter(self, given: Mapping[str, str], **app: Any) -> Grant:
        """Sign in with a token."""
        sign_in = NETWORK.sign_ins[1]
        grant = self.office.sign_in(
            NETWORK, sign_in, lambda desk: desk.enter(given), app=App(**app), server=self.server
        )
        assert isinstance(grant, Grant)
        return grant

    def page(self, handle: str = "brew", name: str = "Brew & Co", **facts: str) -> Address:
        """A Page that we may speak for."""
        entrance = self.simulator.open_account(handle, name, **facts)
        grant = self.enter(entrance.given)
        account = grant.accounts[0]
        return Address(
            channel=str(uuid7()),
            network="facebook",
            server=self.server,
            id=account.id,
            handle=account.handle,
            kind=account.kind,
            credential=account.credential or grant.credential,
            facts=account.facts,
        )

    def ask(self, address: Address, talk: Any) -> Any:
        """One conversation."""
        return self.office.ask(address, talk)

    def send(self, verb: Verb, address: Address, parcel: Any = None, receipt: Any = None) -> Any:
        """One letter and its outcome."""
        letter = Letter(key="1", verb=verb, address=address, parcel=parcel, receipt=receipt)
        [[(_key, outcome)]] = list(self.office.send([letter]))
        return outcome

    def prepare(self, address: Address, parcel: Parcel) -> Parcel:
        """Bring all files, as often as the network wants to be asked."""
        for _turn in range(50):
            outcome = self.send(Verb.PREPARE, address, parcel)
            assert isinstance(outcome, Prepared), outcome
            parcel = with_(parcel, handles=outcome.handles)
            if outcome.wait is None:
                return parcel
        raise AssertionError("it never ended")

    def publish(self, address: Address, parcel: Parcel) -> Receipt:
        """Prepare, publish, and wait until it is shown."""
        outcome = self.send(Verb.PUBLISH, address, self.prepare(address, parcel))
        assert isinstance(outcome, Receipt), outcome
        return outcome

    def effects(self) -> int:
        """How many things people can see."""
        self.clock += timedelta(hours=1)
        return len(self.simulator.timeline())


def with_(parcel: Parcel, **given: Any) -> Parcel:
    """The same parcel but for this."""
    names = ("key", "made_at", "text", "step", "type", "title", "enclosures", "link", "options",
             "targeting", "root", "parent", "handles", "since")  # fmt: skip
    return Parcel(**{**{name: getattr(parcel, name) for name in names}, **given})


def parcel(**given: Any) -> Parcel:
    """A parcel; a text if nothing else is said."""
    key = f"{uuid7()}:part:0"
    at = datetime.now(UTC)
    return Parcel(**{"key": key, "made_at": at, "since": at, "text": f"Fresh today {key}", **given})


def comment(on: Receipt, **given: Any) -> Parcel:
    """A first comment."""
    handle = Handle(id=on.id, extra=on.extra)
    return parcel(step=Step.COMMENT, root=handle, parent=handle, **given)


def enclosure(folder: Path, body: bytes, kind: Kind = Kind.IMAGE, **given: Any) -> Enclosure:
    """A file of these bytes."""
    digest = hashlib.sha256(body).hexdigest()
    path = folder / digest[:12]
    path.write_bytes(body)
    mime = "video/mp4" if kind is Kind.VIDEO else "image/jpeg"
    return Enclosure(path=path, kind=kind, mime=mime, size=len(body), digest=digest, **given)


def video(folder: Path, size: int = 3_000_000) -> Enclosure:
    """A file that passes for a video."""
    return enclosure(folder, os.urandom(size), Kind.VIDEO, seconds=12.0, width=1080, height=1920)


def samples(name: str) -> Any:
    """A payload of our own making, in the form that the documentation shows."""
    path = Path(__file__).parents[1] / "samples" / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8"))


def form(call: Mapping[str, Any]) -> dict[str, str]:
    """What a call carried in its query and its form."""
    found = dict(parse_qsl(call["query"].decode()))
    if b"urlencoded" in call["headers"].get(b"content-type", b""):
        found |= dict(parse_qsl(call["body"].decode()))
    return found


def multipart(call: Mapping[str, Any]) -> dict[str, str]:
    """The fields of a multipart form; of files their beginning."""
    kind = call["headers"].get(b"content-type", b"").decode()
    if "multipart" not in kind:
        return {}
    boundary = kind.partition("boundary=")[2].strip('"').encode()
    found = {}
    for part in call["body"].split(b"--" + boundary)[1:-1]:
        head, _gap, body = part.partition(b"\r\n\r\n")
        name = re.search(rb'name="([^"]+)"', head)
        if name:
            found[name[1].decode()] = body[:200].removesuffix(b"\r\n").decode("latin-1")
    return found


ADA = Person(id="77", name="Ada", country="DE", language="de")


def react(fb: Network, page: str, post: str, kind: ReactionKind, text: str = "") -> RemoteId | None:
    """Ada does something."""
    return fb.simulator.react(
        Reaction(
            kind=kind,
            by=ADA,
            account=RemoteId(page),
            post=RemoteId(post),
            text=text,
            at=fb.simulator.now(),
        )
    )


@pytest.fixture(scope="session")
def office() -> Iterator[PostOffice]:
    """One for all: it has a thread."""
    office = PostOffice(guard=Guard(allow_private=True))
    yield office
    office.close()


@pytest.fixture(scope="session")
def served() -> Iterator[tuple[Line, str]]:
    """One server for all tests; what stands behind its line is changed for each."""
    sandbox = Sandbox(["facebook"])
    line = Line(sandbox.simulators["facebook"].app)
    sandbox.simulators["facebook"].app = line
    with sandbox.serving():
        yield line, sandbox.base("facebook")


@pytest.fixture
def fb(office: PostOffice, served: tuple[Line, str]) -> Network:
    """A fresh simulator whose clock can be moved."""
    line, server = served
    found: list[Network] = []

    def now() -> datetime:
        return datetime.now(UTC) + (found[0].clock if found else timedelta())

    simulator = Simulator(base=server, now=now)
    line.app, line.lose, line.cut_at = simulator.app, "", None
    line.calls.clear()
    found.append(Network(simulator, office, line, server))
    return found[0]
