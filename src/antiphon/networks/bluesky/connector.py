"""What we can do on an account's own server."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from antiphon.connect.errors import Gone, TryLater
from antiphon.connect.http import Answer, Http
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
from antiphon.networks.bluesky import identity, records, wire
from antiphon.networks.bluesky.uploads import Uploads, missing
from antiphon.networks.bluesky.xrpc import Xrpc

PAGE = 25
"""Posts of one question (lexicon app.bsky.feed.getPosts, @d6296a1)."""
NOTES = 100
NOTE_PAGES = 50
"""How far back we read at once: 5,000 answers; what is older than these is passed over."""


class Connector:
    """One account's conversation with its server."""

    def __init__(self, http: Http, address: Address) -> None:
        self.address = address
        self.did = str(address.id)
        self.xrpc = Xrpc(http, str(address.facts.get("pds") or address.server), address.credential)

    async def prepare(self, parcel: Parcel) -> Prepared:
        """Bring files, look up people, say who may answer."""
        return await Uploads(self.xrpc, self.did, self.address.facts).bring(parcel)

    async def publish(self, parcel: Parcel) -> Receipt:
        """Put the record in its place; a repeat finds it there and changes nothing."""
        parcel = await self._ready(parcel)
        answer = await self.xrpc.do("com.atproto.repo.putRecord", records.put(self.did, parcel))
        return wire.receipt(answer, records.gates(self.did, parcel))

    async def look(self, parcel: Parcel) -> Receipt | None:
        """Is there a record in the parcel's place? Everybody may ask that."""
        answer = await self._record(records.uri(self.did, parcel), allow=(400,))
        if answer.status == 400 and answer.told().get("error") == "RecordNotFound":
            return None
        receipt = wire.receipt(answer, records.gates(self.did, parcel))
        return receipt if wire.is_of(parcel, answer.json().get("value") or {}) else None

    async def check(self, receipt: Receipt) -> Receipt:
        """It is visible as soon as it is there."""
        answer = await self._record(receipt.id)
        return replace(receipt, extra={**receipt.extra, "cid": wire.receipt(answer).extra["cid"]})

    async def withdraw(self, receipt: Receipt) -> None:
        """Delete it, and after it what said who may answer it; twice is as good as once (seen)."""
        did, collection, rkey = wire.parts(receipt.id)
        where = {"repo": did, "collection": collection, "rkey": rkey}
        await self.xrpc.do("com.atproto.repo.deleteRecord", where)
        for gate in receipt.extra.get("gates", "").split():
            where["collection"] = gate
            await self.xrpc.do("com.atproto.repo.deleteRecord", where, effect=False)

    async def edit(self, receipt: Receipt, parcel: Parcel) -> Receipt:
        """Put the new content in the same place, if it is still what we saw there."""
        before = (await self._record(receipt.id)).json()
        parcel = await self._ready(parcel)
        record = {**records.post(parcel), "createdAt": before["value"]["createdAt"]}
        if "reply" in before["value"]:
            record["reply"] = before["value"]["reply"]
        did, collection, rkey = wire.parts(receipt.id)
        body = {"repo": did, "collection": collection, "rkey": rkey, "record": record,
                "swapRecord": before["cid"]}  # fmt: skip
        answer = await self.xrpc.do("com.atproto.repo.putRecord", body)
        return wire.receipt(answer, receipt.extra.get("gates", "").split())

    async def read(self, receipt: Receipt) -> Live:
        """The record as it stands."""
        return wire.live(await self._record(receipt.id), receipt)

    async def count(self, ids: Sequence[RemoteId]) -> list[Reading]:
        """Counts of posts, and followers where the account itself is asked for."""
        found: list[Reading] = []
        posts = [id for id in ids if id.startswith("at://")]
        for start in range(0, len(posts), PAGE):
            params = [("uris", id) for id in posts[start : start + PAGE]]
            told = (await self.xrpc.ask("app.bsky.feed.getPosts", params)).json()
            found += [one for post in told.get("posts", ()) for one in wire.readings(post)]
        for id in (id for id in ids if id.startswith("did:")):
            told = (await self.xrpc.ask("app.bsky.actor.getProfile", {"actor": id})).json()
            value = int(told.get("followersCount") or 0)
            found.append(Reading(id=id, metric=Metric.FOLLOWERS, value=value))
        return found

    async def answers(self, about: Sequence[RemoteId], cursor: str) -> Correspondence:  # noqa: ARG002
        """Replies, mentions and quotes since the cursor, whatever they are about."""
        since = cursor.partition(" ")[0]
        notes: list[dict[str, Any]] = []
        page = ""
        for _turn in range(NOTE_PAGES):
            params = [
                ("limit", NOTES),
                *(("reasons", one) for one in ("reply", "mention", "quote")),
            ]
            asked = [*params, *([("cursor", page)] if page else [])]
            told = (await self.xrpc.ask("app.bsky.notification.listNotifications", asked)).json()
            found = told.get("notifications") or []
            notes += found
            page = str(told.get("cursor") or "")
            if not (page and found) or str(found[-1].get("indexedAt")) < since:
                break
        return wire.letters(notes, self.did, cursor)

    async def whoami(self) -> Account:
        """Whose permission this is."""
        session = (await self.xrpc.ask("com.atproto.server.getSession")).json()
        return await identity.account(self.xrpc, session)

    async def names(self, begin: str, most: int) -> list[Account]:
        """Accounts whose handle or name begins like this (lexicon searchActorsTypeahead)."""
        asked = {"q": begin.lstrip("@"), "limit": min(most, 100)}
        told = (await self.xrpc.ask("app.bsky.actor.searchActorsTypeahead", asked)).told()
        return [
            Account(
                id=RemoteId(str(one["did"])),
                handle=str(one["handle"]),
                name=str(one.get("displayName") or one["handle"]),
                url=f"{wire.SITE}/profile/{one['handle']}",
            )
            for one in told.get("actors") or []
            if one.get("did") and one.get("handle")
        ][:most]

    async def _ready(self, parcel: Parcel) -> Parcel:
        """The parcel with everything that its record names, in case nobody prepared it."""
        if not missing(parcel):
            return parcel
        brought = await self.prepare(parcel)
        if brought.wait:
            raise TryLater("The network still works on a file.", after=brought.wait)
        return replace(parcel, handles=brought.handles)

    async def _record(self, uri: str, *, allow: Sequence[int] = ()) -> Answer:
        did, collection, rkey = wire.parts(uri)
        if not did:
            raise Gone("That is not the address of a post.")
        where = {"repo": did, "collection": collection, "rkey": rkey}
        return await self.xrpc.ask("com.atproto.repo.getRecord", where, open=True, allow=allow)
