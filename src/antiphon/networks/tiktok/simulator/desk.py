"""The simulated way in: a page that asks for the permission, codes, tokens; for both APIs."""

import html
import secrets
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from antiphon.networks.tiktok.simulator.answers import LOG, Refused, asked, declined, done
from antiphon.networks.tiktok.simulator.world import Account, Token, World

CLIENT_ID, CLIENT_SECRET = "sbaw1sandboxclient", "sandbox-client-secret"
DAY, YEAR = timedelta(days=1), timedelta(days=365)
BUSINESS = "/-/business-api.tiktok.com/open_api/v1.3/tt_user/oauth2"
PAGE = "/-/www.tiktok.com/v2/auth/authorize/"


class Desk:
    """Everything about permissions."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.declined: set[str] = set()
        """Scopes that people do not allow."""

    def routes(self) -> list[Route]:
        """The paths."""
        return [
            Route(PAGE, self._page),
            Route("/v2/oauth/token/", self._token, methods=["POST"]),
            Route("/v2/oauth/revoke/", self._revoke, methods=["POST"]),
            Route(f"{BUSINESS}/{{what}}/", self._business, methods=["POST"]),
        ]

    async def _page(self, request: Request) -> Response:
        """Choose an account, or `as` one at once."""
        given = dict(request.query_params)
        handle = given.pop("as", "")
        if given.get("client_key") != CLIENT_ID or not given.get("redirect_uri"):
            return HTMLResponse("<h1>Something went wrong: client_key</h1>", 400)
        account = self.world.handles.get(handle)
        if account is None:
            return HTMLResponse(self._choice(given))
        code = secrets.token_urlsafe(24)
        scopes = frozenset(given.get("scope", "").split(",")) - self.declined
        self.world.codes[code] = (account, scopes, given["redirect_uri"])
        back = {"code": code, "scopes": ",".join(sorted(scopes)), "state": given.get("state", "")}
        joint = "&" if "?" in given["redirect_uri"] else "?"
        return RedirectResponse(f"{given['redirect_uri']}{joint}{urlencode(back)}", 302)

    def _choice(self, given: dict[str, str]) -> str:
        lines = "".join(
            f'<li><a href="?{html.escape(urlencode({**given, "as": one.handle}))}">'
            f"@{html.escape(one.handle)}</a></li>"
            for one in self.world.handles.values()
        )
        return f"<!doctype html><title>TikTok</title><h1>Authorize as</h1><ul>{lines}</ul>"

    async def _token(self, request: Request) -> Response:
        form = {name: str(value) for name, value in (await request.form()).items()}
        try:
            return JSONResponse(self.given(form, form.get("client_key"), form.get("code")))
        except Refused as error:
            body = {"error": error.word, "error_description": error.say, "log_id": LOG}
            return JSONResponse(body)

    async def _business(self, request: Request) -> Response:
        try:
            form = await asked(request)
            if request.path_params["what"] == "revoke":
                self._kill(str(form.get("access_token")))
                return done({})
            return done(self.given(form, form.get("client_id"), form.get("auth_code")))
        except Refused as error:
            word = "access_token_invalid" if error.word == "invalid_grant" else error.word
            return declined(Refused(word, error.say))

    def given(self, form: dict[str, Any], client: Any, code: Any) -> dict[str, Any]:
        """Tokens for a code or a refresh token; the app must prove itself."""
        if (client, form.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET):
            raise Refused("invalid_client", "Client key or secret is incorrect.")
        if form.get("grant_type") == "refresh_token":
            old = self.world.refreshers.get(str(form.get("refresh_token")))
            if old is None or old.dead:
                raise Refused("invalid_grant", "Refresh token is invalid or expired.")
            return self._issue(old.account, old.scopes)
        found = self.world.codes.pop(str(code), None)
        if found is None or found[2] != form.get("redirect_uri"):
            raise Refused("invalid_grant", "Authorization code is expired.")
        return self._issue(found[0], found[1])

    def _issue(self, account: Account, scopes: frozenset[str]) -> dict[str, Any]:
        refresher = f"rft.{secrets.token_urlsafe(40)}"
        self.world.refreshers[refresher] = Token(account, scopes)
        return {
            "access_token": self.world.mint(account, scopes, self.world.now() + DAY),
            "expires_in": int(DAY.total_seconds()),
            "open_id": account.id,
            "refresh_token": refresher,
            "refresh_expires_in": int(YEAR.total_seconds()),
            "scope": ",".join(sorted(scopes)),
            "token_type": "Bearer",
        }

    async def _revoke(self, request: Request) -> Response:
        form = await request.form()
        self._kill(str(form.get("token")))
        return Response(status_code=200)

    def _kill(self, token: str) -> None:
        """The permission is over as a whole: no token of the account is good for anything."""
        found = self.world.tokens.get(token)
        for one in (*self.world.tokens.values(), *self.world.refreshers.values()):
            one.dead = one.dead or (found is not None and one.account is found.account)
