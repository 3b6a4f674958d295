"""Finding and reading what a Page has said; nothing here changes anything."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from antiphon.connect.errors import Gone, LookFirst
from antiphon.connect.values import Live, Parcel, PostType, Receipt, RemoteId, Step
from antiphon.networks.facebook import listening, wire
from antiphon.networks.facebook.graph import Graph

SLACK = timedelta(seconds=60)
"""How much earlier than our first attempt a post may be dated by their clock."""


class Looking:
    """Answers whether something arrived, how far it is, and how it stands there."""

    graph: Graph
    page: RemoteId
    web: str

    async def look(self, parcel: Parcel) -> Receipt | None:
        """Look for it: videos by their id, all else in the lists of what this Page has said."""
        since = (parcel.since or parcel.made_at) - SLACK
        if parcel.step is Step.COMMENT:
            return await self._look_for_comment(parcel, since)
        if wire.is_video(parcel):
            return await self._look_for_video(parcel)
        if parcel.type is PostType.STORY:
            return await self._look_for_story(parcel)
        posts = await self.graph.pages(
            f"/{self.page}/published_posts",
            fields=listening.POST_FIELDS,
            since=listening.unix(since),
            limit=100,
        )
        same = [one for one in posts if listening.same_post(one, parcel, since=since)]
        return self._only(same) or await self._look_by_photo(parcel, since)

    async def _look_by_photo(self, parcel: Parcel, since: datetime) -> Receipt | None:
        """The list may lag; a photo of ours knows the post that shows it."""
        photo = next((parcel.handles.get(name) for name, _ in wire.names(parcel.enclosures)), None)
        if not photo:
            return None
        try:
            told = await self.graph.get(f"/{photo}", fields="page_story_id")
            story = wire.identity(told.get("page_story_id"))
            fields = f"{listening.POST_FIELDS},is_published"
            told = await self.graph.get(f"/{story}", fields=fields) if story else {}
        except Gone:
            return None
        seen = told.get("is_published") is True
        return (
            self._only([told]) if seen and listening.same_post(told, parcel, since=since) else None
        )

    async def _look_for_comment(self, parcel: Parcel, since: datetime) -> Receipt | None:
        comments = await self.graph.pages(
            f"/{wire.about(parcel).id}/comments",
            fields=listening.COMMENT_FIELDS,
            filter="toplevel",
            order="chronological",
            since=listening.unix(since),
            limit=100,
        )
        same = [
            one
            for one in comments
            if listening.same_comment(one, parcel, page=self.page, since=since)
        ]
        return self._only(same, {"comment": "yes"})

    async def _look_for_video(self, parcel: Parcel) -> Receipt | None:
        video = parcel.handles.get(wire.VIDEO)
        if not video:
            return None
        try:
            told = await self.graph.get(f"/{video}", fields=listening.VIDEO_FIELDS)
        except Gone:
            return None
        return wire.shown_video(told, self.page, self.web) if wire.was_finished(told) else None

    async def _look_for_story(self, parcel: Parcel) -> Receipt | None:
        photo = parcel.handles.get(next(wire.names(parcel.enclosures))[0])
        for story in await self.graph.pages(f"/{self.page}/stories"):
            if photo and str(story.get("media_id")) == photo:
                id = wire.identity(story.get("post_id")) or RemoteId(photo)
                extra = {"photo": photo, "story": "yes"}
                return Receipt(id=id, url=str(story.get("url") or ""), extra=extra)
        return None

    def _only(
        self, found: Sequence[Mapping[str, Any]], extra: Mapping[str, str] | None = None
    ) -> Receipt | None:
        if len(found) > 1:
            raise LookFirst("Several posts on the Page say the same; a person must choose.")
        for told in found:
            url = wire.link(told, self.web)
            return Receipt(id=RemoteId(str(told["id"])), url=url, extra=extra or {})
        return None

    async def check(self, receipt: Receipt) -> Receipt:
        """Is it visible now?"""
        video = receipt.extra.get(wire.VIDEO)
        if video:
            told = await self.graph.get(f"/{video}", fields=listening.VIDEO_FIELDS)
            return wire.shown_video(told, self.page, self.web)
        told = await self.graph.get(f"/{receipt.id}", fields="id,permalink_url")
        return Receipt(id=receipt.id, url=wire.link(told, self.web), extra=receipt.extra)

    async def read(self, receipt: Receipt) -> Live:
        """The post as it stands there, with the alternative texts of its photos."""
        video = receipt.extra.get(wire.VIDEO)
        if video:
            told = await self.graph.get(f"/{video}", fields=listening.VIDEO_FIELDS)
            return listening.live({**told, "id": receipt.id}, web=self.web)
        if receipt.extra.get("comment"):
            told = await self.graph.get(f"/{receipt.id}", fields=listening.COMMENT_FIELDS)
            return listening.live(told, web=self.web)
        told = await self.graph.get(f"/{receipt.id}", fields=listening.POST_FIELDS)
        alts = [await self._alt(photo) for photo in listening.media_of(told, "photo")]
        return listening.live(told, alts=alts, web=self.web)

    async def _alt(self, photo: str) -> str:
        told = await self.graph.get(f"/{photo}", fields="alt_text_custom")
        return str(told.get("alt_text_custom") or "")
