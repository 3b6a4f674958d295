"""What Reddit shows, as our values; pure."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from antiphon.connect.values import (
    Live,
    Message,
    Metric,
    Parcel,
    PostType,
    Reading,
    Receipt,
    RemoteId,
)
from antiphon.networks.reddit import markdown, wire
from antiphon.networks.reddit.api import WEB

GONE = frozenset({"[deleted]", "[removed]"})


def receipt(told: Mapping[str, Any]) -> Receipt:
    """A post or a comment that is there."""
    return Receipt(id=RemoteId(str(told["name"])), url=link(told))


def link(told: Mapping[str, Any]) -> str:
    """Where people see it; older answers to comments leave the address out."""
    if told.get("permalink"):
        return f"{WEB}{told['permalink']}"
    post = str(told.get("link_id") or told.get("name") or "").removeprefix("t3_")
    comment = f"/_/{told['id']}" if told.get("link_id") else ""
    return f"{WEB}/comments/{post}{comment}"


def same_post(told: Mapping[str, Any], parcel: Parcel, community: str, since: datetime) -> bool:
    """Whether this post says what the parcel says, in that community, and is not older."""
    at = moment(told.get("created_utc"))
    here = str(told.get("subreddit", "")).casefold() == community.casefold()
    if at is None or at < since or not here or not _is_named(told, parcel.title):
        return False
    if told.get("is_self") and parcel.type not in {PostType.TEXT, PostType.POLL}:
        return False
    original = wire.passed_on(parcel)
    if original:
        return told.get("crosspost_parent") == original
    return _said(told, "selftext") == _bare(parcel.text) and _carries(told, parcel)


def _is_named(told: Mapping[str, Any], title: str) -> bool:
    return _bare(str(told.get("title") or "")) == _bare(title)


def _said(told: Mapping[str, Any], name: str) -> str:
    return _bare(markdown.read(str(told.get(name) or "")))


def _bare(text: str) -> str:
    """What stays of a text, whatever Reddit did to its white space."""
    return " ".join(markdown.rendered(text).split())


def _carries(told: Mapping[str, Any], parcel: Parcel) -> bool:
    if wire.is_gallery(parcel):
        wanted = [parcel.handles.get(one.digest) for one in parcel.enclosures]
        return [one.get("media_id") for one in _gallery(told)] == wanted
    if parcel.type is PostType.LINK and parcel.link:
        return told.get("url") == parcel.link.url
    if parcel.type is PostType.POLL and parcel.poll:
        options = (told.get("poll_data") or {}).get("options") or []
        texts = [one.get("text") for one in options if isinstance(one, dict)]
        return texts in ([], list(parcel.poll.choices))
    number = wire.asset(parcel)
    return not number or shows(told, number)


def shows(told: Mapping[str, Any], asset: str) -> bool:
    """Whether a post shows that file; its number stands in the address (recorded 2020 to 2025)."""
    return asset in str(told.get("url") or "")


def same_comment(told: Mapping[str, Any], parcel: Parcel, since: datetime) -> bool:
    """Whether this comment says what the parcel says, there, and is not older."""
    at = moment(told.get("created_utc"))
    if at is None or at < since or told.get("parent_id") != wire.about(parcel).id:
        return False
    return _said(told, "body") == _bare(parcel.text)


def is_gone(told: Mapping[str, Any]) -> bool:
    """Whether its author took it back: Reddit keeps the place."""
    return told.get("author") in GONE or told.get("author") is None


def live(told: Mapping[str, Any]) -> Live:
    """A post or a comment as it stands there."""
    text = told.get("body") if "body" in told else told.get("selftext")
    return Live(
        id=RemoteId(str(told["name"])),
        url=link(told),
        text=markdown.read(str(text or "")),
        media=_media(told),
        made_at=moment(told.get("created_utc")),
        edited=bool(told.get("edited")),
    )


def _media(told: Mapping[str, Any]) -> int:
    items = _gallery(told)
    hosted = str(told.get("url") or "").startswith(("https://i.redd.it/", "https://v.redd.it/"))
    return len(items) or int(bool(told.get("is_video")) or hosted)


def _gallery(told: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    shown = told.get("gallery_data")
    items = shown.get("items") if isinstance(shown, dict) else None
    return [one for one in items or [] if isinstance(one, dict)]


def readings(told: Mapping[str, Any]) -> Iterator[Reading]:
    """The counts, as blurred as Reddit tells them; the author's own vote is left out."""
    score = told.get("score")
    own = 1 if told.get("likes") is True else 0
    counts = {
        Metric.LIKES: score - own if isinstance(score, int) else None,
        Metric.REPLIES: told.get("num_comments"),
        Metric.SHARES: told.get("num_crossposts"),
        Metric.VIEWS: told.get("view_count"),
    }
    for metric, value in counts.items():
        if isinstance(value, int):
            yield Reading(id=RemoteId(str(told["name"])), metric=metric, value=max(0, value))


def message(told: Mapping[str, Any], about: RemoteId) -> Message | None:
    """A comment of somebody; None for what was taken back."""
    at = moment(told.get("created_utc"))
    if at is None or is_gone(told):
        return None
    author = str(told["author"])
    return Message(
        id=RemoteId(str(told["name"])),
        about=about,
        parent=RemoteId(str(told.get("parent_id") or about)),
        author=author,
        author_id=RemoteId(str(told.get("author_fullname") or author)),
        text=markdown.read(str(told.get("body") or "")),
        at=at,
        url=link(told),
    )


def moment(value: object) -> datetime | None:
    """A time of theirs: seconds since 1970."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    return datetime.fromtimestamp(value, UTC)


def remember(cursor: str, messages: Sequence[Message]) -> str:
    """The cursor after these: the newest second, and who was heard in it already."""
    since, heard = recall(cursor)
    if not messages:
        return cursor
    newest = max(int(one.at.timestamp()) for one in messages)
    kept = heard if newest == since else frozenset()
    again = {one.id for one in messages if int(one.at.timestamp()) == newest}
    return json.dumps([newest, sorted(kept | again)])


def recall(cursor: str) -> tuple[int, frozenset[str]]:
    """From when to hear, and what was heard in that second; a strange cursor begins anew."""
    try:
        since, heard = json.loads(cursor)
        return int(since), frozenset(map(str, heard))
    except (ValueError, TypeError):
        return 0, frozenset()
