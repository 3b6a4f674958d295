"""How the tests of this network talk: real HTTP on loopback, through the post office."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast
from urllib.parse import parse_qsl
from uuid import uuid4

from antiphon.connect.oauth import App, Grant
from antiphon.connect.post_office import Letter, Outcome, PostOffice, Verb
from antiphon.connect.registry import network
from antiphon.connect.simulation import Person, Reaction, ReactionKind, Simulates
from antiphon.connect.transport.guard import Guard
from antiphon.connect.values import Address, Enclosure, Kind, Parcel, Receipt, RemoteId
from antiphon.networks.discord.simulator import Simulator
from antiphon.networks.discord.simulator.world import Channel
from antiphon.sandbox.serving import Sandbox

KEY = "discord"
NETWORK = network(KEY)
ANN = Person(id="ann", name="Ann Other")
MIMES = {Kind.IMAGE: "image/png", Kind.VIDEO: "video/mp4", Kind.GIF: "image/gif",
         Kind.DOCUMENT: "application/pdf"}  # fmt: skip
_PAYLOAD = re.compile(rb'name="payload_json".*?\r\n\r\n(.*?)\r\n--', re.DOTALL)


@dataclass
class Said:
    """One call and its answer."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes = b""
    status: int = 0
    answer: bytes = b""

    def asked(self) -> Any:
        """The JSON that was sent, alone or with files."""
        if "json" in self.headers.get("content-type", ""):
            return json.loads(self.body)
        found = _PAYLOAD.search(self.body)
        return json.loads(found[1]) if found else None

    def told(self) -> Any:
        """The answer."""
        return json.loads(self.answer) if self.answer else None


@dataclass
class Town:
    """A simulated network of this test, and an office that may go there."""

    office: PostOffice
    server: str
    simulator: Simulator
    ahead: timedelta = timedelta()
    """How far its clock runs ahead."""
    said: list[Said] = field(default_factory=list)

    def desk(self, key: str, talk: Any, app: App | None = None) -> Any:
        """A conversation with a desk."""
        way = next(one for one in NETWORK.sign_ins if one.key == key)
        return self.office.sign_in(NETWORK, way, talk, app=app or App(), server=self.server)

    def enter(self, key: str, given: Mapping[str, str]) -> Grant:
        """Sign in by typing."""
        grant: Grant = self.desk(key, lambda desk: desk.enter(given))
        return grant

    def line(self, handle: str = "tea", **facts: str) -> "Line":
        """An account that is signed in to."""
        entrance = self.simulator.open_account(handle, "Tea & Co", **facts)
        grant = self.enter(entrance.sign_in, entrance.given)
        return Line(self, address(self, grant), self.simulator.world.handles[handle])

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass on, and write down what is said."""
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        query = dict(parse_qsl(scope["query_string"].decode()))
        one = Said(scope["method"], path, query, headers)

        async def hear() -> Any:
            message = await receive()
            one.body += message.get("body", b"")
            return message

        async def say(message: Any) -> None:
            one.status = message.get("status", one.status)
            one.answer += message.get("body", b"")
            await send(message)

        await self.simulator.app(scope, hear, say)
        self.said.append(one)


def address(town: Town, grant: Grant) -> Address:
    """A channel made of the first account of a grant."""
    account = grant.accounts[0]
    return Address(
        channel=uuid4().hex, network=KEY, server=town.server, id=account.id,
        handle=account.handle, kind=account.kind, credential=grant.credential, facts=account.facts,
    )  # fmt: skip


@dataclass
class Line:
    """One account of the simulated network, and the office that speaks for it."""

    town: Town
    address: Address
    channel: Channel

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
        """Publish, and insist that it went well."""
        outcome = self.send(Verb.PUBLISH, parcel)
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
        made = Reaction(kind=kind, by=ANN, account=self.address.id, post=RemoteId(post), text=text,
                        at=at)  # fmt: skip
        return RemoteId(str(self.town.simulator.react(made)))

    def texts(self) -> list[str]:
        """What a visitor reads, oldest first."""
        return [one.text for one in self.town.simulator.timeline()]


def parcel(text: str = "Say it once.", **given: Any) -> Parcel:
    """A parcel whose first attempt begins now."""
    at = datetime.now(UTC)
    return Parcel(**{"key": f"{uuid4()}:0", "made_at": at, "since": at, "text": text, **given})


def enclosure(
    folder: Path, kind: Kind = Kind.IMAGE, name: str = "a", size: int = 64, alt: str = ""
) -> Enclosure:
    """A file on disk."""
    body = name.encode().ljust(size, b"\0")
    path = folder / name
    path.write_bytes(body)
    digest = hashlib.sha256(body).hexdigest()
    return Enclosure(path=path, kind=kind, mime=MIMES[kind], size=size, digest=digest, alt=alt)


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
