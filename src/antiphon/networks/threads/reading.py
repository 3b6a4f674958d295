"""What Threads shows of posts, replies, counts and accounts, as our values; pure."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from antiphon.connect.values import (
    Account,
    Live,
    Message,
    Metric,
    Parcel,
    PostType,
    Reading,
    RemoteId,
)
from antiphon.networks.threads import wire
from antiphon.networks.threads.graph import WEB

POST_FIELDS = "id,media_type,permalink,username,text,timestamp,alt_text,children,text_attachment"
REPLY_FIELDS = (
    "id,text,timestamp,permalink,username,is_reply_owned_by_me,root_post,replied_to,hide_status"
)
MENTION_FIELDS = "id,text,timestamp,permalink,username"
PROFILE_FIELDS = "id,username,name,is_verified,is_eligible_for_geo_gating"

COUNTED = {
    "views": Metric.VIEWS,
    "likes": Metric.LIKES,
    "replies": Metric.REPLIES,
    "reposts": Metric.SHARES,
    "quotes": Metric.QUOTES,
}
"""“shares” counts sending to others and is left out: it would be added to reposts."""


def same_post(told: Mapping[str, Any], parcel: Parcel, *, since: datetime) -> bool:
    """Whether this is what the parcel says: same words, same kind, same place, not older."""
    at = wire.moment(told.get("timestamp"))
    if at is None or at < since or told.get("media_type") != kind_of(parcel):
        return False
    if parcel.parent and _id(told.get("replied_to")) != parcel.parent.id:
        return False
    if len(parcel.enclosures) > 1 and len(_children(told)) != len(parcel.enclosures):
        return False
    if parcel.type is PostType.ARTICLE and _long(told) != wire.rendered(parcel.text):
        return False
    return wire.rendered(str(told.get("text") or "")) == wire.rendered(wire.words(parcel))


def kind_of(parcel: Parcel) -> str:
    """Their word for what the parcel becomes."""
    if len(parcel.enclosures) > 1:
        return "CAROUSEL_ALBUM"
    return wire.item(parcel.enclosures[0])["media_type"] if parcel.enclosures else "TEXT_POST"


def _id(value: object) -> str:
    return str(value.get("id", "")) if isinstance(value, dict) else ""


def _children(told: Mapping[str, Any]) -> list[Any]:
    children = told.get("children")
    data = children.get("data") if isinstance(children, dict) else None
    return data if isinstance(data, list) else []


def _long(told: Mapping[str, Any]) -> str:
    """The long text that is attached to a post, if there is one."""
    attached = told.get("text_attachment")
    return wire.rendered(str(attached.get("plaintext", ""))) if isinstance(attached, dict) else ""


def live(told: Mapping[str, Any]) -> Live:
    """A post or reply as it stands there; of a carousel the texts of its pictures are not told."""
    single = told.get("media_type") in {"IMAGE", "VIDEO", "AUDIO"}
    alt = str(told.get("alt_text") or "")
    return Live(
        id=RemoteId(str(told.get("id", ""))),
        url=str(told.get("permalink") or ""),
        text=_long(told) or str(told.get("text") or ""),
        media=1 if single else len(_children(told)),
        alts=(alt,) if single and alt else (),
        made_at=wire.moment(told.get("timestamp")),
    )


def readings(id: RemoteId, told: Mapping[str, Any]) -> Iterator[Reading]:
    """The counts of a post, or the followers of an account."""
    data = told.get("data")
    for one in data if isinstance(data, list) else []:
        metric = {**COUNTED, "followers_count": Metric.FOLLOWERS}.get(str(one.get("name")))
        value = _value(one)
        if metric and value is not None:
            yield Reading(id=id, metric=metric, value=value)


def _value(told: Mapping[str, Any]) -> int | None:
    total, values = told.get("total_value"), told.get("values")
    found = total if isinstance(total, dict) else values[-1] if values else None
    value = found.get("value") if isinstance(found, dict) else None
    return value if isinstance(value, int) else None


def message(told: Mapping[str, Any], about: RemoteId | None) -> Message | None:
    """A reply or a mention; Threads names people, it gives no ids of them."""
    id, at = wire.identity(told.get("id")), wire.moment(told.get("timestamp"))
    if id is None or at is None:
        return None
    author = str(told.get("username") or "")
    return Message(
        id=id,
        about=about,
        parent=RemoteId(_id(told.get("replied_to"))) if told.get("replied_to") else about,
        author=author,
        author_id=RemoteId(author),
        text=str(told.get("text") or ""),
        at=at,
        url=str(told.get("permalink") or ""),
    )


def account(told: Mapping[str, Any], **given: Any) -> Account:
    """A profile as an account that may become a channel."""
    id, handle = str(told.get("id", "")), str(told.get("username") or "")
    geo = told.get("is_eligible_for_geo_gating")
    return Account(
        id=RemoteId(id),
        handle=handle or id,
        name=str(told.get("name") or handle or id),
        url=f"{WEB}/@{handle}",
        kind="profile",
        facts={"geo_gating": geo} if isinstance(geo, bool) else {},
        **given,
    )


def onward(cursor: str, messages: Sequence[Message]) -> str:
    """The cursor after these: the newest second, and what was heard in it."""
    if not messages:
        return cursor
    newest = max(message.at for message in messages)
    heard = {str(message.id) for message in messages if message.at == newest}
    before, ids = heard_until(cursor)
    kept = ids if before == newest else frozenset()
    return json.dumps({"at": newest.isoformat(), "ids": sorted(heard | kept)})


def heard_until(cursor: str) -> tuple[datetime | None, frozenset[str]]:
    """From when on something is new, and what of that second is not; a strange one begins anew."""
    try:
        told = json.loads(cursor)
        return datetime.fromisoformat(told["at"]), frozenset(map(str, told["ids"]))
    except (ValueError, TypeError, KeyError):
        return None, frozenset()
