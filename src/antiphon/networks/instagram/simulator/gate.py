"""The way into the simulated network: its hosts, who calls, what is counted, who answers."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from antiphon.connect.values import Kind
from antiphon.networks.instagram.graph import Login
from antiphon.networks.instagram.simulator.answers import DoorClosed, Refused, answer
from antiphon.networks.instagram.simulator.doors import Doors
from antiphon.networks.instagram.simulator.edges import Edges
from antiphon.networks.instagram.simulator.making import Making
from antiphon.networks.instagram.simulator.reading import Reading
from antiphon.networks.instagram.simulator.world import Given, Token, World

EVERY = ["GET", "POST", "DELETE"]
KINDS = {Login.INSTAGRAM: "IGApiException", Login.FACEBOOK: "OAuthException"}


class Gate:
    """All paths of the network."""

    def __init__(self, base: str, now: Callable[[], datetime]) -> None:
        self.now = now
        self.world = World()
        self.making = Making(self.world)
        self.reading = Reading(self.world, self.making, base)
        self.doors = Doors(self.world, self.reading)
        self.edges = Edges(self)
        self.base = base
        self.calls_at_most = 1_000_000
        """Tests set it low to see a limit."""

    def app(self) -> Starlette:
        """The paths."""
        facebook = "/-/graph.facebook.com/{version}"
        dialogs = ("/-/www.instagram.com/oauth/authorize",
                   "/-/www.facebook.com/{version}/dialog/oauth")  # fmt: skip
        return Starlette(
            routes=[
                *(Route(path, self._consent, methods=["GET", "POST"]) for path in dialogs),
                Route("/-/api.instagram.com/oauth/access_token", self._short, methods=["POST"]),
                Route(f"{facebook}/oauth/access_token", self._of_facebook, methods=["POST"]),
                Route("/access_token", self._lasting),
                Route("/refresh_access_token", self._lasting),
                Route("/-/rupload.facebook.com/ig-api-upload/{version}/{id}", self._receive,
                      methods=["POST"]),
                Route("/-/scontent.cdninstagram.com/{id}", self._file),
                *(Route(f"{facebook}{node}", self._facebook, methods=EVERY)
                  for node in ("/{id}/{edge}", "/{id}")),
                *(Route(f"/{{version}}{node}", self._instagram, methods=EVERY)
                  for node in ("/{id}/{edge}", "/{id}")),
            ]
        )  # fmt: skip

    async def _instagram(self, request: Request) -> Response:
        return await self._call(request, Login.INSTAGRAM)

    async def _facebook(self, request: Request) -> Response:
        return await self._call(request, Login.FACEBOOK)

    async def _call(self, request: Request, login: Login) -> Response:
        usage: dict[str, str] = {}
        try:
            given = await _given(request)
            caller = self.doors.caller(_token(request), given, self.now(), login)
            usage = self._count(caller)
            told = await self.edges.call(request.method, request.path_params, given, caller)
            return answer(told, headers=usage)
        except Refused as refused:
            headers = {**usage, **refused.headers}
            return answer(refused.body(KINDS[login]), status=400, headers=headers)

    def _count(self, caller: Token) -> dict[str, str]:
        """The header that tells how much is used; an account beyond it is refused."""
        account = self.world.accounts[caller.account]
        account.calls += 1
        used = account.calls * 100 // self.calls_at_most
        told = (
            f'{{"{account.id}":[{{"type":"instagram","call_count":{min(used, 100)},'
            '"total_cputime":1,"total_time":1,'
            f'"estimated_time_to_regain_access":{12 if used > 100 else 0}}}]}}'
        )
        usage = {"X-Business-Use-Case-Usage": told}
        if used > 100:
            refused = Refused(80002, "(#80002) There have been too many calls to this account.")
            refused.headers = usage
            raise refused
        return usage

    async def _receive(self, request: Request) -> Response:
        """The bytes of a video from an offset on; what came before a cut is kept."""
        try:
            caller = self.doors.caller(_token(request), {}, self.now(), Login.FACEBOOK)
            account = self.world.accounts[caller.account]
            made = self.making.mine(account, request.path_params["id"])
        except Refused as refused:
            return answer(refused.body("OAuthException"), status=400)
        size = request.headers.get("file_size", "")
        if made.expected is None or request.headers.get("offset") != str(len(made.body)):
            wrong = {"retriable": False, "type": "OffsetInvalidError", "message": "Wrong offset"}
            return answer({"debug_info": wrong}, status=400)
        made.expected = int(size) if size.isdigit() else -1
        try:
            async for piece in request.stream():
                made.body += piece
        except ClientDisconnect:
            cut = {"retriable": True, "type": "PartialRequestError", "message": "Cut off"}
            return answer({"debug_info": cut}, status=400)
        if len(made.body) == made.expected:
            self.making.take(made, Kind.VIDEO, "video/mp4", bytes(made.body), self.now())
        return answer({"success": True, "message": "Upload successful."})

    async def _short(self, request: Request) -> Response:
        try:
            return answer(self.doors.short(await _given(request), self.now()))
        except DoorClosed as closed:
            return answer(closed.body(), status=400)

    async def _lasting(self, request: Request) -> Response:
        try:
            return answer(self.doors.lasting(await _given(request), self.now()))
        except Refused as refused:
            return answer(refused.body("IGApiException"), status=400)

    async def _of_facebook(self, request: Request) -> Response:
        try:
            return answer(self.doors.of_facebook(await _given(request), self.now()))
        except Refused as refused:
            return answer(refused.body("OAuthException"), status=400)

    async def _consent(self, request: Request) -> Response:
        given = await _given(request)
        if request.method == "POST":
            return RedirectResponse(self.doors.consented(given), status_code=303)
        login = Login.FACEBOOK if "facebook" in request.url.path else Login.INSTAGRAM
        try:
            return HTMLResponse(self.doors.consent(given, login))
        except Refused as refused:
            return HTMLResponse(refused.say, status_code=400)

    async def _file(self, request: Request) -> Response:
        mime, body = self.world.bytes.get(request.path_params["id"], ("text/plain", b""))
        return Response(body, media_type=mime, status_code=200 if body else 404)


async def _given(request: Request) -> Given:
    given: dict[str, Any] = dict(request.query_params)
    if request.method == "POST":
        async with request.form() as form:
            given |= {name: str(value) for name, value in form.items()}
    return given


def _token(request: Request) -> str:
    """Both hosts take `Bearer`, the one for videos `OAuth`."""
    kind, _space, token = request.headers.get("authorization", "").partition(" ")
    return token if kind in {"Bearer", "OAuth"} else ""
