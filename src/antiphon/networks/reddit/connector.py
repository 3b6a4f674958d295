"""What we can do on Reddit for one account in one community."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from antiphon.connect.errors import ChangeIt, Gone, LookFirst, SignInAgain, TryLater
from antiphon.connect.http import Http
from antiphon.connect.values import (
    Account,
    Address,
    Live,
    Metric,
    Parcel,
    Prepared,
    Reading,
    Receipt,
    RemoteId,
    Step,
)
from antiphon.networks.reddit import community, reading, wire
from antiphon.networks.reddit.api import Api
from antiphon.networks.reddit.listening import Listening
from antiphon.networks.reddit.markdown import escaped
from antiphon.networks.reddit.uploads import Uploads

SLACK = timedelta(seconds=60)
"""How much earlier than our first attempt a post may be dated by their clock."""
PAGE, PAGES = 100, 5
"""A list holds 100 a page, and 1,000 in all."""
MAKING = "making:"
"""Begins the id of a post with a file until Reddit shows it under its own."""
FIRST, LONGEST = timedelta(seconds=5), timedelta(minutes=1)
PATIENCE = 40
"""So often it is asked for, in about half an hour, before it counts as failed."""


class Connector(Listening):
    """One account's conversation with Reddit."""

    def __init__(self, http: Http, address: Address) -> None:
        self.address = address
        self.user = str(address.facts.get("user", ""))
        self.community = str(address.facts.get("community", ""))
        self.api = Api(http, address.credential.secret("access_token"), self.user)

    async def prepare(self, parcel: Parcel) -> Prepared:
        """Bring the files."""
        return await Uploads(self.api).bring(parcel)

    async def publish(self, parcel: Parcel) -> Receipt:
        """Make it visible, by one request."""
        if parcel.step is Step.COMMENT:
            return await self._comment(parcel)
        path, said, as_json = wire.submission(parcel, self.community)
        data = await (self.api.tell(path, said) if as_json else self.api.post(path, said))
        name = str(data.get("name") or data.get("id") or "")
        if name.startswith("t3_"):
            return Receipt(id=RemoteId(name), url=str(data.get("url") or ""))
        if wire.asset(parcel) and data.get("websocket_url"):
            return self._in_the_making(parcel)
        raise LookFirst("Reddit's answer named no post.")

    def _in_the_making(self, parcel: Parcel) -> Receipt:
        """Pictures and videos get their number later; it is found in the account's own list."""
        number = wire.asset(parcel)
        since = int(((parcel.since or datetime.now(UTC)) - SLACK).timestamp())
        return Receipt(
            id=RemoteId(f"{MAKING}{number}"), ready=False, check_after=FIRST,
            extra={"asset": number, "title": parcel.title, "since": str(since), "asked": "0"},
        )  # fmt: skip

    async def _comment(self, parcel: Parcel) -> Receipt:
        """An answer that holds no comment means that none was made (recorded), or is not shown."""
        form = {"thing_id": wire.about(parcel).id, "text": escaped(parcel.text)}
        things = (await self.api.post("/api/comment", form)).get("things") or []
        for thing in things:
            if thing.get("kind") == "t1" and (thing.get("data") or {}).get("name"):
                return reading.receipt(thing["data"])
        raise LookFirst("Reddit's answer held no comment.")

    async def look(self, parcel: Parcel) -> Receipt | None:
        """Search what this account has posted, or commented, since the first attempt."""
        since = (parcel.since or parcel.made_at) - SLACK
        if parcel.step is Step.COMMENT:
            told = await self._own("comments", since)
            found = [one for one in told if reading.same_comment(one, parcel, since)]
        else:
            told = await self._own("submitted", since)
            found = [one for one in told if self._is_ours(one, parcel, since)]
        if len({str(one["name"]) for one in found}) > 1:
            raise LookFirst("Several posts say the same; a person must choose.")
        return reading.receipt(found[0]) if found else None

    def _is_ours(self, told: Mapping[str, Any], parcel: Parcel, since: datetime) -> bool:
        return reading.same_post(told, parcel, self.community, since)

    async def _own(self, what: str, since: datetime) -> list[Mapping[str, Any]]:
        """The account's own list, newest first, back to that moment."""
        found: list[Mapping[str, Any]] = []
        after = None
        for _page in range(PAGES):
            told = await self.api.get(
                f"/user/{self.user}/{what}", sort="new", limit=PAGE, after=after
            )
            page = [one["data"] for one in _children(told) if isinstance(one.get("data"), dict)]
            found += page
            after = (told.get("data") or {}).get("after")
            oldest = reading.moment(page[-1].get("created_utc")) if page else None
            if not after or (oldest and oldest < since):
                return found
        raise LookFirst("Reddit's list was too long to be read to its end.")

    async def check(self, receipt: Receipt) -> Receipt:
        """Is it visible now? A file's number stands in the address of its post."""
        extra = dict(receipt.extra)
        if not receipt.id.startswith(MAKING):
            return Receipt(id=receipt.id, url=receipt.url, extra=extra)
        since = datetime.fromtimestamp(int(extra["since"]), UTC)
        for told in await self._own("submitted", since):
            if reading.shows(told, extra["asset"]):
                return reading.receipt(told)
        asked = int(extra["asked"]) + 1
        if asked > PATIENCE:
            raise ChangeIt("Reddit did not show the post; it could not use the file.")
        wait = min(LONGEST, FIRST * (asked + 1))
        extra["asked"] = str(asked)
        return Receipt(id=receipt.id, ready=False, check_after=wait, extra=extra)

    async def withdraw(self, receipt: Receipt) -> None:
        """Delete it; Reddit says yes to what is gone already too (recorded: an empty object)."""
        if receipt.id.startswith(MAKING):
            raise TryLater("Reddit has not shown the post yet, so it cannot be taken back.")
        await self.api.bare("/api/del", {"id": receipt.id}, effect=True)

    async def edit(self, receipt: Receipt, parcel: Parcel) -> Receipt:
        """Change the words of a text post or a comment; titles stay for ever."""
        form = {"thing_id": receipt.id, "text": escaped(parcel.text)}
        await self.api.post("/api/editusertext", form)
        return receipt

    async def read(self, receipt: Receipt) -> Live:
        """What stands there; raises Gone for what was taken back."""
        async for told in self._known([receipt.id]):
            return reading.live(told)
        raise Gone("Reddit does not know it any more.")

    async def count(self, ids: Sequence[RemoteId]) -> list[Reading]:
        """Readings of those that are still there; the community's own id counts who follows it."""
        found: list[Reading] = []
        if self.address.id in ids:
            size = (await community.about(self.api, self.community)).get("subscribers")
            if isinstance(size, int):
                found.append(Reading(id=self.address.id, metric=Metric.FOLLOWERS, value=size))
        async for told in self._known([id for id in ids if id != self.address.id]):
            found += reading.readings(told)
        return found

    async def _known(self, ids: Sequence[str]) -> Any:
        """What Reddit still shows of these, a hundred at a time."""
        for start in range(0, len(ids), PAGE):
            some = ",".join(ids[start : start + PAGE])
            for one in await self.api.listing("/api/info", id=some):
                told = one.get("data")
                if isinstance(told, dict) and not reading.is_gone(told):
                    yield told

    async def whoami(self) -> Account:
        """The account in its community, with the rules that hold today."""
        me = await whoami(self.api)
        try:
            about = await community.about(self.api, self.community)
        except Gone as error:
            raise SignInAgain("The community is not on Reddit any more.") from error
        return await community.account(self.api, me, about)


async def whoami(api: Api) -> Mapping[str, Any]:
    """Who speaks; an account that is suspended may not."""
    me = await api.get("/api/v1/me")
    if not isinstance(me, dict) or not me.get("name"):
        raise TryLater("Reddit did not say whose permission this is.")
    if me.get("is_suspended"):
        raise SignInAgain("Reddit has suspended this account.")
    return me


def _children(told: Any) -> Iterator[Mapping[str, Any]]:
    data = told.get("data") if isinstance(told, dict) else None
    yield from (data or {}).get("children") or ()
