"""Live publications on real simulators, and people who answer them."""

from datetime import UTC, datetime
from itertools import count
from uuid import UUID

from antiphon.channels import actions as channels
from antiphon.channels.models import Channel
from antiphon.channels.safe import network_of
from antiphon.connect.simulation import Person, Reaction, ReactionKind
from antiphon.connect.values import RemoteId
from antiphon.publish.models import Publication
from antiphon.publish.states import State
from antiphon.sandbox.serving import Sandbox
from tests import builders as a
from tests.publish import world

BO = Person(id="bo", name="Bo Else", country="IN", language="en", age=33, gender="male")
_NUMBERS = count(1)


def channel(sandbox: Sandbox, key: str, *, server: str = "", handle: str = "") -> Channel:
    """A channel on an account of its own, however many its owner may speak for."""
    handle = handle or f"heard{next(_NUMBERS)}"
    entrance = sandbox.simulators[key].open_account(handle, handle.title())
    server = server or entrance.server
    found = channels.enter(a.member(), key, entrance.sign_in, entrance.given, server=server)
    return next(one for one in found if one.remote_id == entrance.id)


def live(on: Channel, *texts: str, comment: str = "") -> Publication:
    """A publication that is live."""
    number = next(_NUMBERS)
    texts = texts or (f"Something to answer, number {number}.",)
    row = world.publication_on(on, *texts, comment=comment)
    world.settle(row)
    assert row.state == State.LIVE, row.reason
    return row


def homes(row: Publication) -> set[UUID | None]:
    """Below what an answer to it is put; where nothing stands below a post, maybe below none."""
    network = network_of(row.channel)
    return {row.pk} if network.comment or network.thread else {row.pk, None}


def react(
    sandbox: Sandbox, row: Publication, kind: ReactionKind, text: str = "", *, to: str = ""
) -> str:
    """Bo does something with it; the id of a new reply."""
    simulator = sandbox.simulators[row.network]
    shown = next(post for post in simulator.timeline() if post.id == row.remote_id)
    reaction = Reaction(
        kind=kind, by=BO, account=shown.account, post=RemoteId(to or row.remote_id), text=text,
        at=datetime.now(UTC),
    )  # fmt: skip
    return str(simulator.react(reaction) or "")
