"""What Facebook shows of posts, counts and comments, as our values; pure."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from antiphon.connect.values import Account, Live, Message, Metric, Parcel, Reading, RemoteId
from antiphon.networks.facebook import wire
from antiphon.networks.facebook.graph import WEB

POST_FIELDS = (
    "id,message,created_time,permalink_url,"
    "attachments{media_type,type,target{id},subattachments{media_type,type,target{id}}}"
)
VIDEO_FIELDS = "id,description,created_time,permalink_url,post_id,status"
COMMENT_FIELDS = "id,message,from{id,name},created_time,parent{id},permalink_url"
COUNT_FIELDS = "id,shares,comments.limit(0).summary(true),reactions.limit(0).summary(true)"
VIDEO_COUNT_FIELDS = "id,views,comments.limit(0).summary(true),likes.limit(0).summary(true)"
PAGE_FIELDS = "id,name,username,link,category,followers_count,fan_count"

MEDIA = ("photo", "video")

INSIGHTS = {
    "post_media_view": Metric.VIEWS,
    "post_total_media_view_unique": Metric.REACH,
    "post_clicks": Metric.CLICKS,
    "post_video_views": Metric.VIDEO_VIEWS,
}
"""Metrics of posts that were alive in September 2026 (probes with v24 and v25)."""


def media_of(told: Mapping[str, Any], *kinds: str) -> list[str]:
    """The ids of the photos and videos (or only those) that a post shows, in order."""
    found: list[str] = []
    for attachment in _list(told.get("attachments")):
        parts = _list(attachment.get("subattachments")) or [attachment]
        for part in parts:
            target = part.get("target")
            # Parts of an album may come with `type` alone (recorded): photo, video_inline …
            kind = str(part.get("media_type") or part.get("type") or "").partition("_")[0]
            if kind in (kinds or MEDIA) and isinstance(target, dict) and target.get("id"):
                found.append(str(target["id"]))
    return found


def _list(value: object) -> list[dict[str, Any]]:
    found = value.get("data") if isinstance(value, dict) else None
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def same_post(told: Mapping[str, Any], parcel: Parcel, *, since: datetime) -> bool:
    """Whether this post is what the parcel says: same text, same photos, not older."""
    at = wire.moment(told.get("created_time"))
    if at is None or at < since:
        return False
    sent = [parcel.handles.get(name, "") for name, _file in wire.names(parcel.enclosures)]
    same_media = not sent or sorted(sent) == sorted(media_of(told))
    return same_media and wire.rendered(str(told.get("message") or "")) == wire.rendered(
        parcel.text
    )


def same_comment(told: Mapping[str, Any], parcel: Parcel, *, page: str, since: datetime) -> bool:
    """Whether this comment is ours and says what the parcel says."""
    at = wire.moment(told.get("created_time"))
    if at is None or at < since or _id(told.get("from")) != page:
        return False
    return wire.rendered(str(told.get("message") or "")) == wire.rendered(parcel.text)


def _id(value: object) -> str:
    return str(value.get("id", "")) if isinstance(value, dict) else ""


def live(told: Mapping[str, Any], *, alts: Sequence[str] = (), web: str = WEB) -> Live:
    """A post, a comment or a video as it stands there."""
    is_video = "description" in told or "status" in told
    return Live(
        id=RemoteId(str(told.get("id", ""))),
        url=wire.link(told, web),
        text=str(told.get("description" if is_video else "message") or ""),
        media=1 if is_video else len(media_of(told)),
        alts=tuple(alts),
        made_at=wire.moment(told.get("created_time")),
    )


def readings(id: RemoteId, told: Mapping[str, Any]) -> Iterator[Reading]:
    """The public counts of a post or a video."""
    shares = told.get("shares")
    counts = {
        Metric.SHARES: shares.get("count") if isinstance(shares, dict) else None,
        Metric.REPLIES: _total(told.get("comments")),
        Metric.LIKES: _total(told.get("reactions") or told.get("likes")),
        Metric.VIDEO_VIEWS: told.get("views"),
        Metric.FOLLOWERS: told.get("followers_count"),
    }
    if "comments" in told and counts[Metric.SHARES] is None and "views" not in told:
        counts[Metric.SHARES] = 0  # the field is left out while nobody has shared it
    for metric, value in counts.items():
        if isinstance(value, int):
            yield Reading(id=id, metric=metric, value=value)


def _total(value: object) -> int | None:
    summary = value.get("summary") if isinstance(value, dict) else None
    total = summary.get("total_count") if isinstance(summary, dict) else None
    return total if isinstance(total, int) else None


def insights(id: RemoteId, told: Mapping[str, Any]) -> Iterator[Reading]:
    """The counts that only the Page's owner sees."""
    for one in _list(told):
        metric, values = INSIGHTS.get(str(one.get("name"))), one.get("values")
        if metric and isinstance(values, list) and values and isinstance(values[-1], dict):
            value = values[-1].get("value")
            if isinstance(value, int):
                yield Reading(id=id, metric=metric, value=value)


def message(told: Mapping[str, Any], about: RemoteId) -> Message | None:
    """A comment; its author is unknown where the person did not agree to be shown."""
    id, at = wire.identity(told.get("id")), wire.moment(told.get("created_time"))
    if id is None or at is None:
        return None
    author = told.get("from")
    author = author if isinstance(author, dict) else {}
    return Message(
        id=id,
        about=about,
        parent=RemoteId(_id(told.get("parent"))) if told.get("parent") else about,
        author=str(author.get("name", "")),
        author_id=RemoteId(str(author.get("id", ""))),
        text=str(told.get("message") or ""),
        at=at,
        url=str(told.get("permalink_url") or ""),
    )


def account(told: Mapping[str, Any], **given: Any) -> Account:
    """A Page as an account that may become a channel."""
    followers = told.get("followers_count", told.get("fan_count"))
    facts = {"category": told.get("category"), "followers": followers, "tasks": told.get("tasks")}
    id = str(told.get("id", ""))
    return Account(
        id=RemoteId(id),
        handle=str(told.get("username") or told.get("name") or id),
        name=str(told.get("name") or id),
        url=str(told.get("link") or f"{WEB}/{id}"),
        kind="page",
        facts={name: value for name, value in facts.items() if value is not None},
        **given,
    )


def remember(cursor: str, messages: Sequence[Message]) -> str:
    """The cursor after these: the newest second, and who was heard in it already."""
    since, heard = recall(cursor)
    if not messages:
        return cursor
    newest = max(int(message.at.timestamp()) for message in messages)
    kept = heard if newest == since else frozenset()
    again = {message.id for message in messages if int(message.at.timestamp()) == newest}
    return json.dumps([newest, sorted(kept | again)])


def recall(cursor: str) -> tuple[int | None, frozenset[str]]:
    """From when to ask, and what was heard in that second; a strange cursor begins anew."""
    try:
        since, heard = json.loads(cursor)
        return int(since), frozenset(map(str, heard))
    except (ValueError, TypeError):
        return None, frozenset()


def unix(at: datetime) -> int:
    """Seconds since 1970, as `since` takes them."""
    return int(at.astimezone(UTC).timestamp())
