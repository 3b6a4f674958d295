"""Somebody who speaks for one account at one simulator, by a line that can go wrong."""

import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

from antiphon.connect.network import Network
from antiphon.connect.oauth import App, Grant, SignIn
from antiphon.connect.post_office import Letter, Outcome, PostOffice, Verb
from antiphon.connect.registry import network as find_network
from antiphon.connect.rules import MediaRule
from antiphon.connect.simulation import Person, Reaction, ReactionKind, Shown, Simulates
from antiphon.connect.values import (
    Address,
    Enclosure,
    Handle,
    Parcel,
    PostType,
    Prepared,
    Receipt,
    RemoteId,
    Step,
)
from antiphon.sandbox.lines import Line
from antiphon.sandbox.serving import Sandbox
from tests.networks import plainest as plain

ANN = Person(id="ann-1", name="Ann Other", country="NO", language="nb", age=41, gender="female")
_NUMBERS = count(1)


@dataclass
class Correspondent:
    """One account, and how to speak for it."""

    office: PostOffice
    simulator: Simulates
    line: Line
    address: Address
    sign_in: SignIn
    handle: str
    """As the account was opened."""
    folder: Path
    """Where its files lie."""

    @property
    def network(self) -> Network:
        """The network with what its server announced."""
        return find_network(self.address.network).at(self.address.facts)

    def parcel(self, text: str, **given: Any) -> Parcel:
        """A parcel of the plainest form that this network has, with all that it cannot lack."""
        type = given.pop("type", self.plainest)
        facts = {"key": f"contract-{next(_NUMBERS)}", "made_at": now(), "text": text, "type": type}
        if given.get("step", Step.PART) is Step.PART:
            facts |= plain.needed(self.network, type, self.folder)
            given["options"] = {**facts.pop("options"), **given.get("options", {})}
        return Parcel(**facts | given)

    @property
    def plainest(self) -> PostType:
        """The form of a post that needs least."""
        return plain.plainest(self.network)

    def file(self, rule: MediaRule, alt: str = "") -> Enclosure:
        """A file such as a post of this network carries."""
        return plain.file(rule, self.folder, alt)

    def ask(self, verb: Verb, **what: Any) -> Outcome:
        """One letter and its outcome."""
        letter = Letter(key="one", verb=verb, address=self.address, **what)
        return next(iter(self.office.send([letter])))[0][1]

    def publish(self, parcel: Parcel) -> Outcome:
        """Bring what it needs there first, then make it visible."""
        if hasattr(self.network.connector, "prepare") and self.network.needs_preparing(parcel):
            prepared = self.prepared(parcel)
            if not isinstance(prepared, Parcel):
                return prepared
            parcel = prepared
        outcome = self.ask(Verb.PUBLISH, parcel=parcel)
        return self.until_ready(outcome) if isinstance(outcome, Receipt) else outcome

    def prepared(self, parcel: Parcel) -> Parcel | Outcome:
        """The parcel with everything that `prepare` brings there, or why it was refused."""
        for _ in range(20):
            outcome = self.ask(Verb.PREPARE, parcel=parcel)
            if not isinstance(outcome, Prepared):
                return outcome
            parcel = replace(parcel, handles=outcome.handles)
            if outcome.wait is None:
                break
            time.sleep(min(outcome.wait.total_seconds(), 0.3))
        return parcel

    def until_ready(self, receipt: Receipt) -> Outcome:
        """Ask until it can be seen."""
        outcome: Outcome = receipt
        for _ in range(20):
            if not isinstance(outcome, Receipt) or outcome.ready:
                break
            time.sleep(0.2)
            outcome = self.ask(Verb.CHECK, receipt=outcome)
        return outcome

    def told(self, text: str, **given: Any) -> Receipt:
        """Something that is live."""
        outcome = self.publish(self.parcel(text, **given))
        assert isinstance(outcome, Receipt), outcome
        return outcome

    def talk(self, talk: Callable[[Any], Awaitable[Any]]) -> Any:
        """One conversation with the connector."""
        return self.office.ask(self.address, talk)

    def renew(self, app: App) -> None:
        """Renew the credential without its owner."""
        old = self.address.credential
        fresh = self.office.sign_in(
            find_network(self.address.network), self.sign_in, lambda desk: desk.refresh(old),
            app=app, server=self.address.server,
        )  # fmt: skip
        self.address = replace(self.address, credential=fresh)

    def seen(self, text: str) -> list[Shown]:
        """What a visitor sees with this text in it."""
        return [post for post in self.simulator.timeline() if text in f"{post.title} {post.text}"]

    def react(self, kind: ReactionKind, receipt: Receipt, text: str = "") -> RemoteId | None:
        """Let Ann do something with it."""
        shown = next(post for post in self.simulator.timeline() if post.id == receipt.id)
        return self.simulator.react(
            Reaction(kind=kind, by=ANN, account=shown.account, post=receipt.id, text=text, at=now())
        )


def now() -> datetime:
    """The time."""
    return datetime.now(UTC)


def handle_of(receipt: Receipt) -> Handle:
    """How a later parcel names what is live."""
    return Handle(id=receipt.id, extra=receipt.extra)


@contextmanager
def account(
    sandbox: Sandbox, office: PostOffice, key: str, **facts: str
) -> Iterator[Correspondent]:
    """A new account, signed in to, by a line of its own."""
    network, handle = find_network(key), facts.pop("handle", f"c{next(_NUMBERS)}ontract")
    entrance = sandbox.simulators[key].open_account(handle, "Contract & Co.", **facts)
    sign_in = next(way for way in network.sign_ins if way.key == entrance.sign_in)
    with Line(sandbox.port).running() as line:
        server = f"http://127.0.0.1:{line.port}{urlsplit(entrance.server).path}"
        grant: Grant = office.sign_in(
            network, sign_in, lambda desk: desk.enter(entrance.given), app=App(), server=server
        )
        found = next(one for one in grant.accounts if one.id == entrance.id)
        address = Address(
            channel=f"{key}-{handle}", network=key, server=server, id=found.id,
            handle=found.handle, kind=found.kind, facts=found.facts,
            credential=found.credential or grant.credential,
        )  # fmt: skip
        with TemporaryDirectory() as folder:
            yield Correspondent(
                office, sandbox.simulators[key], line, address, sign_in, handle, Path(folder)
            )
