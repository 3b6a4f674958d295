"""Finding and reading what an account has said; nothing here changes anything."""

from datetime import timedelta

from antiphon.connect.errors import Gone, LookFirst
from antiphon.connect.values import Live, Parcel, Receipt, RemoteId
from antiphon.networks.threads import reading, wire
from antiphon.networks.threads.containers import Containers
from antiphon.networks.threads.graph import Graph

SLACK = timedelta(seconds=60)
"""How much earlier than our first attempt a post may be dated by their clock."""
PATIENCE = 8
"""How often a published post may be unknown before it counts as gone."""


class Looking:
    """Answers whether something arrived, and how it stands there."""

    graph: Graph
    user: RemoteId
    containers: Containers

    async def look(self, parcel: Parcel) -> Receipt | None:
        """Ask its container whether it was published, then find it among our own posts."""
        container = parcel.handles.get(wire.CONTAINER)
        status = await self._status(container) if container else ""
        if status in {"FINISHED", "IN_PROGRESS", "ERROR", "EXPIRED"}:
            return None
        found = await self._listed(parcel)
        if found is None and status == "PUBLISHED":
            raise LookFirst("Threads says that it is published, and does not list it yet.")
        return found

    async def _status(self, container: str) -> str:
        try:
            return str((await self.containers.status(container)).get("status", ""))
        except Gone:
            return ""

    async def _listed(self, parcel: Parcel) -> Receipt | None:
        since = (parcel.since or parcel.made_at) - SLACK
        edge, more = ("replies", ",replied_to") if parcel.parent else ("threads", "")
        told = await self.graph.listed(
            f"/{self.user}/{edge}",
            fields=f"{reading.POST_FIELDS}{more}",
            since=int(since.timestamp()),
            limit=100,
        )
        same = [one for one in told if reading.same_post(one, parcel, since=since)]
        if len(same) > 1:
            raise LookFirst("Several posts of this account say the same; a person must choose.")
        return wire.seen(same[0], RemoteId(str(same[0]["id"]))) if same else None

    async def check(self, receipt: Receipt) -> Receipt:
        """Is it visible now? A post may be unknown for a few seconds after it was published."""
        tries = wire.tries_of(receipt.extra) + 1
        try:
            told = await self.graph.get(f"/{receipt.id}", fields="id,permalink")
        except Gone:
            if tries > PATIENCE:
                raise
            return wire.taken(receipt.id, tries)
        return wire.seen(told, receipt.id)

    async def read(self, receipt: Receipt) -> Live:
        """The post as it stands there."""
        return reading.live(await self.graph.get(f"/{receipt.id}", fields=reading.POST_FIELDS))
