"""The token house of the simulated Reddit."""

import base64
import secrets
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from antiphon.networks.reddit.desk import SCOPES
from antiphon.networks.reddit.simulator.world import LASTS, Token, World

_CODE_LASTS = timedelta(minutes=10)


async def authorize(world: World, request: Request) -> Response:
    """The page where a person agrees; here everybody does at once, unless told to decline."""
    asked = request.query_params
    back = {"state": asked.get("state", "")}
    if world.quirks.denies:
        back["error"] = "access_denied"
    else:
        name = asked.get("login_hint") or next(reversed(world.users))
        code = secrets.token_urlsafe(16)
        scopes = frozenset(asked["scope"].replace(",", " ").split())
        kept = scopes | ({"permanent"} if asked.get("duration") == "permanent" else set())
        world.codes[code] = Token(name, frozenset(kept), world.now() + _CODE_LASTS)
        back["code"] = code
    return RedirectResponse(f"{asked['redirect_uri']}?{urlencode(back)}#_", 302)


async def token(world: World, request: Request) -> Response:
    """POST /api/v1/access_token: form and HTTP Basic; a bad grant is told as a success."""
    if not _knows(world, request.headers.get("authorization", "")):
        return JSONResponse({"message": "Unauthorized", "error": 401}, 401)
    async with request.form() as form:
        kind = str(form.get("grant_type"))
        if kind == "password":
            return _by_password(world, form)
        if kind == "refresh_token":
            given = world.renewers.get(str(form.get("refresh_token")))
        elif kind == "authorization_code":
            given = world.codes.pop(str(form.get("code")), None)
        else:
            return JSONResponse({"message": "Bad Request", "error": 400}, 400)
    if given is None or given.revoked or (given.ends and given.ends <= world.now()):
        return JSONResponse({"error": "invalid_grant"})
    renews = kind == "authorization_code" and "permanent" in given.scopes
    return JSONResponse(_granted(world, given.user, given.scopes - {"permanent"}, renews=renews))


def _by_password(world: World, form: FormData) -> Response:
    user = world.users.get(str(form.get("username")).casefold())
    if user is None or form.get("password") != user.password:
        return JSONResponse({"error": "invalid_grant"})
    return JSONResponse(_granted(world, user.name, frozenset(SCOPES), renews=False))


def _granted(world: World, name: str, scopes: frozenset[str], *, renews: bool) -> dict[str, Any]:
    user = world.users[name.casefold()]
    told: dict[str, Any] = {
        "access_token": world.grant(user, scopes),
        "token_type": "bearer",
        "expires_in": int(LASTS.total_seconds()),
        "scope": " ".join(sorted(scopes)),
    }
    if renews:
        told["refresh_token"] = world.renewer(user, scopes)
    return told


def _knows(world: World, header: str) -> bool:
    kind, _space, given = header.partition(" ")
    if kind != "Basic":
        return False
    id, _colon, secret = base64.b64decode(given).decode().partition(":")
    return bool(id) and world.apps.get(id, secret) == secret


async def revoke(world: World, request: Request) -> Response:
    """POST /api/v1/revoke_token: 204, also for what nobody knows."""
    async with request.form() as form:
        given = str(form.get("token"))
    gone = world.renewers.get(given) or world.tokens.get(given)
    for one in (*world.tokens.values(), *world.renewers.values()):
        one.revoked = one.revoked or (gone is not None and one.user == gone.user)
    return Response(status_code=204)
