"""The paths that the server answers on, whichever dialect it speaks."""

import hashlib
from typing import Any

from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from antiphon.networks.lemmy.dialect import PIEFED, V3, V4
from antiphon.networks.lemmy.simulator import about
from antiphon.networks.lemmy.simulator.asking import Asking
from antiphon.networks.lemmy.simulator.shapes import Shapes
from antiphon.networks.lemmy.simulator.world import Person, Refused, World
from antiphon.networks.lemmy.simulator.writing import Writing

Thing = dict[str, Any]


class Doors:
    """Answers calls with what the world holds."""

    def __init__(self, world: World) -> None:
        self.world, self.shapes = world, Shapes(world)
        self.writing, self.asking = Writing(world, self.shapes), Asking(world, self.shapes)

    def app(self) -> Starlette:
        """All of it as one application."""
        every = ["GET", "POST", "PUT"]
        routes = [
            Route("/pictrs/image", self.upload, methods=["POST"]),
            Route("/pictrs/image/{name}", self.show),
            Route("/api/{version}/{path:path}", self.call, methods=every),
        ]
        return Starlette(routes=routes, exception_handlers={Refused: self.refused})

    async def refused(self, _request: Request, error: Exception) -> Response:
        """Say no, in the form of the dialect."""
        assert isinstance(error, Refused)  # noqa: S101 -- for the type checker
        if self.world.speaks is PIEFED:
            told = {"code": 400, "message": error.word, "status": "Bad Request"}
            return JSONResponse(told, status_code=400)
        return JSONResponse({"error": error.word}, status_code=error.status)

    async def call(self, request: Request) -> Response:
        """One call of the program's interface."""
        path, world = f"/{request.path_params['path']}", self.world
        if f"/api/{request.path_params['version']}" != world.speaks.base:
            return Response(status_code=404)
        if request.url.path.endswith(world.speaks.image.rpartition("/api")[2]):
            return await self.upload(request)
        asker = self._asker(request)
        if request.method == "GET":
            return self._ask(path, dict(request.query_params), asker)
        given = await request.json()
        if path == world.speaks.login:
            return JSONResponse(self._login(given))
        if asker is None:
            raise Refused("incorrect_login", 401)
        return JSONResponse(self.writing.do(request.method, path, given, asker))

    def _asker(self, request: Request) -> Person | None:
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        known = self.world.tokens.get(token)
        if token and known is None and self.world.speaks is not PIEFED:
            raise Refused("incorrect_login", 401)
        return self.world.people.get(known or 0)

    def _login(self, given: Thing) -> Thing:
        name = given.get(self.world.speaks.user)
        found = next((one for one in self.world.people.values() if one.name == name), None)
        if found is None or not found.password or given.get("password") != found.password:
            raise Refused("incorrect_login", 401)
        if found.code and given.get("totp_2fa_token") != found.code:
            word = "incorrect_totp_token" if given.get("totp_2fa_token") else "missing_totp_token"
            raise Refused(word)
        told = {"jwt": self.world.let_in(found)}
        if self.world.speaks is PIEFED:
            return told
        return {**told, "registration_created": False, "verify_email_sent": False}

    def _ask(self, path: str, query: Thing, asker: Person | None) -> Response:
        world, shapes = self.world, self.shapes
        if path == "/site":
            return JSONResponse(about.site(world, shapes, asker))
        if path == world.speaks.me == V4.me:
            if asker is None:
                raise Refused("not_logged_in", 401)
            return JSONResponse(about.mine(world, shapes, asker))
        told = self.asking.ask(path, query, asker.id if asker else 0)
        return Response(status_code=404) if told is None else JSONResponse(told)

    async def upload(self, request: Request) -> Response:
        """Keep a picture."""
        if self._asker(request) is None:
            raise Refused("incorrect_login", 401)
        async with request.form() as form:
            file = form.get(self.world.speaks.part)
            mime = str(getattr(file, "content_type", ""))
            if not isinstance(file, UploadFile) or not mime.startswith("image/"):
                raise Refused("not_an_image_type")
            body = await file.read()
        name = f"{hashlib.sha256(body).hexdigest()}.{mime.rpartition('/')[2]}"
        self.world.files[name] = (mime, body)
        url = f"{self.world.base}/pictrs/image/{name}"
        if self.world.speaks is V3:
            return JSONResponse({"msg": "ok", "files": [{"file": name, "delete_token": "t"}]}, 201)
        names = {V4: {"image_url": url, "filename": name}, PIEFED: {"url": url}}
        return JSONResponse(names[self.world.speaks])

    async def show(self, request: Request) -> Response:
        """A picture, for everybody."""
        found = self.world.files.get(request.path_params["name"])
        return Response(found[1], media_type=found[0]) if found else Response(status_code=404)
