"""How the tests of this network talk: real HTTP on loopback, through the post office."""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from antiphon.connect.oauth import App, SignIn
from antiphon.connect.post_office import Letter, Outcome, PostOffice, Verb
from antiphon.connect.registry import network
from antiphon.connect.transport.guard import Guard
from antiphon.connect.values import Address, Credential, Enclosure, Kind, Parcel, Receipt
from antiphon.networks.mastodon.simulator import Simulator
from antiphon.networks.mastodon.tests.recorder import Recorder
from antiphon.sandbox.serving import Sandbox

KEY = "mastodon"
NETWORK = network(KEY)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


@dataclass
class Line:
    """One member of the simulated server, and the office that speaks for it."""

    office: PostOffice
    server: Simulator
    address: Address
    handle: str = "amina"

    @property
    def recorder(self) -> Recorder:
        """What was said so far."""
        assert isinstance(self.server.app, Recorder)
        return self.server.app

    def send(
        self, verb: Verb, parcel: Parcel | None = None, receipt: Receipt | None = None
    ) -> Outcome:
        """One letter, one outcome."""
        letter = Letter(
            key="one", verb=verb, address=self.address, parcel=parcel, receipt=receipt, seconds=20
        )
        ((_key, outcome),) = [one for batch in self.office.send([letter]) for one in batch]
        return outcome

    def publish(self, parcel: Parcel) -> Receipt:
        """Bring the files, publish, and insist that it went well."""
        outcome = self.send(Verb.PUBLISH, parcel)
        assert isinstance(outcome, Receipt), outcome
        return outcome

    def ask(self, talk: Any) -> Any:
        """A conversation with the connector."""
        return self.office.ask(self.address, talk)

    def desk(self, key: str) -> SignIn:
        """One of the network's sign-ins."""
        return next(one for one in NETWORK.sign_ins if one.key == key)

    def sign_in(self, key: str, talk: Any, app: App | None = None) -> Any:
        """A conversation with a desk."""
        return self.office.sign_in(
            NETWORK, self.desk(key), talk, app=app or App(), server=self.server.base
        )

    def texts(self) -> list[str]:
        """What this member has told, oldest first."""
        return [one.text for one in self.server.timeline(self.handle)]


@contextmanager
def talking() -> Iterator[tuple[PostOffice, Simulator]]:
    """A simulated server on loopback, and an office that may go there."""
    office = PostOffice(guard=Guard(allow_private=True))
    sandbox = Sandbox([KEY])
    sandbox.simulators[KEY].app = Recorder(sandbox.simulators[KEY].app)
    with sandbox.serving():
        server = sandbox.simulators[KEY]
        assert isinstance(server, Simulator)
        assert isinstance(server.app, Recorder)
        try:
            yield office, server
        finally:
            office.close()


def connect(office: PostOffice, server: Simulator, handle: str = "amina") -> Line:
    """Sign a member in by a pasted token."""
    entrance = server.open_account(handle, handle.title())
    nobody = Address(
        channel="", network=KEY, server=server.base, id=entrance.id,
        credential=Credential(sign_in="token", secrets={}),
    )  # fmt: skip
    line = Line(office, server, nobody, handle)
    grant = line.sign_in("token", lambda desk: desk.enter(entrance.given))
    (account,) = grant.accounts
    line.address = Address(
        channel=str(uuid4()),
        network=KEY,
        server=server.base,
        id=account.id,
        handle=account.handle,
        kind=account.kind,
        credential=grant.credential,
        facts=account.facts,
    )
    return line


def parcel(text: str = "Say it once", **more: Any) -> Parcel:
    """A parcel whose first attempt begins now."""
    at = datetime.now(UTC)
    return Parcel(**{"key": f"{uuid4()}:part:0", "made_at": at, "since": at, "text": text, **more})


def picture(folder: Path, name: str = "a.png", **more: Any) -> Enclosure:
    """A file on disk."""
    body = PNG + name.encode()
    (folder / name).write_bytes(body)
    given: Mapping[str, Any] = {"kind": Kind.IMAGE, "mime": "image/png", "alt": "A red can"}
    return Enclosure(
        path=folder / name,
        size=len(body),
        digest=hashlib.sha256(body).hexdigest(),
        width=1,
        height=1,
        **{**given, **more},
    )
