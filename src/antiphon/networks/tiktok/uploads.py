"""Brings a video to TikTok piece by piece, all but the last: with that one the post appears.

Source: developers.tiktok.com/doc/content-posting-api-media-transfer-guide (2026-11-21). Handles
keep the place: after a crash TikTok says how much it has.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from antiphon.connect.errors import NetworkError, TryLater
from antiphon.connect.http import Answer, Slice
from antiphon.connect.values import Enclosure, Parcel, Prepared
from antiphon.networks.tiktok import wire
from antiphon.networks.tiktok.api import Api, named
from antiphon.networks.tiktok.wire import PUBLISH, READY, SENT, UNTIL, UPLOAD

PIECES = 8
"""How many pieces go in one call of `prepare`; in between the place is stored."""
ON = timedelta(seconds=1)
OPEN_FOR = timedelta(minutes=55)
"""The address for the bytes lives an hour."""
EXPIRED, ELSEWHERE = 403, 416


class Uploads:
    """One account's way for videos."""

    def __init__(self, api: Api) -> None:
        self.api = api

    async def begin(self, parcel: Parcel, known: Mapping[str, str]) -> Prepared:
        """Open a place for the bytes; nothing is visible before the last of them is there."""
        inbox = "inbox/" if wire.goes_to_inbox(parcel) else ""
        told = await self.api.post(f"/post/publish/{inbox}video/init/", wire.video_init(parcel))
        opened = {
            PUBLISH: named(told, "publish_id"),
            UPLOAD: named(told, "upload_url"),
            UNTIL: (datetime.now(UTC) + OPEN_FOR).isoformat(timespec="seconds"),
            SENT: "0",
        }
        kept = {name: value for name, value in known.items() if name != READY}
        return Prepared(handles={**kept, **opened}, wait=ON)

    async def bring(self, video: Enclosure, known: dict[str, str]) -> Prepared:
        """Send pieces until only the last is left."""
        for _piece in range(PIECES):
            sent = int(known[SENT])
            size, is_last = wire.next_piece(video.size, sent)
            if is_last:
                return Prepared(handles={**known, READY: "yes"})
            answer = await self.piece(video, known, effect=False)
            if answer.status == ELSEWHERE:
                known[SENT] = await self._place(known, video.size)
            elif answer.ok:
                known[SENT] = str(sent + size)
            else:
                raise trouble(answer)
        return Prepared(handles=known, wait=ON)

    async def _place(self, known: Mapping[str, str], size: int) -> str:
        """How many whole pieces TikTok has, after it refused one for its place."""
        told = await self.api.post("/post/publish/status/fetch/", {"publish_id": known[PUBLISH]})
        piece = wire.source(size)["chunk_size"]
        return str(wire.has(told) // piece * piece)

    async def piece(self, video: Enclosure, known: Mapping[str, str], *, effect: bool) -> Answer:
        """Send the next piece; TikTok's address for the bytes is itself the permission."""
        sent = int(known[SENT])
        size, _is_last = wire.next_piece(video.size, sent)
        return await self.api.http.ask(
            "PUT",
            known[UPLOAD],
            body=Slice(path=video.path, offset=sent, size=size),
            headers={
                "Content-Type": video.mime,
                "Content-Range": f"bytes {sent}-{sent + size - 1}/{video.size}",
            },
            signed=False,
            effect=effect,
            allow=(EXPIRED, ELSEWHERE),
            seconds=300,
        )


def is_open(known: Mapping[str, str]) -> bool:
    """Whether bytes can still be brought to the place that TikTok opened.

    One that was ready before is prepared again only because TikTok refused its last piece.
    """
    if READY in known:
        return False
    try:
        return datetime.fromisoformat(known.get(UNTIL, "")) > datetime.now(UTC)
    except ValueError:
        return False


def trouble(answer: Answer) -> NetworkError:
    """What a refused piece means; nothing was made visible by it."""
    if answer.status == EXPIRED:
        return TryLater("TikTok waited an hour for the video and begins anew.", anew=True)
    return TryLater("TikTok wants another piece of the video first.", anew=True)
