"""What we can do on X."""

from collections.abc import Mapping, Sequence
from datetime import UTC, timedelta
from typing import Any

from antiphon.connect.errors import Gone, LookFirst, NetworkError, TryLater
from antiphon.connect.http import Http
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
from antiphon.networks.x import reading, refusals, wire
from antiphon.networks.x.search import match
from antiphon.networks.x.uploads import Uploads

BEFORE = timedelta(seconds=60)
"""How much earlier than our first attempt a look begins: clocks differ."""
PAGES = 8
"""Of a hundred each: X shows no more than 800 mentions back."""


class Connector:
    """One channel's conversation with X."""

    def __init__(self, http: Http, address: Address) -> None:
        self.http, self.address = http, address
        self.headers = bearer(address.credential.secret("access_token"))
        self.site = http.host(reading.SITE)

    async def publish(self, parcel: Parcel) -> Receipt:
        """Make this parcel visible, by exactly one request that has an effect."""
        return await self._post(wire.post(parcel))

    async def prepare(self, parcel: Parcel) -> Prepared:
        """Bring the files; goes on where the handles say."""
        return await Uploads(self.http, self.headers, dict(parcel.handles)).bring(parcel)

    async def look(self, parcel: Parcel) -> Receipt | None:
        """Look for the parcel among our own posts since the first attempt."""
        since = (parcel.since or parcel.made_at).astimezone(UTC) - BEFORE
        found = []
        async for told in self._pages(
            f"/2/users/{self.address.id}/tweets",
            start_time=f"{since:%Y-%m-%dT%H:%M:%SZ}",
            exclude="retweets",
            expansions="attachments.poll_ids",
            **{"tweet.fields": reading.POST_FIELDS, "poll.fields": "options"},
        ):
            found += match(parcel, told)
        if len({post["id"] for post in found}) > 1:
            raise LookFirst("Several posts look like this one; a person has to choose.")
        return self._receipt(found[0]["id"]) if found else None

    async def withdraw(self, receipt: Receipt) -> None:
        """Delete the post; one that is gone counts as done."""
        path = f"/2/tweets/{receipt.id}"
        try:
            answer = await self.http.ask("DELETE", path, headers=self.headers)
        except Gone:
            return
        told = answer.told()
        problem = None if (told.get("data") or {}).get("deleted") is True else refusals.named(told)
        if problem is None and "data" not in told:
            problem = answer.unclear("X did not say whether the post is gone.")
        if problem and not isinstance(problem, Gone):
            raise problem

    async def edit(self, receipt: Receipt, parcel: Parcel) -> Receipt:
        """Put an edition in the post's place; X gives it an id of its own."""
        return await self._post(wire.edition(receipt, parcel))

    async def read(self, receipt: Receipt) -> Live:
        """The post as X shows it now."""
        told = await self._get(
            f"/2/tweets/{receipt.id}",
            expansions="attachments.media_keys",
            **{"tweet.fields": reading.POST_FIELDS, "media.fields": "alt_text,type,url"},
        )
        if "data" not in told:
            raise refusals.named(told) or Gone("X does not show this post any more.")
        return reading.live(told, self._receipt(told["data"]["id"]).url)

    async def count(self, ids: Sequence[RemoteId]) -> list[Reading]:
        """Counts of up to a hundred posts a call; X leaves out what it no longer shows."""
        found: list[Reading] = []
        for start in range(0, len(ids), 100):
            told = await self._get(
                "/2/tweets",
                ids=",".join(ids[start : start + 100]),
                **{"tweet.fields": "public_metrics,non_public_metrics"},
            )
            found += reading.readings(told.get("data", []))
        return found

    async def answers(self, about: Sequence[RemoteId], cursor: str) -> Correspondence:
        """Who named the account since the cursor; an answer names whom it answers."""
        found, newest = [], cursor
        async for told in self._pages(
            f"/2/users/{self.address.id}/mentions",
            since_id=cursor or None,
            expansions="author_id",
            **{"tweet.fields": reading.POST_FIELDS, "user.fields": "username"},
        ):
            newest = max(newest, told["meta"].get("newest_id", newest), key=_age)
            found += reading.messages(told, about=about, me=self.address.id, site=self.site)
        return Correspondence(messages=sorted(found, key=lambda one: _age(one.id)), cursor=newest)

    async def whoami(self) -> Account:
        """The account that the token speaks for."""
        told = await self._get("/2/users/me", **{"user.fields": reading.USER_FIELDS})
        if "data" not in told:
            raise refusals.named(told) or TryLater("X did not say whom the token speaks for.")
        return reading.account(told["data"], self.site)

    async def _post(self, body: Mapping[str, Any]) -> Receipt:
        answer = await self.http.post("/2/tweets", json_body=body, headers=self.headers)
        return wire.receipt(answer, site=self.site, handle=self.address.handle)

    async def _get(self, path: str, **asked: Any) -> dict[str, Any]:
        answer = await self.http.get(path, params=asked, headers=self.headers)
        told = answer.json()
        if not isinstance(told, dict):
            raise answer.unclear("X answered in a form that we do not know.")
        return told

    async def _pages(self, path: str, **asked: Any) -> Any:
        """The pages of a list, newest first."""
        token: str | None = None
        for _page in range(PAGES):
            told = await self._get(path, max_results=100, pagination_token=token, **asked)
            if "meta" not in told:
                raise self._partial(told)
            yield told
            token = told["meta"].get("next_token")
            if not token:
                return

    def _partial(self, told: Mapping[str, Any]) -> NetworkError:
        return refusals.named(dict(told)) or TryLater("X answered with a part of the list only.")

    def _receipt(self, id: str) -> Receipt:
        url = reading.link_to(self.site, self.address.handle, id)
        return Receipt(id=RemoteId(id), url=url)


def _age(id: str) -> int:
    """Ids grow with time; an empty one is the oldest."""
    return int(id or 0)
