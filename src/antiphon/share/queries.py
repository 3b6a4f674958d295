"""What can be asked; only reads."""

import secrets
from dataclasses import replace

from django.conf import settings
from django.db.models import QuerySet

from antiphon.kernel.feed import MOST, Entry, entry_from
from antiphon.kernel.feed import Feed as Told
from antiphon.people.actions import digest_of
from antiphon.people.models import Workspace
from antiphon.share.models import Feed, FeedItem

BELOW = "/feeds"
"""Where the feeds of this installation are."""


def feeds(workspace: Workspace) -> QuerySet[Feed]:
    """The feeds of a workspace that are open, by name."""
    return Feed.objects.filter(workspace=workspace, closed_at=None).order_by("slug")


def feed_called(slug: str) -> Feed | None:
    """The open feed of that public name."""
    return Feed.objects.filter(slug=slug, closed_at=None).first()


def feed_of(slug: str, token: str) -> Feed | None:
    """The feed that this token fills; nothing for a wrong one, after the same work."""
    found = feed_called(slug)
    known = found.digest if found else digest_of(slug)
    return found if secrets.compare_digest(known, digest_of(token)) else None


def house() -> str:
    """The address of this installation's house of feeds."""
    return f"{settings.PUBLIC_URL}{BELOW}"


def as_told(feed: Feed) -> Told:
    """A feed as its three forms tell it."""
    return Told(
        slug=feed.slug,
        title=feed.title,
        base=house(),
        made_at=feed.made_at,
        home=feed.home,
        hub=feed.hub,
        author=feed.title,
        language=feed.language,
    )


def newest(feed: Feed) -> list[Entry]:
    """Its newest items, the newest first."""
    rows = FeedItem.objects.filter(feed=feed, gone_at=None).order_by("-published_at", "-id")
    return [entry_of(row) for row in rows[:MOST]]


def item(feed: Feed, key: str) -> FeedItem | None:
    """The item in that place, also one that was taken out."""
    return FeedItem.objects.filter(feed=feed, key=key).first()


def entry_of(row: FeedItem) -> Entry:
    """An item as it was handed in, with its own times."""
    found = entry_from(row.key, row.said, row.published_at)
    return replace(found, published=row.published_at, updated=row.updated_at)
