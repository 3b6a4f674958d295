"""What we can do at a place on Google: publish, look, change, take back, hear, answer."""

import contextlib
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from antiphon.connect.errors import Gone, LookFirst, SignInAgain
from antiphon.connect.http import Http
from antiphon.connect.values import (
    Account,
    Address,
    Correspondence,
    Live,
    Parcel,
    Receipt,
    RemoteId,
    Step,
)
from antiphon.networks.google_business import locations, reviews, wire
from antiphon.networks.google_business.google import Google

SLACK = timedelta(seconds=60)
"""How much earlier than our first attempt a post may be dated by their clock."""
PAGE, PAGES = 50, 20


class Connector:
    """One place's conversation with Google."""

    def __init__(self, http: Http, address: Address) -> None:
        self.place, self.facts = address.id, address.facts
        self.google = Google(http, address.credential)

    async def publish(self, parcel: Parcel) -> Receipt:
        """Make it visible, by one request."""
        if parcel.step is Step.COMMENT:
            return await self._answer(reviews.answered(parcel), parcel.text)
        body = wire.post(parcel, self.facts)
        return wire.made(await self.google.change("POST", f"/v4/{self.place}/localPosts", body))

    async def _answer(self, review: str, text: str) -> Receipt:
        """Answer a review; a second answer takes the place of the first."""
        path = f"/v4/{review}{reviews.REPLY}"
        told = (await self.google.change("PUT", path, {"comment": text})).json()
        return reviews.reply_receipt(review, told if isinstance(told, dict) else {})

    async def look(self, parcel: Parcel) -> Receipt | None:
        """Look for it among the newest posts of the place, or under the review."""
        if parcel.step is Step.COMMENT:
            return await self._look_under(reviews.answered(parcel), parcel.text)
        since = (parcel.since or parcel.made_at) - SLACK
        sent = wire.post(parcel, self.facts)
        path = f"/v4/{self.place}/localPosts"
        told = await self.google.listed(path, "localPosts", pageSize=100, most=2)
        same = [one for one in told if wire.same(one, sent, since)]
        if len(same) > 1:
            raise LookFirst("Several posts of this place say the same; a person must choose.")
        return wire.found(same[0]) if same else None

    async def _look_under(self, review: str, text: str) -> Receipt | None:
        try:
            told = await self._reply(review)
        except Gone:
            return None
        said = wire.rendered(str(told.get("comment") or ""))
        return reviews.reply_receipt(review, told) if said == wire.rendered(text) else None

    async def _reply(self, review: str) -> Mapping[str, Any]:
        reply = (await self.google.get(f"/v4/{review}")).get("reviewReply")
        if not isinstance(reply, dict):
            raise Gone("There is no answer to this review (any more).")
        return reply

    async def check(self, receipt: Receipt) -> Receipt:
        """Is it visible now?"""
        if reviews.is_reply(receipt.id):
            review = receipt.id.removesuffix(reviews.REPLY)
            tries = wire.tries_of(receipt) + 1
            return reviews.reply_receipt(review, await self._reply(review), tries)
        return wire.standing(await self.google.get(f"/v4/{receipt.id}"), receipt)

    async def read(self, receipt: Receipt) -> Live:
        """The post or answer as it stands there."""
        if reviews.is_reply(receipt.id):
            review = receipt.id.removesuffix(reviews.REPLY)
            return reviews.live_reply(review, await self._reply(review))
        return wire.live(await self.google.get(f"/v4/{receipt.id}"))

    async def edit(self, receipt: Receipt, parcel: Parcel) -> Receipt:
        """Change the text of a post, or the answer to a review."""
        if reviews.is_reply(receipt.id):
            return await self._answer(receipt.id.removesuffix(reviews.REPLY), parcel.text)
        body = {"summary": parcel.text}
        path = f"/v4/{receipt.id}"
        return wire.made(await self.google.change("PATCH", path, body, updateMask="summary"))

    async def withdraw(self, receipt: Receipt) -> None:
        """Delete it; what is not there any more counts as done."""
        with contextlib.suppress(Gone):
            await self.google.change("DELETE", f"/v4/{receipt.id}")

    async def answers(self, about: Sequence[RemoteId], cursor: str) -> Correspondence:  # noqa: ARG002
        """Reviews of the place since the cursor, oldest first; they are about no post."""
        told: list[dict[str, Any]] = []
        token: str | None = None
        for _page in range(PAGES):
            path, order = f"/v4/{self.place}/reviews", "updateTime desc"
            page = await self.google.get(path, pageSize=PAGE, orderBy=order, pageToken=token)
            told += page.get("reviews") or []
            token = page.get("nextPageToken")
            if not token or reviews.is_older(told[-1], cursor):
                break
        messages = list(reviews.newer(told, cursor))
        return Correspondence(messages=messages, cursor=reviews.cursor_after(cursor, messages))

    async def whoami(self) -> Account:
        """The place with fresh facts; else one that this sign-in may speak for instead of it."""
        try:
            return await locations.known(self.google, self.place)
        except Gone as error:
            if others := await locations.found(self.google):
                return others[0]
            say = "This sign-in may speak for no place any more. Sign in again."
            raise SignInAgain(say) from error
