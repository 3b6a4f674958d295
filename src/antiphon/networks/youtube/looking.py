"""Finding and reading what a channel has said; nothing here changes anything."""

from collections.abc import AsyncIterator
from datetime import timedelta

from antiphon.connect.errors import Gone, LookFirst
from antiphon.connect.values import Address, Live, Parcel, PostType, Receipt, Step
from antiphon.networks.youtube import processing, reading, wire
from antiphon.networks.youtube.speaking import Api, Json

SLACK = timedelta(seconds=60)
"""How much earlier than our first attempt a thing may be dated by their clock."""
SHOWN = "snippet,status"
FULL = 50
PAGES = 4
"""Newest videos that a look goes through: 200, for 8 units."""


class Looking:
    """Answers whether something arrived, how far it is, and how it stands there."""

    api: Api
    address: Address

    async def look(self, parcel: Parcel) -> Receipt | None:
        """Look for it: a video by its id, or among the newest; a comment below its video."""
        if parcel.step is Step.COMMENT:
            return await self._look_for_comment(parcel)
        if known := parcel.handles.get(wire.VIDEO):
            return await self._look_at(known, parcel)
        since = (parcel.since or parcel.made_at) - SLACK
        found = [one async for one in self._newest() if reading.says(one, parcel)]
        fresh = [one for one in found if _is_since(one, since)]
        if len(fresh) > 1:
            raise LookFirst("Several videos of the channel say the same; a person must choose.")
        return wire.receipt(str(fresh[0]["id"]), parcel, self.api.web) if fresh else None

    async def _look_at(self, video: str, parcel: Parcel) -> Receipt | None:
        """The video that was brought: published, once it says no more that it is prepared."""
        try:
            told = await self.video(video, SHOWN)
        except Gone:
            return None
        is_out = reading.is_published(told, parcel)
        return wire.receipt(video, parcel, self.api.web) if is_out else None

    async def brought(self, parcel: Parcel) -> str:
        """The private video that `prepare` brought for this parcel, by what it says of itself."""
        marker = wire.marker(parcel)
        async for one in self._newest():
            if reading.section(one, "snippet").get("description") == marker:
                return str(one["id"])
        return ""

    async def _newest(self) -> AsyncIterator[Json]:
        """The channel's newest videos, private ones too."""
        uploads = self.address.facts.get("uploads") or await self._uploads()
        token: str | None = None
        for _page in range(PAGES):
            page = await self.api.get(
                "/playlistItems",
                part="contentDetails",
                playlistId=uploads,
                maxResults=FULL,
                pageToken=token,
            )
            ids = [str(one["contentDetails"]["videoId"]) for one in page.get("items") or []]
            for one in await self.api.items("/videos", part=SHOWN, id=",".join(ids)) if ids else []:
                yield one
            token = str(page.get("nextPageToken") or "")
            if not token:
                return

    async def _uploads(self) -> str:
        found = await self.api.items("/channels", part="contentDetails", mine=True)
        lists = reading.section(reading.section(found[0], "contentDetails"), "relatedPlaylists")
        return str(lists.get("uploads", ""))

    async def _look_for_comment(self, parcel: Parcel) -> Receipt | None:
        about, since = str(wire.about(parcel).id), (parcel.since or parcel.made_at) - SLACK
        if wire.is_video(about):
            threads = await self.api.items(
                "/commentThreads", pages=3, part="snippet", videoId=about, order="time",
                maxResults=100, textFormat="plainText",
            )  # fmt: skip
            told = [one["snippet"]["topLevelComment"] for one in threads]
        else:
            told = await self.answers_to(about.partition(".")[0])
        ours = [one for one in told if self._is_ours(one) and _is_since(one, since)]
        same = [
            one for one in ours if wire.rendered(reading.words(one)) == wire.rendered(parcel.text)
        ]
        if len(same) > 1:
            raise LookFirst("Several comments of the channel say the same; a person must choose.")
        video = self._video_of(parcel)
        return wire.comment_receipt(str(same[0]["id"]), video, self.api.web) if same else None

    def _is_ours(self, comment: Json) -> bool:
        return reading.author(comment) == self.address.id

    def _video_of(self, parcel: Parcel) -> str:
        """The video below which a comment stands, where it is known."""
        about = wire.about(parcel)
        return str(about.id) if wire.is_video(about.id) else about.extra.get("video", "")

    async def answers_to(self, comment: str) -> list[Json]:
        """All answers to a first comment."""
        return await self.api.items(
            "/comments", pages=3, part="snippet", parentId=comment, maxResults=100,
            textFormat="plainText",
        )  # fmt: skip

    async def video(self, id: str, part: str) -> Json:
        """One video; raises Gone when it is not there."""
        return await self._one("/videos", id, part)

    async def _one(self, path: str, id: str, part: str) -> Json:
        form = "plainText" if path == "/comments" else None
        found = await self.api.items(path, part=part, id=id, textFormat=form)
        if not found:
            raise Gone("It is not on YouTube (any more), or is not shown to us.")
        return found[0]

    async def check(self, receipt: Receipt) -> Receipt:
        """Can it be played now?"""
        if receipt.extra.get("comment"):
            await self._one("/comments", receipt.id, "snippet")
            return receipt
        told = await self.video(receipt.id, "status,processingDetails")
        return Receipt(
            id=receipt.id,
            url=self._link(receipt),
            ready=processing.is_ready(told),
            check_after=processing.LONGEST,
            extra=receipt.extra,
        )

    def _link(self, receipt: Receipt) -> str:
        type = PostType(receipt.extra.get("type", PostType.VIDEO))
        return wire.link(receipt.id, type, self.api.web)

    async def read(self, receipt: Receipt) -> Live:
        """The video or comment as it stands there."""
        if receipt.extra.get("comment"):
            told = await self._one("/comments", receipt.id, "snippet")
            return reading.live_comment(told, url=receipt.url)
        told = await self.video(receipt.id, SHOWN)
        # That a picture stands for the video cannot be read back; it was taken when it was sent.
        media = int(receipt.extra.get("files", "1"))
        return reading.live(told, url=self._link(receipt), media=media)


def _is_since(told: Json, since: object) -> bool:
    at = reading.moment(reading.section(told, "snippet").get("publishedAt"))
    return at is not None and at >= since  # type: ignore[operator]
