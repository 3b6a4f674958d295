"""What the tests of this network share: the simulator behind real HTTP, and accounts on it."""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
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
    PostType,
    Prepared,
    Receipt,
    RemoteId,
    Step,
)
from antiphon.kernel.ids import uuid7
from antiphon.networks.instagram import NETWORK
from antiphon.networks.instagram.simulator import Simulator
from antiphon.sandbox.serving import Sandbox

FILM = b"\0\0\0\x18ftypmp42"
LOGINS = ("instagram", "facebook")


class Line:
    """Stands before the simulator: keeps what passes, lends files, loses answers when told to."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.calls: list[dict[str, Any]] = []
        self.files: dict[str, tuple[str, Path]] = {}
        self.lose = self.path = ""
        """`before` or `after` the effect, for the next POST whose path ends so."""
        self.cut_at: int | None = None
        """Breaks the next upload off after so many bytes."""

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Pass it on."""
        if scope["path"].startswith("/lent/") or "/lent/" in scope["path"]:
            await self._lend(scope["path"].rsplit("/", 1)[-1], send)
            return
        call = {"method": scope["method"], "path": scope["path"], "query": scope["query_string"]}
        call |= {"headers": dict(scope["headers"]), "body": b"", "answer": b"", "status": 0}
        self.calls.append(call)
        hits = scope["method"] == "POST" and scope["path"].endswith(self.path)
        how = self.lose if hits else ""
        self.lose = "" if how else self.lose
        if how == "before":
            raise ConnectionAbortedError

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

        await self.app(scope, hear, say)
        if how:
            raise ConnectionAbortedError

    async def _lend(self, name: str, send: Any) -> None:
        mime, path = self.files.get(name, ("text/plain", None))
        headers = [(b"content-type", mime.encode())]
        status = 200 if path else 404
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": path.read_bytes() if path else b""})


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
        grant = self.office.sign_in(
            NETWORK, NETWORK.sign_ins[2], lambda desk: desk.enter(given), app=App(**app),
            server=self.server,
        )  # fmt: skip
        assert isinstance(grant, Grant)
        return grant

    def account(self, handle: str = "brew", login: str = "facebook", **facts: str) -> Address:
        """An account that we may speak for."""
        entrance = self.simulator.open_account(handle, handle.title(), login=login, **facts)
        grant = self.enter(entrance.given)
        [account] = grant.accounts
        return Address(
            channel=str(uuid7()), network="instagram", server=self.server, id=account.id,
            handle=account.handle, kind=account.kind, facts=account.facts,
            credential=account.credential or grant.credential,
        )  # fmt: skip

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
        for _turn in range(80):
            outcome = self.send(Verb.PREPARE, address, parcel)
            assert isinstance(outcome, Prepared), outcome
            parcel = replace(parcel, handles=outcome.handles)
            if outcome.wait is None:
                return parcel
            self.clock += outcome.wait
        raise AssertionError("it never ended")

    def publish(self, address: Address, parcel: Parcel) -> Receipt:
        """Prepare and publish."""
        outcome = self.send(Verb.PUBLISH, address, self.prepare(address, parcel))
        assert isinstance(outcome, Receipt), outcome
        return outcome

    def picture(self, folder: Path, alt: str = "", size: tuple[int, int] = (1080, 1080)) -> Any:
        """A file that passes for a picture of that size."""
        body = jpeg(*size)
        return self._file(folder, body, Kind.IMAGE, alt=alt, width=size[0], height=size[1])

    def film(self, folder: Path, size: int = 2_000_000) -> Enclosure:
        """A file that passes for a video."""
        body = FILM + os.urandom(size)
        return self._file(folder, body, Kind.VIDEO, width=1080, height=1920, seconds=12.0)

    def _file(self, folder: Path, body: bytes, kind: Kind, **given: Any) -> Enclosure:
        digest = hashlib.sha256(body).hexdigest()
        path = folder / digest[:16]
        path.write_bytes(body)
        mime = "video/mp4" if kind is Kind.VIDEO else "image/jpeg"
        self.line.files[path.name] = (mime, path)
        return Enclosure(
            path=path, kind=kind, mime=mime, size=len(body), digest=digest,
            address=f"{self.server}/lent/{path.name}", **given,
        )  # fmt: skip

    def sent(self, edge: str) -> list[dict[str, str]]:
        """What was sent to paths that end so."""
        calls = [call for call in self.line.calls if call["path"].endswith(edge)]
        return [form(call) for call in calls if call["method"] == "POST"]


def jpeg(wide: int, high: int) -> bytes:
    """The head of a JPEG of that size, and something that makes it the only one."""
    frame = b"\xff\xc0\0\x11\x08" + high.to_bytes(2) + wide.to_bytes(2)
    return b"\xff\xd8\xff\xe0\0\x04ab" + frame + os.urandom(40)


def parcel(*files: Enclosure, **given: Any) -> Parcel:
    """A parcel with these files; one that fits them if no type is said."""
    key, at = f"{uuid7()}:part:0", datetime.now(UTC)
    type = PostType.IMAGES
    if any(file.kind is Kind.VIDEO for file in files):
        type = PostType.REEL if len(files) == 1 else PostType.CAROUSEL
    facts = {"key": key, "made_at": at, "since": at, "text": f"Fresh today {key}", "type": type}
    return Parcel(**{**facts, "enclosures": files, **given})


def comment(on: Receipt, below: str = "", **given: Any) -> Parcel:
    """A first comment, or an answer to a comment below the post."""
    root = Handle(id=on.id, extra=on.extra)
    parent = Handle(id=RemoteId(below)) if below else root
    return parcel(step=Step.COMMENT, root=root, parent=parent, **given)


def form(call: Mapping[str, Any]) -> dict[str, str]:
    """What a call carried in its query and its form."""
    found = dict(parse_qsl(call["query"].decode()))
    if b"urlencoded" in call["headers"].get(b"content-type", b""):
        found |= dict(parse_qsl(call["body"].decode()))
    return found


def samples(name: str) -> Any:
    """A payload of our own making, in the form that the documentation shows."""
    path = Path(__file__).parents[1] / "samples" / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8"))


ADA = Person(id="7700", name="Ada L", country="DE", language="de")


def react(ig: Network, us: Address, post: str, kind: ReactionKind, text: str = "") -> Any:
    """Ada does something."""
    return ig.simulator.react(
        Reaction(
            kind=kind, by=ADA, account=us.id, post=RemoteId(post), text=text,
            at=ig.simulator.now(),
        )
    )  # fmt: skip


@pytest.fixture(scope="session")
def office() -> Iterator[PostOffice]:
    """One for all: it has a thread."""
    office = PostOffice(guard=Guard(allow_private=True))
    yield office
    office.close()


@pytest.fixture(scope="session")
def served() -> Iterator[tuple[Line, str]]:
    """One server for all tests; what stands behind its line is changed for each."""
    sandbox = Sandbox(["instagram"])
    line = Line(sandbox.simulators["instagram"].app)
    sandbox.simulators["instagram"].app = line
    with sandbox.serving():
        yield line, sandbox.base("instagram")


@pytest.fixture
def ig(office: PostOffice, served: tuple[Line, str]) -> Network:
    """A fresh simulator whose clock can be moved."""
    line, server = served
    found: list[Network] = []

    def now() -> datetime:
        return datetime.now(UTC) + (found[0].clock if found else timedelta())

    simulator = Simulator(base=server, now=now)
    line.app, line.lose, line.path, line.cut_at = simulator.app, "", "", None
    line.calls.clear()
    found.append(Network(simulator, office, line, server))
    return found[0]
