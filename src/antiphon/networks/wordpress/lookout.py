"""Whether a parcel arrived; only by reading."""

import re

from antiphon.connect.values import Parcel, Receipt, RemoteId, Step
from antiphon.networks.wordpress import comments, wire
from antiphon.networks.wordpress.blocks import seen
from antiphon.networks.wordpress.inbox import COMMENTS
from antiphon.networks.wordpress.library import POSTS
from antiphon.networks.wordpress.site import Site

_MOST = 100


class Lookout:
    """Looks for one user's posts and comments."""

    def __init__(self, site: Site, me: RemoteId) -> None:
        self.site, self.me = site, me

    async def find(self, parcel: Parcel) -> Receipt | None:
        """By the address word that only this parcel can have; in the trash too."""
        if parcel.step is Step.COMMENT:
            return await self._look_for_comment(parcel)
        found = await (
            self._look_at_draft(parcel)
            if wire.DRAFT in parcel.handles
            else self._look_by_slug(parcel)
        )
        wished = wire.wished_slug(parcel)
        return await self._look_by_text(parcel, wished) if wished and found is None else found

    async def _look_by_slug(self, parcel: Parcel) -> Receipt | None:
        asked = wire.slug(parcel)
        words = f"{asked},{asked}__trashed,{asked}-2"
        answer = await self.site.get(
            POSTS, slug=words, status="any,trash", _fields=wire.LOOKED_AT, per_page=10
        )
        return wire.looked(wire.objects(answer), asked, answer, ours=not wire.wished_slug(parcel))

    async def _look_by_text(self, parcel: Parcel, wished: str) -> Receipt | None:
        """Where the draft's id was forgotten: an own post of that address that says the same."""
        answer = await self.site.get(
            POSTS,
            slug=f"{wished},{wished}__trashed,{wished}-2",
            author=self.me,
            status="any,trash",
            context="edit",
            _fields=f"{wire.LOOKED_AT},content",
        )
        told = [one for one in wire.objects(answer) if wire.says(one, parcel)]
        return wire.receipt_of(told[0], wished, answer) if told else None

    async def _look_at_draft(self, parcel: Parcel) -> Receipt | None:
        route = f"{POSTS}/{parcel.handles[wire.DRAFT]}"
        answer = await self.site.there(route, context="edit", _fields=wire.LOOKED_AT)
        if answer is None:
            return None
        told = wire.thing(answer)
        known = told.get("status") not in {"draft", "auto-draft"}
        return wire.receipt_of(told, wire.wished_slug(parcel), answer) if known else None

    async def _look_for_comment(self, parcel: Parcel) -> Receipt | None:
        body = comments.body_of(parcel)
        query = {"post": body["post"], "author": self.me, "status": "all"}
        answer = await self.site.get(COMMENTS, **query, order="desc", per_page=_MOST)
        wanted = _words(seen(body["content"]).text)
        for told in wire.objects(answer):
            above = told.get("parent") or 0
            if above == body.get("parent", 0) and _words(comments.live(told).text) == wanted:
                return comments.receipt(told, answer)
        return None


def _words(text: str) -> str:
    """A text without what typography changes when it is shown (quotes, dashes, smilies)."""
    return re.sub(r"[\W_]+", "", text) or text.strip()
