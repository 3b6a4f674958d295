"""What can be done; the only writer."""

import re
import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.db import IntegrityError, transaction
from django.db.models import F

from antiphon.connect.knocking import Call
from antiphon.kernel.feed import FORMS, entry_from, told
from antiphon.kernel.problem import BadInputError, Problem
from antiphon.kernel.secret import Secret
from antiphon.people.actions import digest_of, note, permit
from antiphon.people.models import Member
from antiphon.share import queries
from antiphon.share.models import Feed, FeedItem
from antiphon.work import clock
from antiphon.work.office import office

TOKEN_BYTES = 32
AT_ONCE = 50
PATIENCE = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=3))
"""How long we wait after each time that a hub did not take it; then we let it be."""
_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_WEB = re.compile(r"https?://[^\s<>\"]{1,580}")


class Taken(Exception):
    """The place of an item that was taken out; nothing comes back there."""


class Unknown(Exception):
    """There is no item in that place."""


def make_feed(
    by: Member, title: str, slug: str, *, hub: str = "", home: str = ""
) -> tuple[Feed, Secret]:
    """A feed, and the token that fills it, which is told once."""
    permit(by, "channel.connect")
    _insist(title=title, slug=slug, hub=hub, home=home)
    token = Secret(secrets.token_urlsafe(TOKEN_BYTES))
    try:
        with transaction.atomic():
            feed = Feed.objects.create(
                workspace=by.workspace, title=title.strip(), slug=slug, hub=hub, home=home,
                digest=digest_of(token.reveal()),
            )  # fmt: skip
            note(by, "channel.connect", feed, after={"slug": slug, "title": title, "hub": hub})
    except IntegrityError as error:
        raise _bad("slug", "taken", "A feed of that name is there already.") from error
    feed.refresh_from_db()
    return feed, token


def _insist(*, title: str, slug: str, hub: str, home: str) -> None:
    if not title.strip() or len(title) > 300:
        raise _bad("title", "empty", "A feed needs a title of at most 300 characters.")
    if not _SLUG.fullmatch(slug):
        raise _bad(
            "slug", "malformed", "A feed's name has small letters, digits and dashes, at most 63."
        )
    for field, url in (("hub", hub), ("home", home)):
        if url and not _WEB.fullmatch(url):
            raise _bad(field, "malformed", "That is not an address of the web.")


def _bad(field: str, rule: str, say: str) -> BadInputError:
    return BadInputError(Problem(field=field, rule=rule, say=say))


def renew_token(by: Member, feed: Feed) -> Secret:
    """Another token; the one before opens nothing any more."""
    permit(by, "channel.connect", feed)
    token = Secret(secrets.token_urlsafe(TOKEN_BYTES))
    with transaction.atomic():
        Feed.objects.filter(pk=feed.pk, closed_at=None).update(digest=digest_of(token.reveal()))
        note(by, "channel.connect", feed, after={"token": "renewed"})
    return token


def close_feed(by: Member, feed: Feed) -> None:
    """Nobody reads or fills it any more; its name stays taken, so that nobody else takes it."""
    permit(by, "channel.disconnect", feed)
    with transaction.atomic():
        Feed.objects.filter(pk=feed.pk, closed_at=None).update(
            closed_at=clock.now(), ping_due_at=None
        )
        note(by, "channel.disconnect", feed, after={"closed": True})


def put(
    feed: Feed, key: str, given: Mapping[str, Any], *, new_only: bool, known_only: bool
) -> tuple[FeedItem, bool]:
    """Put an item in its place, or change it; the item, and whether it is new.

    Raises Unfit, Taken or Unknown. An item that says the same already stays as it is.
    """
    with transaction.atomic():
        # One at a time for each feed, so that two of the same id are one.
        Feed.objects.select_for_update().get(pk=feed.pk)
        row = queries.item(feed, key)
        if row is not None and row.gone_at is not None:
            raise Taken
        if row is None and known_only:
            raise Unknown
        if row is not None and new_only:
            return row, False
        return _write(feed, key, given, row)


def _write(
    feed: Feed, key: str, given: Mapping[str, Any], row: FeedItem | None
) -> tuple[FeedItem, bool]:
    now = clock.now()
    entry = entry_from(key, given, now)
    if row is not None and queries.entry_of(row).says_the_same_as(entry):
        return row, False
    if row is None:
        row = FeedItem.objects.create(
            workspace_id=feed.workspace_id, feed=feed, key=key, said=told(entry),
            published_at=entry.published, updated_at=now,
        )  # fmt: skip
        is_new = True
    else:
        FeedItem.objects.filter(pk=row.pk).update(said=told(entry), updated_at=now)
        is_new = False
    _changed(feed)
    row.refresh_from_db()
    return row, is_new


def take_out(feed: Feed, key: str) -> None:
    """Take an item out for good; raises Taken where it is out already, Unknown where none was."""
    with transaction.atomic():
        Feed.objects.select_for_update().get(pk=feed.pk)
        row = queries.item(feed, key)
        if row is None:
            raise Unknown
        if row.gone_at is not None:
            raise Taken
        FeedItem.objects.filter(pk=row.pk).update(gone_at=clock.now(), said={})
        _changed(feed)


def _changed(feed: Feed) -> None:
    now = clock.now()
    Feed.objects.filter(pk=feed.pk).update(changed_at=now)
    Feed.objects.filter(pk=feed.pk).exclude(hub="").update(ping_due_at=now, pings=0)


def tell_hubs() -> int:
    """Tell the hubs of feeds that changed; how many were asked. Nobody waits for their answer."""
    due = list(_claim())
    calls = [[_ping(feed, suffix) for suffix in FORMS] for feed in due]
    failed: set[str] = set()
    for key, answer in office().knock(calls):
        if not answer.ok:
            failed.add(key.partition(".")[0])
    for feed in due:
        _settle(feed, took=feed.pk.hex not in failed)
    return len(due)


def _claim() -> list[Feed]:
    """Feeds whose time has come; whoever dies meanwhile leaves them for the next turn."""
    with transaction.atomic():
        rows = Feed.objects.select_for_update(skip_locked=True).filter(
            ping_due_at__lte=clock.now(), closed_at=None
        )
        found = list(rows.order_by("ping_due_at")[:AT_ONCE])
        again = clock.now() + PATIENCE[0]
        Feed.objects.filter(pk__in=[one.pk for one in found]).update(ping_due_at=again)
    for feed in found:
        feed.refresh_from_db()
    return found


def _ping(feed: Feed, suffix: str) -> Call:
    topic = queries.as_told(feed).address(suffix)
    form = {"hub.mode": "publish", "hub.topic": topic, "hub.url": topic}
    about = {"Content-Type": "application/x-www-form-urlencoded"}
    return Call(key=f"{feed.pk.hex}.{suffix}", url=feed.hub, body=urlencode(form).encode(),
                headers=lambda: about)  # fmt: skip


def _settle(feed: Feed, *, took: bool) -> None:
    """Let it be where it was taken or tried often enough; what changed meanwhile stays due."""
    mine = Feed.objects.filter(pk=feed.pk, ping_due_at=feed.ping_due_at)
    if took or feed.pings >= len(PATIENCE):
        mine.update(ping_due_at=None, pings=0)
        return
    mine.update(ping_due_at=clock.now() + PATIENCE[feed.pings], pings=F("pings") + 1)
