"""What Instagram shows of posts, counts and comments, as our values; pure."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from antiphon.connect.values import Account, Kind, Live, Message, Metric, Parcel, Reading, RemoteId
from antiphon.networks.instagram import wire
from antiphon.networks.instagram.graph import WEB, Login, rows

MEDIA_FIELDS = (
    "id,caption,media_type,media_product_type,permalink,timestamp,alt_text,"
    "children{id,media_type,alt_text}"
)
STORY_FIELDS = "id,media_type,media_product_type,permalink,timestamp"
REPLY_FIELDS = "id,text,timestamp,username,from,parent_id"
COMMENT_FIELDS = f"{REPLY_FIELDS},replies{{{REPLY_FIELDS}}}"
TAG_FIELDS = "id,caption,username,timestamp,permalink"
COUNT_FIELDS = "id,media_product_type,like_count,comments_count"
_PROFILE = "username,name,profile_picture_url,followers_count,follows_count,media_count"
ME_FIELDS = f"user_id,account_type,{_PROFILE}"
LINKED = f"instagram_business_account{{id,{_PROFILE}}}"

INSIGHTS = {
    "reach": Metric.REACH,
    "views": Metric.VIEWS,
    "saved": Metric.SAVES,
    "shares": Metric.SHARES,
    "replies": Metric.REPLIES,
}
OF_STORIES = ("reach", "views", "shares", "replies")
OF_POSTS = ("reach", "views", "saved", "shares")
"""Metrics that are alive, by what they are for (…/reference/instagram-media/insights, 2026-11-21).

A metric that does not belong to the kind of post fails the whole call.
"""


def same_post(told: Mapping[str, Any], parcel: Parcel, *, since: datetime) -> bool:
    """Whether this post is what the parcel says: same text, same kinds of files, not older."""
    at = wire.moment(told.get("timestamp"))
    if at is None or at < since:
        return False
    same = wire.rendered(str(told.get("caption") or "")) == wire.rendered(parcel.text)
    sent = ["VIDEO" if file.kind is Kind.VIDEO else "IMAGE" for file in parcel.enclosures]
    return same and [str(part.get("media_type")) for part in parts_of(told)] == sent


def parts_of(told: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """The pictures and videos of a post, in order; a single one is the post itself."""
    return rows(told.get("children")) or (told,)


def same_comment(told: Mapping[str, Any], parcel: Parcel, *, mine: bool, since: datetime) -> bool:
    """Whether this comment is ours and says what the parcel says."""
    at = wire.moment(told.get("timestamp"))
    if at is None or at < since or not mine:
        return False
    return wire.rendered(str(told.get("text") or "")) == wire.rendered(parcel.text)


def author(told: Mapping[str, Any]) -> tuple[str, str]:
    """Name and id of who wrote it; the id may be withheld, and then the name stands for it."""
    who = told.get("from")
    who = who if isinstance(who, dict) else {}
    name = str(told.get("username") or who.get("username") or "")
    return name, str(who.get("id") or name)


def live(told: Mapping[str, Any], *, web: str = WEB) -> Live:
    """A post or a comment as it stands there."""
    parts = parts_of(told)
    is_comment = "text" in told
    alts = tuple(str(part.get("alt_text") or "") for part in parts)
    return Live(
        id=RemoteId(str(told.get("id", ""))),
        url=str(told.get("permalink") or web),
        text=str(told.get("text" if is_comment else "caption") or ""),
        media=0 if is_comment else len(parts),
        alts=alts if any(alts) else (),
        made_at=wire.moment(told.get("timestamp")),
    )


def readings(id: RemoteId, told: Mapping[str, Any]) -> Iterator[Reading]:
    """The public counts of a post or an account."""
    counts = {
        Metric.LIKES: told.get("like_count"),
        Metric.REPLIES: told.get("comments_count"),
        Metric.FOLLOWERS: told.get("followers_count"),
    }
    for metric, value in counts.items():
        if isinstance(value, int):
            yield Reading(id=id, metric=metric, value=value)


def insights(id: RemoteId, told: object) -> Iterator[Reading]:
    """The counts that only the account sees; what has no value is not known, never nought."""
    for one in rows(told):
        metric, value = INSIGHTS.get(str(one.get("name"))), _value(one)
        if metric and value is not None:
            yield Reading(id=id, metric=metric, value=value)


def _value(told: Mapping[str, Any]) -> int | None:
    """Of a series the newest value, else the total."""
    series, total = told.get("values"), told.get("total_value")
    last = series[-1] if isinstance(series, list) and series else total
    value = last.get("value") if isinstance(last, dict) else None
    return value if isinstance(value, int) else None


def messages(told: Mapping[str, Any], about: RemoteId) -> Iterator[Message]:
    """A comment and the answers below it."""
    top = message(told, about, about)
    if top is None:
        return
    yield top
    for reply in rows(told.get("replies")):
        below = message(reply, about, top.id)
        if below is not None:
            yield below


def message(
    told: Mapping[str, Any], about: RemoteId | None, parent: RemoteId | None
) -> Message | None:
    """A comment, or a post of somebody else that tags us."""
    id, at = wire.identity(told.get("id")), wire.moment(told.get("timestamp"))
    if id is None or at is None:
        return None
    name, author_id = author(told)
    return Message(
        id=id,
        about=about,
        parent=wire.identity(told.get("parent_id")) or parent,
        author=name,
        author_id=RemoteId(author_id),
        text=str(told.get("text") or told.get("caption") or ""),
        at=at,
        url=str(told.get("permalink") or ""),
    )


def account(told: Mapping[str, Any], login: Login) -> Account:
    """A professional account that may become a channel."""
    id = str(told.get("user_id") or told.get("id") or "")
    handle = str(told.get("username") or id)
    facts = {"login": str(login), "followers": told.get("followers_count")}
    return Account(
        id=RemoteId(id),
        handle=handle,
        name=str(told.get("name") or handle),
        url=f"{WEB}/{handle}/",
        kind=str(told.get("account_type") or "professional").lower(),
        facts={name: value for name, value in facts.items() if value is not None},
    )


def remember(cursor: str, heard: Sequence[Message]) -> str:
    """The cursor after these: the newest second, and what was heard in it already."""
    if not heard:
        return cursor
    since, before = recall(cursor)
    newest = max(wire.unix(one.at) for one in heard)
    ids = {str(one.id) for one in heard if wire.unix(one.at) == newest}
    return json.dumps([newest, sorted(ids | (before if newest == since else set()))])


def recall(cursor: str) -> tuple[int, set[str]]:
    """From which second on to hear, and what of it is known; a strange cursor begins anew."""
    try:
        since, ids = json.loads(cursor)
        return int(since), {str(id) for id in ids}
    except (ValueError, TypeError):
        return 0, set()
