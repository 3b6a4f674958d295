"""Files on their way to X: in one piece, or in numbered ones."""

import base64
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from antiphon.networks.x.simulator.gate import absent, body_of, invalid
from antiphon.networks.x.simulator.quirks import Quirks
from antiphon.networks.x.simulator.world import Account, Film, World

MB = 1024 * 1024
MOST = {"tweet_image": 5 * MB, "tweet_gif": 15 * MB, "tweet_video": 512 * MB,
        "amplify_video": 512 * MB}  # fmt: skip
PIECE = 5 * MB
LIFE = 86_400
PICTURES = {"image/jpeg", "image/png", "image/webp", "image/bmp", "image/pjpeg", "image/tiff"}
META: dict[str, Any] = {}
"""OpenAPI 2.166 wants a `meta`; recorded answers hold none."""


class Films:
    """What concerns files."""

    def __init__(self, world: World, quirks: Callable[[], Quirks]) -> None:
        self.world, self.quirks = world, quirks

    async def whole(self, request: Request, me: Account) -> Response:
        """POST /2/media/upload."""
        given = await _given(request)
        piece, mime = _bytes(given), str(given.get("media_type", "image/jpeg"))
        if given.get("media_category") != "tweet_image" or mime not in PICTURES:
            raise invalid("media_category", given.get("media_category"), "only for pictures")
        film = self._film(me, "tweet_image", mime, len(piece))
        film.take(piece)
        film.state = "ready"
        return JSONResponse({"data": self._shown(film), "meta": META})

    async def begin(self, request: Request, me: Account) -> Response:
        """POST /2/media/upload/initialize."""
        given = await body_of(request)
        category, total = given.get("media_category"), given.get("total_bytes")
        if not isinstance(total, int) or not isinstance(category, str):
            raise invalid("total_bytes", total, "needed")
        film = self._film(me, category, str(given.get("media_type")), total)
        return JSONResponse({"data": self._shown(film), "meta": META})

    async def append(self, request: Request, me: Account) -> Response:
        """POST /2/media/upload/{id}/append."""
        film, given = self._mine(request.path_params["id"], me), await _given(request)
        piece, number = _bytes(given), int(str(given.get("segment_index", "-1")))
        if not 0 <= number <= 999 or len(piece) > PIECE or film.state != "open":
            raise invalid("segment_index", number, "not a piece that can be taken")
        if number > film.next_piece:
            raise invalid("segment_index", number, "a piece before this one is missing")
        if number == film.next_piece:
            film.take(piece)
            film.next_piece += 1
        ends = int(film.ends.timestamp())
        return JSONResponse({"data": {"expires_at": ends}, "meta": META})

    async def finish(self, request: Request, me: Account) -> Response:
        """POST /2/media/upload/{id}/finalize."""
        film = self._mine(request.path_params["id"], me)
        if film.received != film.total or film.state != "open":
            raise invalid("id", film.id, "the bytes do not add up to total_bytes")
        film.state = "ready" if film.category == "tweet_image" else "pending"
        return JSONResponse({"data": self._shown(film), "meta": META})

    async def status(self, request: Request, me: Account) -> Response:
        """GET /2/media/upload?command=STATUS."""
        film = self._mine(request.query_params.get("media_id", ""), me)
        film.asked += 1
        if film.state == "pending" and film.asked >= self.quirks().polls_until_ready:
            film.state = "failed" if self.quirks().media_fails else "ready"
        return JSONResponse({"data": self._shown(film), "meta": META})

    async def describe(self, request: Request, me: Account) -> Response:
        """POST /2/media/metadata."""
        given = await body_of(request)
        film, about = self._mine(str(given.get("id")), me), given.get("metadata") or {}
        text = (about.get("alt_text") or {}).get("text", "")
        if len(text) > 1000:
            raise invalid("alt_text", len(text), "at most 1000 characters")
        film.alt, film.warning = text, about.get("sensitive_media_warning") or {}
        return JSONResponse({"data": {"id": film.id, "associated_metadata": about}})

    async def show(self, request: Request) -> Response:
        """The bytes, for a visitor."""
        film = self.world.films.get(request.path_params["id"])
        if film is None or not film.kept:
            return Response(status_code=404)
        return Response(bytes(film.kept), media_type=film.mime)

    def _film(self, me: Account, category: str, mime: str, total: int) -> Film:
        if category not in MOST or not 0 < total <= MOST[category]:
            raise invalid("total_bytes", total, f"not a size of {category}")
        ends = self.world.now() + timedelta(seconds=LIFE)
        film = Film(self.world.new_id(), me.id, category, mime, total, ends)
        self.world.films[film.id] = film
        return film

    def _mine(self, id: str, me: Account) -> Film:
        film = self.world.films.get(id)
        if film is None or film.owner != me.id or film.ends <= self.world.now():
            raise absent("media", "id", id)
        return film

    def _shown(self, film: Film) -> dict[str, Any]:
        shown: dict[str, Any] = {
            "id": film.id,
            "media_key": film.key,
            "expires_after_secs": int((film.ends - self.world.now()).total_seconds()),
        }
        if film.received:
            shown["size"] = film.received
        if film.category != "tweet_image" and film.state != "open":
            shown["processing_info"] = self._work(film)
        return shown

    def _work(self, film: Film) -> dict[str, Any]:
        # OpenAPI 2.166 wants a `type`; recorded answers hold none.
        work = {"type": "video"}
        if film.state == "pending":
            return work | {
                "state": "in_progress" if film.asked else "pending",
                "check_after_secs": 1,
            }
        if film.state == "failed":
            error = {"code": 1, "name": "InvalidMedia", "message": "Unsupported video format"}
            return work | {"state": "failed", "error": error}
        return work | {"state": "succeeded", "progress_percent": 100}


async def _given(request: Request) -> dict[str, Any]:
    """What was sent, in either form; a file as its bytes."""
    if not request.headers.get("content-type", "").startswith("multipart/"):
        return dict(await body_of(request))
    found: dict[str, Any] = {}
    async with request.form(max_part_size=PIECE + MB) as form:
        for name, value in form.items():
            if isinstance(value, UploadFile):
                found.setdefault("media_type", value.content_type)
                found[name] = await value.read()
            else:
                found[name] = value
    return found


def _bytes(given: dict[str, Any]) -> bytes:
    media = given.get("media")
    if isinstance(media, bytes):
        return media
    return base64.b64decode(media) if isinstance(media, str) else b""
