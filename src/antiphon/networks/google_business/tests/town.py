"""A simulated Google behind real HTTP, and what passed on the way to it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from antiphon.connect.oauth import App, Grant
from antiphon.connect.post_office import Letter, Outcome, PostOffice, Verb
from antiphon.connect.simulation import Person, Reaction, ReactionKind
from antiphon.connect.values import (
    Address,
    Correspondence,
    Enclosure,
    Handle,
    Kind,
    Parcel,
    PostType,
    Receipt,
    RemoteId,
    Step,
)
from antiphon.networks.google_business import NETWORK
from antiphon.networks.google_business.simulator import Simulator
from antiphon.sandbox.lines import Line

PNG = b"\x89PNG\r\n\x1a\n a drawing "
ADA = Person(id="77", name="Ada Other", country="DE")
DATED = {"starts": "2026-12-24T18:00", "ends": "2026-12-24T22:30"}
_NUMBERS = count(1)


@dataclass
class Passage:
    """One call and its answer."""

    method: str
    path: str
    query: dict[str, str]
    sent: bytes = b""
    answer: bytes = b""
    status: int = 0

    @property
    def body(self) -> Any:
        """What was sent, as JSON."""
        return json.loads(self.sent) if self.sent else None


@dataclass
class Watch:
    """Lets everything through, notes it, and lends pictures to whoever asks for them."""

    app: Any
    passed: list[Passage] = field(default_factory=list)
    lent: dict[str, bytes] = field(default_factory=dict)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Let one call through."""
        picture = self.lent.get(scope["path"].rpartition("/")[2])
        if picture is not None and "/lent/" in scope["path"]:
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": picture})
            return
        query = dict(parse_qsl(scope["query_string"].decode()))
        noted = Passage(scope["method"], scope["path"], query)
        self.passed.append(noted)

        async def ask() -> Any:
            part = await receive()
            noted.sent += part.get("body", b"")
            return part

        async def tell(part: Any) -> None:
            noted.status = part.get("status", noted.status)
            noted.answer += part.get("body", b"")
            await send(part)

        await self.app(scope, ask, tell)


@dataclass
class Town:
    """The simulator, the line to it, and who may speak."""

    simulator: Simulator
    watch: Watch
    office: PostOffice
    line: Line
    server: str
    clock: list[timedelta]

    def sign_in(self, talk: Any, *, way: int = 1, app: App | None = None) -> Any:
        """One talk at a desk."""
        return self.office.sign_in(
            NETWORK, NETWORK.sign_ins[way], talk, app=app or App(), server=self.server
        )

    def place(self, **facts: str) -> Address:
        """A place that we may speak for."""
        entrance = self.simulator.open_account(f"shop{next(_NUMBERS)}", "Brew & Co", **facts)
        grant: Grant = self.sign_in(lambda desk: desk.enter(entrance.given))
        account = next(one for one in grant.accounts if one.id == entrance.id)
        return Address(
            channel=account.id,
            network=NETWORK.key,
            server=self.server,
            id=account.id,
            handle=account.handle,
            credential=grant.credential,
            facts=account.facts,
        )

    def ask(self, verb: Verb, us: Address, **what: Any) -> Outcome:
        """One letter and its outcome."""
        [[(_key, outcome)]] = self.office.send([Letter(key="1", verb=verb, address=us, **what)])
        return outcome

    def reads_slowly(self) -> None:
        """From now on Google takes its time before it shows something."""
        self.simulator.gate.posting.reading = timedelta(seconds=20)

    def tell(self, us: Address, parcel: Parcel) -> Receipt:
        """Publish it, and wait until Google has read it."""
        taken = self.ask(Verb.PUBLISH, us, parcel=parcel)
        assert isinstance(taken, Receipt), taken
        self.clock[0] += taken.check_after
        shown = self.ask(Verb.CHECK, us, receipt=taken)
        assert isinstance(shown, Receipt), shown
        assert shown.ready
        return shown

    def review(self, us: Address, words: str = "") -> RemoteId:
        """Ada says what she thinks."""
        given = Reaction(
            kind=ReactionKind.REPLY, by=ADA, account=us.id, text=words, at=self.simulator.now()
        )
        id = self.simulator.react(given)
        assert id
        return id

    def hear(self, us: Address, cursor: str = "") -> Correspondence:
        """What was written to us."""
        found: Correspondence = self.office.ask(us, lambda one: one.answers([], cursor))
        return found

    def picture(self, folder: Path) -> Enclosure:
        """A picture on disk that has an address too."""
        body = PNG + str(next(_NUMBERS)).encode()
        digest = hashlib.sha256(body).hexdigest()
        self.watch.lent[digest] = body
        (folder / digest).write_bytes(body)
        return Enclosure(
            path=folder / digest, kind=Kind.IMAGE, mime="image/png", size=len(body),
            digest=digest, address=f"{self.server}/lent/{digest}",
        )  # fmt: skip


def parcel(**given: Any) -> Parcel:
    """A parcel; an update that nobody gave before if nothing else is said."""
    key, at = f"test-{next(_NUMBERS)}", datetime.now(UTC)
    return Parcel(**{"key": key, "made_at": at, "text": f"Fresh {key}", **given})


def offer(**options: str) -> Parcel:
    """An offer."""
    return parcel(type=PostType.OFFER, title="Two for one", options=DATED | options)


def event(**options: str) -> Parcel:
    """An event."""
    return parcel(type=PostType.EVENT, title="Tasting", options=DATED | options)


def answer(review: str, text: str = "Thank you!") -> Parcel:
    """An answer to a review."""
    return parcel(step=Step.COMMENT, parent=Handle(id=RemoteId(review)), text=text)


def query_of(url: str) -> Mapping[str, str]:
    """What stands behind the question mark."""
    return dict(parse_qsl(url.partition("?")[2]))
