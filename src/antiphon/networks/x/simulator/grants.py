"""OAuth 2 at X: its page, its codes, its tokens; a refresh token works once."""

import base64
import hashlib
import html
import secrets
from datetime import datetime, timedelta
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from antiphon.networks.x.simulator.world import Token, World

CODE_LIVES, TOKEN_LIVES = timedelta(seconds=30), timedelta(hours=2)


class Grants:
    """Everything about permissions."""

    def __init__(self, world: World) -> None:
        self.world = world

    async def page(self, request: Request) -> Response:
        """GET /i/oauth2/authorize: choose an account, or `as` one at once."""
        asked = dict(request.query_params)
        handle = asked.pop("as", "")
        needed = ("client_id", "redirect_uri", "state", "code_challenge", "scope")
        if asked.get("response_type") != "code" or any(not asked.get(name) for name in needed):
            return HTMLResponse("<h1>Something went wrong</h1>", 400)
        account = self.world.handles.get(handle.lower())
        if account is None:
            return HTMLResponse(self._choice(asked))
        code = secrets.token_urlsafe(24)
        ends = (self.world.now() + CODE_LIVES).isoformat()
        self.world.codes[code] = asked | {"account": account.id, "ends": ends}
        back = urlencode({"state": asked["state"], "code": code})
        joint = "&" if "?" in asked["redirect_uri"] else "?"
        return RedirectResponse(f"{asked['redirect_uri']}{joint}{back}", 302)

    def _choice(self, asked: dict[str, str]) -> str:
        own = [one for one in self.world.handles.values() if one.id not in self._people()]
        lines = "".join(
            f'<li><a href="?{html.escape(urlencode({**asked, "as": one.handle}))}">'
            f"@{html.escape(one.handle)}</a></li>"
            for one in own
        )
        return f"<!doctype html><title>X</title><h1>Authorize app as</h1><ul>{lines}</ul>"

    def _people(self) -> set[str]:
        return {one.id for one in self.world.people.values()}

    async def token(self, request: Request) -> Response:
        """POST /2/oauth2/token."""
        form = {name: str(value) for name, value in (await request.form()).items()}
        client = _client(request) or form.get("client_id", "")
        if not client:
            return _no("invalid_client", "Missing valid authorization header", 401)
        match form.get("grant_type"):
            case "authorization_code":
                return self._by_code(form, client)
            case "refresh_token":
                return self._by_refresh(form)
            case _:
                return _no("unsupported_grant_type", "The grant type was invalid.")

    def _by_code(self, form: dict[str, str], client: str) -> Response:
        kept = self.world.codes.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if (
            kept is None
            or datetime.fromisoformat(kept["ends"]) <= self.world.now()
            or kept["code_challenge"] != challenge
            or kept["redirect_uri"] != form.get("redirect_uri")
            or kept["client_id"] != client
        ):
            return _no("invalid_request", "Value passed for the authorization code was invalid.")
        return self._issue(kept["account"], kept["scope"])

    def _by_refresh(self, form: dict[str, str]) -> Response:
        old = self.world.refreshers.pop(form.get("refresh_token", ""), None)
        if old is None:
            return _no("invalid_request", "Value passed for the token was invalid.")
        return self._issue(old.account, old.scope)

    def _issue(self, account: str, scope: str) -> Response:
        text = self.world.give(self.world.accounts[account], scope, lasting=TOKEN_LIVES)
        told = {
            "token_type": "bearer",
            "expires_in": int(TOKEN_LIVES.total_seconds()),
            "access_token": text,
            "scope": scope,
        }
        if "offline.access" in scope.split():
            told["refresh_token"] = secrets.token_urlsafe(48)
            self.world.refreshers[str(told["refresh_token"])] = Token(account, scope, None)
        return JSONResponse(told)

    async def revoke(self, request: Request) -> Response:
        """POST /2/oauth2/revoke."""
        form = await request.form()
        for kept in (self.world.tokens, self.world.refreshers):
            kept.pop(str(form.get("token")), None)
        return JSONResponse({"revoked": True})


def _client(request: Request) -> str:
    scheme, _, text = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return ""
    return base64.b64decode(text).decode().partition(":")[0]


def _no(error: str, words: str, status: int = 400) -> Response:
    return JSONResponse({"error": error, "error_description": words}, status)
