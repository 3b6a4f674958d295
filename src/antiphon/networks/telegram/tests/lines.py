"""How the tests of this network talk: real HTTP on loopback, through the post office."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import HTTP
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

from antiphon.connect.oauth import App, Grant
from antiphon.connect.post_office import Letter, Outcome, PostOffice, Verb
from antiphon.connect.registry import network
from antiphon.connect.simulation import Person, Reaction, ReactionKind, Simulates
from antiphon.connect.transport.guard import Guard
from antiphon.connect.values import (
    Address,
    Enclosure,
    Kind,
    Parcel,
    Prepared,
    Receipt,
    RemoteId,
)
from antiphon.networks.telegram.simulator import Simulator
from antiphon.networks.telegram.simulator.world import Chat
from antiphon.sandbox.serving import Sandbox

KEY = "telegram"
NETWORK = network(KEY)
ANN = Person(id="ann", name="Ann Other")
MIMES = {Kind.IMAGE: "image/png", Kind.VIDEO: "video/mp4", Kind.GIF: "image/gif",
         Kind.DOCUMENT: "application/pdf"}  # fmt: skip


@dataclass
class Said:
    """One call and its answer."""

    method: str
    fields: dict[str, Any]
    status: int = 0
    answer: Any = None


@dataclass
class Town:
    """A simulated network of this test, and an office that may go there."""

    office: PostOffice
    server: str
    simulator: Simulator
    ahead: timedelta = timedelta()
    """How far its clock runs ahead."""
    said: list[Said] = field(default_factory=list)

    def enter(self, given: Mapping[str, str]) -> Grant:
        """Sign in by typing."""
        (way,) = NETWORK.sign_ins
        grant: Grant = self.office.sign_in(
            NETWORK, way, lambda desk: desk.enter(given), app=App(), server=self.server
        )
        return grant

    def line(self, handle: str = "tea", *, depot: str = "", **facts: str) -> "Line":
        """An account that is signed in to."""
        entrance = self.simulator.open_account(handle, "Tea & Co", **facts)
        grant = self.enter({**entrance.given, "depot": depot})
        account = grant.accounts[0]
        address = Address(
            channel=uuid4().hex, network=KEY, server=self.server, id=account.id,
            handle=account.handle, kind=account.kind, credential=grant.credential,
            facts=account.facts,
        )  # fmt: skip
        return Line(self, address, self.simulator.world.handles[handle])

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass on, and write down what is said."""
        asked, told = [], []
        one = Said(scope["path"].rpartition("/")[2], {})

        async def hear() -> Any:
            message = await receive()
            asked.append(message.get("body", b""))
            return message

        async def say(message: Any) -> None:
            one.status = message.get("status", one.status)
            told.append(message.get("body", b""))
            await send(message)

        await self.simulator.app(scope, hear, say)
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        one.fields = fields(headers.get("content-type", ""), b"".join(asked))
        one.answer = json.loads(b"".join(told))
        self.said.append(one)


@dataclass
class Line:
    """One account of the simulated network, and the office that speaks for it."""

    town: Town
    address: Address
    chat: Chat

    @property
    def methods(self) -> list[str]:
        """What was called so far."""
        return [one.method for one in self.town.said]

    @property
    def last(self) -> Said:
        """The newest call."""
        return self.town.said[-1]

    def send(
        self, verb: Verb, parcel: Parcel | None = None, receipt: Receipt | None = None
    ) -> Outcome:
        """One letter, one outcome."""
        letter = Letter(key="1", verb=verb, address=self.address, parcel=parcel, receipt=receipt)
        return next(iter(self.town.office.send([letter])))[0][1]

    def publish(self, parcel: Parcel) -> Receipt:
        """Prepare, publish, and insist that it went well."""
        ready = self.send(Verb.PREPARE, parcel)
        assert isinstance(ready, Prepared), ready
        outcome = self.send(Verb.PUBLISH, replace(parcel, handles=ready.handles))
        assert isinstance(outcome, Receipt), outcome
        return outcome

    def ask(self, talk: Any) -> Any:
        """A conversation with the connector."""
        return self.town.office.ask(self.address, talk)

    def hear(self, about: Receipt, cursor: str = "") -> Any:
        """What was written."""
        return self.ask(lambda connector: connector.answers([about.id], cursor))

    def react(self, kind: ReactionKind, post: str, text: str = "") -> RemoteId:
        """Ann does something."""
        at = self.town.simulator.now()
        id = self.town.simulator.react(
            Reaction(
                kind=kind, by=ANN, account=self.address.id, post=RemoteId(post), text=text, at=at
            )
        )
        return RemoteId(str(id))

    def texts(self) -> list[str]:
        """What a visitor reads, oldest first."""
        return [one.text for one in self.town.simulator.timeline()]


def fields(kind: str, body: bytes) -> dict[str, Any]:
    """The fields of a call, whatever its form; of files only that they are there."""
    if not kind.startswith("multipart"):
        return dict(json.loads(body or b"{}"))
    form = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + body, policy=HTTP)
    found: dict[str, Any] = {}
    for part in form.iter_parts():
        name = str(part.get_param("name", header="content-disposition"))
        content = part.get_content() if part.get_filename() is None else b"file"
        text = content if isinstance(content, str) else content.decode()
        found[name] = text if part.get_filename() is None else b"file"
    return found


def parcel(text: str = "Say it once.", **given: Any) -> Parcel:
    """A parcel whose first attempt begins now."""
    at = datetime.now(UTC)
    return Parcel(**{"key": f"{uuid4()}:0", "made_at": at, "since": at, "text": text, **given})


def enclosure(folder: Path, kind: Kind = Kind.IMAGE, name: str = "a", size: int = 64) -> Enclosure:
    """A file on disk."""
    body = name.encode().ljust(size, b"\0")
    path = folder / name
    path.write_bytes(body)
    return Enclosure(
        path=path, kind=kind, mime=MIMES[kind], size=size, digest=hashlib.sha256(body).hexdigest(),
        width=640, height=400, seconds=3.0 if kind is Kind.VIDEO else 0.0,
    )  # fmt: skip


class Stage:
    """One server for all tests; each plays with a simulator of its own."""

    current: Town

    async def app(self, scope: Any, receive: Any, send: Any) -> None:
        """Let the simulator of this test answer."""
        await self.current(scope, receive, send)


@contextmanager
def theatre() -> Iterator[tuple[Stage, str, PostOffice]]:
    """A server on loopback and an office."""
    sandbox, stage = Sandbox([]), Stage()
    sandbox.simulators[KEY] = cast("Simulates", stage)
    office = PostOffice(guard=Guard(allow_private=True))
    with sandbox.serving():
        yield stage, sandbox.base(KEY), office
    office.close()
