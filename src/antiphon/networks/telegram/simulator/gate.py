"""The way into the simulated network: reads a call, proves its token, finds its method, answers."""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from antiphon.networks.telegram.simulator.asking import Asking
from antiphon.networks.telegram.simulator.changing import Changing
from antiphon.networks.telegram.simulator.files import File
from antiphon.networks.telegram.simulator.refused import RefusedError
from antiphon.networks.telegram.simulator.sending import Sending
from antiphon.networks.telegram.simulator.world import Bot, World

LARGEST = 50 * 1024 * 1024
_TEXTS = frozenset({"text", "caption", "question", "description"})
KEPT_BYTES, KEPT_FILES = 1_000_000, 200

Given = dict[str, Any]


class Gate:
    """All paths of the network."""

    def __init__(self, world: World, base: str, now: Callable[[], datetime]) -> None:
        self.world, self.now = world, now
        self.sending = Sending(world, now)
        self.changing, self.asking = Changing(world, now), Asking(world, now)
        self.app = Starlette(
            routes=[
                Route("/bot{token}/{method}", self._call, methods=["GET", "POST"]),
                Route("/-/files/{id}", self._file),
            ]
        )
        self.base = base

    async def _call(self, request: Request) -> Response:
        try:
            given = await self._given(request)
            bot = self._bot(request.path_params["token"])
            told = self._method(request.path_params["method"])(bot, given)
        except RefusedError as error:
            return JSONResponse(error.told(), status_code=error.status)
        return JSONResponse({"ok": True, "result": told})

    def _bot(self, token: str) -> Bot:
        bot = self.world.bots.get(token)
        if bot is None:
            raise RefusedError(401, "Unauthorized")
        return bot

    def _method(self, name: str) -> Callable[[Bot, Given], Any]:
        for part in (self.sending, self.changing, self.asking):
            found: Callable[[Bot, Given], Any] | None = part.methods.get(name.lower())
            if found:
                return found
        raise RefusedError(404, "Not Found")

    async def _given(self, request: Request) -> Given:
        """The fields of a call: JSON, a form, or a query; files as `File`."""
        if request.headers.get("content-type", "").startswith("application/json"):
            told = json.loads(await request.body() or b"{}")
            return dict(told)
        given: Given = {name: _read(name, value) for name, value in request.query_params.items()}
        async with request.form(max_part_size=LARGEST + 1) as form:
            for name, value in form.items():
                is_file = isinstance(value, UploadFile)
                given[name] = await self._taken(value) if is_file else _read(name, value)
        return given

    async def _taken(self, file: Any) -> File:
        body = await file.read()
        if len(body) > LARGEST:
            raise RefusedError(413, "Request Entity Too Large")
        digest = hashlib.sha256(body).hexdigest()
        if len(body) <= KEPT_BYTES and len(self.world.bytes) < KEPT_FILES:
            self.world.bytes[digest] = (file.content_type or "", body)
        return File(file.content_type or "", len(body), digest)

    async def _file(self, request: Request) -> Response:
        mime, body = self.world.bytes.get(request.path_params["id"], ("text/plain", b""))
        return Response(body, media_type=mime, status_code=200 if body else 404)


def _read(name: str, value: Any) -> Any:
    """A field of a form: JSON where it is such, else a text."""
    if name in _TEXTS:
        return value
    try:
        told = json.loads(value)
    except ValueError:
        return value
    return value if isinstance(told, str) else told
