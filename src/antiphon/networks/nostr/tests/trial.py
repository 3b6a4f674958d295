"""What the tests of this network share: a key, relays that answer, and a line that can go wrong."""

import hashlib
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any, cast

from antiphon.connect.oauth import App, Grant
from antiphon.connect.post_office import Letter, Outcome, PostOffice, Verb
from antiphon.connect.registry import network
from antiphon.connect.values import (
    Address,
    Enclosure,
    Handle,
    Kind,
    Parcel,
    Prepared,
    Receipt,
)
from antiphon.networks.nostr.simulator import Simulator
from antiphon.sandbox.lines import Line
from antiphon.sandbox.serving import Sandbox

KEY = "nostr"
MADE = datetime(2026, 11, 28, 9, tzinfo=UTC)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63"
    "606060f80f0001040100b5a1e5dc0000000049454e44ae426082"
)
_NUMBERS = count(1)


def parcel(text: str = "Hello.", **given: Any) -> Parcel:
    """A note, and whatever else matters."""
    told: dict[str, Any] = {"key": f"p-{next(_NUMBERS)}", "made_at": MADE, "text": text}
    return Parcel(**told | given)


def picture(folder: Path, alt: str = "A dot") -> Enclosure:
    """A picture on disk."""
    path = folder / "dot.png"
    path.write_bytes(PNG)
    return Enclosure(path=path, kind=Kind.IMAGE, mime="image/png", size=len(PNG), alt=alt,
                     digest=hashlib.sha256(PNG).hexdigest(), width=1, height=1)  # fmt: skip


def handle(receipt: Receipt) -> Handle:
    """How a later parcel names what is live."""
    return Handle(id=receipt.id, extra=receipt.extra)


@dataclass
class Trial:
    """A channel."""

    office: PostOffice
    address: Address

    def send(self, verb: Verb, parcel: Parcel | None = None, **given: Any) -> Outcome:
        """One letter and its outcome."""
        letter = Letter(key="1", verb=verb, address=self.address, parcel=parcel, **given)
        return next(self.office.send([letter]))[0][1]

    def publish(self, given: Parcel) -> Receipt:
        """A publication that must succeed, as the engine sends it."""
        found = self.send(Verb.PUBLISH, self.prepared(given))
        assert isinstance(found, Receipt), repr(found)
        return found

    def prepared(self, given: Parcel) -> Parcel:
        """The parcel with what `prepare` brought."""
        found = self.send(Verb.PREPARE, given)
        assert isinstance(found, Prepared), repr(found)
        return replace(given, handles=found.handles)

    def ask(self, talk: Callable[[Any], Awaitable[Any]]) -> Any:
        """A conversation with the connector."""
        return self.office.ask(self.address, talk)


def sign_in(office: PostOffice, server: str, **given: str) -> Grant:
    """Sign in by typing."""
    found = network(KEY)
    talk = office.sign_in
    grant: Grant = talk(found, found.sign_ins[0], lambda desk: desk.enter(given), app=App(),
                        server=server)  # fmt: skip
    return grant


def trial(office: PostOffice, server: str, **given: str) -> Trial:
    """A channel made from a sign-in, stored as the program stores it."""
    grant = sign_in(office, server, **given)
    (account,) = grant.accounts
    address = Address(
        channel=f"c-{next(_NUMBERS)}", network=KEY, server=server, id=account.id,
        handle=account.handle, kind=account.kind, credential=grant.credential,
        facts=account.facts,
    )  # fmt: skip
    return Trial(office, address)


@dataclass
class Here(Trial):
    """A channel at simulated relays, by way of a line."""

    simulator: Simulator
    line: Line

    def seen(self, relay: str = "relay") -> list[str]:
        """What a relay's notes and comments say, oldest first."""
        events = self.simulator.world.relays[relay].events.values()
        return [one["content"] for one in events if one["kind"] in {1, 1111}]

    def said(self) -> list[str]:
        """The kinds of what was said to the first relay over the line."""
        return [path.split('"')[1] for method, path in self.line.requests if method == "POST"]


@contextmanager
def here(office: PostOffice, **facts: str) -> Iterator[Here]:
    """An account of its own at relays of its own."""
    sandbox = Sandbox([KEY])
    with sandbox.serving(), Line(sandbox.port).running() as line:
        simulator = cast("Simulator", sandbox.simulators[KEY])
        entrance = simulator.open_account("tea", "Tea & Co", **facts)
        found = trial(office, line.base(KEY), **entrance.given)
        line.requests.clear()
        yield Here(found.office, found.address, simulator, line)
