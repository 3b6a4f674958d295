"""What we can do on Threads: prepare, publish, take back."""

import contextlib

from antiphon.connect.errors import Gone, NetworkError
from antiphon.connect.http import Http
from antiphon.connect.values import Address, Parcel, Prepared, Receipt
from antiphon.networks.threads import wire
from antiphon.networks.threads.containers import Containers
from antiphon.networks.threads.graph import Graph
from antiphon.networks.threads.hearing import Hearing
from antiphon.networks.threads.looking import Looking


class Connector(Looking, Hearing):
    """One account's conversation with the Threads API."""

    def __init__(self, http: Http, address: Address) -> None:
        self.user, self.handle = address.id, address.handle
        self.graph = Graph(http, address.credential)
        self.containers = Containers(self.graph, self.user)

    async def prepare(self, parcel: Parcel) -> Prepared:
        """Make the container, which nobody sees, and wait until its files were fetched."""
        return await self.containers.bring(parcel)

    async def publish(self, parcel: Parcel) -> Receipt:
        """Publish the container, by one request; then ask where it is to be seen."""
        form = {"creation_id": await self.containers.of(parcel)}
        answer = await self.graph.post(f"/{self.user}/threads_publish", form)
        taken = wire.taken(wire.named(answer))
        try:
            return await self.check(taken)
        except NetworkError:
            return taken  # it is published, whatever became of the question

    async def withdraw(self, receipt: Receipt) -> None:
        """Delete it; what is not there any more counts as done."""
        with contextlib.suppress(Gone):
            await self.graph.delete(f"/{receipt.id}")
