"""How files arrive at the simulated network: videos in pieces, pictures at once."""

import hashlib
from datetime import timedelta
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from antiphon.networks.youtube.simulator.answers import Refused, missing
from antiphon.networks.youtube.simulator.gate import Call
from antiphon.networks.youtube.simulator.shapes import Shapes
from antiphon.networks.youtube.simulator.videos import insist
from antiphon.networks.youtube.simulator.world import Picture, Session, Video, World

GRAIN = 262_144
LARGEST_VIDEO, LARGEST_PICTURE = 274_877_906_944, 52_428_800
WEEK = timedelta(days=7)
PICTURES = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg"}


class Sessions:
    """The doors that take bytes."""

    def __init__(self, world: World, shapes: Shapes) -> None:
        self.world, self.shapes = world, shapes

    def begin(self, call: Call) -> Response:
        """POST /upload/youtube/v3/videos: a session, and where it is."""
        assert call.request is not None  # noqa: S101 -- a call at a door has one
        size = call.request.headers.get("x-upload-content-length", "")
        mime = call.request.headers.get("x-upload-content-type", "")
        if call.given.get("uploadType") != "resumable" or not size.isdecimal():
            raise Refused(400, "mediaBodyRequired")
        if int(size) > LARGEST_VIDEO or mime.partition("/")[0] not in {"video", "application"}:
            raise Refused(400, "invalidFilename")
        if "full" in self.world.quirks:
            say = "The user has exceeded the number of videos they may upload."
            raise Refused(400, "uploadLimitExceeded", say)
        insist(call, self.world)
        session = Session(
            id=self.world.name(100), channel=call.channel, body=call.body,
            parts=call.given["part"], size=int(size), mime=mime, ends=self.world.now() + WEEK,
        )  # fmt: skip
        self.world.sessions[session.id] = session
        # As the real one: on the host that was asked.
        address = call.request.url.replace(query="").include_query_params(
            uploadType="resumable", part=session.parts, upload_id=session.id
        )
        return Response(headers={"Location": str(address)})

    async def piece(self, request: Request) -> Response:
        """PUT to a session: a piece, or the question how much is there. Needs no token."""
        session = self.world.sessions.get(request.query_params.get("upload_id", ""))
        lost = "forgetful" in self.world.quirks
        if session is None or lost or session.ends <= self.world.now():
            return missing("notFound").answer()
        where = request.headers.get("content-range", "").removeprefix("bytes ")
        span, _slash, total = where.partition("/")
        if total != str(session.size):
            return Refused(400, "badRequest").answer()
        if span != "*" and session.video is None:
            start, end = (int(one) for one in span.split("-"))
            if (end + 1 - start) % GRAIN and end + 1 != session.size:
                return Refused(400, "badRequest").answer()
            await self._take(session, start, request)
        return self._place(session)

    async def _take(self, session: Session, start: int, request: Request) -> None:
        """What follows on what is there; of a piece that was cut whole grains are kept."""
        if start != len(session.received):
            return
        try:
            async for block in request.stream():
                session.received += block
        except ClientDisconnect:
            del session.received[len(session.received) // GRAIN * GRAIN :]
        if len(session.received) == session.size:
            session.video = self._made(session)

    def _made(self, session: Session) -> Video:
        at, body = self.world.now(), session.body
        content = bytes(session.received)
        video = Video(
            id=self.world.name(11), channel=session.channel, uploaded=at,
            ready_at=at + self.world.working, snippet=dict(body["snippet"]),
            status=dict(body.get("status", {})), more={}, mime=session.mime,
            size=session.size, digest=hashlib.sha256(content).hexdigest(),
        )  # fmt: skip
        self.world.videos[video.id] = video
        session.channel.videos.append(video)
        self.world.keep(video.id, session.mime, content)
        session.received = bytearray()
        return video

    def _place(self, session: Session) -> Response:
        if session.video is not None:
            told = self.shapes.video(session.video, session.parts.split(","))
            return JSONResponse(told)
        there = len(session.received)
        return Response(status_code=308, headers={"Range": f"bytes=0-{there - 1}"} if there else {})

    async def picture(self, call: Call) -> dict[str, Any]:
        """POST /upload/youtube/v3/thumbnails/set."""
        assert call.request is not None  # noqa: S101 -- a call at a door has one
        video = self.world.videos.get(call.given.get("videoId", ""))
        if video is None or video.channel is not call.channel:
            raise missing("videoNotFound")
        if "unverified" in self.world.quirks:
            raise Refused(403, "forbidden", "The thumbnail can't be set for the specified video.")
        if "many_pictures" in self.world.quirks:
            raise Refused(429, "uploadRateLimitExceeded")
        body = await call.request.body()
        mime = next((mime for begin, mime in PICTURES.items() if body.startswith(begin)), "")
        if not mime or len(body) > LARGEST_PICTURE:
            raise Refused(400, "invalidImage")
        video.cover = Picture(mime, len(body), hashlib.sha256(body).hexdigest())
        self.world.keep(f"{video.id}.cover", mime, body)
        url = "https://i.ytimg.com/vi/default.jpg"
        shown = {"default": {"url": url, "width": 120, "height": 90}}
        return {"kind": "youtube#thumbnailSetResponse", "etag": "e", "items": [shown]}
