"""What we can do for a creator: by the API for Developers."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from antiphon.connect.errors import Gone, LookFirst, NetworkError
from antiphon.connect.http import Answer, Http
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
)
from antiphon.networks.tiktok import creator, reading, uploads, wire
from antiphon.networks.tiktok.api import Api, named

MOST = 20
"""Posts of one question (developers.tiktok.com/doc/tiktok-api-v2-video-query)."""
PAGES = 5


class Creator:
    """One creator's conversation with TikTok."""

    def __init__(self, http: Http, address: Address) -> None:
        self.address = address
        self.api = Api(http, address.credential)
        self.uploads = uploads.Uploads(self.api)
        self.web = http.host(wire.WEB)
        told = address.credential.facts.get("scope", "")
        # What a pasted token may do is nowhere told: it is taken for all that we would ask for.
        self.scopes = frozenset(told.replace(",", " ").split() or creator.SCOPES)

    @property
    def profile(self) -> str:
        """Where people see the account."""
        return f"{self.web}/@{self.address.handle}"

    async def prepare(self, parcel: Parcel) -> Prepared:
        """Ask what the account allows now, then bring the video; pictures TikTok fetches."""
        known = dict(parcel.handles)
        if wire.PUBLISH in known and uploads.is_open(known):
            return await self.uploads.bring(parcel.enclosures[0], known)
        if not wire.goes_to_inbox(parcel):
            known |= creator.judge(parcel, await creator.info(self.api))
        if not wire.is_video(parcel):
            return Prepared(handles=known or {wire.OFF: "-"})
        return await self.uploads.begin(replace(parcel, handles=known), known)

    async def publish(self, parcel: Parcel) -> Receipt:
        """The last piece of a video, or the word to fetch pictures; then how far it is."""
        if wire.is_video(parcel):
            publish = await self._last_piece(parcel)
        else:
            told = await self.api.post(
                "/post/publish/content/init/", wire.photo_init(parcel), effect=True
            )
            publish = named(told, "publish_id", effect=True)
        return await creator.first_check(self.check, wire.accepted(publish, parcel))

    async def _last_piece(self, parcel: Parcel) -> str:
        publish = wire.needed(parcel, wire.PUBLISH)
        answer = await self.uploads.piece(parcel.enclosures[0], parcel.handles, effect=True)
        if not answer.ok:
            raise await self._refused(answer, parcel)
        return publish

    async def _refused(self, answer: Answer, parcel: Parcel) -> NetworkError:
        """A last piece is also refused when it came before, and then the post exists."""
        told = await self._status(parcel.handles[wire.PUBLISH])
        if wire.arrived(told, parcel.enclosures[0].size):
            return LookFirst("TikTok has the whole video already.")
        return uploads.trouble(answer)

    async def look(self, parcel: Parcel) -> Receipt | None:
        """A video's own id tells; pictures are looked for in the list of public posts."""
        publish = parcel.handles.get(wire.PUBLISH)
        if not publish:
            return await self._look_in_list(parcel)
        told = await self._status(publish)
        if not wire.arrived(told, parcel.enclosures[0].size):
            return None
        before = wire.accepted(publish, parcel)
        # What it gave up is told by the next check, which says why.
        failed = told.get("status") == "FAILED"
        return before if failed else wire.progress(told, before, self.profile)

    async def _look_in_list(self, parcel: Parcel) -> Receipt | None:
        if wire.chosen_privacy(parcel) != wire.PUBLIC or "video.list" not in self.scopes:
            raise LookFirst("TikTok lists only public posts; a person must look in the app.")
        since = parcel.since or parcel.made_at
        found = await self._posts(since.timestamp() - reading.SLACK.total_seconds())
        same = [one for one in found if reading.same(one, parcel, since=since)]
        if len(same) > 1:
            raise LookFirst("Several posts on TikTok say the same; a person must choose.")
        return reading.found(same[0], parcel) if same else None

    async def _posts(self, since: float) -> list[dict[str, Any]]:
        """Own public posts, the newest first, back to that second."""
        found: list[dict[str, Any]] = []
        cursor: dict[str, Any] = {}
        for _page in range(PAGES):
            body = {"max_count": MOST, **cursor}
            told = await self.api.post("/video/list/", body, fields=reading.FIELDS)
            page = reading.listed(told)
            found += page
            at = reading.moment(page[-1].get("create_time")) if page else None
            if not told.get("has_more") or at is None or at.timestamp() < since:
                break
            cursor = {"cursor": told.get("cursor")}
        return found

    async def _status(self, publish: str) -> dict[str, Any]:
        return await self.api.post("/post/publish/status/fetch/", {"publish_id": publish})

    async def check(self, receipt: Receipt) -> Receipt:
        """Is it visible now, as far as it is meant to be?"""
        told = await self._status(receipt.extra.get(wire.PUBLISH) or receipt.id)
        return wire.progress(told, receipt, self.profile)

    async def read(self, receipt: Receipt) -> Live:
        """The post as it stands there."""
        if not receipt.id.isdigit():
            raise LookFirst("TikTok shows programs only posts that are public.")
        for told in await self._query([receipt.id]):
            return reading.live(told, receipt)
        raise Gone("TikTok does not show it (any more).")

    async def _query(self, ids: Sequence[str]) -> list[dict[str, Any]]:
        body = {"filters": {"video_ids": list(ids)}}
        return reading.listed(await self.api.post("/video/query/", body, fields=reading.FIELDS))

    async def count(self, ids: Sequence[RemoteId]) -> list[Reading]:
        """Counts of public posts, and followers where the account itself is asked for."""
        found: list[Reading] = []
        public = [id for id in ids if id.isdigit()]
        for start in range(0, len(public), MOST):
            for told in await self._query(public[start : start + MOST]):
                found += reading.readings(reading.id_of(told), told)
        if self.address.id in ids and "user.info.stats" in self.scopes:
            told = await self.api.get("/user/info/", fields="open_id,follower_count")
            user = told.get("user") or {}
            value = int(user.get("follower_count") or 0)
            found.append(Reading(id=self.address.id, metric=Metric.FOLLOWERS, value=value))
        return found

    async def whoami(self) -> Account:
        """Whose permission this is, and what the account allows today."""
        return await creator.account(self.api, self.scopes, self.web)
