"""What we can do on LinkedIn, for a member or for a page."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from antiphon.connect.errors import FixSetup, LookFirst, SignInAgain, TryLater
from antiphon.connect.http import Http
from antiphon.connect.values import (
    Account,
    Address,
    Correspondence,
    Enclosure,
    Live,
    Parcel,
    Prepared,
    Reading,
    Receipt,
    RemoteId,
)
from antiphon.networks.linkedin import accounts, counting, listening, targeting, wire
from antiphon.networks.linkedin.littletext import little
from antiphon.networks.linkedin.uploads import AT_ONCE, Uploads
from antiphon.networks.linkedin.urns import coded, comment_path

EARLIER = timedelta(minutes=2)
"""How far LinkedIn's clock may be behind ours: our own judgement."""
PAGE, PAGES = 20, 5
"""A look reads so many posts at a time, and so many pages: more than one channel may send."""
ABREAST = 4
"""So many files are brought before what was reached is put on record."""
NO_READING = (
    "This channel may write on LinkedIn but not read, so nobody but a person can see whether the "
    "post is there. Sending it again settles it while LinkedIn still refuses equal posts."
)

UNHEARD = (
    "LinkedIn lets this app write here but not read, so answers are seen on LinkedIn only. Its "
    "operator can apply for the reading scopes."
)


class Connector:
    """One channel's conversation with LinkedIn."""

    def __init__(self, http: Http, address: Address) -> None:
        self.http, self.address = http, address
        self.author = str(address.id)
        self.headers = accounts.headers(
            address.credential.secret("access_token"), str(address.facts.get("version", ""))
        )

    def _asking(self, hint: str) -> dict[str, str]:
        return {**self.headers, "X-RestLi-Method": hint}

    async def publish(self, parcel: Parcel) -> Receipt:
        """One post, or one comment; everything it needs is in its handles already."""
        if wire.is_comment(parcel):
            where = f"/rest/socialActions/{coded(wire.commented(parcel))}/comments"
            body = wire.comment(parcel, self.author)
            return wire.commented_on(
                await self.http.post(where, json_body=body, headers=self.headers)
            )
        body = wire.post(parcel, self.author, self.address.kind)
        return wire.posted(
            await self.http.post("/rest/posts", json_body=body, headers=self.headers)
        )

    async def prepare(self, parcel: Parcel) -> Prepared:
        """Bring the files one step further, and find the places that the post is meant for."""
        handles = {**parcel.handles, **await self._places(parcel)}
        uploads, waits, fresh = Uploads(self.http, self.author, self.headers), [], 0
        for file in _files(parcel):
            if fresh == ABREAST:
                return Prepared(handles=handles, wait=AT_ONCE)
            try:
                brought, wait = await uploads.bring(file, handles)
            except TryLater as error:
                if not fresh:
                    raise
                return Prepared(handles=handles, wait=error.after)
            handles.update(brought)
            fresh += bool(brought)
            waits += [wait] if wait else []
        return Prepared(handles=handles, wait=max(waits, default=None))

    async def _places(self, parcel: Parcel) -> dict[str, str]:
        found: dict[str, str] = {}
        for key, names in targeting.wanted_places(parcel.targeting).items():
            if key in parcel.handles:
                continue
            known = targeting.known_place(key)
            found[key] = known or targeting.chosen_place(await self._typeahead(names[0]), names)
        return found

    async def _typeahead(self, name: str) -> Any:
        params = {"q": "search", "query": name}
        return (
            await self.http.get("/rest/geoTypeahead", params=params, headers=self.headers)
        ).json()

    async def look(self, parcel: Parcel) -> Receipt | None:
        """Search the author's own list; without the scope to read there is nothing to see."""
        if not self.address.facts.get("reads"):
            raise LookFirst(NO_READING)
        since = (parcel.since or parcel.made_at) - EARLIER
        if wire.is_comment(parcel):
            where = f"/rest/socialActions/{coded(wire.commented(parcel))}/comments"
            async for one in listening.pages(self.http, where, self.headers):
                if wire.is_the_same_comment(one, parcel, self.author, since):
                    return wire.receipt(wire.name_of_comment(one))
            return None
        return await self._look_in_list(parcel, since)

    async def _look_in_list(self, parcel: Parcel, since: Any) -> Receipt | None:
        for page in range(PAGES):
            query = f"author={coded(self.author)}&q=author&start={page * PAGE}&count={PAGE}"
            answer = await self.http.get(
                f"/rest/posts?{query}&sortBy=CREATED", headers=self._asking("FINDER")
            )
            elements = answer.json().get("elements", [])
            for one in elements:
                if wire.is_the_same(one, parcel, since):
                    return wire.receipt(str(one["id"]))
            made = [wire.when(one.get("createdAt")) for one in elements]
            if len(elements) < PAGE or any(one and one < since for one in made):
                return None
        raise LookFirst("LinkedIn's list was too long to be read to its end.")

    async def withdraw(self, receipt: Receipt) -> None:
        """Deleting again is harmless: LinkedIn answers 204 to what is gone already."""
        path = comment_path(receipt.id)
        where = f"{path}?actor={coded(self.author)}" if path else f"/rest/posts/{coded(receipt.id)}"
        await self.http.ask("DELETE", where, headers=self._asking("DELETE"), allow=(404,))

    async def edit(self, receipt: Receipt, parcel: Parcel) -> Receipt:
        """Change the words; files, links and whom it is for stay as they are."""
        path = comment_path(receipt.id)
        if path:
            patch: dict[str, Any] = {"message": {"$set": {"text": parcel.text}}}
            where, headers = f"{path}?actor={coded(self.author)}", self.headers
        else:
            patch = {"$set": {"commentary": little(parcel.text)}}
            where, headers = f"/rest/posts/{coded(receipt.id)}", self._asking("PARTIAL_UPDATE")
        await self.http.post(where, json_body={"patch": patch}, headers=headers)
        return receipt

    async def read(self, receipt: Receipt) -> Live:
        """What LinkedIn shows its author."""
        path = comment_path(receipt.id)
        if path:
            return wire.live_comment((await self.http.get(path, headers=self.headers)).json())
        where = f"/rest/posts/{coded(receipt.id)}?viewContext=AUTHOR"
        return wire.live((await self.http.get(where, headers=self.headers)).json())

    async def count(self, ids: Sequence[RemoteId]) -> list[Reading]:
        """What a page's posts brought; a member's only where LinkedIn granted it."""
        return await counting.count(self.http, self.address, self.headers, ids)

    async def answers(self, about: Sequence[RemoteId], cursor: str) -> Correspondence:
        """Comments of others under these posts, newer than the cursor."""
        if not self.address.facts.get("reads"):
            raise FixSetup(UNHEARD)
        return await listening.answers(
            self.http, author=self.author, headers=self.headers, about=about, cursor=cursor
        )

    async def whoami(self) -> Account:
        """The account, and whether its person may still speak for it."""
        if self.address.kind == wire.ORGANIZATION:
            found = await accounts.organizations(self.http, self.headers)
        else:
            found = [await accounts.member(self.http, self.headers)]
        account = next((one for one in found if one.id == self.address.id), None)
        if account is None:
            raise SignInAgain("This person no longer has a posting role on the page.")
        return accounts.with_facts(account, self.address.facts)


def _files(parcel: Parcel) -> list[Enclosure]:
    thumb = [parcel.link.thumb] if parcel.link and parcel.link.thumb else []
    return [*parcel.enclosures, *thumb]
