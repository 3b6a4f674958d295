"""What we can do on a server that speaks the Mastodon API."""

from collections.abc import Sequence
from typing import Any

from antiphon.connect.errors import ChangeIt, LookFirst, TryLater
from antiphon.connect.http import Answer, Http
from antiphon.connect.oauth import bearer
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
from antiphon.networks.mastodon import discovery, inbox, search, upload, wire
from antiphon.networks.mastodon.refusals import refusal
from antiphon.networks.mastodon.rules import level

STATUSES = "/api/v1/statuses"
TOGETHER = 20
"""How many statuses one question asks for; the batch is bounded by 20 (unverified)."""
SEVERAL = 2
"""The level from which a server answers for several statuses at once (Mastodon 4.3)."""

LISTS_ALL = frozenset({"mastodon"})
"""Software that lists to their author also posts for followers or single people (recorded)."""


class Connector:
    """One channel's conversation with its server."""

    def __init__(self, http: Http, address: Address) -> None:
        self.http, self.address = http, address
        self.signed = bearer(address.credential.secret("access_token"))

    async def publish(self, parcel: Parcel) -> Receipt:
        """One status; the key makes a repeat harmless where a server honours it."""
        media = self._media(parcel)
        answer = await self.http.post(
            STATUSES,
            json_body=wire.status(parcel, media),
            headers={**self.signed, "Idempotency-Key": parcel.key},
            allow=(422,),
        )
        return wire.receipt(await self._settled(answer, media))

    async def prepare(self, parcel: Parcel) -> Prepared:
        """Bring the files; nobody sees them before a status shows them."""
        return await upload.bring(self.http, self.signed, parcel)

    async def look(self, parcel: Parcel) -> Receipt | None:
        """Search our own statuses for one that says the same, made since the first attempt."""
        found = await search.find(self.http, self.signed, self.address.id, parcel)
        if found is None and not self._shows_all(parcel):
            raise LookFirst("This server may not list posts for few; a person must look.")
        return found

    async def withdraw(self, receipt: Receipt) -> None:
        """Delete it; whoever deleted it before us did the same."""
        answer = await self.http.ask(
            "DELETE", f"{STATUSES}/{receipt.id}", headers=self.signed, allow=(404, 410, 422)
        )
        if answer.status == 422:
            await self._settled(answer, ())

    async def edit(self, receipt: Receipt, parcel: Parcel) -> Receipt:
        """Say everything anew: what an edit leaves out is reset by the server."""
        media = await self._attached(receipt, parcel)
        answer = await self.http.ask(
            "PUT",
            f"{STATUSES}/{receipt.id}",
            json_body=wire.correction(parcel, media),
            headers=self.signed,
            allow=(422,),
        )
        return wire.receipt(await self._settled(answer, media))

    async def read(self, receipt: Receipt) -> Live:
        """The status, and its source text where the server tells it."""
        shown = await self._status(receipt.id)
        answer = await self.http.get(
            f"{STATUSES}/{receipt.id}/source",
            headers=self.signed,
            allow=(400, 403, 404, 405, 410, 422, 501),
        )
        source = answer.told().get("text") if answer.ok else None
        return wire.live(shown, source if isinstance(source, str) else None)

    async def count(self, ids: Sequence[RemoteId]) -> list[Reading]:
        """What this server knows; it undercounts what happens elsewhere."""
        together = level(self.address.facts) >= SEVERAL
        found = await self._together(ids) if together else None
        if found is None:
            found = [await self._alone(id) for id in ids]
        return [one for told in found if isinstance(told, dict) for one in wire.readings(told)]

    async def answers(self, about: Sequence[RemoteId], cursor: str) -> Correspondence:
        """Everything that mentions, answers or quotes us; it holds what is under `about`."""
        del about  # whoever answers us mentions us
        return await inbox.newer(self.http, self.signed, self.address.id, cursor)

    async def whoami(self) -> Account:
        """The account, and its server's limits as they are now."""
        return await discovery.known(self.http, self.address.credential.secret("access_token"))

    async def names(self, begin: str, most: int) -> list[Account]:
        """Accounts that the server knows (docs, methods/accounts#search, read in November 2026)."""
        params = {"q": begin, "limit": min(most, 40), "resolve": False}
        answer = await self.http.get("/api/v1/accounts/search", params=params, headers=self.signed)
        rows = (wire.account(told, domain="", facts={}) for told in _listed(answer))
        return [row for row in rows if row][:most]

    async def _together(self, ids: Sequence[RemoteId]) -> list[Any] | None:
        """Several statuses at once; None from a server that cannot do it after all."""
        found: list[Any] = []
        for start in range(0, len(ids), TOGETHER):
            asked = [("id[]", id) for id in ids[start : start + TOGETHER]]
            answer = await self.http.get(
                STATUSES, params=asked, headers=self.signed, allow=(404, 405)
            )
            if not answer.ok:
                return None
            found += _listed(answer)
        return found

    async def _alone(self, id: RemoteId) -> dict[str, Any]:
        """One status; nothing where it is gone."""
        answer = await self.http.get(f"{STATUSES}/{id}", headers=self.signed, allow=(404, 410))
        return answer.told() if answer.ok else {}

    def _shows_all(self, parcel: Parcel) -> bool:
        """Whether the list of our own statuses is known to hold those for few, too."""
        facts = self.address.facts
        seen_by = parcel.options.get("visibility") or facts.get("privacy") or "public"
        return seen_by in {"public", "unlisted"} or facts.get("software") in LISTS_ALL

    def _media(self, parcel: Parcel) -> list[str]:
        handles = [parcel.handles.get(place) for place in wire.places(parcel)]
        if not all(handles):
            raise TryLater("The files are not at the server yet.")
        return [handle for handle in handles if handle]

    async def _attached(self, receipt: Receipt, parcel: Parcel) -> list[str]:
        """The ids for an edit: newly brought ones, else those that the status has already."""
        places = wire.places(parcel)
        if all(parcel.handles.get(place) for place in places):
            return self._media(parcel)
        there = [wire.id_of(one) for one in wire.attachments(await self._status(receipt.id))]
        if len(there) != len(places):
            raise ChangeIt("The files of the live post are not those of this text.")
        return [id for id in there if id]

    async def _status(self, id: str) -> dict[str, Any]:
        answer = await self.http.get(f"{STATUSES}/{id}", headers=self.signed)
        told = answer.json()
        if wire.id_of(told) is None or not isinstance(told, dict):
            raise answer.unclear("The answer was not the post that we expected.")
        return told

    async def _settled(self, answer: Answer, media: Sequence[str]) -> Answer:
        """A 422 says what it means only after another question: a dead token, or a file in work."""
        if answer.status != 422:
            return answer
        if not answer.body:
            await self.http.get("/api/v1/accounts/verify_credentials", headers=self.signed)
            raise LookFirst("The server refused without a reason.")
        if await upload.is_working(self.http, self.signed, media):
            raise TryLater("The server is still working on a file.", after=upload.LONGEST)
        raise refusal(answer) or LookFirst("The server refused for a reason that we do not know.")


def _listed(answer: Answer) -> list[Any]:
    told = answer.json()
    if not isinstance(told, list):
        raise answer.unclear("The answer was not the list that we expected.")
    return told
