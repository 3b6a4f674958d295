"""The way into the simulated network: reads a call, counts it, finds the edge, answers."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from antiphon.networks.facebook.simulator.answers import Refused, answer, missing
from antiphon.networks.facebook.simulator.doors import Doors
from antiphon.networks.facebook.simulator.edges import Edges
from antiphon.networks.facebook.simulator.files import Files
from antiphon.networks.facebook.simulator.nodes import Nodes
from antiphon.networks.facebook.simulator.publishing import Publishing
from antiphon.networks.facebook.simulator.reading import Reading
from antiphon.networks.facebook.simulator.world import Token, World

HOUR = timedelta(hours=1)
LARGEST = 64 * 1024 * 1024


class Gate:
    """All paths of the network."""

    def __init__(self, base: str, now: Callable[[], datetime]) -> None:
        self.base, self.now = base, now
        self.world = World()
        self.nodes = Nodes(self.world, base, timedelta(seconds=1))
        self.doors, self.files = Doors(self.world, self.nodes), Files(self.world)
        self.publishing = Publishing(self.world)
        self.reading = Reading(self.world, self.nodes)
        self.edges = Edges(self)
        self.calls_an_hour = 1_000_000
        """Tests set it low to see a limit."""

    def app(self) -> Starlette:
        """The paths."""
        every = ["GET", "POST", "DELETE"]
        dialog = "/-/www.facebook.com/{version}/dialog/oauth"
        video = "/-/graph-video.facebook.com"
        return Starlette(
            routes=[
                Route(dialog, self._consent, methods=["GET", "POST"]),
                Route("/-/rupload.facebook.com/video-upload/{version}/{id}", self._receive,
                      methods=["POST"]),
                Route("/-/scontent.facebook.com/{id}", self._file),
                Route("/{version}/oauth/access_token", self._tokens, methods=["GET", "POST"]),
                Route(f"{video}/{{version}}/{{id}}/{{edge}}", self._call, methods=every),
                Route("/{version}/{id}/{edge}", self._call, methods=every),
                Route("/{version}/{id}", self._call, methods=every),
            ]
        )  # fmt: skip

    async def _call(self, request: Request) -> Response:
        usage: dict[str, str] = {}
        try:
            given = await _given(request)
            caller = self.doors.caller(_token(request, given), given, self.now())
            usage = self._count(caller)
            told = self.edges.call(request.method, request.path_params, given, caller)
            return answer(told, headers=usage)
        except Refused as refused:
            return _refusing(refused, usage)

    def _count(self, caller: Token) -> dict[str, str]:
        """The header that tells how much is used; a Page beyond its hour is refused."""
        page = self.world.pages.get(caller.whose)
        if page is None:
            figures = '{"call_count":1,"total_time":1,"total_cputime":1}'
            return {"X-App-Usage": figures}
        at = self.now()
        if page.window is None or at - page.window >= HOUR:
            page.window, page.calls = at, 0
        page.calls += 1
        used = page.calls * 100 // self.calls_an_hour
        wait = max(1, int((page.window + HOUR - at).total_seconds() // 60)) if used > 100 else 0
        told = (
            f'{{"{page.id}":[{{"type":"pages","call_count":{min(used, 100)},"total_cputime":1,'
            f'"total_time":1,"estimated_time_to_regain_access":{wait}}}]}}'
        )
        usage = {"X-Business-Use-Case-Usage": told}
        if used > 100:
            raise Limited(usage)
        return usage

    async def _receive(self, request: Request) -> Response:
        try:
            caller = self.doors.caller(_token(request, {}), {}, self.now())
            item = self.edges.item(request.path_params, "id")
            if item.page != caller.whose:
                raise missing(item.id)
        except Refused as refused:
            return _refusing(refused)
        told = await self.files.receive(item, request.headers, request.stream())
        return answer(told, status=200 if told.get("success") else 400)

    async def _tokens(self, request: Request) -> Response:
        try:
            return answer(self.doors.tokens(await _given(request), self.now()))
        except Refused as refused:
            return _refusing(refused)

    async def _consent(self, request: Request) -> Response:
        given = await _given(request)
        if request.method == "POST":
            return RedirectResponse(self.doors.consented(given), status_code=303)
        try:
            return HTMLResponse(self.doors.consent(given))
        except Refused as refused:
            return HTMLResponse(refused.say, status_code=400)

    async def _file(self, request: Request) -> Response:
        mime, body = self.world.bytes.get(request.path_params["id"], ("text/plain", b""))
        return Response(body, media_type=mime, status_code=200 if body else 404)


class Limited(Refused):
    """The Page's calls are used up."""

    def __init__(self, usage: dict[str, str]) -> None:
        super().__init__(80001, "There have been too many calls to this Page account.")
        self.usage = usage


async def _given(request: Request) -> dict[str, Any]:
    given: dict[str, Any] = dict(request.query_params)
    if request.method == "POST":
        async with request.form(max_part_size=LARGEST) as form:
            for name, value in form.items():
                given[name] = await value.read() if isinstance(value, UploadFile) else value
    return given


def _token(request: Request, given: dict[str, Any]) -> str:
    kind, _space, token = request.headers.get("authorization", "").partition(" ")
    return token if kind.lower() in {"oauth", "bearer"} else str(given.get("access_token", ""))


def _refusing(refused: Refused, usage: dict[str, str] | None = None) -> Response:
    headers = dict(refused.usage if isinstance(refused, Limited) else usage or {})
    if refused.code in {102, 190, 2500}:
        word = 'OAuth "Facebook Platform" "invalid_token"'
        headers["www-authenticate"] = f'{word} "{refused.say}"'
    return answer(refused.told(), status=refused.status, headers=headers)
