"""Parcels and comments in the words of the API for Business; pure."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from antiphon.connect.errors import ChangeIt
from antiphon.connect.values import Message, Parcel, RemoteId
from antiphon.networks.tiktok import reading, wire

FIELDS = [
    "item_id", "caption", "create_time", "share_url", "likes", "comments", "shares", "favorites",
    "reach", "video_views",
]  # fmt: skip
"""`item_id` must be among them; counts come a day or two late, and stop after a year."""

_BEGIN = datetime.fromtimestamp(0, UTC)


def body(parcel: Parcel, business: str) -> dict[str, Any]:
    """What is to be fetched and how it is to be shown."""
    return _video(parcel, business) if wire.is_video(parcel) else _photos(parcel, business)


def _video(parcel: Parcel, business: str) -> dict[str, Any]:
    """Videos have no field for who can see them: they are public, or wait in the app."""
    in_app = wire.goes_to_inbox(parcel)
    if not in_app and wire.chosen_privacy(parcel) != wire.PUBLIC:
        raise ChangeIt("By this permission TikTok shows videos to everyone; choose “Everyone”.")
    told: dict[str, Any] = {
        "business_id": business,
        "video_url": wire.address(parcel.enclosures[0]),
        "post_info": {
            "caption": parcel.text,
            "is_brand_organic": bool(parcel.options.get("your_brand")),
            "is_branded_content": bool(parcel.options.get("branded_content")),
            "is_ai_generated": bool(parcel.options.get("made_with_ai")),
            "upload_to_draft": in_app,
            **_closed(parcel, "comment", "duet", "stitch"),
        },
    }
    if parcel.options.get("cover"):
        told["thumbnail_offset"] = int(parcel.options["cover"])
    return told


def _photos(parcel: Parcel, business: str) -> dict[str, Any]:
    in_app = wire.goes_to_inbox(parcel)
    told: dict[str, Any] = {"title": parcel.title, "caption": parcel.text}
    if not in_app:
        told["privacy_level"] = wire.chosen_privacy(parcel)
    return {
        "business_id": business,
        "photo_images": [wire.address(one) for one in parcel.enclosures],
        "photo_cover_index": wire.cover(parcel),
        "post_info": {
            **{name: value for name, value in told.items() if value},
            "is_draft": in_app,
            "auto_add_music": bool(parcel.options.get("music")),
            "is_brand_organic": bool(parcel.options.get("your_brand")),
            "is_branded_content": bool(parcel.options.get("branded_content")),
            **_closed(parcel, "comment"),
        },
    }


def _closed(parcel: Parcel, *names: str) -> dict[str, bool]:
    return {f"disable_{name}": wire.is_closed(parcel, name) for name in names}


def unfolded(comments: object) -> Iterator[dict[str, Any]]:
    """Comments and the answers inside them, as one list."""
    for one in comments if isinstance(comments, list) else []:
        if isinstance(one, dict):
            yield one
            yield from unfolded(one.get("reply_list"))


def goes_back_to(since: datetime, comments: object) -> bool:
    """Whether a page of comments, the newest first, ends before that moment, or says nothing."""
    last = comments[-1] if isinstance(comments, list) and comments else None
    at = reading.moment(last.get("create_time")) if isinstance(last, dict) else None
    return at is None or at < since


def message(told: Mapping[str, Any], post: RemoteId) -> Message | None:
    """A comment of somebody else."""
    id, at = str(told.get("comment_id") or ""), reading.moment(told.get("create_time"))
    if not id or at is None or told.get("owner") is True:
        return None
    parent = str(told.get("parent_comment_id") or "")
    author = str(told.get("username") or told.get("display_name") or "")
    return Message(
        id=RemoteId(id),
        about=post,
        parent=RemoteId(parent) if parent else post,
        author=str(told.get("display_name") or author),
        author_id=RemoteId(str(told.get("unique_identifier") or author)),
        text=str(told.get("text") or ""),
        at=at,
    )


def remembered(cursor: str, heard: Sequence[Message]) -> str:
    """The cursor after these: the newest second, and who was heard in it already."""
    if not heard:
        return cursor
    since, before = recalled(cursor)
    newest = max(one.at for one in heard)
    kept = before if newest == since else frozenset()
    again = {one.id for one in heard if one.at == newest}
    return json.dumps([int(newest.timestamp()), sorted(kept | again)])


def recalled(cursor: str) -> tuple[datetime, frozenset[str]]:
    """From when on comments are new, and who was heard in that second."""
    try:
        since, heard = json.loads(cursor)
        return datetime.fromtimestamp(int(since), UTC), frozenset(map(str, heard))
    except (ValueError, TypeError):
        return _BEGIN, frozenset()
