"""Signing in, the account and its boards."""

import base64
import secrets
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from antiphon.networks.pinterest.simulator import shapes
from antiphon.networks.pinterest.simulator.gate import Call
from antiphon.networks.pinterest.simulator.world import LASTS, RENEWABLE, Token, World

_CODE_LASTS = timedelta(minutes=10)


async def who(call: Call) -> Response:
    """GET /v5/user_account."""
    call.needs("user_accounts:read")
    return JSONResponse(shapes.account(call.account))


async def boards(call: Call) -> Response:
    """GET /v5/boards."""
    call.needs("boards:read")
    return call.page([shapes.board(call.world, call.board(id)) for id in call.account.boards])


async def sections(call: Call) -> Response:
    """GET /v5/boards/{board_id}/sections."""
    call.needs("boards:read")
    board = call.board(call.named("board_id"))
    return call.page([{"id": id, "name": name} for id, name in board.sections.items()])


async def authorize(world: World, request: Request) -> Response:
    """The page where a person agrees; here everybody does at once, unless told to deny."""
    asked = request.query_params
    back = {"state": asked.get("state", "")}
    if world.quirks.denies:
        back["error"] = "access_denied"
    else:
        handle = asked.get("login_hint") or next(reversed(world.handles))
        code = secrets.token_urlsafe(16)
        world.codes[code] = Token(
            account=world.handles[handle],
            scopes=frozenset(asked["scope"].replace(" ", ",").split(",")),
            ends=world.now() + _CODE_LASTS,
        )
        back["code"] = code
    return RedirectResponse(f"{asked['redirect_uri']}?{urlencode(back)}", 302)


async def token(world: World, request: Request) -> Response:
    """POST /v5/oauth/token: form and HTTP Basic."""
    if not _knows(world, request.headers.get("authorization", "")):
        return JSONResponse({"code": 2, "message": "Authentication failed."}, 401)
    form = await request.form()
    kind = str(form.get("grant_type"))
    if kind == "authorization_code":
        given = world.codes.pop(str(form.get("code")), None)
    else:
        given = world.renewers.pop(str(form.get("refresh_token")), None)
    if given is None or given.revoked or given.ends <= world.now():
        return JSONResponse({"code": 1, "message": "The grant is invalid."}, 400)
    return JSONResponse(_granted(world, given, kind))


def _knows(world: World, header: str) -> bool:
    kind, _space, given = header.partition(" ")
    if kind != "Basic":
        return False
    id, _colon, secret = base64.b64decode(given).decode().partition(":")
    return bool(id and secret) and world.apps.get(id, secret) == secret


def _granted(world: World, given: Token, kind: str) -> dict[str, Any]:
    account = world.accounts[given.account]
    return {
        "response_type": kind,
        "access_token": world.grant(account, given.scopes),
        "token_type": "bearer",
        "expires_in": int(LASTS.total_seconds()),
        "scope": " ".join(sorted(given.scopes)),
        "refresh_token": world.renewer(account, given.scopes),
        "refresh_token_expires_in": int(RENEWABLE.total_seconds()),
        "refresh_token_expires_at": int((world.now() + RENEWABLE).timestamp()),
    }
