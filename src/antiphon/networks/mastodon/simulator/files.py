"""Files that are brought, worked on and shown."""

import hashlib
from datetime import timedelta

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from antiphon.connect.values import Kind
from antiphon.networks.mastodon.limits import Limits
from antiphon.networks.mastodon.rules import GIFS, IMAGES, VIDEOS
from antiphon.networks.mastodon.simulator.gate import Caller, Gate, RefusedError, given
from antiphon.networks.mastodon.simulator.shapes import Shapes
from antiphon.networks.mastodon.simulator.world import Film, World
from antiphon.networks.mastodon.simulator.writing import focus_of

KEPT = 1024 * 1024
"""Only smaller files are kept, to be shown."""
_PIECE = 256 * 1024
_KINDS = {
    **dict.fromkeys(IMAGES, Kind.IMAGE),
    **dict.fromkeys(GIFS, Kind.GIF),
    **dict.fromkeys(VIDEOS, Kind.VIDEO),
}
_BAD = "Validation failed: File content type is invalid, File is invalid"


class Files:
    """POST, GET, PUT and DELETE of media."""

    def __init__(self, world: World, gate: Gate, shapes: Shapes) -> None:
        self.world, self.gate, self.shapes = world, gate, shapes

    async def bring(self, request: Request) -> Response:
        """POST /api/v2/media: 200 when ready, 202 while it works on it (films)."""
        self.gate.has("v2_media")
        return await self._bring(request, later=True)

    async def bring_at_once(self, request: Request) -> Response:
        """POST /api/v1/media: the older way, ready when it answers."""
        return await self._bring(request, later=False)

    async def _bring(self, request: Request, *, later: bool) -> Response:
        caller = self.gate.caller(request, "write:media", "media")
        async with request.form() as form:
            file = form.get("file")
            if not isinstance(file, UploadFile) or file.content_type not in _KINDS:
                raise RefusedError(422, _BAD)
            film = await self._kept(file, caller)
            film.alt = str(form.get("description") or "")
            film.focus = focus_of(form.get("focus"), film.focus)
        if len(film.alt) > Limits().alt:
            raise RefusedError(422, "Validation failed: Description is too long")
        if later and film.kind is not Kind.IMAGE:
            film.ready_at += timedelta(seconds=self.gate.quirks.working_seconds)
        self.world.media[film.id] = film
        working = film.ready_at > self.world.now()
        return caller.answer(self.shapes.film(film), 202 if working else 200)

    async def _kept(self, file: UploadFile, caller: Caller) -> Film:
        kind, limits = _KINDS[file.content_type or ""], Limits()
        digest, size, kept = hashlib.sha256(), 0, bytearray()
        while piece := await file.read(_PIECE):
            digest.update(piece)
            size += len(piece)
            kept += piece if size <= KEPT else b""
        most = limits.video_bytes if kind is Kind.VIDEO else limits.image_bytes
        if not 0 < size <= most:
            raise RefusedError(422, "Validation failed: File file size must be less than the limit")
        return Film(
            id=self.world.new_id(),
            owner=caller.member.id,
            kind=kind,
            mime=file.content_type or "",
            size=size,
            digest=digest.hexdigest(),
            body=bytes(kept) if size <= KEPT else b"",
            ready_at=self.world.now(),
        )

    async def one(self, request: Request) -> Response:
        """GET /api/v1/media/:id: 206 while it is in work."""
        self.gate.has("media")
        caller = self.gate.caller(request, "write:media")
        film = self._free(request, caller)
        working = film.ready_at > self.world.now()
        return caller.answer(self.shapes.film(film), 206 if working else 200)

    async def change(self, request: Request) -> Response:
        """PUT /api/v1/media/:id, before a status shows it."""
        told = await given(request)
        caller = self.gate.caller(request, "write:media")
        film = self._free(request, caller)
        film.alt = str(told.get("description", film.alt))
        film.focus = focus_of(told.get("focus"), film.focus)
        return caller.answer(self.shapes.film(film))

    async def remove(self, request: Request) -> Response:
        """DELETE /api/v1/media/:id, before a status shows it."""
        caller = self.gate.caller(request, "write:media")
        del self.world.media[self._free(request, caller).id]
        return caller.answer({})

    async def shown(self, request: Request) -> Response:
        """The bytes, as a visitor fetches them."""
        film = self.world.media.get(request.path_params["id"])
        if film is None or not film.body:
            raise RefusedError(404, "")
        return Response(film.body, media_type=film.mime)

    def _free(self, request: Request, caller: Caller) -> Film:
        film = self.world.media.get(request.path_params["id"])
        if film is None or film.owner != caller.member.id or film.status:
            raise RefusedError(404, "Record not found")
        return film
