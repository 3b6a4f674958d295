"""What every call must carry, and how a refusal looks."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from antiphon.networks.linkedin.simulator.world import Session, World


class RefusedError(Exception):
    """An answer that is a refusal."""

    def __init__(self, status: int, **told: Any) -> None:
        super().__init__(status)
        self.status, self.told = status, {"status": status, **told}


@dataclass(slots=True)
class Call:
    """One request that has passed the gate."""

    world: World
    request: Request
    session: Session

    async def body(self) -> dict[str, Any]:
        """The JSON that came."""
        try:
            told = json.loads(await self.request.body())
        except ValueError:
            told = None
        if not isinstance(told, dict):
            raise RefusedError(400, code="ILLEGAL_ARGUMENT", message="The body is not JSON.")
        return told

    def named(self, what: str = "urn") -> str:
        """A URN in the path; Rest.li wants its colons encoded there."""
        if b"urn%3A" not in self.request.scope["raw_path"]:
            raise RefusedError(400, code="ILLEGAL_ARGUMENT", message="Invalid key syntax.")
        return str(self.request.path_params[what])

    def query(self, name: str, default: str = "") -> str:
        """One value of the query."""
        return self.request.query_params.get(name, default)

    def listed(self, name: str) -> list[str]:
        """Rest.li's `List(a,b)`."""
        value = self.query(name)
        if not value:
            return []
        if not (value.startswith("List(") and value.endswith(")")):
            raise RefusedError(400, code="ILLEGAL_ARGUMENT", message=f"{name} is not a List().")
        return value[5:-1].split(",")

    def page(self) -> tuple[int, int]:
        """Where to begin and how many."""
        return int(self.query("start", "0")), int(self.query("count", "10"))

    def hint(self, wanted: str) -> None:
        """Some calls must name their method."""
        told = self.request.headers.get("x-restli-method", "").upper()
        if told != wanted:
            raise RefusedError(400, code="ILLEGAL_ARGUMENT", message=f"{wanted} expected.")

    def allow(self, author: str, right: str, what: str) -> None:
        """Refuse who may not."""
        if not self.world.may(self.session, author, right):
            raise forbidden(what)


def forbidden(what: str) -> RefusedError:
    """The refusal of a missing scope or role."""
    say = f"Not enough permissions to access: {what}"
    return RefusedError(403, serviceErrorCode=100, code="ACCESS_DENIED", message=say)


def missing() -> RefusedError:
    """The refusal of what is not there."""
    return RefusedError(404, code="RESOURCE_NOT_FOUND", message="Could not find entity")


def broken(field: str, why: str, *, code: str = "INVALID_VALUE_FOR_FIELD") -> RefusedError:
    """The refusal of one field."""
    return RefusedError(
        422,
        message=f"ERROR :: /{field} :: {why}",
        errorDetailType="com.linkedin.common.error.BadRequest",
        errorDetails={"inputErrors": [{"code": code, "description": why, "input": {}}]},
    )


Endpoint = Callable[[Call], Awaitable[Response]]


def gated(world: World, endpoint: Endpoint, *, versioned: bool = True) -> Any:
    """The endpoint behind the gate."""

    async def answer(request: Request) -> Response:
        try:
            if versioned:
                _versioned(world, request)
            return await endpoint(Call(world, request, session_of(world, request)))
        except RefusedError as refused:
            return refusal(refused)

    return answer


def refusal(refused: RefusedError) -> Response:
    """LinkedIn's envelope."""
    headers = {"x-restli-error-response": "true", "x-li-uuid": "AAYAAA=="}
    return JSONResponse(refused.told, refused.status, headers)


def _versioned(world: World, request: Request) -> None:
    version = request.headers.get("linkedin-version", "")
    if not version:
        raise RefusedError(400, code="VERSION_MISSING", message="A version must be present.")
    if version in world.quirks.retired:
        raise RefusedError(426, message=f"Version Header is Deprecated: {version}")
    if not (len(version) == 6 and version.isdigit() and version >= "202510"):
        raise RefusedError(426, code="NONEXISTENT_VERSION", message=f"{version} is not active")
    if request.headers.get("x-restli-protocol-version") != "2.0.0":
        raise RefusedError(400, code="ILLEGAL_ARGUMENT", message="Protocol 2.0.0 expected.")


def session_of(world: World, request: Request) -> Session:
    """Who speaks."""
    kind, _space, token = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token:
        raise RefusedError(401, code="EMPTY_ACCESS_TOKEN", message="Empty oauth2 access token")
    session = world.sessions.get(token)
    if session is None:
        raise _dead(65600, "INVALID_ACCESS_TOKEN", "Invalid access token")
    if session.revoked:
        raise _dead(65601, "REVOKED_ACCESS_TOKEN", "The token has been revoked by the user")
    if session.ends <= world.now():
        raise _dead(65602, "EXPIRED_ACCESS_TOKEN", "The token has expired")
    return session


def _dead(number: int, code: str, say: str) -> RefusedError:
    return RefusedError(401, serviceErrorCode=number, code=code, message=say)
