"""What we can do on an Instagram account: bring, publish, comment, take back."""

import contextlib
from dataclasses import replace

from antiphon.connect.errors import Gone, LookFirst, NetworkError, TryLater
from antiphon.connect.http import Http
from antiphon.connect.values import Address, Parcel, Prepared, Receipt, Step
from antiphon.networks.instagram import wire
from antiphon.networks.instagram.containers import Containers, state
from antiphon.networks.instagram.graph import WEB, Graph
from antiphon.networks.instagram.hearing import Hearing


class Lasting(Hearing):
    """An account with Instagram Login: its posts can be taken back only by hand."""

    def __init__(self, http: Http, address: Address) -> None:
        self.id, self.handle = address.id, address.handle
        self.graph = Graph(http, address.credential)
        self.web = f"{WEB}/{address.handle}/"

    async def prepare(self, parcel: Parcel) -> Prepared:
        """Bring the files, and wait until Instagram is done with them."""
        return await Containers(self.graph, self.id).bring(parcel, dict(parcel.handles))

    async def publish(self, parcel: Parcel) -> Receipt:
        """Make it visible, by one request."""
        if parcel.step is Step.COMMENT:
            path = wire.comments_of(parcel)
            id = wire.made(await self.graph.post(path, {"message": parcel.text}))
            return Receipt(id=id, url=self.web, extra={"comment": "yes"})
        container = wire.needed(parcel)
        form = {"creation_id": container}
        try:
            answer = await self.graph.post(f"/{self.id}/media_publish", form)
        except (Gone, TryLater) as error:
            raise await self._meant(container, error) from error
        return await self._placed(Receipt(id=wire.made(answer), url=self.web))

    async def _meant(self, container: str, error: Gone | TryLater) -> NetworkError:
        """What a refusal means: a container that was published before must be looked for."""
        try:
            if await state(self.graph, container) == "PUBLISHED":
                return LookFirst("Instagram says that it has published this before.")
        except NetworkError:
            return error  # nothing more can be known now
        if isinstance(error, Gone):
            return TryLater("Instagram wants the files brought again.", anew=True)
        return error

    async def _placed(self, receipt: Receipt) -> Receipt:
        """With its address; what is live stays so when nobody says where."""
        try:
            return await self.check(receipt)
        except NetworkError:
            return replace(receipt, ready=False)


class Connector(Lasting):
    """An account with Facebook Login: what it said can be deleted."""

    async def withdraw(self, receipt: Receipt) -> None:
        """Delete it; what is not there any more counts as done."""
        with contextlib.suppress(Gone):
            await self.graph.delete(f"/{receipt.id}")
