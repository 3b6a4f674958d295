"""What TikTok shows of videos and pictures, as our values; pure."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from antiphon.connect.values import Live, Metric, Parcel, Reading, Receipt, RemoteId
from antiphon.networks.tiktok import wire

FIELDS = (
    "id,create_time,share_url,video_description,title,duration,"
    "like_count,comment_count,share_count,view_count"
)
_WORDS = ("video_description", "caption", "title")
SLACK = timedelta(minutes=1)
"""How much earlier than our first attempt a post may be dated by their clock."""

COUNTS = {
    "like_count": Metric.LIKES,
    "comment_count": Metric.REPLIES,
    "share_count": Metric.SHARES,
    "view_count": Metric.VIEWS,
    # The API for Business has names of its own.
    "likes": Metric.LIKES,
    "comments": Metric.REPLIES,
    "shares": Metric.SHARES,
    "video_views": Metric.VIEWS,
    "reach": Metric.REACH,
    "favorites": Metric.SAVES,
}


def listed(told: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The videos of an answer; pictures are told as videos too."""
    found = told.get("videos")
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def readings(id: RemoteId, told: Mapping[str, Any]) -> Iterator[Reading]:
    """The counts of one post."""
    for name, metric in COUNTS.items():
        value = told.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            yield Reading(id=id, metric=metric, value=value)


def id_of(told: Mapping[str, Any]) -> RemoteId:
    """The id of a post, which the two APIs name differently."""
    return RemoteId(str(told.get("id") or told.get("item_id") or ""))


def words(told: Mapping[str, Any]) -> str:
    """What the post says, as far as it is told: the first 150 characters."""
    return next((str(told[name]) for name in _WORDS if told.get(name)), "")


def same(told: Mapping[str, Any], parcel: Parcel, *, since: datetime) -> bool:
    """Whether this post says what the parcel says, and is not older than it.

    Which field tells a picture's words, in what unit they are cut and what becomes of line breaks
    is not said (unverified), so every beginning that is long enough counts: a post that is taken
    for ours is a smaller harm than one that is sent twice.
    """
    at = moment(told.get("create_time"))
    if at is None or at < since - SLACK:
        return False
    said = {_plain(parcel.text or parcel.title), _plain(f"{parcel.title} {parcel.text}")}
    shown = {_plain(str(told.get(name) or "")) for name in _WORDS} - {""} or {""}
    return any(_begins(one, other) for one in said for other in shown)


def _plain(text: str) -> str:
    return " ".join(text.split())


def _begins(said: str, shown: str) -> bool:
    return said == shown or (len(shown) >= wire.SHOWN // 2 and said.startswith(shown))


def live(told: Mapping[str, Any], receipt: Receipt) -> Live:
    """A post as it stands there; how many pictures it has, TikTok does not say."""
    files = receipt.extra.get(wire.FILES, "1")
    return Live(
        id=id_of(told),
        url=str(told.get("share_url") or receipt.url),
        text=words(told),
        media=int(files) if files.isdigit() else 1,
        made_at=moment(told.get("create_time")),
    )


def moment(value: object) -> datetime | None:
    """A time of theirs: seconds since 1970, sometimes as a text."""
    text = str(value)
    return datetime.fromtimestamp(int(text), UTC) if text.isdigit() and len(text) < 12 else None


def found(receipt_like: Mapping[str, Any], parcel: Parcel) -> Receipt:
    """The receipt of a post that was found in the list."""
    before = wire.accepted("", parcel)
    url = str(receipt_like.get("share_url") or "")
    return Receipt(id=id_of(receipt_like), url=url, extra=before.extra)
