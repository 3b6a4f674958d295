"""How one gets into the simulated network: a page that asks, codes, tokens."""

import html
import secrets
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from antiphon.networks.snapchat.simulator.world import Profile, Token, World

CLIENT_ID, CLIENT_SECRET = "0a1b2c3d-sandbox", "sandbox-secret"
HALF_AN_HOUR = timedelta(minutes=30)
HOUSE = "/-/accounts.snapchat.com/login/oauth2"


class Doors:
    """Everything about permissions."""

    def __init__(self, world: World) -> None:
        self.world = world

    def routes(self) -> list[Route]:
        """The paths."""
        return [
            Route(f"{HOUSE}/authorize", self._page),
            Route(f"{HOUSE}/access_token", self._token, methods=["POST"]),
        ]

    async def _page(self, request: Request) -> Response:
        """Choose a profile, or `as` one at once."""
        given = dict(request.query_params)
        profile = self.world.handles.get(given.pop("as", ""))
        back = given.get("redirect_uri", "")
        if given.get("client_id") != CLIENT_ID or not back:
            return HTMLResponse("<h1>This app is not known</h1>", 400)
        if profile is None:
            return HTMLResponse(self._choice(given))
        code = secrets.token_urlsafe(24)
        self.world.codes[code] = (profile, back)
        answer = urlencode({"code": code, "state": given.get("state", "")})
        return RedirectResponse(f"{back}{'&' if '?' in back else '?'}{answer}", 302)

    def _choice(self, given: dict[str, str]) -> str:
        lines = "".join(
            f'<li><a href="?{html.escape(urlencode({**given, "as": one.handle}))}">'
            f"{html.escape(one.handle)}</a></li>"
            for one in self.world.handles.values()
        )
        return f"<!doctype html><title>Snapchat</title><h1>Continue as</h1><ul>{lines}</ul>"

    async def _token(self, request: Request) -> Response:
        form = {name: str(value) for name, value in (await request.form()).items()}
        if (form.get("client_id"), form.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET):
            return JSONResponse({"error": "invalid_client"}, status_code=401)
        profile = self._whose(form)
        if profile is None:
            return JSONResponse({"error": "invalid_grant"}, status_code=400)
        return JSONResponse(self._issue(profile))

    def _whose(self, form: dict[str, str]) -> Profile | None:
        if form.get("grant_type") == "refresh_token":
            old = self.world.refreshers.pop(form.get("refresh_token", ""), None)
            return old.profile if old and not old.dead else None
        profile, back = self.world.codes.pop(form.get("code", ""), (None, ""))
        return profile if back == form.get("redirect_uri") else None

    def _issue(self, profile: Profile) -> dict[str, Any]:
        refresher = secrets.token_urlsafe(48)
        self.world.refreshers[refresher] = Token(profile)
        return {
            "access_token": self.world.mint(profile, self.world.now() + HALF_AN_HOUR),
            "expires_in": int(HALF_AN_HOUR.total_seconds()),
            "refresh_token": refresher,
            "scope": "snapchat-profile-api",
            "token_type": "Bearer",
        }
