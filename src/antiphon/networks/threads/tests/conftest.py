"""What the tests of this network share: the simulator behind real HTTP, and a profile on it."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from antiphon.connect.oauth import App, Grant
from antiphon.connect.post_office import Letter, Outcome, PostOffice, Verb
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
)
from antiphon.networks.threads import NETWORK
from antiphon.networks.threads.simulator import Simulator
from antiphon.sandbox.lines import Line
from antiphon.sandbox.serving import Sandbox

PNG = b"\x89PNG\r\n\x1a\n a drawing "
ADA = Person(id="77", name="Ada Other", country="DE", language="de")
_NUMBERS = count(1)


@dataclass
class Recorder:
    """Stands before the simulator, keeps what passes, and lends files to whoever comes."""

    app: Any
    calls: list[dict[str, Any]] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass it on."""
        name = scope.get("path", "").rpartition("/files/")[2]
        if name in self.files:
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": self.files[name]})
            return
        call = {"method": scope["method"], "path": scope["path"], "sent": b"", "answer": b""}
        call["query"] = dict(parse_qsl(scope["query_string"].decode()))
        self.calls.append(call)

        async def hear() -> Any:
            message = await receive()
            call["sent"] += message.get("body", b"")
            return message

        async def say(message: Any) -> None:
            call["answer"] += message.get("body", b"")
            call["status"] = message.get("status", call.get("status"))
            await send(message)

        await self.app(scope, hear, say)


@dataclass
class Town:
    """A running simulator, a line to it that can go wrong, and a post office."""

    simulator: Simulator
    recorder: Recorder
    office: PostOffice
    line: Line
    server: str
    clock: list[timedelta]

    def enter(self, token: str, **app: Any) -> Grant:
        """Sign in with a token."""
        given = {"access_token": token}
        way = NETWORK.sign_ins[1]
        found: Grant = self.office.sign_in(
            NETWORK, way, lambda desk: desk.enter(given), app=App(**app), server=self.server
        )
        return found

    def profile(self, **facts: str) -> Address:
        """A profile that we may speak for."""
        entrance = self.simulator.open_account(f"brew{next(_NUMBERS)}", "Brew & Co", **facts)
        grant = self.enter(entrance.given["access_token"])
        [account] = grant.accounts
        return Address(
            channel=account.id,
            network=NETWORK.key,
            server=self.server,
            id=account.id,
            handle=account.handle,
            kind=account.kind,
            credential=grant.credential,
            facts=account.facts,
        )

    def ask(self, verb: Verb, whom: Address, **what: Any) -> Outcome:
        """One letter and its outcome."""
        letter = Letter(key="1", verb=verb, address=whom, **what)
        return next(iter(self.office.send([letter])))[0][1]

    def prepare(self, whom: Address, parcel: Parcel) -> Parcel:
        """Prepare it as often as it wants, without waiting."""
        for _turn in range(20):
            outcome = self.ask(Verb.PREPARE, whom, parcel=parcel)
            assert isinstance(outcome, Prepared), outcome
            parcel = replace(parcel, handles=outcome.handles)
            if outcome.wait is None:
                return parcel
            self.clock[0] += outcome.wait
        raise AssertionError("it never ended")

    def tell(self, whom: Address, parcel: Parcel) -> Receipt:
        """Prepare, publish, and look until it is seen."""
        outcome = self.ask(Verb.PUBLISH, whom, parcel=self.prepare(whom, parcel))
        assert isinstance(outcome, Receipt), outcome
        seen = self.ask(Verb.CHECK, whom, receipt=outcome)
        assert isinstance(seen, Receipt), seen
        return seen

    def react(self, whom: Address, on: Receipt, kind: ReactionKind, text: str = "") -> None:
        """Ada does something."""
        at = self.simulator.now()
        self.simulator.react(
            Reaction(kind=kind, by=ADA, account=whom.id, post=on.id, text=text, at=at)
        )

    def file(self, folder: Path, kind: Kind = Kind.IMAGE, body: bytes = PNG) -> Enclosure:
        """A file that lies on disk, and at an address."""
        body += str(next(_NUMBERS)).encode()
        digest = hashlib.sha256(body).hexdigest()
        (folder / digest).write_bytes(body)
        self.recorder.files[digest] = body
        return Enclosure(
            path=folder / digest,
            kind=kind,
            mime="image/png" if kind is Kind.IMAGE else "video/mp4",
            size=len(body),
            digest=digest,
            alt="A cup",
            address=f"http://127.0.0.1:{urlsplit(self.server).port}/threads/files/{digest}",
        )


def parcel(**given: Any) -> Parcel:
    """A parcel; a text that nobody said before if nothing else is said."""
    key, at = f"test-{next(_NUMBERS)}", datetime.now(UTC)
    return Parcel(**{"key": key, "made_at": at, "since": at, "text": f"Fresh {key}", **given})


def below(receipt: Receipt) -> dict[str, Any]:
    """What makes a parcel answer this."""
    handle = Handle(id=receipt.id, extra=receipt.extra)
    return {"root": handle, "parent": handle}


def form(call: dict[str, Any]) -> dict[str, str]:
    """What a call carried."""
    return {**call["query"], **dict(parse_qsl(call["sent"].decode()))}


@pytest.fixture(scope="session")
def served() -> Iterator[tuple[Sandbox, Recorder]]:
    """One server for all tests; what stands behind is changed for each."""
    sandbox = Sandbox([NETWORK.key])
    recorder = Recorder(sandbox.simulators[NETWORK.key].app)
    sandbox.simulators[NETWORK.key].app = recorder
    with sandbox.serving():
        yield sandbox, recorder


@pytest.fixture
def town(served: tuple[Sandbox, Recorder]) -> Iterator[Town]:
    """A fresh simulator whose clock can be moved."""
    sandbox, recorder = served
    clock, office = [timedelta()], PostOffice(guard=Guard(allow_private=True))
    with Line(sandbox.port).running() as line:
        server = f"http://127.0.0.1:{line.port}/{NETWORK.key}"
        fresh = Simulator(base=server, now=lambda: datetime.now(UTC) + clock[0])
        recorder.app = fresh.app
        recorder.calls.clear()
        yield Town(fresh, recorder, office, line, server, clock)
    office.close()
