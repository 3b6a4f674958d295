"""The way into the simulated network: reads a call, finds who answers it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from antiphon.networks.threads.simulator.answers import Refused, answer, missing
from antiphon.networks.threads.simulator.doors import Doors
from antiphon.networks.threads.simulator.making import Making
from antiphon.networks.threads.simulator.telling import Telling
from antiphon.networks.threads.simulator.world import Profile, World


class Gate:
    """All paths of the network."""

    def __init__(self, base: str, now: Callable[[], datetime]) -> None:
        self.now, self.world = now, World()
        self.doors, self.making = Doors(self.world), Making(self.world)
        self.telling = Telling(self.world, f"{base}/-/www.threads.net")
        self.used = 1
        """Per cent of the calls, as the header tells it; above 100 calls are refused."""

    def app(self) -> Starlette:
        """The paths."""
        every = ["GET", "POST", "DELETE"]
        dialog = "/-/www.threads.net/oauth/authorize"
        return Starlette(
            routes=[
                Route(dialog, self._consent, methods=["GET", "POST"]),
                Route("/-/cdn.threads.net/{digest}", self._file),
                Route("/oauth/access_token", self._token, methods=["POST"]),
                Route("/access_token", self._token),
                Route("/refresh_access_token", self._token),
                Route("/debug_token", self._token),
                Route("/v1.0/{id}", self._call, methods=every),
                Route("/v1.0/{id}/{edge}", self._call, methods=every),
            ]
        )

    async def _call(self, request: Request) -> Response:
        usage = {"X-App-Usage": f'{{"call_count":{self.used},"total_time":1,"total_cputime":1}}'}
        try:
            profile = self.doors.caller(_bearer(request), self.now())
            id, edge = request.path_params["id"], request.path_params.get("edge", "")
            id = profile.id if id == "me" else id
            told = await self._answer(request, profile, id, edge)
            return answer(told, headers=usage)
        except Refused as refused:
            return answer(refused.told(), status=refused.status, headers=usage)

    async def _answer(self, request: Request, me: Profile, id: str, edge: str) -> Any:
        if self.used > 100:
            raise Refused(4, "Application request limit reached", status=403)
        given = await _given(request)
        if request.method == "DELETE":
            return self._delete(me, id)
        if request.method == "GET":
            return self._tell(me, id, edge, given)
        if id != me.id:
            raise Refused(10, "Application does not have permission for this action")
        if edge == "threads":
            return await self.making.container(me, given, self.now())
        if edge == "threads_publish":
            return self.making.publish(me, given, self.now())
        raise missing(id)

    def _tell(self, me: Profile, id: str, edge: str, given: dict[str, Any]) -> Any:
        tell = self.telling
        if not edge:
            return tell.thing(id, given, self.now())
        if id == me.id and edge in {"threads", "replies"}:
            return tell.own(me, edge, given)
        if edge == "threads_publishing_limit":
            return tell.limit(me, given, self.now())
        if edge == "mentions":
            return tell.mentions(me, given)
        if edge == "threads_insights":
            return tell.account_insights(me, given)
        if edge not in {"conversation", "insights"}:
            raise missing(id)
        return (tell.conversation if edge == "conversation" else tell.insights)(id, given)

    def _delete(self, me: Profile, id: str) -> dict[str, Any]:
        post = self.world.posts.get(id)
        if post is None or post.author != me.id:
            raise missing(id)
        self.world.remove(post)
        return {"success": True, "deleted_id": id}

    async def _token(self, request: Request) -> Response:
        given, at, token = await _given(request), self.now(), _bearer(request)
        try:
            match request.url.path.rpartition("/")[2], request.method:
                case "access_token", "POST":
                    return answer(self.doors.short(given, at))
                case "access_token", _:
                    return answer(self.doors.long(token, given, at))
                case "refresh_access_token", _:
                    return answer(self.doors.renewed(token, given, at))
                case _:
                    return answer(self.doors.about(str(given.get("input_token", ""))))
        except Refused as refused:
            return answer(refused.told(), status=refused.status)

    async def _consent(self, request: Request) -> Response:
        given = await _given(request)
        if request.method == "POST":
            return RedirectResponse(self.doors.consented(given), status_code=303)
        try:
            return HTMLResponse(self.doors.consent(given))
        except Refused as refused:
            return HTMLResponse(refused.say, status_code=400)

    async def _file(self, request: Request) -> Response:
        file = self.world.files.get(request.path_params["digest"])
        if file is None:
            return Response(status_code=404)
        return Response(file.body, media_type=file.mime)


async def _given(request: Request) -> dict[str, Any]:
    given: dict[str, Any] = dict(request.query_params)
    if request.method == "POST":
        async with request.form() as form:
            given |= form
    return given


def _bearer(request: Request) -> str:
    kind, _space, token = request.headers.get("authorization", "").partition(" ")
    return token if kind.lower() == "bearer" else request.query_params.get("access_token", "")
