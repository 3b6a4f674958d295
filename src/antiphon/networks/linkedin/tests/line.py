"""What the tests of this folder talk through: a recorded line to the simulator."""

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from antiphon.connect.oauth import App
from antiphon.connect.post_office import Letter, Outcome, PostOffice, Verb
from antiphon.connect.transport.guard import Guard
from antiphon.connect.values import (
    Account,
    Address,
    Credential,
    Enclosure,
    Handle,
    Kind,
    Parcel,
    Prepared,
    Receipt,
)
from antiphon.kernel.secret import Secret
from antiphon.networks.linkedin import NETWORK
from antiphon.networks.linkedin.simulator import Simulator
from antiphon.sandbox.serving import Sandbox

OAUTH, TOKEN = NETWORK.sign_ins
APP = App(client_id="app", client_secret=Secret("shh"), redirect_uri="https://ours.example/back")


@dataclass
class Exchange:
    """One request and its answer."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes
    status: int = 0
    told: dict[str, str] = field(default_factory=dict)
    answer: bytes = b""

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Recorder:
    """Writes down what passes, and loses answers when it is told to."""

    app: Any
    kept: list[Exchange] = field(default_factory=list)
    lose: str = ""
    """“before” or “after” the effect; only requests that create a post or a comment."""

    fails: int = 0
    """So many puts from now, one fails; nought means none."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        messages, more = [], True
        while more:
            messages.append(await receive())
            more = messages[-1].get("more_body", False)
        body = b"".join(one.get("body", b"") for one in messages)
        exchange = self._begun(scope, body)
        lose = self.lose if exchange.method == "POST" and _creates(exchange.path) else ""
        self.lose = "" if lose else self.lose
        if lose == "before" or self._put_fails(exchange):
            await _fail(send)
            return
        given = iter([{"type": "http.request", "body": body, "more_body": False}])

        async def again() -> Any:
            return next(given)

        async def onward(message: Any) -> None:
            self._answered(exchange, message)
            if not lose:
                await send(message)

        await self.app(scope, again, onward)
        self.kept.append(exchange)
        if lose:
            await _fail(send)

    def _put_fails(self, exchange: Exchange) -> bool:
        if exchange.method != "PUT" or not self.fails:
            return False
        self.fails -= 1
        return self.fails == 0

    @staticmethod
    def _begun(scope: Any, body: bytes) -> Exchange:
        path = scope["raw_path"].decode().removeprefix(scope.get("root_path", ""))
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        return Exchange(scope["method"], path, scope["query_string"].decode(), headers, body)

    @staticmethod
    def _answered(exchange: Exchange, message: Any) -> None:
        if message["type"] == "http.response.start":
            exchange.status = message["status"]
            exchange.told = {name.decode(): value.decode() for name, value in message["headers"]}
        else:
            exchange.answer += message.get("body", b"")


def _creates(path: str) -> bool:
    return path.endswith(("/rest/posts", "/comments"))


async def _fail(send: Any) -> None:
    await send({"type": "http.response.start", "status": 502, "headers": []})
    await send({"type": "http.response.body", "body": b"bad gateway"})


@dataclass
class Line:
    """A simulator that is served, and the office that writes to it."""

    simulator: Simulator
    recorder: Recorder
    office: PostOffice
    ahead: timedelta = timedelta(0)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def sign_in(self, handle: str, **facts: str) -> "Channel":
        """Open an account there and connect it."""
        entrance = self.simulator.open_account(handle, handle.title(), **facts)
        grant = self.office.sign_in(
            NETWORK,
            TOKEN,
            lambda desk: desk.enter(entrance.given),
            app=App(),
            server=entrance.server,
        )
        account = next(one for one in grant.accounts if one.id == entrance.id)
        return Channel(self, handle, address(account, grant.credential, entrance.server))


def address(account: Account, credential: Credential, server: str) -> Address:
    return Address(
        channel=str(account.id),
        network="linkedin",
        server=server,
        id=account.id,
        handle=account.handle,
        kind=account.kind,
        credential=account.credential or credential,
        facts=account.facts,
    )


@dataclass
class Channel:
    """One account of ours on the line."""

    line: Line
    handle: str
    address: Address

    def send(
        self, verb: Verb, parcel: Parcel | None = None, receipt: Receipt | None = None
    ) -> Outcome:
        letter = Letter(
            key="k", verb=verb, address=self.address, parcel=parcel, receipt=receipt, seconds=10
        )
        return next(outcome for batch in self.line.office.send([letter]) for _, outcome in batch)

    def publish(self, parcel: Parcel) -> Receipt:
        outcome = self.send(Verb.PUBLISH, parcel)
        assert isinstance(outcome, Receipt), outcome
        return outcome

    def prepare(self, parcel: Parcel, most: int = 20) -> Parcel:
        """Prepare until nothing waits any more."""
        for _ in range(most):
            outcome = self.send(Verb.PREPARE, parcel)
            assert isinstance(outcome, Prepared), outcome
            parcel = with_handles(parcel, outcome.handles)
            if outcome.wait is None:
                return parcel
        raise AssertionError("never ready")

    def ask(self, talk: Any) -> Any:
        return self.line.office.ask(self.address, talk, seconds=10)

    def timeline(self) -> list[Any]:
        return list(self.line.simulator.timeline(self.handle))


def with_handles(parcel: Parcel, handles: Any) -> Parcel:
    return Parcel(**{**_fields(parcel), "handles": dict(handles)})


def _fields(parcel: Parcel) -> dict[str, Any]:
    return {name: getattr(parcel, name) for name in Parcel.__dataclass_fields__}


def parcel(text: str = "Cold drinks for hot days", **given: Any) -> Parcel:
    return Parcel(**{"key": "0197:part:0", "made_at": datetime.now(UTC), "text": text, **given})


def handle_of(receipt: Receipt) -> Handle:
    return Handle(id=receipt.id, extra=receipt.extra)


def file(folder: Path, name: str, body: bytes, kind: Kind = Kind.IMAGE, **given: Any) -> Enclosure:
    path = folder / name
    path.write_bytes(body)
    mimes = {Kind.IMAGE: "image/png", Kind.GIF: "image/gif", Kind.VIDEO: "video/mp4"}
    return Enclosure(
        path=path,
        kind=kind,
        mime=mimes.get(kind, "application/pdf"),
        size=len(body),
        digest=hashlib.sha256(body).hexdigest(),
        **given,
    )


def shared() -> Path:
    """The vendor's papers, which are no part of the project."""
    told = os.environ.get("ANTIPHON_SHARED")
    found = Path(told) if told else Path(__file__).parents[6] / "shared"
    if not (found / "specs" / "linkedin").is_dir():
        pytest.skip("The folder of specifications is not beside this checkout.")
    return found / "specs" / "linkedin"


def serving() -> Iterator[Line]:
    """One simulator, served until the tests of a module are over."""
    ahead: list[Line] = []
    sandbox = Sandbox(["linkedin"], now=lambda: ahead[0].now() if ahead else datetime.now(UTC))
    simulator = cast(Simulator, sandbox.simulators["linkedin"])
    recorder = Recorder(simulator.app)
    simulator.app = recorder
    office = PostOffice(guard=Guard(allow_private=True))
    line = Line(simulator, recorder, office)
    ahead.append(line)
    with sandbox.serving():
        yield line
        office.close()
