"""What we can do on a Ghost site."""

from collections.abc import Mapping, Sequence

from antiphon.connect.errors import ChangeIt, Gone
from antiphon.connect.http import Http
from antiphon.connect.values import (
    Account,
    Address,
    Correspondence,
    Live,
    Metric,
    Parcel,
    Prepared,
    Reading,
    Receipt,
    RemoteId,
)
from antiphon.networks.ghost import wire
from antiphon.networks.ghost.account import account
from antiphon.networks.ghost.inbox import Inbox, Tally
from antiphon.networks.ghost.library import Library
from antiphon.networks.ghost.site import Site

_LOCKED = 409
_DELETED = "Somebody deleted the post's draft at the site. Plan it anew."


class Connector:
    """One channel's conversation with its site."""

    def __init__(self, http: Http, address: Address) -> None:
        self.address = address
        self.site = Site.of(http, address.credential)
        self.library = Library(self.site)

    async def prepare(self, parcel: Parcel) -> Prepared:
        """Files, and the draft that will become the post."""
        return Prepared(handles=await self.library.bring(parcel))

    async def publish(self, parcel: Parcel) -> Receipt:
        """One request makes the draft public; what is public already is left as it is."""
        handles = await self.library.bring(parcel)
        which, id = wire.kind(parcel), handles[wire.DRAFT]
        query, body = wire.publication(parcel, handles, handles[wire.DRAFT_AT])
        try:
            answer = await self.site.ask(
                "PUT", f"{which}/{id}", params=query, json_body=body, allow=(_LOCKED,)
            )
        except Gone as error:
            raise ChangeIt(_DELETED) from error
        if answer.status == _LOCKED:
            return await self._unlock(parcel, handles)
        return wire.receipt(wire.thing(answer, which), which, answer)

    async def _unlock(self, parcel: Parcel, handles: Mapping[str, str]) -> Receipt:
        """The lock held, so nothing happened: we were there before, or somebody changed it."""
        which, id = wire.kind(parcel), handles[wire.DRAFT]
        now = await self.site.there(f"{which}/{id}", fields=wire.KNOWN)
        if now is None:
            raise ChangeIt(_DELETED)
        told = wire.thing(now, which)
        if wire.is_out(told):
            return wire.receipt(told, which, now)
        query, body = wire.publication(parcel, handles, str(told.get("updated_at")))
        answer = await self.site.ask("PUT", f"{which}/{id}", params=query, json_body=body)
        return wire.receipt(wire.thing(answer, which), which, answer)

    async def look(self, parcel: Parcel) -> Receipt | None:
        """By the draft's id, or by the address word that only this parcel can have."""
        which = wire.kind(parcel)
        if wire.DRAFT in parcel.handles:
            route = f"{which}/{parcel.handles[wire.DRAFT]}"
            answer = await self.site.there(route, fields=wire.KNOWN)
        else:
            answer = await self.library.find(parcel)
        if answer is None:
            return None
        told = wire.thing(answer, which)
        return wire.receipt(told, which, answer) if wire.is_out(told) else None

    async def withdraw(self, receipt: Receipt) -> None:
        """Delete it: the software keeps no trash. Already gone counts as done."""
        which, number = wire.home(receipt.id)
        await self.site.ask("DELETE", f"{which}/{number}", allow=(404,))

    async def edit(self, receipt: Receipt, parcel: Parcel) -> Receipt:
        """Change what it says; the lock keeps us from undoing what somebody changed there."""
        handles = await self.library.bring(parcel, draft=False)
        which, number = wire.home(receipt.id)
        now = await self.site.there(f"{which}/{number}", fields=wire.KNOWN)
        if now is None:
            raise Gone("The post is not there any more.")
        updated_at = str(wire.thing(now, which).get("updated_at"))
        body = wire.change(parcel, handles, updated_at, which)
        answer = await self.site.ask(
            "PUT", f"{which}/{number}", params={"source": "html"}, json_body=body
        )
        return wire.receipt(wire.thing(answer, which), which, answer)

    async def read(self, receipt: Receipt) -> Live:
        """As it stands; Gone when it is not public any more."""
        which, number = wire.home(receipt.id)
        answer = await self.site.there(f"{which}/{number}", formats="html")
        told = wire.thing(answer, which) if answer else {}
        if not wire.is_out(told):
            raise Gone("The post is not public any more.")
        return wire.live(told, receipt.id)

    async def count(self, ids: Sequence[RemoteId]) -> list[Reading]:
        """Clicks, good feedback and comments of posts; members where the site is asked for."""
        posts = [id for id in ids if id != self.address.id]
        found = await Tally(self.site).of(posts)
        if self.address.id in ids:
            members = wire.total(await self.site.get("members", limit=1)) or 0
            found.append(Reading(id=self.address.id, metric=Metric.FOLLOWERS, value=members))
        return found

    async def answers(self, about: Sequence[RemoteId], cursor: str) -> Correspondence:
        """Comments since the cursor."""
        return await Inbox(self.site).since(about, cursor)

    async def whoami(self) -> Account:
        """The site, with its newsletters and tiers; SignInAgain when the key is gone."""
        return await account(self.site)
