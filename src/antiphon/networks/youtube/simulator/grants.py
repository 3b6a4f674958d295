"""How one gets into the simulated network: Google's page, codes, tokens."""

import base64
import hashlib
import secrets
from datetime import timedelta
from html import escape
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from antiphon.networks.youtube.simulator.gate import MANAGE
from antiphon.networks.youtube.simulator.world import Channel, Token, World

CLIENT_ID, CLIENT_SECRET = "sandbox.apps.googleusercontent.com", "GOCSPX-sandbox"
LIVES = timedelta(seconds=3599)
Form = dict[str, str]


class Grants:
    """Everything about permissions."""

    def __init__(self, world: World) -> None:
        self.world = world

    async def page(self, request: Request) -> Response:
        """GET /o/oauth2/v2/auth: choose a channel, or `as` one at once."""
        asked = dict(request.query_params)
        handle = asked.pop("as", "")
        needed = ("redirect_uri", "state", "code_challenge", "scope")
        if asked.get("client_id") != CLIENT_ID or any(not asked.get(name) for name in needed):
            return HTMLResponse("<h1>Access blocked</h1>", 400)
        channel = self.world.handles.get(handle)
        if channel is None:
            return HTMLResponse(self._choice(asked))
        code = "4/" + secrets.token_urlsafe(24)
        self.world.codes[code] = asked | {"channel": channel.id}
        back = urlencode({"state": asked["state"], "code": code, "scope": asked["scope"]})
        joint = "&" if "?" in asked["redirect_uri"] else "?"
        return RedirectResponse(f"{asked['redirect_uri']}{joint}{back}", 302)

    def _choice(self, asked: Form) -> str:
        lines = "".join(
            f'<li><a href="?{escape(urlencode({**asked, "as": one.handle}))}">'
            f"@{escape(one.handle)}</a> {escape(one.name)}</li>"
            for one in self.world.channels.values()
        )
        title = "Simulated sign-in"
        return f"<!doctype html><title>{title}</title><h1>Choose a channel</h1><ul>{lines}</ul>"

    async def token(self, request: Request) -> Response:
        """POST /token."""
        form = {name: str(value) for name, value in (await request.form()).items()}
        if (form.get("client_id"), form.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET):
            return _no("invalid_client", "The OAuth client was not found.", 401)
        if form.get("grant_type") == "authorization_code":
            return self._by_code(form)
        lasting = self.world.lasting.get(form.get("refresh_token", ""))
        if lasting is None:
            return _no("invalid_grant", "Token has been expired or revoked.")
        return self._issue(lasting.channel, lasting.scope, "")

    def _by_code(self, form: Form) -> Response:
        kept = self.world.codes.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if kept is None or kept["code_challenge"] != challenge:
            return _no("invalid_grant", "Malformed auth code.")
        if kept["redirect_uri"] != form.get("redirect_uri"):
            return _no("redirect_uri_mismatch", "Bad Request")
        channel = self.world.channels[kept["channel"]]
        scope = "openid" if "unticked" in self.world.quirks else kept["scope"]
        is_lasting = kept.get("access_type") == "offline" and kept.get("prompt") == "consent"
        return self._issue(channel, scope, self.lasting(channel, scope) if is_lasting else "")

    def lasting(self, channel: Channel, scope: str = MANAGE) -> str:
        """A refresh token."""
        text = "1//" + secrets.token_urlsafe(48)
        self.world.lasting[text] = Token(channel, scope)
        return text

    def _issue(self, channel: Channel, scope: str, lasting: str) -> Response:
        told = {
            "access_token": self.world.grant(channel, scope, lives=LIVES),
            "expires_in": int(LIVES.total_seconds()),
            "scope": scope,
            "token_type": "Bearer",
        }
        return JSONResponse(told | ({"refresh_token": lasting} if lasting else {}))

    async def revoke(self, request: Request) -> Response:
        """POST /revoke: ends all that was given to this client for the channel."""
        text = str((await request.form()).get("token", ""))
        token = self.world.lasting.get(text) or self.world.tokens.get(text)
        if token is None:
            return _no("invalid_token", "Token expired or revoked")
        self.end(token.channel)
        return JSONResponse({})

    def end(self, channel: Channel) -> None:
        """Make every token of a channel invalid."""
        for kept in (self.world.tokens, self.world.lasting):
            for text in [text for text, one in kept.items() if one.channel is channel]:
                del kept[text]


def _no(error: str, words: str, status: int = 400) -> Response:
    return JSONResponse({"error": error, "error_description": words}, status)
