"""Finding and reading what an account has said; nothing here changes anything."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from antiphon.connect.errors import Gone, LookFirst
from antiphon.connect.values import Live, Parcel, PostType, Receipt, RemoteId, Step
from antiphon.networks.instagram import listening, wire
from antiphon.networks.instagram.containers import STATUS
from antiphon.networks.instagram.graph import Graph

SLACK = timedelta(seconds=60)
"""How much earlier than our first attempt a post may be dated by their clock."""


class Looking:
    """Answers whether something arrived, and how it stands there."""

    graph: Graph
    id: RemoteId
    handle: str
    web: str

    async def look(self, parcel: Parcel) -> Receipt | None:
        """The container knows whether it was published; as what, the account's lists say."""
        since = (parcel.since or parcel.made_at) - SLACK
        if parcel.step is Step.COMMENT:
            return await self._look_for_comment(parcel, since)
        published = await self._published(parcel)
        if published is False:
            return None
        found = self._only(await self._candidates(parcel, since))
        if found is None and published:
            raise LookFirst("Instagram says that it is published, and does not list it yet.")
        return found

    async def _published(self, parcel: Parcel) -> bool | None:
        """What the container says; None when there is none that could."""
        container = parcel.handles.get(wire.CONTAINER)
        if not container:
            return None
        try:
            told = await self.graph.get(f"/{container}", fields=STATUS)
        except Gone:
            return None
        return bool(told.get("status_code") == "PUBLISHED")

    async def _candidates(self, parcel: Parcel, since: datetime) -> list[Mapping[str, Any]]:
        if parcel.type is PostType.STORY:
            told = await self.graph.pages(f"/{self.id}/stories", fields=listening.STORY_FIELDS)
            parcel = replace(parcel, text="")
        else:
            told = await self.graph.pages(
                f"/{self.id}/media",
                fields=listening.MEDIA_FIELDS,
                since=wire.unix(since),
                limit=50,
            )
        return [one for one in told if listening.same_post(one, parcel, since=since)]

    async def _look_for_comment(self, parcel: Parcel, since: datetime) -> Receipt | None:
        told = await self.graph.pages(
            wire.comments_of(parcel), fields=listening.REPLY_FIELDS, limit=50
        )
        same = [
            one
            for one in told
            if listening.same_comment(one, parcel, mine=self.is_ours(one), since=since)
        ]
        return self._only(same, {"comment": "yes"})

    def is_ours(self, told: Mapping[str, Any]) -> bool:
        """Whether we wrote it."""
        return bool({self.handle, self.id} & set(listening.author(told)))

    def _only(
        self, found: Sequence[Mapping[str, Any]], extra: Mapping[str, str] | None = None
    ) -> Receipt | None:
        if len(found) > 1:
            raise LookFirst("Several posts of the account say the same; a person must choose.")
        for told in found:
            url = str(told.get("permalink") or self.web)
            return Receipt(id=RemoteId(str(told["id"])), url=url, extra=extra or {})
        return None

    async def check(self, receipt: Receipt) -> Receipt:
        """Is it visible now, and where?"""
        told = await self.graph.get(f"/{receipt.id}", fields="id,permalink")
        return replace(receipt, url=str(told.get("permalink") or self.web), ready=True)

    async def read(self, receipt: Receipt) -> Live:
        """The post as it stands there, with the alternative texts of its pictures."""
        is_comment = bool(receipt.extra.get("comment"))
        fields = listening.REPLY_FIELDS if is_comment else listening.MEDIA_FIELDS
        return listening.live(
            await self.graph.get(f"/{receipt.id}", fields=fields), web=receipt.url or self.web
        )
