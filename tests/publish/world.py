"""A small world for publishing: real simulators on loopback, channels on them, publications due."""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import connections

from antiphon.channels import actions as channels
from antiphon.channels.models import Channel
from antiphon.channels.safe import address_of, network_of
from antiphon.connect.abilities import Prepares
from antiphon.connect.post_office import Letter, Verb
from antiphon.connect.registry import networks
from antiphon.connect.values import Enclosure, Parcel, Prepared, Step
from antiphon.people.models import Member
from antiphon.plan.models import Post
from antiphon.plan.states import State as PostState
from antiphon.publish import actions, packing
from antiphon.publish.models import Publication
from antiphon.sandbox.serving import Sandbox
from antiphon.work import clock
from antiphon.work.office import office
from tests import builders as a
from tests import offices
from tests.networks.plainest import needed, plainest
from tests.publish import lending

NETWORKS = [network.key for network in networks()]


@contextmanager
def private_networks() -> Iterator[None]:
    """Let this process speak to loopback, as an operator may."""
    before = settings.ALLOW_PRIVATE_NETWORKS, settings.PUBLIC_URL
    settings.ALLOW_PRIVATE_NETWORKS, settings.PUBLIC_URL = True, lending.home()
    try:
        with offices.opened_anew():
            yield
    finally:
        settings.ALLOW_PRIVATE_NETWORKS, settings.PUBLIC_URL = before


def channel_on(
    sandbox: Sandbox, key: str, *, by: Member | None = None, handle: str = "fizz", server: str = ""
) -> Channel:
    """A channel connected to an account of its own at the simulator."""
    entrance = sandbox.simulators[key].open_account(handle, handle.title())
    found = channels.enter(
        by or a.member(), key, entrance.sign_in, entrance.given, server=server or entrance.server
    )
    return next(row for row in found if row.remote_id == entrance.id)


def publication_on(channel: Channel, *texts: str, comment: str = "", **given: Any) -> Publication:
    """A publication on that channel, due now unless said otherwise, of which all is brought."""
    moment = clock.now()
    due = given.pop("due_at", moment)
    parcels = [_parcel(channel, text) for text in texts or ("Hello, world.",)]
    if comment:
        parcels.append(_parcel(channel, comment, step=Step.COMMENT))
    steps = [packing.plain(parcel) for parcel in parcels]
    post = given.pop("post", None) or Post.objects.create(
        workspace=channel.workspace, text=parcels[0].text, state=PostState.APPROVED
    )
    row = Publication.objects.create(
        workspace=channel.workspace, post=post, channel=channel, network=channel.network,
        due_at=due, planned_at=given.pop("planned_at", due), steps=steps,
        digest=packing.digest(steps), made_at=moment, **given,
    )  # fmt: skip
    _bring(row)
    return row


def _bring(row: Publication) -> None:
    """What goes first (files, containers) is there already: these tests begin with the sending."""
    parcel, network = packing.parcel(row), network_of(row.channel)
    if not (network.can(Prepares) and network.needs_preparing(parcel)):
        return
    address = address_of(row.channel)
    for _ in range(20):
        letter = Letter(key="", verb=Verb.PREPARE, address=address, parcel=parcel)
        [[(_key, found)]] = list(office().send([letter]))
        assert isinstance(found, Prepared), found
        parcel = replace(parcel, handles=found.handles)
        if found.wait is None:
            break
        time.sleep(min(0.3, found.wait.total_seconds()))
    row.progress = [{"handles": dict(parcel.handles), "prepared": True}]
    row.save(update_fields=["progress"])


def _parcel(channel: Channel, text: str, *, step: Step = Step.PART) -> Parcel:
    network = network_of(channel)
    facts: dict[str, Any] = {"text": text, "type": plainest(network), "step": step}
    if step is Step.PART:
        facts |= needed(network, facts["type"], Path(mkdtemp()))
        facts["enclosures"] = tuple(_on_the_shelf(one) for one in facts.get("enclosures", ()))
    return Parcel(key="", made_at=clock.now(), **facts)


def _on_the_shelf(file: Enclosure) -> Enclosure:
    """The same file where ours lie, so that it can be lent."""
    shelf = Path(settings.MEDIA_ROOT)
    shelf.mkdir(parents=True, exist_ok=True)
    return replace(file, path=Path(shutil.copy(file.path, shelf / f"{uuid4()}{file.path.suffix}")))


def settle(*rows: Publication, rounds: int = 20) -> None:
    """Deliver, doubt, look and check until the rows ask for nothing more right now."""
    for _ in range(rounds):
        moved = sum(actions.deliver(key) for key in {row.network for row in rows})
        moved += actions.look_at_doubts() + actions.check_accepted()
        if not moved:
            break
    for row in rows:
        row.refresh_from_db()


def make_due(*rows: Publication) -> None:
    """Let the next time of these rows be now."""
    past = clock.now() - timedelta(milliseconds=1)
    Publication.objects.filter(pk__in=[row.pk for row in rows]).exclude(due_at=None).update(
        due_at=past
    )
    for row in rows:
        row.refresh_from_db()


def shown(sandbox: Sandbox, key: str, text: str) -> int:
    """How often a visitor sees this text on the network."""
    return sum(text in post.text for post in sandbox.simulators[key].timeline())


def seconds_until(moment: datetime) -> float:
    """How long until then, by the database's clock."""
    return (moment - clock.now()).total_seconds()


def until(true: Callable[[], object], *, seconds: float = 10) -> None:
    """Wait until it is so."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise AssertionError(f"not so within {seconds} s")
        time.sleep(0.01)


def in_thread(do: Callable[..., object]) -> Callable[..., None]:
    """The same in a thread of its own: it gives its connection back at the end."""

    def whole(*given: object) -> None:
        try:
            do(*given)
        finally:
            connections.close_all()

    return whole
