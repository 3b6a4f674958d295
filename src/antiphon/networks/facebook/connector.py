"""What we can do on a Facebook Page: bring, publish, change, take back."""

import contextlib

from antiphon.connect.errors import Gone
from antiphon.connect.http import Http
from antiphon.connect.values import Address, Parcel, PostType, Prepared, Receipt, Step
from antiphon.networks.facebook import places, wire
from antiphon.networks.facebook.graph import VIDEO, WEB, Graph
from antiphon.networks.facebook.hearing import Hearing
from antiphon.networks.facebook.looking import Looking
from antiphon.networks.facebook.uploads import Uploads


class Connector(Looking, Hearing):
    """One Page's conversation with the Graph API."""

    def __init__(self, http: Http, address: Address) -> None:
        self.page = address.id
        self.graph = Graph(http, address.credential)
        self.web = http.host(WEB)

    async def prepare(self, parcel: Parcel) -> Prepared:
        """Look up places and languages, then bring the files."""
        known = dict(parcel.handles)
        known |= await places.keys(self.graph, parcel.targeting, known)
        return await Uploads(self.graph, self.page).bring(parcel, known)

    async def publish(self, parcel: Parcel) -> Receipt:
        """Make it visible, by one request."""
        if parcel.step is Step.COMMENT:
            path = f"/{wire.about(parcel).id}/comments"
            answer = await self.graph.post(path, {"message": parcel.text})
            return wire.made(answer, self.web, comment="yes")
        if wire.is_video(parcel):
            return await self._finish(parcel)
        if parcel.type is PostType.STORY:
            photo = wire.photos(parcel)[0]
            answer = await self.graph.post(f"/{self.page}/photo_stories", {"photo_id": photo})
            return wire.told_story(answer, photo, self.web)
        return wire.made(await self.graph.post(f"/{self.page}/feed", wire.feed(parcel)), self.web)

    async def _finish(self, parcel: Parcel) -> Receipt:
        video = wire.needed(parcel, wire.VIDEO)
        if parcel.type is PostType.VIDEO:
            path = f"/{self.page}/videos"
            answer = await self.graph.post(path, wire.video_finish(parcel), host=VIDEO)
        else:
            edge = "video_stories" if parcel.type is PostType.STORY else "video_reels"
            answer = await self.graph.post(f"/{self.page}/{edge}", wire.reel_finish(parcel))
        return wire.accepted(answer, video, self.page)

    async def withdraw(self, receipt: Receipt) -> None:
        """Delete it; what is not there any more counts as done."""
        with contextlib.suppress(Gone):
            await self.graph.delete(f"/{receipt.extra.get(wire.VIDEO) or receipt.id}")

    async def edit(self, receipt: Receipt, parcel: Parcel) -> Receipt:
        """Change the text; Facebook lets an app do so only with what it has posted itself."""
        video = receipt.extra.get(wire.VIDEO)
        form = {"description" if video else "message": parcel.text}
        answer = await self.graph.post(f"/{video or receipt.id}", form)
        if answer.told().get("success") is not True:
            raise answer.unclear("Facebook's answer did not say that it changed the text.")
        return receipt
