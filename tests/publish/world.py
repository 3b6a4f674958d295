"""A small world for publishing: real simulators on loopback, channels on them, publications due."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connections

from antiphon.channels import actions as channels
from antiphon.channels.models import Channel
from antiphon.connect.network import Network
from antiphon.connect.registry import networks
from antiphon.connect.values import Parcel, PostType, Step
from antiphon.people.models import Member
from antiphon.plan.models import Post
from antiphon.plan.states import State as PostState
from antiphon.publish import actions, packing
from antiphon.publish.models import Publication
from antiphon.sandbox.serving import Sandbox
from antiphon.work import clock
from tests import builders as a
from tests import offices

NETWORKS = [network.key for network in networks()]


@contextmanager
def private_networks() -> Iterator[None]:
    """Let this process speak to loopback, as an operator may."""
    before, settings.ALLOW_PRIVATE_NETWORKS = settings.ALLOW_PRIVATE_NETWORKS, True
    try:
        with offices.opened_anew():
            yield
    finally:
        settings.ALLOW_PRIVATE_NETWORKS = before


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
    """A publication on that channel, due now unless said otherwise."""
    moment = clock.now()
    due = given.pop("due_at", moment)
    parcels = [_parcel(channel, text) for text in texts or ("Hello, world.",)]
    if comment:
        parcels.append(_parcel(channel, comment, step=Step.COMMENT))
    steps = [packing.plain(parcel) for parcel in parcels]
    post = given.pop("post", None) or Post.objects.create(
        workspace=channel.workspace, text=parcels[0].text, state=PostState.APPROVED
    )
    return Publication.objects.create(
        workspace=channel.workspace, post=post, channel=channel, network=channel.network,
        due_at=due, planned_at=given.pop("planned_at", due), steps=steps,
        digest=packing.digest(steps), made_at=moment, **given,
    )  # fmt: skip


def _parcel(channel: Channel, text: str, *, step: Step = Step.PART) -> Parcel:
    network: Network = next(one for one in networks() if one.key == channel.network)
    type = PostType.TEXT if PostType.TEXT in network.posts else PostType.ARTICLE
    title = "Title" if step is Step.PART and network.posts[type].needs_title else ""
    return Parcel(key="", made_at=clock.now(), text=text, type=type, title=title, step=step)


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
