"""What the tests of this network share: a community, on a server of any of its dialects."""

import hashlib
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any, cast

from antiphon.connect.oauth import App, Grant
from antiphon.connect.post_office import Letter, Outcome, PostOffice, Verb
from antiphon.connect.registry import network
from antiphon.connect.simulation import Entrance, Person, Reaction, ReactionKind
from antiphon.connect.values import (
    Address,
    Enclosure,
    Handle,
    Kind,
    Parcel,
    Prepared,
    Receipt,
    RemoteId,
)
from antiphon.networks.lemmy.dialect import DIALECTS
from antiphon.networks.lemmy.simulator import Simulator
from antiphon.networks.lemmy.tests.noting import Witness
from antiphon.sandbox.serving import Sandbox

KEY = "lemmy"
ANN = Person(id="ann", name="Ann Other")
_NUMBERS = count(1)


def parcel(text: str = "Cold.", **given: Any) -> Parcel:
    """A post with a title, and whatever else matters."""
    told: dict[str, Any] = {"key": f"p-{next(_NUMBERS)}", "made_at": datetime.now(UTC),
                            "text": text, "title": "Iced tea"}  # fmt: skip
    return Parcel(**told | given)


def picture(folder: Path, alt: str = "A green bottle", kind: str = "png") -> Enclosure:
    """A file that counts as a picture here; nobody looks inside."""
    body = f"{kind} {alt}".encode()
    path = folder / f"{next(_NUMBERS)}.{kind}"
    path.write_bytes(body)
    return Enclosure(path=path, kind=Kind.IMAGE, mime=f"image/{kind}", size=len(body), alt=alt,
                     digest=hashlib.sha256(body).hexdigest())  # fmt: skip


def handle(receipt: Receipt) -> Handle:
    """How a later parcel names what is live."""
    return Handle(id=receipt.id, extra=receipt.extra)


@dataclass
class Trial:
    """A channel in one community, and the server that holds it."""

    office: PostOffice
    simulator: Simulator
    entrance: Entrance
    witness: Witness
    address: Address = field(init=False)

    def __post_init__(self) -> None:
        grant = self.enter(self.entrance.given)
        account = next(one for one in grant.accounts if one.id == self.entrance.id)
        self.address = Address(
            channel=f"c-{next(_NUMBERS)}", network=KEY, server=self.entrance.server, id=account.id,
            handle=account.handle, kind=account.kind, credential=grant.credential,
            facts=account.facts,
        )  # fmt: skip

    def enter(self, given: Mapping[str, str]) -> Grant:
        """Sign in by typing."""
        found = network(KEY)
        talk = self.office.sign_in
        grant: Grant = talk(found, found.sign_ins[0], lambda desk: desk.enter(given), app=App(),
                            server=self.entrance.server)  # fmt: skip
        return grant

    def send(self, verb: Verb, parcel: Parcel | None = None, **given: Any) -> Outcome:
        """One letter and its outcome."""
        letter = Letter(key="1", verb=verb, address=self.address, parcel=parcel, **given)
        return next(self.office.send([letter]))[0][1]

    def publish(self, given: Parcel) -> Receipt:
        """A publication that must succeed, as the engine sends it."""
        brought = self.send(Verb.PREPARE, given)
        assert isinstance(brought, Prepared), repr(brought)
        found = self.send(Verb.PUBLISH, replace(given, handles=brought.handles))
        assert isinstance(found, Receipt), repr(found)
        return found

    def ask(self, talk: Callable[[Any], Awaitable[Any]]) -> Any:
        """A conversation with the connector."""
        return self.office.ask(self.address, talk)

    def react(self, kind: ReactionKind, id: str, text: str = "") -> str:
        """Let Ann do something."""
        reaction = Reaction(kind=kind, by=ANN, account=self.address.id, post=RemoteId(id),
                            text=text, at=datetime.now(UTC))  # fmt: skip
        return str(self.simulator.react(reaction))


@contextmanager
def trial(office: PostOffice, dialect: str, **facts: str) -> Iterator[Trial]:
    """A channel at a server of its own."""
    sandbox = Sandbox([KEY])
    simulator = cast("Simulator", sandbox.simulators[KEY])
    simulator.world.speaks = DIALECTS[dialect]
    simulator.app = witness = Witness(simulator.app)  # type: ignore[assignment]
    with sandbox.serving():
        entrance = simulator.open_account("tea", "Tea & Co", **facts)
        yield Trial(office, simulator, entrance, witness)
