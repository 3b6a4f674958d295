"""What people write under our own posts; nobody else's are read."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from antiphon.connect.errors import Gone
from antiphon.connect.values import Correspondence, Message, RemoteId
from antiphon.networks.reddit import reading
from antiphon.networks.reddit.api import Api, things

MOST, AT_ONCE, MORE = 500, 100, 3
"""Comments of one answer; of those that it leaves out so many at once, and so often."""


class Listening:
    """Hears what is answered."""

    api: Api
    user: str

    async def answers(self, about: Sequence[RemoteId], cursor: str) -> Correspondence:
        """Comments of others under these posts since the cursor, oldest first."""
        since, heard = reading.recall(cursor)
        found: dict[RemoteId, Message] = {}
        for id in about:
            async for one in self._under(id):
                new = int(one.at.timestamp()) >= since and one.id not in heard
                if new and one.author.casefold() != self.user.casefold():
                    found[one.id] = one
        messages = sorted(found.values(), key=lambda one: (one.at, one.id))
        return Correspondence(messages=messages, cursor=reading.remember(cursor, messages))

    async def _under(self, id: RemoteId) -> Any:
        if not id.startswith("t3_"):
            return
        try:
            told = await self.api.get(f"/comments/{id.removeprefix('t3_')}", sort="new", limit=MOST)
        except Gone:
            return
        nodes = list(_nodes(told[1] if isinstance(told, list) and len(told) > 1 else {}))
        nodes += await self._left_out(id, nodes)
        for node in nodes:
            if node.get("kind") == "t1" and (found := reading.message(node["data"], id)):
                yield found

    async def _left_out(
        self, id: RemoteId, nodes: Sequence[Mapping[str, Any]]
    ) -> list[Mapping[str, Any]]:
        """What an answer only counts; asking for it changes nothing."""
        names = [
            str(name)
            for node in nodes
            if node.get("kind") == "more"
            for name in node["data"].get("children") or ()
        ]
        found: list[Mapping[str, Any]] = []
        for start in range(0, min(len(names), MORE * AT_ONCE), AT_ONCE):
            some = ",".join(names[start : start + AT_ONCE])
            form = {"link_id": id, "children": some, "sort": "new"}
            told = await self.api.post("/api/morechildren", form, effect=False)
            found += [one for one in told.get("things") or () if isinstance(one, dict)]
        return found


def _nodes(listing: Any) -> Iterator[Mapping[str, Any]]:
    """Every comment of a tree, and every place where some are left out."""
    for node in things(listing):
        if isinstance(node.get("data"), dict):
            yield node
            yield from _nodes(node["data"].get("replies"))
