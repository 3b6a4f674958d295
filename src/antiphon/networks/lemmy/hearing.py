"""What people wrote to us: read as each program tells it, newest first, until we know the rest."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from antiphon.connect.errors import Gone
from antiphon.connect.values import Correspondence, Message
from antiphon.networks.lemmy import wire
from antiphon.networks.lemmy.dialect import PIEFED, V3
from antiphon.networks.lemmy.site import Site

PAGE = 50
PAGES = 20
"""How far back we read at once: what is older is passed over."""
POSTS = 20
"""Posts whose comments are read one by one, where the program has no list that we know."""


class Hearing:
    """One account's answers."""

    def __init__(self, site: Site, me: int) -> None:
        self.site, self.me = site, me

    async def since(self, about: Sequence[str], cursor: str) -> Correspondence:
        """Comments of others since the cursor, oldest first."""
        written, *seen = cursor.split() or [""]
        last = _read(written)
        views = await self._views(about, last)
        heard = {one.id: one for one in (self._message(view, about) for view in views)}
        fresh = [one for one in heard.values() if one.at >= last and one.id not in seen]
        fresh.sort(key=lambda one: (one.at, wire.number(one.id)))
        newest = max([last, *(one.at for one in fresh)])
        near = {str(one.id) for one in heard.values() if one.at == newest}
        kept = sorted(near | (set(seen) if newest == last else set()))
        told = " ".join([newest.isoformat(), *kept]) if heard or cursor else ""
        return Correspondence(messages=fresh, cursor=told)

    def _message(self, view: dict[str, Any], about: Sequence[str]) -> Message:
        return wire.message(view, self.site.speaks, about)

    async def _views(self, about: Sequence[str], last: datetime) -> list[dict[str, Any]]:
        speaks = self.site.speaks
        if speaks is V3:
            query = {"sort": "New", "limit": PAGE, "unread_only": False}
            views = await self._paged("/user/replies", query, "replies", last)
        elif speaks is PIEFED:
            # `/user/replies` stayed empty for a reply made just before (seen); this had it.
            views = await self._paged("/user/notifications", {"status": "All"}, "items", last)
        else:
            views = [one for id in about[-POSTS:] for one in await self._below(id)]
        return [one for one in views if isinstance(one.get("comment"), dict) and not self._own(one)]

    def _own(self, view: dict[str, Any]) -> bool:
        who = view.get("creator") or view.get("author") or {}
        return who.get("id") == self.me or not wire.is_there({"comment": view["comment"]})

    async def _paged(
        self, path: str, query: dict[str, Any], name: str, last: datetime
    ) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        for page in range(1, PAGES + 1):
            told = (await self.site.get(path, {**query, "page": page})).told().get(name) or []
            found += told
            oldest = [wire.moment(one["comment"]) for one in told if one.get("comment")]
            if len(told) < PAGE or (oldest and min(oldest) < last):
                break
        return found

    async def _below(self, id: str) -> list[dict[str, Any]]:
        if wire.is_comment(id):
            return []
        query = {"post_id": wire.number(id), "sort": "New", "limit": PAGE}
        try:
            return (await self.site.get("/comment/list", query)).told().get("comments") or []
        except Gone:
            return []


def _read(written: str) -> datetime:
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
