"""What YouTube shows of videos, comments, counts and channels, as our values; pure."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from antiphon.connect.values import (
    Account,
    Live,
    Message,
    Metric,
    Parcel,
    Reading,
    RemoteId,
)
from antiphon.networks.youtube import wire
from antiphon.networks.youtube.speaking import WEB, Json

COUNTED = {
    "viewCount": Metric.VIEWS,
    "likeCount": Metric.LIKES,
    "commentCount": Metric.REPLIES,
}
_LONG_AGO = datetime(2005, 1, 1, tzinfo=UTC)


def section(told: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """A section of a resource; empty where it was left out."""
    found = told.get(name)
    return found if isinstance(found, dict) else {}


def moment(value: object) -> datetime | None:
    """A time of theirs: `2019-03-21T20:37:49.000Z` or without the fraction."""
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def is_published(told: Mapping[str, Any], parcel: Parcel) -> bool:
    """Whether those may see it who should, and it says no more that it is being prepared."""
    snippet, status = section(told, "snippet"), section(told, "status")
    seen_by = status.get("privacyStatus") == wire.wanted_privacy(parcel)
    return seen_by and snippet.get("description") != wire.marker(parcel)


def says(told: Mapping[str, Any], parcel: Parcel) -> bool:
    """Whether a video is published with the title and text of the parcel."""
    snippet = section(told, "snippet")
    same_title = wire.rendered(str(snippet.get("title", ""))) == wire.rendered(parcel.title)
    same_text = wire.rendered(str(snippet.get("description", ""))) == wire.rendered(parcel.text)
    return same_title and same_text and is_published(told, parcel)


def live(told: Mapping[str, Any], *, url: str, media: int) -> Live:
    """A video as it stands there."""
    snippet = section(told, "snippet")
    return Live(
        id=RemoteId(str(told.get("id", ""))),
        url=url,
        text=str(snippet.get("description") or ""),
        media=media,
        language=str(snippet.get("defaultLanguage") or ""),
        made_at=moment(snippet.get("publishedAt")),
    )


def words(comment: Mapping[str, Any]) -> str:
    """A comment's text as it was written; others' may come as it is shown only."""
    snippet = section(comment, "snippet")
    return str(snippet.get("textOriginal") or snippet.get("textDisplay") or "")


def author(comment: Mapping[str, Any]) -> str:
    """The channel that wrote a comment."""
    return str(section(section(comment, "snippet"), "authorChannelId").get("value") or "")


def live_comment(told: Mapping[str, Any], *, url: str) -> Live:
    """A comment as it stands there."""
    snippet = section(told, "snippet")
    edited = snippet.get("updatedAt") not in {None, snippet.get("publishedAt")}
    return Live(
        id=RemoteId(str(told.get("id", ""))),
        url=url,
        text=words(told),
        made_at=moment(snippet.get("publishedAt")),
        edited=edited,
    )


def readings(told: Mapping[str, Any]) -> Iterator[Reading]:
    """The counts of a video; those that its owner hides are left out."""
    statistics = section(told, "statistics")
    for name, metric in COUNTED.items():
        value = str(statistics.get(name, ""))
        if value.isdecimal():
            yield Reading(id=RemoteId(str(told.get("id", ""))), metric=metric, value=int(value))


def message(comment: Mapping[str, Any], about: str, web: str = WEB) -> Message | None:
    """A comment or an answer to one; nothing where it has no id or no time."""
    snippet = section(comment, "snippet")
    id, at = comment.get("id"), moment(snippet.get("publishedAt"))
    if not isinstance(id, str) or at is None:
        return None
    video = str(snippet.get("videoId") or about)
    return Message(
        id=RemoteId(id),
        about=RemoteId(video) if video else None,
        parent=RemoteId(str(snippet.get("parentId") or video)) or None,
        author=str(snippet.get("authorDisplayName") or ""),
        author_id=RemoteId(author(comment)),
        text=words(comment),
        at=at,
        url=f"{wire.link(video, web=web)}&lc={id}" if video else "",
    )


def account(channel: Json, *, web: str = WEB, **facts: Any) -> Account:
    """A channel as an account, with what it lets one choose."""
    snippet, id = section(channel, "snippet"), str(channel.get("id", ""))
    lists = section(section(channel, "contentDetails"), "relatedPlaylists")
    statistics = section(channel, "statistics")
    followers = str(statistics.get("subscriberCount", ""))
    told = {
        "uploads": lists.get("uploads"),
        "country": snippet.get("country"),
        "long_uploads": section(channel, "status").get("longUploadsStatus"),
        "kids": section(channel, "status").get("selfDeclaredMadeForKids"),
        "followers": int(followers) if followers.isdecimal() else None,
        **facts,
    }
    handle = str(snippet.get("customUrl") or "").lstrip("@")
    return Account(
        id=RemoteId(id),
        handle=handle or id,
        name=str(snippet.get("title") or id),
        url=f"{web}/@{handle}" if handle else f"{web}/channel/{id}",
        kind="channel",
        facts={name: value for name, value in told.items() if value is not None},
    )


def choices(items: Sequence[Json], *, assignable: bool = False) -> list[list[str]]:
    """Ids and titles of playlists or categories, to choose from."""
    return [
        [str(one["id"]), str(section(one, "snippet").get("title") or one["id"])]
        for one in items
        if one.get("id")
        and not (assignable and section(one, "snippet").get("assignable") is not True)
    ]


@dataclass(frozen=True, slots=True)
class Cursor:
    """Until when comments were heard, which of that second, and how many answers each had."""

    since: datetime = _LONG_AGO
    heard: frozenset[str] = frozenset()
    answered: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str) -> "Cursor":
        """What we gave out before; anything strange begins anew."""
        try:
            since, heard, answered = json.loads(text)
            at = datetime.fromisoformat(since)
            return cls(at, frozenset(map(str, heard)), {str(k): int(answered[k]) for k in answered})
        except (ValueError, TypeError, AttributeError):
            return cls()

    def is_new(self, message: Message) -> bool:
        """Whether it was not heard yet."""
        return message.at >= self.since and message.id not in self.heard

    def after(self, messages: Sequence[Message], answered: Mapping[str, int]) -> str:
        """The cursor once these were heard."""
        newest = max((one.at for one in messages), default=self.since)
        kept = self.heard if newest == self.since else frozenset()
        heard = kept | {one.id for one in messages if one.at == newest}
        return json.dumps([newest.isoformat(), sorted(heard), dict(answered)])
