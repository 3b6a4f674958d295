"""Comments of a site, from where we left off; nothing is missed that came in the same minute."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from antiphon.connect.http import Answer
from antiphon.connect.values import Correspondence, Message, Reading, RemoteId
from antiphon.networks.wordpress import comments, wire
from antiphon.networks.wordpress.site import Site

COMMENTS = "wp/v2/comments"
_OVERLAP = timedelta(minutes=1)
"""Comments carry the time at which their request began, so they may appear out of order."""
_PAGES = 20
_SHOWN = "id,post,parent,author,author_name,date_gmt,content,link,status"
_OPEN = frozenset({"approved", "hold"})
_LONGEST_LIST = 100


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reader of comments stopped."""

    newest: datetime | None = None
    seen: frozenset[int] = frozenset()

    @classmethod
    def read(cls, cursor: str) -> "Place":
        """The place in a cursor; the beginning for what is none."""
        try:
            told = json.loads(cursor)
            return cls(datetime.fromisoformat(told["newest"]), frozenset(map(int, told["seen"])))
        except (ValueError, KeyError, TypeError):
            return cls()

    def written(self) -> str:
        """The place as a cursor."""
        if self.newest is None:
            return ""
        return json.dumps({"newest": self.newest.isoformat(), "seen": sorted(self.seen)})

    def after(self, messages: Sequence[Message]) -> "Place":
        """The place once these were read."""
        if not messages:
            return self
        newest = max([one.at for one in messages] + ([self.newest] if self.newest else []))
        fresh = {wire.number(m.id) for m in messages if m.at >= newest - _OVERLAP}
        kept = self.seen if self.newest and self.newest >= newest - 2 * _OVERLAP else frozenset()
        return Place(newest, frozenset(kept | fresh))


class Inbox:
    """What people wrote under the posts of one site."""

    def __init__(self, site: Site, me: RemoteId) -> None:
        self.site, self.me = site, me

    async def since(self, about: Sequence[RemoteId], cursor: str) -> Correspondence:
        """New comments, oldest first, and where to go on."""
        place = Place.read(cursor)
        query = self._query(about, place)
        found: list[Message] = []
        for page in range(1, _PAGES + 1):
            answer = await self.site.get(COMMENTS, **query, page=page)
            told = wire.objects(answer)
            found += self._messages(told)
            pages = answer.headers.get("x-wp-totalpages", "")
            if page >= int(pages) if pages.isdecimal() else len(told) < _LONGEST_LIST:
                break
        fresh = [one for one in found if wire.number(one.id) not in place.seen]
        others = [one for one in fresh if one.author_id != self.me]
        return Correspondence(messages=others, cursor=place.after(fresh).written())

    def _query(self, about: Sequence[RemoteId], place: Place) -> dict[str, Any]:
        query: dict[str, Any] = {
            "order": "asc",
            "orderby": "date_gmt",
            "status": "all",
            "per_page": _LONGEST_LIST,
            "_fields": _SHOWN,
        }
        if place.newest:
            query["after"] = (
                (place.newest - _OVERLAP).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            )
        posts = [str(wire.number(id)) for id in about if not id.startswith(wire.COMMENT)]
        if 0 < len(posts) <= _LONGEST_LIST:
            query["post"] = ",".join(posts)
        return query

    @staticmethod
    def _messages(told: Sequence[Any]) -> list[Message]:
        open_ones = [one for one in told if one.get("status") in _OPEN]
        return [found for one in open_ones if (found := comments.message(one))]


class Tally:
    """Counts the comments of posts: all that the core of the software counts."""

    def __init__(self, site: Site) -> None:
        self.site = site

    async def of(self, ids: Sequence[RemoteId]) -> list[Reading]:
        """One reading for each post that is still public."""
        posts = [id for id in ids if wire.number(id) and not id.startswith(wire.COMMENT)]
        found: list[Reading] = []
        for start in range(0, len(posts), _LONGEST_LIST):
            found += await self._some(",".join(posts[start : start + _LONGEST_LIST]))
        return found

    async def _some(self, posts: str) -> list[Reading]:
        query = {"include": posts, "status": "publish", "per_page": _LONGEST_LIST, "_fields": "id"}
        known = [
            int(one["id"]) for one in wire.objects(await self.site.get("wp/v2/posts", **query))
        ]
        first = await self._page(posts, 1)
        pages = _header(first, "x-wp-totalpages")
        if pages > len(known):
            # Many comments under few posts: cheaper to ask for each post's own total.
            return [comments.reading(id, await self._total(id)) for id in known]
        counted = wire.objects(first)
        for page in range(2, pages + 1):
            counted += wire.objects(await self._page(posts, page))
        return comments.readings(known, counted)

    async def _page(self, posts: str, page: int) -> Answer:
        query = {"post": posts, "page": page, "per_page": _LONGEST_LIST, "_fields": "id,post"}
        return await self.site.get(COMMENTS, **query)

    async def _total(self, post: int) -> int:
        return _header(
            await self.site.get(COMMENTS, post=post, per_page=1, _fields="id"), "x-wp-total"
        )


def _header(answer: Answer, name: str) -> int:
    """A number in a header; a site that hides it cannot be counted."""
    told = answer.headers.get(name, "")
    if not told.isdecimal():
        raise answer.unclear("The site did not say how many comments there are.")
    return int(told)
