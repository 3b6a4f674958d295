"""What we can do in one community."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from antiphon.connect.errors import Gone
from antiphon.connect.http import Http
from antiphon.connect.values import (
    Account,
    Address,
    Correspondence,
    Live,
    Parcel,
    Prepared,
    Reading,
    Receipt,
    RemoteId,
)
from antiphon.networks.lemmy import dialect, wire
from antiphon.networks.lemmy.hearing import Hearing
from antiphon.networks.lemmy.site import Site

NEWEST = 50
"""Posts of a community that a look reads; more than any server lets one person write meanwhile."""


class Connector:
    """One person's conversation with one community."""

    def __init__(self, http: Http, address: Address) -> None:
        self.facts = address.facts
        self.speaks = dialect.of(address.facts)
        self.me = int(address.facts.get("person") or 0)
        self.community = int(address.facts.get("community") or 0)
        self.site = Site(http, self.speaks, address.credential.secret("access_token"))

    async def prepare(self, parcel: Parcel) -> Prepared:
        """Bring pictures, and find the post below which an answer stands."""
        handles = dict(parcel.handles)
        for file in parcel.enclosures:
            if file.digest not in handles:
                handles[file.digest] = await self.site.bring(file)
        if wire.is_about_comment(parcel) and not wire.post_of(parcel) and parcel.parent:
            view = await self.site.view(parcel.parent.id)
            handles["post"] = str(view["comment"]["post_id"])
        return Prepared(handles=handles)

    async def publish(self, parcel: Parcel) -> Receipt:
        """One request: a new post, or a comment."""
        parcel = await self._ready(parcel)
        if wire.is_about_comment(parcel):
            body = wire.comment(parcel, self.speaks, self.facts)
            answer = await self.site.send("POST", "/comment", body)
            return wire.receipt(wire.viewed(answer, "comment_view"))
        body = {**wire.post(parcel, self.speaks, self.facts), "community_id": self.community}
        answer = await self.site.send("POST", "/post", body)
        return wire.receipt(wire.viewed(answer, "post_view"))

    async def look(self, parcel: Parcel) -> Receipt | None:
        """Is it among the newest of the community, or of the post that it is about?"""
        if wire.missing(parcel):
            return None
        for view in await self._newest(parcel):
            if wire.is_ours(view, parcel, self.speaks, self.me):
                return wire.receipt(view)
        return None

    async def check(self, receipt: Receipt) -> Receipt:
        """It is visible as soon as it is there; a moderator may have taken it away."""
        return wire.receipt(await self.site.view(receipt.id))

    async def withdraw(self, receipt: Receipt) -> None:
        """Delete it; what is deleted already stays so."""
        kind = "comment" if wire.is_comment(receipt.id) else "post"
        body = {f"{kind}_id": wire.number(receipt.id), "deleted": True}
        with suppress(Gone):
            await self.site.send("POST", f"/{kind}/delete", body)

    async def edit(self, receipt: Receipt, parcel: Parcel) -> Receipt:
        """Change it in its place."""
        parcel = await self._ready(parcel)
        if wire.is_comment(receipt.id):
            body = {self.speaks.words: parcel.text, "comment_id": wire.number(receipt.id)}
            answer = await self.site.send("PUT", "/comment", body)
            return wire.receipt(wire.viewed(answer, "comment_view"))
        body = wire.post(parcel, self.speaks, self.facts) | {"post_id": wire.number(receipt.id)}
        answer = await self.site.send("PUT", "/post", body)
        return wire.receipt(wire.viewed(answer, "post_view"))

    async def read(self, receipt: Receipt) -> Live:
        """As it stands."""
        return wire.live(await self.site.view(receipt.id), self.speaks)

    async def count(self, ids: Sequence[RemoteId]) -> list[Reading]:
        """Votes and answers of those that are still there."""
        found: list[Reading] = []
        for id in ids:
            with suppress(Gone):
                found += wire.readings(await self.site.view(id))
        return found

    async def answers(self, about: Sequence[RemoteId], cursor: str) -> Correspondence:
        """What was written to us since the cursor."""
        return await Hearing(self.site, self.me).since([str(id) for id in about], cursor)

    async def whoami(self) -> Account:
        """The person in this community, with what the server announces."""
        return await self.site.account(self.community)

    async def _ready(self, parcel: Parcel) -> Parcel:
        if not wire.missing(parcel):
            return parcel
        return replace(parcel, handles=(await self.prepare(parcel)).handles)

    async def _newest(self, parcel: Parcel) -> list[dict[str, Any]]:
        query: dict[str, Any] = {"sort": "New", "limit": NEWEST}
        if wire.is_about_comment(parcel):
            query["post_id"] = wire.post_of(parcel)
            told = (await self.site.get("/comment/list", query)).told().get("comments")
        else:
            query["community_id"] = self.community
            told = (await self.site.get("/post/list", query)).told().get("posts")
        return told if isinstance(told, list) else []
