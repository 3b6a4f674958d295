"""What the whole network shows: posts with their counts, notifications, profiles."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from antiphon.networks.bluesky.records import stamp
from antiphon.networks.bluesky.simulator.world import Account, Record, Refused, Session, World

COUNTED = ("bookmarkCount", "replyCount", "repostCount", "likeCount", "quoteCount")


def basic(account: Account) -> dict[str, Any]:
    """An account as it stands beside its words."""
    return {
        "did": account.did,
        "handle": account.handle,
        "displayName": account.name,
        "viewer": {"muted": False, "blockedBy": False},
        "labels": [],
    }


def posts(world: World, uris: Sequence[str]) -> dict[str, Any]:
    """app.bsky.feed.getPosts: those that there are, in the order of the question."""
    if len(uris) > 25:
        say = f"Error: uris must not have more than 25 elements, got {len(uris)}"
        raise Refused(400, "InvalidRequest", say)
    found = (world.posts.get(uri) for uri in uris)
    return {"posts": [view(world, record) for record in found if record]}


def view(world: World, record: Record) -> dict[str, Any]:
    """app.bsky.feed.defs#postView."""
    did = record.uri.split("/")[2]
    return {
        "uri": record.uri,
        "cid": record.cid,
        "author": basic(world.accounts[did]),
        "record": record.value,
        **{name: record.counts[name] for name in COUNTED},
        "indexedAt": stamp(record.at),
        "viewer": {"bookmarked": False, "threadMuted": False, "embeddingDisabled": False},
        "labels": [],
    }


def profile(world: World, actor: str) -> dict[str, Any]:
    """app.bsky.actor.getProfile."""
    account = world.accounts.get(world.handles.get(actor, actor))
    if account is None:
        raise Refused(400, "InvalidRequest", "Profile not found")
    counts = {"followersCount": account.followers, "followsCount": 0}
    return {**basic(account), **counts, "postsCount": len(account.posts)}


def search(world: World, begin: str, most: int) -> dict[str, Any]:
    """app.bsky.actor.searchActorsTypeahead: the names that begin like this."""
    wanted = begin.casefold()
    found = [
        one
        for one in world.accounts.values()
        if wanted and any(name.casefold().startswith(wanted) for name in (one.handle, one.name))
    ]
    return {"actors": [basic(one) for one in found[:most]]}


def notify(account: Account, by: Account, record: Record, reason: str, about: str | None) -> None:
    """Tell an account what somebody did."""
    note = {
        "uri": record.uri,
        "cid": record.cid,
        "author": basic(by),
        "reason": reason,
        "record": record.value,
        "isRead": False,
        "indexedAt": stamp(record.at),
        "labels": [],
    }
    account.notes.append({**note, "reasonSubject": about} if about else note)


def notes(
    world: World, session: Session, given: Mapping[str, str], reasons: Sequence[str]
) -> dict[str, Any]:
    """app.bsky.notification.listNotifications: newest first, older ones by the cursor."""
    account = world.accounts[session.did]
    limit = int(given.get("limit") or 50)
    if not 1 <= limit <= 100:
        raise Refused(400, "InvalidRequest", "limit must be between 1 and 100")
    place = int(given.get("cursor") or len(account.notes))
    page: list[dict[str, Any]] = []
    while place > 0 and len(page) < limit:
        place -= 1
        note = account.notes[place]
        if not reasons or note["reason"] in reasons:
            page.append(note)
    return {"notifications": page, **({"cursor": str(place)} if place > 0 else {})}


def when(value: object, otherwise: datetime) -> datetime:
    """A record's own time."""
    try:
        return datetime.fromisoformat(str(value))
    except ValueError:
        return otherwise
