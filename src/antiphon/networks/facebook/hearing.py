"""What came of a Page's posts, and who the Page is; nothing here changes anything."""

from collections.abc import Mapping, Sequence
from typing import Any

from antiphon.connect.errors import Gone
from antiphon.connect.values import (
    Account,
    Correspondence,
    Message,
    Reading,
    RemoteId,
)
from antiphon.networks.facebook import listening
from antiphon.networks.facebook.graph import Graph
from antiphon.networks.facebook.refusals import error_of, refusal


class Hearing:
    """Counts, comments, and the daily proof that the permission stands."""

    graph: Graph
    page: RemoteId

    async def count(self, ids: Sequence[RemoteId]) -> list[Reading]:
        """Readings of those that Facebook still knows; the Page's own id counts its followers."""
        found: list[Reading] = []
        for id in ids:
            try:
                found += await self._count(id)
            except Gone:
                continue
        return found

    async def _count(self, id: RemoteId) -> list[Reading]:
        if id == self.page:
            told = await self.graph.get(f"/{id}", fields="id,followers_count")
            return list(listening.readings(id, told))
        is_post = "_" in id
        fields = listening.COUNT_FIELDS if is_post else listening.VIDEO_COUNT_FIELDS
        told = await self.graph.get(f"/{id}", fields=fields)
        found = list(listening.readings(id, told))
        return [*found, *await self._insights(id)] if is_post else found

    async def _insights(self, id: RemoteId) -> list[Reading]:
        """All at once; one dead metric fails the whole call, so then one by one."""
        told = await self._ask_for(id, ",".join(listening.INSIGHTS))
        if told is not None:
            return list(listening.insights(id, told))
        found: list[Reading] = []
        for metric in listening.INSIGHTS:
            found += listening.insights(id, await self._ask_for(id, metric) or {})
        return found

    async def _ask_for(self, id: RemoteId, metric: str) -> Mapping[str, Any] | None:
        """What Facebook says of a metric; nothing where it is dead or needs another permission."""
        answer = await self.graph.ask(f"/{id}/insights", metric=metric, allow=(400, 403))
        if answer.ok:
            told = answer.json()
            return told if isinstance(told, dict) else {}
        if error_of(answer).get("code") in {10, 100, 200}:
            return None
        raise refusal(answer) or answer.unclear("Facebook gave no figures.")

    async def answers(self, about: Sequence[RemoteId], cursor: str) -> Correspondence:
        """Comments of others under these posts since the cursor, oldest first."""
        since, heard = listening.recall(cursor)
        found: dict[RemoteId, Message] = {}
        for id in about:
            for message in await self._under(id, since):
                if message.id not in heard and message.author_id != self.page:
                    found[message.id] = message
        messages = sorted(found.values(), key=lambda message: (message.at, message.id))
        return Correspondence(messages=messages, cursor=listening.remember(cursor, messages))

    async def _under(self, id: RemoteId, since: int | None) -> list[Message]:
        try:
            told = await self.graph.pages(
                f"/{id}/comments",
                fields=listening.COMMENT_FIELDS,
                filter="stream",
                order="chronological",
                since=since,
                limit=100,
            )
        except Gone:
            return []
        messages = (listening.message(one, id) for one in told)
        return [
            one for one in messages if one and (since is None or int(one.at.timestamp()) >= since)
        ]

    async def whoami(self) -> Account:
        """The Page whose token this is, with fresh facts; its id could stand for any Page."""
        told = await self.graph.get("/me", fields=listening.PAGE_FIELDS)
        return listening.account(told)
