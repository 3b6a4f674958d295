"""The paths that the servers answer on."""

from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from antiphon.networks.bluesky.simulator import appview, repository, sessions
from antiphon.networks.bluesky.simulator.authority import Authority
from antiphon.networks.bluesky.simulator.films import Films
from antiphon.networks.bluesky.simulator.world import Refused, World

WRITES = {
    "com.atproto.repo.putRecord": repository.put,
    "com.atproto.repo.createRecord": repository.create,
    "com.atproto.repo.deleteRecord": repository.delete,
}


class Doors:
    """Answers calls with what the world holds."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.films, self.authority = Films(world), Authority(world)

    def app(self) -> Starlette:
        """All of it as one application."""
        authority, well = self.authority, "/.well-known"
        routes = [
            Route("/xrpc/{name}", self.ask, methods=["GET"]),
            Route("/xrpc/{name}", self.do, methods=["POST"]),
            Route(f"{well}/oauth-protected-resource", self.resource),
            Route(f"{well}/oauth-authorization-server", self.metadata),
            Route("/oauth/par", authority.push, methods=["POST"]),
            Route("/oauth/authorize", authority.authorize, methods=["GET", "POST"]),
            Route("/oauth/token", authority.token, methods=["POST"]),
            Route("/oauth/revoke", authority.revoke, methods=["POST"]),
            Route("/-/plc.directory/{did}", self.directory),
            Route("/-/video.bsky.app/xrpc/{name}", self.video, methods=["GET", "POST"]),
            Route("/profile/{actor}/post/{rkey}", self.page),
        ]
        return Starlette(routes=routes, exception_handlers={Refused: self.refused})

    async def refused(self, request: Request, error: Exception) -> Response:
        """Say no, in the form of whoever says it."""
        assert isinstance(error, Refused)  # noqa: S101 -- for the type checker
        sentence = "error_description" if "/oauth/" in request.url.path else "message"
        told = {**error.more, "error": error.error, sentence: error.message}
        return JSONResponse(told, status_code=error.status, headers=error.headers)

    async def ask(self, request: Request) -> Response:
        """A question."""
        name, given, world = request.path_params["name"], request.query_params, self.world
        match name:
            case "_health":
                return JSONResponse({"version": "0.0.0-simulated"})
            case "com.atproto.server.describeServer":
                return JSONResponse(sessions.describe(world))
            case "com.atproto.identity.resolveHandle":
                return JSONResponse(sessions.resolve(world, given.get("handle", "")))
            case "com.atproto.repo.getRecord":
                return JSONResponse(repository.get(world, given))
            case "com.atproto.sync.getBlob":
                return self._blob(given.get("did", ""), given.get("cid", ""))
            case _:
                pass  # everything else wants a permission
        session = sessions.caller(world, request)
        return JSONResponse(self._private(name, request, session), headers=self._nonce(session))

    def _private(self, name: str, request: Request, session: Any) -> Any:
        given, world = request.query_params, self.world
        if name.startswith("app.bsky.") and not world.quirks.appview:
            raise Refused(502, "UpstreamFailure", "Upstream Failure")
        match name:
            case "com.atproto.server.getSession":
                return sessions.about(world, session)
            case "com.atproto.server.getServiceAuth":
                return self.films.token(session, given.get("aud", ""), given.get("lxm", ""))
            case "app.bsky.feed.getPosts":
                return appview.posts(world, given.getlist("uris"))
            case "app.bsky.actor.getProfile":
                return appview.profile(world, given.get("actor", ""))
            case "app.bsky.actor.searchActorsTypeahead":
                return appview.search(world, given.get("q", ""), int(given.get("limit", 10)))
            case "app.bsky.notification.listNotifications":
                return appview.notes(world, session, given, given.getlist("reasons"))
            case _:
                raise Refused(501, "MethodNotImplemented", "Method Not Implemented")

    async def do(self, request: Request) -> Response:
        """Something to be done."""
        name, world = request.path_params["name"], self.world
        match name:
            case "com.atproto.server.createSession":
                return JSONResponse(sessions.create(world, await self._json(request)))
            case "com.atproto.server.refreshSession":
                return JSONResponse(sessions.refresh(world, request))
            case "com.atproto.server.deleteSession":
                sessions.end(world, request)
                return Response()
            case _:
                pass
        session = sessions.caller(world, request)
        headers = self._nonce(session)
        if name == "com.atproto.repo.uploadBlob":
            return JSONResponse(await repository.upload(world, session, request), headers=headers)
        if name not in WRITES:
            raise Refused(501, "MethodNotImplemented", "Method Not Implemented")
        told, left = WRITES[name](world, session, await self._json(request))
        return JSONResponse(told, headers={**headers, **left})

    async def video(self, request: Request) -> Response:
        """The video service."""
        return JSONResponse(await self.films.answer(request.path_params["name"], request))

    async def resource(self, _request: Request) -> Response:
        """Who signs the accounts of this server in."""
        base = self.world.base
        return JSONResponse({"resource": base, "authorization_servers": [base]})

    async def metadata(self, _request: Request) -> Response:
        """How that is done."""
        return JSONResponse(self.authority.about())

    async def directory(self, request: Request) -> Response:
        """The directory of accounts."""
        account = self.world.accounts.get(request.path_params["did"])
        if account is None:
            return JSONResponse({"message": "DID not registered"}, status_code=404)
        return JSONResponse(sessions.document(self.world, account))

    async def page(self, request: Request) -> Response:
        """The page of a post, for who follows its address by hand: the record itself."""
        where = {"repo": request.path_params["actor"], "rkey": request.path_params["rkey"]}
        told = repository.get(self.world, {**where, "collection": "app.bsky.feed.post"})
        return JSONResponse(told)

    def _nonce(self, session: Any) -> dict[str, str]:
        return {"DPoP-Nonce": self.world.nonce} if session.thumbprint else {}

    def _blob(self, did: str, cid: str) -> Response:
        account = self.world.accounts.get(did)
        blob = account.blobs.get(cid) if account else None
        if blob is None or blob.kept is None:
            raise Refused(400, "BlobNotFound", "Blob not found")
        return Response(blob.kept, media_type=blob.mime)

    @staticmethod
    async def _json(request: Request) -> dict[str, Any]:
        try:
            given = await request.json()
        except ValueError as error:
            raise Refused(400, "InvalidRequest", "Invalid JSON") from error
        if not isinstance(given, dict):
            raise Refused(400, "InvalidRequest", "Expected an object")
        return given
