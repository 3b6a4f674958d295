"""What we can do on a WordPress site."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from antiphon.connect.errors import ChangeIt, Gone
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
    Step,
)
from antiphon.networks.wordpress import comments, wire
from antiphon.networks.wordpress.inbox import COMMENTS, Inbox, Tally
from antiphon.networks.wordpress.library import POSTS, Library
from antiphon.networks.wordpress.lookout import Lookout
from antiphon.networks.wordpress.refusals import refusal
from antiphon.networks.wordpress.site import Site

_READ = "id,link,slug,status,date_gmt,modified_gmt,content"


class Connector:
    """One channel's conversation with its site."""

    def __init__(self, http: Http, address: Address) -> None:
        self.address = address
        self.site = Site.of(http, address.credential, address.facts)
        self.library = Library(self.site)

    async def publish(self, parcel: Parcel) -> Receipt:
        """One request: a new post, a draft made public, or a comment."""
        if parcel.step is Step.COMMENT:
            answer = await self.site.ask("POST", COMMENTS, json_body=comments.body_of(parcel))
            return comments.receipt(wire.thing(answer), answer)
        handles = await self.library.bring(parcel) if wire.missing(parcel) else parcel.handles
        body = wire.article(parcel, handles)
        route = f"{POSTS}/{handles[wire.DRAFT]}" if wire.DRAFT in handles else POSTS
        answer = await self.site.ask("POST", route, json_body=body)
        return wire.receipt(answer, body["slug"])

    async def prepare(self, parcel: Parcel) -> Prepared:
        """Pictures, terms, and a draft where a person chose the address word."""
        if parcel.step is Step.COMMENT:
            return Prepared(handles=parcel.handles)
        handles = await self.library.bring(parcel)
        if wire.wished_slug(parcel) and wire.DRAFT not in handles:
            handles[wire.DRAFT] = await self.library.draft(parcel)
        return Prepared(handles=handles)

    async def look(self, parcel: Parcel) -> Receipt | None:
        """By what only this parcel can have: an address word, a draft's id, its very words."""
        return await Lookout(self.site, self.address.id).find(parcel)

    async def check(self, receipt: Receipt) -> Receipt:
        """Whether somebody there has let it through; ChangeIt when it was put away."""
        answer = await self.site.there(wire.route(receipt), _fields="id,slug,status,link,post")
        told = wire.thing(answer) if answer else {"status": "trash"}
        if answer is None or told.get("status") in {"trash", "spam"}:
            raise ChangeIt("Somebody at the site put it away instead of publishing it.")
        if wire.is_comment(receipt):
            return comments.receipt(told, answer)
        found = wire.receipt_of(told, str(told.get("slug") or ""), answer)
        return replace(found, extra=receipt.extra, twin=receipt.twin)

    async def withdraw(self, receipt: Receipt) -> None:
        """Into the trash; for good where the site keeps none. Already there counts as done."""
        route = wire.route(receipt)
        answer = await self.site.ask("DELETE", route, allow=(404, 410, 501))
        if answer.status == 501:
            answer = await self.site.ask("DELETE", route, params={"force": True}, allow=(404, 410))
        if not answer.ok:
            error = refusal(answer) or answer.unclear("The site's refusal was not understood.")
            if not isinstance(error, Gone):
                raise error

    async def edit(self, receipt: Receipt, parcel: Parcel) -> Receipt:
        """Change what it says; address and state stay."""
        if wire.is_comment(receipt):
            body: dict[str, Any] = {"content": comments.body_of(parcel)["content"]}
            answer = await self.site.ask("POST", wire.route(receipt), json_body=body)
            return comments.receipt(wire.thing(answer), answer)
        handles = await self.library.bring(parcel) if wire.missing(parcel) else parcel.handles
        body = wire.changes(parcel, handles)
        answer = await self.site.ask("POST", wire.route(receipt), json_body=body)
        told = wire.thing(answer)
        return wire.receipt_of(told, str(told.get("slug") or ""), answer)

    async def read(self, receipt: Receipt) -> Live:
        """As it stands; Gone when it is not public any more."""
        if wire.is_comment(receipt):
            answer = await self.site.there(wire.route(receipt))
            told = wire.thing(answer) if answer else {}
            if told.get("status") not in {"approved", "hold"}:
                raise Gone("The comment is not there any more.")
            return comments.live(told)
        answer = await self.site.there(wire.route(receipt), context="edit", _fields=_READ)
        told = wire.thing(answer) if answer else {}
        if told.get("status") != "publish":
            raise Gone("The post is not public any more.")
        return wire.live(told)

    async def count(self, ids: Sequence[RemoteId]) -> list[Reading]:
        """How many comments the posts have that still stand."""
        return await Tally(self.site).of(ids)

    async def answers(self, about: Sequence[RemoteId], cursor: str) -> Correspondence:
        """Comments since the cursor, those that wait for a moderator too."""
        return await Inbox(self.site, self.address.id).since(about, cursor)

    async def whoami(self) -> Account:
        """The user, with fresh rights; SignInAgain when it may not publish any more."""
        return await self.site.account()
