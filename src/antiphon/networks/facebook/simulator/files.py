"""How files arrive at the simulated network: photos at once, videos in pieces."""

from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import Any

from starlette.requests import ClientDisconnect

from antiphon.connect.values import Kind
from antiphon.networks.facebook.simulator.answers import Refused, missing
from antiphon.networks.facebook.simulator.publishing import is_picture
from antiphon.networks.facebook.simulator.world import Item, Page, World

PHOTO_LIMIT = 10_000_000
VIDEO_LIMIT = 10 * 1024**3
Params = Mapping[str, Any]


class Files:
    """The edges that take bytes."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.piece = 1024 * 1024
        """How much of a video is asked for at a time."""

    def photo(self, page: Page, given: Params, at: datetime) -> Item:
        """A photo; who is to see it is decided elsewhere."""
        body = given.get("source")
        if not isinstance(body, bytes):
            raise Refused(324, "Requires upload file")
        mime = is_picture(body)
        if not mime or len(body) > PHOTO_LIMIT:
            raise Refused(1366046, "Your photos couldn't be uploaded")
        item = Item(self.world.id(), page.id, Kind.IMAGE, at, mime=mime)
        item.alt = str(given.get("alt_text_custom", ""))
        item.text = str(given.get("message") or given.get("caption") or "")
        item.take(body)
        self.world.items[item.id] = item
        self.world.keep(item, body)
        return item

    def start(self, page: Page, given: Params, at: datetime) -> dict[str, Any]:
        """The first phase of a video in chunks."""
        size = _number(given.get("file_size"), "file_size")
        if not 0 < size <= VIDEO_LIMIT:
            raise Refused(6001, "The video is too large")
        item = Item(self.world.id(), page.id, Kind.VIDEO, at, mime="video/mp4", expected=size)
        item.session = self.world.id()
        self.world.items[item.id] = self.world.sessions[item.session] = item
        return {
            "video_id": item.id,
            "upload_session_id": item.session,
            **self._place(item),
        }

    def _place(self, item: Item) -> dict[str, str]:
        end = min(item.size + self.piece, item.expected)
        return {"start_offset": str(item.size), "end_offset": str(end)}

    def transfer(self, page: Page, given: Params) -> dict[str, str]:
        """A piece; at the wrong place the refusal says which one is wanted."""
        item = self.session(page, given)
        if _number(given.get("start_offset"), "start_offset") != item.size:
            say = "There was a problem uploading your video file. Please try again."
            raise Refused(6000, say, sub=1363037, more=self._place(item))
        chunk = given.get("video_file_chunk")
        if not isinstance(chunk, bytes):
            raise Refused(324, "Requires upload file")
        item.take(chunk)
        return self._place(item)

    def session(self, page: Page, given: Params) -> Item:
        """The video of an upload session."""
        item = self.world.sessions.get(str(given.get("upload_session_id", "")))
        if item is None or item.page != page.id:
            raise missing(str(given.get("upload_session_id", "")))
        return item

    def start_reel(self, page: Page, at: datetime, base: str) -> dict[str, str]:
        """The first phase of a reel or a story's video."""
        item = Item(self.world.id(), page.id, Kind.VIDEO, at, mime="video/mp4", is_reel=True)
        self.world.items[item.id] = item
        url = f"{base}/-/rupload.facebook.com/video-upload/v26.0/{item.id}"
        return {"video_id": item.id, "upload_url": url}

    async def receive(
        self, item: Item, headers: Mapping[str, str], stream: AsyncIterator[bytes]
    ) -> dict[str, Any]:
        """The bytes of a reel from an offset on; what came before a cut is kept."""
        offset, size = headers.get("offset", ""), headers.get("file_size", "")
        if not size.isdigit() or offset != str(item.size):
            return {"debug_info": {"retriable": False, "type": "OffsetInvalidError"}}
        item.expected = int(size)
        try:
            async for piece in stream:
                item.take(piece)
        except ClientDisconnect:
            return {"debug_info": {"retriable": True, "type": "PartialRequestError"}}
        return {"success": True}


def _number(value: object, name: str) -> int:
    if not str(value).isdigit():
        raise Refused(100, f"Param {name} must be an integer")
    return int(str(value))
