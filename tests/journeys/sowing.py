"""Rows for a burst; imported only where Django stands."""

from datetime import datetime, timedelta
from functools import cache

from django.conf import settings

from antiphon.channels import actions as channel_actions
from antiphon.channels.models import Channel
from antiphon.connect.registry import network
from antiphon.connect.simulation.client import Client
from antiphon.connect.values import Parcel, PostType
from antiphon.people.models import Member
from antiphon.people.vault.ring import KeyRing
from antiphon.plan.models import Post
from antiphon.plan.states import State as PostState
from antiphon.publish import packing
from antiphon.publish.models import Publication
from tests import builders as a


@cache
def owner() -> Member:
    """Who speaks; a whole day's delay would not make this workspace ask."""
    if not settings.KEYS_FILE.exists():
        KeyRing(settings.KEYS_FILE, {}).with_new_key()
    number = Member.objects.count()
    space = a.workspace(name=f"Burst {number}", slug=f"burst-{number}")
    return a.member(workspace=space, person=a.person(email=f"burst{number}@example.org"))


def channels(port: int, key: str, tag: str, count: int) -> list[Channel]:
    """Accounts at the sandbox, connected."""
    client = Client(port)
    made = []
    for number in range(count):
        handle = f"{tag}{number}".replace("-", "")
        entrance = client.open_account(key, handle, handle.title())
        made += channel_actions.enter(
            owner(), key, entrance.sign_in, dict(entrance.given), server=entrance.server
        )[:1]
    return made


@cache
def post() -> Post:
    """What all of them come from."""
    return Post.objects.create(workspace=owner().workspace, text="Burst", state=PostState.APPROVED)


def row(channel: Channel, text: str, due: datetime, number: int) -> Publication:
    """One publication, due; made at a moment of its own, as deterministic ids are made of it."""
    made_at = due + timedelta(microseconds=number)
    posts = network(channel.network).posts
    type = PostType.TEXT if PostType.TEXT in posts else PostType.ARTICLE
    title = text if posts[type].needs_title else ""
    steps = [packing.plain(Parcel(key="", made_at=made_at, text=text, type=type, title=title))]
    return Publication(
        workspace=channel.workspace, post=post(), channel=channel, network=channel.network,
        due_at=due, planned_at=due, made_at=made_at, steps=steps, digest=packing.digest(steps),
    )  # fmt: skip
