"""What we can do for a business: publish by address, count, hear and write comments."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from antiphon.connect.errors import ChangeIt, Gone, LookFirst
from antiphon.connect.http import Http
from antiphon.connect.values import (
    Account,
    Address,
    Correspondence,
    Live,
    Message,
    Metric,
    Parcel,
    Prepared,
    Reading,
    Receipt,
    RemoteId,
    Step,
)
from antiphon.networks.tiktok import creator, dispatch, reading, wire
from antiphon.networks.tiktok.api import Office, named

MOST = 20
COMMENTS, PAGES = 30, 10
"""Comments of one page, and the pages that are turned at most; older ones are let go."""
COMMENT = "comment"


class Connector:
    """One business account's conversation with TikTok."""

    def __init__(self, http: Http, address: Address) -> None:
        self.address, self.id = address, str(address.id)
        self.office = Office(http, address.credential)
        self.web = http.host(wire.WEB)

    @property
    def profile(self) -> str:
        """Where people see the account."""
        return f"{self.web}/@{self.address.handle}"

    async def prepare(self, parcel: Parcel) -> Prepared:
        """Ask what the account allows now; TikTok fetches all files itself."""
        known = {wire.OFF: "-", **parcel.handles}
        if parcel.step is Step.COMMENT or wire.goes_to_inbox(parcel):
            return Prepared(handles=known)
        limits = await creator.business_info(self.office, self.id)
        return Prepared(handles={**known, **creator.judge(parcel, limits)})

    async def publish(self, parcel: Parcel) -> Receipt:
        """The word to fetch the files, or a comment."""
        if parcel.step is Step.COMMENT:
            return await self._comment(parcel)
        path = "video" if wire.is_video(parcel) else "photo"
        told = await self.office.post(
            f"/business/{path}/publish/", dispatch.body(parcel, self.id), effect=True
        )
        accepted = wire.accepted(named(told, "share_id", effect=True), parcel)
        return await creator.first_check(self.check, accepted)

    async def _comment(self, parcel: Parcel) -> Receipt:
        post = parcel.parent or parcel.root
        if post is None:
            raise ChangeIt("A comment needs a post that it answers.")
        body = {"business_id": self.id, "video_id": post.id, "text": parcel.text}
        told = await self.office.post("/business/comment/create/", body, effect=True)
        id = RemoteId(named(told, "comment_id", effect=True))
        return Receipt(id=id, url=f"{self.profile}/video/{post.id}", extra={COMMENT: post.id})

    async def look(self, parcel: Parcel) -> Receipt | None:
        """Look for it in the list of public posts, or among our comments below the post."""
        since = parcel.since or parcel.made_at
        if parcel.step is Step.COMMENT:
            return await self._look_for_comment(parcel, since)
        if wire.chosen_privacy(parcel) != wire.PUBLIC:
            raise LookFirst("TikTok lists only public posts; a person must look in the app.")
        told = await self._videos(max_count=MOST)
        same = [one for one in told if reading.same(one, parcel, since=since)]
        if len(same) > 1:
            raise LookFirst("Several posts on TikTok say the same; a person must choose.")
        return reading.found(same[0], parcel) if same else None

    async def _look_for_comment(self, parcel: Parcel, since: datetime) -> Receipt | None:
        post = parcel.parent or parcel.root
        for told in await self._comments(post.id, since) if post else []:
            at = reading.moment(told.get("create_time"))
            is_ours = told.get("owner") is True and told.get("text") == parcel.text
            if post and is_ours and at and at >= since - reading.SLACK:
                id = RemoteId(str(told.get("comment_id")))
                url = f"{self.profile}/video/{post.id}"
                return Receipt(id=id, url=url, extra={COMMENT: post.id})
        return None

    async def check(self, receipt: Receipt) -> Receipt:
        """Is it visible now, as far as it is meant to be?"""
        told = await self.office.get(
            "/business/publish/status/",
            business_id=self.id,
            publish_id=receipt.extra.get(wire.PUBLISH) or receipt.id,
        )
        return wire.progress(told, receipt, self.profile)

    async def read(self, receipt: Receipt) -> Live:
        """The post as it stands there."""
        if not receipt.id.isdigit():
            raise LookFirst("TikTok shows programs only posts that are public.")
        for told in await self._videos(filters={"video_ids": [receipt.id]}):
            return reading.live(told, receipt)
        raise Gone("TikTok does not show it (any more).")

    async def _videos(self, **asked: Any) -> list[dict[str, Any]]:
        told = await self.office.get(
            "/business/video/list/", business_id=self.id, fields=dispatch.FIELDS, **asked
        )
        return reading.listed(told)

    async def count(self, ids: Sequence[RemoteId]) -> list[Reading]:
        """Counts of posts, and followers where the account itself is asked for."""
        found: list[Reading] = []
        public = [id for id in ids if id.isdigit()]
        for start in range(0, len(public), MOST):
            for told in await self._videos(filters={"video_ids": public[start : start + MOST]}):
                found += reading.readings(reading.id_of(told), told)
        if self.address.id in ids:
            told = await self.office.get(
                "/business/get/", business_id=self.id, fields=["followers_count"]
            )
            value = int(told.get("followers_count") or 0)
            found.append(Reading(id=self.address.id, metric=Metric.FOLLOWERS, value=value))
        return found

    async def answers(self, about: Sequence[RemoteId], cursor: str) -> Correspondence:
        """Comments of others under these posts since the cursor, oldest first."""
        newest, heard = dispatch.recalled(cursor)
        found: list[Message] = []
        for post in (id for id in about if id.isdigit()):
            told = [dispatch.message(one, post) for one in await self._heard(post, newest)]
            found += [one for one in told if one and one.id not in heard and one.at >= newest]
        found.sort(key=lambda one: (one.at, one.id))
        return Correspondence(messages=found, cursor=dispatch.remembered(cursor, found))

    async def _heard(self, post: str, since: datetime) -> list[dict[str, Any]]:
        """Comments below a post; none where it is gone, or is a comment of ours itself."""
        try:
            return await self._comments(post, since)
        except Gone:
            return []

    async def _comments(self, post: str, since: datetime) -> list[dict[str, Any]]:
        """The newest comments of a post with the answers to them, back to that moment."""
        found: list[dict[str, Any]] = []
        cursor: Any = None
        for _page in range(PAGES):
            told = await self.office.get(
                "/business/comment/list/",
                business_id=self.id,
                video_id=post,
                include_replies="true",
                sort_field="create_time",
                sort_order="desc",
                max_count=COMMENTS,
                cursor=cursor,
            )
            found += dispatch.unfolded(told.get("comments"))
            if not told.get("has_more") or dispatch.goes_back_to(since, told.get("comments")):
                break
            cursor = told.get("cursor")
        return found

    async def whoami(self) -> Account:
        """Whose permission this is, and what the account allows today."""
        return await creator.business_account(self.office, self.id)
