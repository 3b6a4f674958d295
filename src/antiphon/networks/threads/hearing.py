"""What came of an account's posts, and who it is; nothing here changes anything."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from antiphon.connect.errors import Gone
from antiphon.connect.values import Account, Correspondence, Message, Reading, RemoteId
from antiphon.networks.threads import reading
from antiphon.networks.threads.graph import Graph
from antiphon.networks.threads.refusals import error_of, refusal

UNGRANTED = frozenset({10, *range(200, 300)})
"""Codes of a permission that was not given; the rest of the account's work goes on without it."""


class Hearing:
    """Counts, replies, mentions, and the daily proof that the permission stands."""

    graph: Graph
    user: RemoteId
    handle: str

    async def count(self, ids: Sequence[RemoteId]) -> list[Reading]:
        """Readings of those that Threads still knows; the account's own id counts followers."""
        found: list[Reading] = []
        for id in ids:
            mine = id == self.user
            edge = "threads_insights" if mine else "insights"
            metric = "followers_count" if mine else ",".join(reading.COUNTED)
            try:
                told = await self._allowed(f"/{id}/{edge}", metric=metric)
            except Gone:
                continue
            found += reading.readings(id, told)
        return found

    async def answers(self, about: Sequence[RemoteId], cursor: str) -> Correspondence:
        """Replies of others under these posts, and mentions, since the cursor; oldest first."""
        since, heard = reading.heard_until(cursor)
        found: dict[RemoteId, Message] = {}
        for told in await self._mentions():
            if told.get("username") != self.handle:
                _keep(found, reading.message(told, None), since)
        for id in about:
            for told in await self._under(id, since):
                if told.get("is_reply_owned_by_me") is not True:
                    _keep(found, reading.message(told, id), since)
        fresh = [message for message in found.values() if message.id not in heard]
        fresh.sort(key=lambda message: (message.at, message.id))
        return Correspondence(messages=fresh, cursor=reading.onward(cursor, fresh))

    async def _mentions(self) -> list[dict[str, Any]]:
        told = await self._allowed(
            f"/{self.user}/mentions", fields=reading.MENTION_FIELDS, limit=50
        )
        return list(told.get("data") or [])

    async def _under(self, id: RemoteId, since: datetime | None) -> list[dict[str, Any]]:
        fields = reading.REPLY_FIELDS
        try:
            return await self.graph.listed(
                f"/{id}/conversation", back_to=since, fields=fields, reverse="true", limit=100
            )
        except Gone:
            return []

    async def _allowed(self, path: str, **params: Any) -> Mapping[str, Any]:
        """What Threads tells, or nothing where this one permission was not given."""
        answer = await self.graph.ask(path, allow=(400, 403), **params)
        if answer.ok:
            told = answer.json()
            return told if isinstance(told, dict) else {}
        if error_of(answer).get("code") in UNGRANTED:
            return {}
        raise refusal(answer) or answer.unclear("Threads did not tell what was asked.")

    async def whoami(self) -> Account:
        """The profile whose token this is, with fresh facts."""
        return reading.account(await self.graph.get("/me", fields=reading.PROFILE_FIELDS))


def _keep(found: dict[RemoteId, Message], message: Message | None, since: datetime | None) -> None:
    if message and (since is None or message.at >= since):
        found[message.id] = message
