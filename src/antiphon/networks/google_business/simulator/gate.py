"""The way into the simulated network: reads a call, finds who answers it."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from json import loads
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from antiphon.networks.google_business.simulator.answers import Refused, SignInRefused, missing
from antiphon.networks.google_business.simulator.doors import Doors
from antiphon.networks.google_business.simulator.posting import Posting
from antiphon.networks.google_business.simulator.telling import Telling
from antiphon.networks.google_business.simulator.world import Place, World

Handler = Callable[[Request, str], Awaitable[Any]]
ACCOUNTS = "/-/mybusinessaccountmanagement.googleapis.com"
LOCATIONS = "/-/mybusinessbusinessinformation.googleapis.com"
PLACE = "/v4/accounts/{account}/locations/{location}"


class Gate:
    """All paths of the network."""

    def __init__(self, base: str, now: Callable[[], datetime]) -> None:
        self.now, self.world = now, World()
        self.doors, self.posting = Doors(self.world), Posting(self.world)
        self.telling = Telling(self.world, base)
        self.spent = False
        """Whether the calls of the minute are used up."""

    def app(self) -> Starlette:
        """The paths."""
        one, review = f"{PLACE}/localPosts/{{post}}", f"{PLACE}/reviews/{{review}}"
        return Starlette(
            routes=[
                Route("/-/accounts.google.com/o/oauth2/v2/auth", self._consent,
                      methods=["GET", "POST"]),
                Route("/-/oauth2.googleapis.com/{what}", self._sign_in, methods=["POST"]),
                Route("/-/lh3.googleusercontent.com/{digest}", self._file),
                Route(f"{ACCOUNTS}/v1/accounts", self._for(self._accounts)),
                Route(f"{LOCATIONS}/v1/accounts/{{account}}/locations", self._for(self._places)),
                Route(f"{LOCATIONS}/v1/locations/{{location}}", self._for(self._place)),
                Route(f"{PLACE}/localPosts", self._for(self._posts), methods=["GET", "POST"]),
                Route(one, self._for(self._post), methods=["GET", "PATCH", "DELETE"]),
                Route(f"{PLACE}/reviews", self._for(self._reviews)),
                Route(review, self._for(self._review)),
                Route(f"{review}/reply", self._for(self._reply), methods=["PUT", "DELETE"]),
            ]
        )  # fmt: skip

    def _for(self, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
        """Only for those whom we know."""

        async def answer(request: Request) -> Response:
            try:
                owner = self.doors.caller(request.headers.get("authorization", ""), self.now())
                self._count()
                return JSONResponse(await handler(request, owner))
            except Refused as refused:
                return refused.answer()

        return answer

    def _count(self) -> None:
        if self.spent:
            raise Refused("RESOURCE_EXHAUSTED", "Quota exceeded.")

    def _mine(self, request: Request, owner: str) -> Place:
        path = request.path_params
        name = f"accounts/{path['account']}/locations/{path['location']}"
        place = self.world.places.get(name)
        if place is None or place.owner != owner:
            raise missing()
        return place

    async def _accounts(self, request: Request, owner: str) -> Any:
        return self.telling.accounts(owner, request.query_params)

    async def _places(self, request: Request, owner: str) -> Any:
        account = f"accounts/{request.path_params['account']}"
        return self.telling.places(owner, account, request.query_params)

    async def _place(self, request: Request, owner: str) -> Any:
        short = f"locations/{request.path_params['location']}"
        for place in self.world.places.values():
            if place.short == short and place.owner == owner:
                return self.telling.place(place, request.query_params)
        raise missing()

    async def _posts(self, request: Request, owner: str) -> Any:
        place = self._mine(request, owner)
        if request.method == "GET":
            return self.telling.posts(place, request.query_params, self.now())
        post = await self.posting.create(place, await _body(request), self.now())
        return self.telling.post(post, self.now())

    async def _post(self, request: Request, owner: str) -> Any:
        name = f"{self._mine(request, owner).name}/localPosts/{request.path_params['post']}"
        if name not in self.world.posts:
            raise missing()
        if request.method == "DELETE":
            return self.posting.remove(name)
        post = self.world.posts[name]
        if request.method == "PATCH":
            mask = request.query_params.get("updateMask", "")
            self.posting.change(post, await _body(request), mask, self.now())
        return self.telling.post(post, self.now())

    async def _reviews(self, request: Request, owner: str) -> Any:
        place = self._mine(request, owner)
        if place.facts.get("voice") == "no":
            raise Refused("PERMISSION_DENIED", "The location has no voice of merchant.")
        return self.telling.reviews(place, request.query_params, self.now())

    async def _review(self, request: Request, owner: str) -> Any:
        name = f"{self._mine(request, owner).name}/reviews/{request.path_params['review']}"
        if name not in self.world.reviews:
            raise missing()
        return self.telling.review(self.world.reviews[name], self.now())

    async def _reply(self, request: Request, owner: str) -> Any:
        name = f"{self._mine(request, owner).name}/reviews/{request.path_params['review']}"
        if name not in self.world.reviews:
            raise missing()
        if request.method == "DELETE":
            return self.posting.remove(f"{name}/reply")
        review = self.world.reviews[name]
        self.posting.answer(review, await _body(request), self.now())
        return self.telling.reply(review, self.now())

    async def _sign_in(self, request: Request) -> Response:
        async with request.form() as form:
            given = dict(form)
        try:
            if request.path_params["what"] == "revoke":
                return JSONResponse(self.doors.revoke(given))
            return JSONResponse(self.doors.token(given, self.now()))
        except SignInRefused as refused:
            return refused.answer()

    async def _consent(self, request: Request) -> Response:
        if request.method == "POST":
            async with request.form() as form:
                return RedirectResponse(self.doors.consented(dict(form)), status_code=303)
        try:
            return HTMLResponse(self.doors.consent(request.query_params))
        except SignInRefused as refused:
            return HTMLResponse(refused.error, status_code=400)

    async def _file(self, request: Request) -> Response:
        mime, body = self.world.files.get(request.path_params["digest"], ("text/plain", b""))
        return Response(body, media_type=mime, status_code=200 if body else 404)


async def _body(request: Request) -> dict[str, Any]:
    try:
        told = loads(await request.body())
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise Refused("INVALID_ARGUMENT", "Invalid JSON payload received.")
    return told
