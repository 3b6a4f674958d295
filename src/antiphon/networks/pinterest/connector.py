"""What we can do on Pinterest: bring, publish, find, change, take back, count."""

import contextlib
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from antiphon.connect.errors import Gone, LookFirst
from antiphon.connect.http import Http
from antiphon.connect.oauth import bearer
from antiphon.connect.values import (
    Account,
    Address,
    Live,
    Parcel,
    Prepared,
    Reading,
    Receipt,
    RemoteId,
)
from antiphon.networks.pinterest import boards, wire
from antiphon.networks.pinterest.sources import source
from antiphon.networks.pinterest.uploads import Uploads, film

SLACK = timedelta(seconds=60)
"""How much earlier than our first attempt a pin may be dated by their clock."""


class Connector:
    """One account's conversation with Pinterest."""

    def __init__(self, http: Http, address: Address) -> None:
        self.http, self.address = http, address
        self.headers = bearer(address.credential.secret("access_token"))

    async def prepare(self, parcel: Parcel) -> Prepared:
        """Bring the video one step further; pictures go with the pin."""
        known, video = dict(parcel.handles), film(parcel)
        if video is None:
            return Prepared(handles=known)
        return await Uploads(self.http, self.headers).bring(video, known)

    async def publish(self, parcel: Parcel) -> Receipt:
        """Make the pin, by one request."""
        body = wire.pin(parcel, self.address.facts, await source(parcel))
        answer = await self.http.post("/v5/pins", json_body=body, headers=self.headers, seconds=120)
        return wire.made(answer)

    async def look(self, parcel: Parcel) -> Receipt | None:
        """Search all that this account has pinned; the order of the list is not promised."""
        since = (parcel.since or parcel.made_at) - SLACK
        found: set[str] = set()
        bookmark = None
        for _page in range(boards.PAGES):
            told = await self._get(
                "/v5/pins",
                page_size=boards.PAGE,
                bookmark=bookmark,
                include_protected_pins=True,
            )
            pins = [one for one in told.get("items") or [] if isinstance(one, dict)]
            found |= {str(one["id"]) for one in pins if wire.same(one, parcel, since=since)}
            bookmark = told.get("bookmark")
            if not bookmark or found:
                return _only(found)
            dates = [at for one in pins if (at := wire.moment(one.get("created_at")))]
            if dates == sorted(dates, reverse=True) and dates and dates[-1] < since:
                return None
        raise LookFirst("Pinterest's list was too long to be read to its end.")

    async def withdraw(self, receipt: Receipt) -> None:
        """Delete it; what is not there any more counts as done."""
        with contextlib.suppress(Gone):
            await self.http.ask("DELETE", f"/v5/pins/{receipt.id}", headers=self.headers)

    async def edit(self, receipt: Receipt, parcel: Parcel) -> Receipt:
        """Change the words, the link and the alternative text; the picture stays."""
        body = {name: value or None for name, value in wire.words(parcel).items()}
        if not parcel.enclosures:
            del body["alt_text"]
        await self.http.ask("PATCH", f"/v5/pins/{receipt.id}", json_body=body, headers=self.headers)
        return receipt

    async def read(self, receipt: Receipt) -> Live:
        """The pin as it stands there."""
        return wire.live(await self._get(f"/v5/pins/{receipt.id}"))

    async def count(self, ids: Sequence[RemoteId]) -> list[Reading]:
        """Readings of those that Pinterest still knows; the account's own id counts followers."""
        found: list[Reading] = []
        for id in ids:
            with contextlib.suppress(Gone):
                found += await self._count(id)
        return found

    async def _count(self, id: RemoteId) -> list[Reading]:
        if id == self.address.id:
            return list(wire.followers(id, await self._get("/v5/user_account")))
        return list(wire.readings(id, await self._get(f"/v5/pins/{id}", pin_metrics=True)))

    async def whoami(self) -> Account:
        """The account, with its boards as they are today."""
        return await whoami(self.http, self.headers)

    async def _get(self, path: str, **params: Any) -> Any:
        return (await self.http.get(path, params=params, headers=self.headers)).json()


async def whoami(http: Http, headers: dict[str, str]) -> Account:
    """Whom a permission speaks for."""
    answer = await http.get("/v5/user_account", headers=headers)
    told = answer.told()
    if not isinstance(told.get("username"), str) or not isinstance(told.get("id"), str):
        raise answer.unclear("What answered is not Pinterest, or said nothing of the account.")
    return wire.account(told, await boards.places(http, headers))


def _only(found: set[str]) -> Receipt | None:
    if len(found) > 1:
        raise LookFirst("Several pins say the same; a person must choose.")
    return wire.receipt(found.pop()) if found else None
