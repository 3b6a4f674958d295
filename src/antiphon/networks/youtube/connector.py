"""What we can do on a YouTube channel: bring, publish, change, take back."""

import contextlib

from antiphon.connect.errors import Gone, TryLater
from antiphon.connect.http import Http
from antiphon.connect.values import Address, Parcel, Receipt, Step
from antiphon.networks.youtube import wire
from antiphon.networks.youtube.hearing import Hearing
from antiphon.networks.youtube.speaking import Api
from antiphon.networks.youtube.uploads import Uploads


class Connector(Uploads, Hearing):
    """One channel's conversation with the Data API."""

    def __init__(self, http: Http, address: Address) -> None:
        self.api = Api(http, address.credential)
        self.address = address

    async def publish(self, parcel: Parcel) -> Receipt:
        """Say all that is said of the video and let people see it, by one request."""
        if parcel.step is Step.COMMENT:
            return await self._comment(parcel)
        video = parcel.handles.get(wire.VIDEO) or await self.brought(parcel)
        if not video:
            raise TryLater("The video is not on YouTube yet.", anew=True)
        body = wire.final(parcel, video)
        answer = await self.api.send("PUT", "/videos", body, part=wire.parts(body))
        return wire.published(answer, parcel, video, self.api.web)

    async def _comment(self, parcel: Parcel) -> Receipt:
        about = wire.about(parcel).id
        if wire.is_video(about):
            path, body = "/commentThreads", wire.first_comment(about, parcel.text)
        else:
            path, body = "/comments", wire.answer_to(about, parcel.text)
        answer = await self.api.send("POST", path, body, part="snippet")
        return wire.commented(answer, self._video_of(parcel), self.api.web)

    async def withdraw(self, receipt: Receipt) -> None:
        """Delete it; what is not there any more counts as done."""
        path = "/comments" if receipt.extra.get("comment") else "/videos"
        with contextlib.suppress(Gone):
            await self.api.send("DELETE", path, id=receipt.id)

    async def edit(self, receipt: Receipt, parcel: Parcel) -> Receipt:
        """Change the words; a section is sent whole, so what is there is read first."""
        if receipt.extra.get("comment"):
            body = {"id": receipt.id, "snippet": {"textOriginal": parcel.text}}
            await self.api.send("PUT", "/comments", body, part="snippet")
            return receipt
        there = await self.video(receipt.id, "snippet")
        body = {"id": receipt.id, "snippet": wire.edited(there["snippet"], parcel)}
        await self.api.send("PUT", "/videos", body, part="snippet")
        return receipt
