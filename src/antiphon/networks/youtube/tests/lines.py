"""How the tests of this network talk: real HTTP on loopback, by a line that can go wrong."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any, cast
from urllib.parse import parse_qsl

from antiphon.connect.oauth import App, Grant
from antiphon.connect.post_office import Letter, Outcome, PostOffice, Verb
from antiphon.connect.registry import network
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
from antiphon.networks.youtube.simulator import Simulator
from antiphon.sandbox.lines import Line
from antiphon.sandbox.serving import Sandbox

KEY = "youtube"
NETWORK = network(KEY)
ANN = Person(id="UCann", name="Ann Other")
_NUMBERS = count(1)


@dataclass
class Exchange:
    """One question and its answer."""

    method: str
    path: str
    query: list[tuple[str, str]]
    headers: Mapping[str, str]
    body: bytes = b""
    status: int = 0
    told: dict[str, str] = field(default_factory=dict)
    answer: bytes = b""

    def json(self) -> Any:
        """What was answered; nothing where there is no body."""
        return json.loads(self.answer or b"null")


class Recorder:
    """Stands around the simulator and writes down what is said."""

    def __init__(self, inner: Any) -> None:
        self.inner, self.exchanges = inner, list[Exchange]()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        names = {name.decode(): value.decode() for name, value in scope["headers"]}
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        query = parse_qsl(scope["query_string"].decode())
        one = Exchange(scope["method"], path, query, names)
        self.exchanges.append(one)

        async def heard() -> Any:
            message = await receive()
            one.body += message.get("body", b"")
            return message

        async def said(message: Any) -> None:
            if message["type"] == "http.response.start":
                one.status = message["status"]
                one.told = {name.decode(): value.decode() for name, value in message["headers"]}
            one.answer += message.get("body", b"")
            await send(message)

        await self.inner(scope, heard, said)


@dataclass
class Us:
    """One channel of the simulated network, and the office that speaks for it."""

    office: PostOffice
    server: Simulator
    line: Line
    address: Address
    handle: str

    def ask(self, verb: Verb, **what: Any) -> Outcome:
        """One letter and its outcome."""
        letter = Letter(key="one", verb=verb, address=self.address, seconds=20, **what)
        return next(iter(self.office.send([letter])))[0][1]

    def talk(self, talk: Any) -> Any:
        """One conversation with the connector."""
        return self.office.ask(self.address, talk)

    def prepared(self, parcel: Parcel) -> Parcel:
        """The parcel with all that belongs to it brought."""
        for _ in range(30):
            outcome = self.ask(Verb.PREPARE, parcel=parcel)
            assert isinstance(outcome, Prepared), outcome
            parcel = replace(parcel, handles=outcome.handles)
            if outcome.wait is None:
                return parcel
        raise AssertionError("it was never ready")

    def publish(self, parcel: Parcel) -> Receipt:
        """Bring it, publish it, and insist that it went well."""
        ready = self.prepared(parcel) if parcel.enclosures else parcel
        outcome = self.ask(Verb.PUBLISH, parcel=ready)
        assert isinstance(outcome, Receipt), outcome
        return outcome

    def reply(self, post: RemoteId, text: str, *, at: datetime | None = None) -> RemoteId:
        """Ann writes below it."""
        given = {"by": ANN, "account": self.address.id, "post": post, "text": text}
        reaction = Reaction(kind=ReactionKind.REPLY, at=at or now(), **given)  # type: ignore[arg-type]
        return cast("RemoteId", self.server.react(reaction))

    def seen(self) -> list[str]:
        """Titles of the videos of this channel that people see."""
        return [one.title for one in self.server.timeline(self.handle) if one.title]

    def sent(self, method: str, path: str) -> list[tuple[str, str]]:
        """What was asked of one path, of late."""
        return [one for one in self.line.requests if one[0] == method and path in one[1]]


@contextmanager
def talking() -> Iterator[tuple[Simulator, Line]]:
    """The simulated network on loopback, and a line to it."""
    sandbox = Sandbox([KEY])
    server = cast("Simulator", sandbox.simulators[KEY])
    server.app = Recorder(server.app)
    with sandbox.serving(), Line(sandbox.port).running() as line:
        yield server, line


@contextmanager
def opened() -> Iterator[PostOffice]:
    """An office that may speak to this machine; what closes a network closes it here only."""
    office = PostOffice(guard=Guard(allow_private=True))
    try:
        yield office
    finally:
        office.close()


def connect(office: PostOffice, server: Simulator, line: Line, **facts: str) -> Us:
    """A channel of its own, signed in to by a client of one's own."""
    handle = f"amina{next(_NUMBERS)}"
    entrance = server.open_account(handle, "Amina & Co.", **facts)
    way = next(one for one in NETWORK.sign_ins if one.key == entrance.sign_in)
    grant: Grant = office.sign_in(
        NETWORK, way, lambda desk: desk.enter(entrance.given), app=App(), server=line.base(KEY)
    )
    (account,) = grant.accounts
    address = Address(
        channel=handle, network=KEY, server=line.base(KEY), id=account.id, handle=account.handle,
        kind=account.kind, credential=grant.credential, facts=account.facts,
    )  # fmt: skip
    return Us(office, server, line, address, handle)


def now() -> datetime:
    """The time."""
    return datetime.now(UTC)


def parcel(text: str = "All about tea.", **more: Any) -> Parcel:
    """A parcel whose first attempt begins now."""
    number, at = next(_NUMBERS), now()
    given = {"title": f"Tea {number}", "type": PostType.VIDEO, "key": f"key-{number}:0"}
    return Parcel(**{**given, "made_at": at, "since": at, "text": text, **more})


def comment(below: Receipt, text: str = "First!") -> Parcel:
    """A first comment, or an answer."""
    handle = Handle(id=below.id, extra=below.extra)
    return parcel(text, step=Step.COMMENT, type=PostType.TEXT, title="", root=handle, parent=handle)


def film(folder: Path, size: int = 1_000, **more: Any) -> Enclosure:
    """A video on disk."""
    return _file(folder, b"\0\0\0\x18ftypmp42", size, kind=Kind.VIDEO, mime="video/mp4", **more)


def picture(folder: Path, size: int = 400) -> Enclosure:
    """A picture on disk."""
    return _file(folder, b"\x89PNG\r\n\x1a\n", size, kind=Kind.IMAGE, mime="image/png")


def _file(folder: Path, begin: bytes, size: int, **more: Any) -> Enclosure:
    number = next(_NUMBERS)
    body = (begin + str(number).encode()).ljust(size, b"\1")
    path = folder / f"{number}.bin"
    path.write_bytes(body)
    return Enclosure(path=path, size=size, digest=hashlib.sha256(body).hexdigest(), **more)
