"""Comments of a site's members, from where we left off, and how many there are; read only.

`GET /comments/` with `filter`, `order`, `page` and `limit` (api/endpoints/comments.js and the
comments service of 6.65.0, read 2026-11-28). Writing one needs a member to write as; we have none.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from antiphon.connect.values import Correspondence, Message, Reading, RemoteId
from antiphon.kernel.markup import seen
from antiphon.networks.ghost import wire
from antiphon.networks.ghost.site import Site

COMMENT = "comment-"
PAGE = 100
PAGES = 20
"""How far we read at once: 2,000 comments; the next time goes on from there."""
_MOST_IDS = 50
_CLOCK = "%Y-%m-%d %H:%M:%S"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reader of comments stopped: the newest second, and whom it has seen in it."""

    newest: str = ""
    seen: frozenset[str] = frozenset()

    @classmethod
    def of(cls, cursor: str) -> "Place":
        """The place that a cursor tells; the beginning for what is none."""
        try:
            told = json.loads(cursor)
            at = datetime.fromisoformat(told["newest"]).astimezone(UTC)
            return cls(at.isoformat(), frozenset(map(str, told["seen"])))
        except (ValueError, KeyError, TypeError):
            return cls()

    def after(self, messages: Sequence[Message]) -> "Place":
        """The place once these were read."""
        if not messages:
            return self
        newest = max(one.at for one in messages).astimezone(UTC).isoformat()
        fresh = {one.id for one in messages if one.at.astimezone(UTC).isoformat() == newest}
        kept = self.seen if newest == self.newest else frozenset()
        return Place(newest, frozenset(map(str, kept | fresh)))

    def told(self) -> str:
        """The place as a cursor."""
        kept = {"newest": self.newest, "seen": sorted(self.seen)}
        return json.dumps(kept) if self.newest else ""


class Inbox:
    """What members wrote under the posts of one site."""

    def __init__(self, site: Site) -> None:
        self.site = site

    async def since(self, about: Sequence[RemoteId], cursor: str) -> Correspondence:
        """New comments, oldest first, and where to go on."""
        place = Place.of(cursor)
        query = {"order": "created_at asc", "limit": PAGE, "filter": _filter(about, place)}
        found: list[Message] = []
        for page in range(1, PAGES + 1):
            answer = await self.site.get("comments", **query, page=page)
            told = wire.things(answer, "comments")
            found += [message for one in told if (message := _message(one))]
            if len(told) < PAGE:
                break
        fresh = [one for one in found if one.id not in place.seen]
        return Correspondence(messages=fresh, cursor=place.after(fresh).told())


def _filter(about: Sequence[RemoteId], place: Place) -> str:
    """In NQL; seconds are as fine as the site's own clock gets."""
    parts = ["status:published"]
    if 0 < len(about) <= _MOST_IDS:
        parts.append(f"post_id:[{','.join(wire.home(id)[1] for id in about)}]")
    if place.newest:
        at = datetime.fromisoformat(place.newest).strftime(_CLOCK)
        parts.append(f"created_at:>='{at}'")
    return "+".join(parts)


def _message(told: Mapping[str, Any]) -> Message | None:
    """A comment as a message; None for what is no whole comment."""
    at, id = wire.moment(told.get("created_at")), told.get("id")
    if at is None or not isinstance(id, str):
        return None
    member, post = _part(told, "member"), _part(told, "post")
    above = told.get("in_reply_to_id") or told.get("parent_id")
    return Message(
        id=RemoteId(f"{COMMENT}{id}"),
        about=RemoteId(str(post["id"])) if post.get("id") else None,
        parent=RemoteId(f"{COMMENT}{above}") if above else None,
        author=str(member.get("name") or "A member"),
        author_id=RemoteId(str(member.get("id") or "nobody")),
        text=seen(str(told.get("html") or "")).text,
        at=at,
        url=f"{post['url']}#ghost-comments" if post.get("url") else "",
    )


def _part(told: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = told.get(name)
    return found if isinstance(found, dict) else {}


class Tally:
    """Counts what the site itself counts of a post."""

    def __init__(self, site: Site) -> None:
        self.site = site

    async def of(self, ids: Sequence[RemoteId]) -> list[Reading]:
        """Readings of each post that is still out."""
        return [reading for id in ids for reading in await self._one(id)]

    async def _one(self, id: RemoteId) -> list[Reading]:
        which, number = wire.home(id)
        include = {"include": "count.clicks,count.positive_feedback"} if which == "posts" else {}
        answer = await self.site.there(f"{which}/{number}", **include)
        told = wire.thing(answer, which) if answer else {}
        if not wire.is_out(told):
            return []
        query = {"filter": f"status:published+post_id:{number}", "limit": 1}
        return wire.readings(told, id, wire.total(await self.site.get("comments", **query)) or 0)
