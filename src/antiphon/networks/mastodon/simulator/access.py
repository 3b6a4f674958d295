"""Registering, saying yes, tokens and their end."""

import hashlib
import html
import secrets
from base64 import urlsafe_b64encode
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from antiphon.networks.mastodon.simulator.gate import Gate, RefusedError, given
from antiphon.networks.mastodon.simulator.world import (
    TOKEN_LIFE,
    Application,
    Code,
    Token,
    World,
)

OOB = "urn:ietf:wg:oauth:2.0:oob"
_FORM = """<!doctype html><html lang="en"><title>Authorize</title><body>
<h1>{name} wants to use your account</h1><p>It asks for: {scopes}</p>
<form method="post">{hidden}{members}</form></body></html>"""


class Access:
    """Applications, codes and tokens."""

    def __init__(self, world: World, gate: Gate) -> None:
        self.world, self.gate = world, gate

    async def register(self, request: Request) -> Response:
        """POST /api/v1/apps."""
        told = await given(request)
        uris = told.get("redirect_uris") or ""
        if isinstance(uris, list) and self.gate.quirks.software != "mastodon":
            raise RefusedError(400, "invalid_input")
        redirects = uris if isinstance(uris, list) else str(uris).split("\n")
        if not told.get("client_name") or not all("://" in one or one == OOB for one in redirects):
            said = "Validation failed: Redirect URI must be an absolute URI."
            raise RefusedError(422, said)
        app = Application(
            id=secrets.token_urlsafe(24), secret=secrets.token_urlsafe(24),
            name=str(told["client_name"]), website=told.get("website") or None,
            redirects=redirects, scopes=str(told.get("scopes") or "read").split(),
        )  # fmt: skip
        self.world.apps[app.id] = app
        return JSONResponse({
            "id": str(len(self.world.apps)), "name": app.name, "website": app.website,
            "scopes": app.scopes, "redirect_uris": redirects, "redirect_uri": redirects[0],
            "client_id": app.id, "client_secret": app.secret, "client_secret_expires_at": 0,
            "vapid_key": "",
        })  # fmt: skip

    async def ask(self, request: Request) -> Response:
        """GET /oauth/authorize: a page on which somebody says yes, as one of the members."""
        asked = dict(request.query_params)
        app, scopes = self._asked(asked)
        hidden = "".join(
            f'<input type="hidden" name="{html.escape(name)}" value="{html.escape(value)}">'
            for name, value in asked.items()
        )
        members = "".join(
            f'<button name="member" value="{one.id}">{html.escape(one.name)} (@{one.user})</button>'
            for one in self.world.members.values()
            if not one.host
        )
        named = html.escape(app.name), html.escape(" ".join(sorted(scopes)))
        page = _FORM.format(name=named[0], scopes=named[1], hidden=hidden, members=members)
        return HTMLResponse(page)

    async def answer(self, request: Request) -> Response:
        """POST /oauth/authorize: back to where they came from, with a code."""
        told = {name: str(value) for name, value in (await request.form()).items()}
        app, scopes = self._asked(told)
        member = self.world.members.get(told.get("member", ""))
        redirect, state = told["redirect_uri"], told.get("state", "")
        if member is None:
            back = urlencode({"error": "access_denied", "state": state})
            return RedirectResponse(f"{redirect}?{back}", 302)
        code = secrets.token_urlsafe(32)
        self.world.codes[code] = Code(
            app=app.id, member=member.id, redirect=redirect, scopes=scopes,
            challenge=told.get("code_challenge", ""),
        )  # fmt: skip
        if redirect == OOB:
            return HTMLResponse(f"<code>{code}</code>")
        return RedirectResponse(f"{redirect}?{urlencode({'code': code, 'state': state})}", 302)

    def _asked(self, asked: dict[str, str]) -> tuple[Application, frozenset[str]]:
        app = self.world.apps.get(asked.get("client_id", ""))
        if app is None:
            raise RefusedError(401, "invalid_client")
        if asked.get("redirect_uri") not in app.redirects:
            raise RefusedError(422, "The redirect URI included is not valid.")
        scopes = frozenset((asked.get("scope") or "read").split())
        if not all({one, one.split(":")[0]} & {*app.scopes} for one in scopes):
            raise RefusedError(400, "invalid_scope")
        return app, scopes

    async def token(self, request: Request) -> Response:
        """POST /oauth/token."""
        told = await given(request)
        app = self.world.apps.get(str(told.get("client_id")))
        if app is None or not secrets.compare_digest(app.secret, str(told.get("client_secret"))):
            raise RefusedError(401, "invalid_client")
        match told.get("grant_type"):
            case "authorization_code":
                made = self._by_code(told, app)
            case "refresh_token":
                made = self._by_refresher(told, app)
            case _:
                raise RefusedError(400, "unsupported_grant_type")
        body: dict[str, Any] = {
            "access_token": made.text, "token_type": "Bearer",
            "scope": " ".join(sorted(made.scopes)),
            "created_at": int(self.world.now().timestamp()),
        }  # fmt: skip
        if made.ends_at:
            refresher = secrets.token_urlsafe(32)
            self.world.refreshers[refresher] = made
            body |= {"expires_in": TOKEN_LIFE // timedelta(seconds=1), "refresh_token": refresher}
        return JSONResponse(body)

    def _by_code(self, told: dict[str, Any], app: Application) -> Token:
        code = self.world.codes.get(str(told.get("code")))
        if (
            code is None
            or code.app != app.id
            or code.redirect != told.get("redirect_uri")
            or (code.used and not self.gate.quirks.codes_repeat)
            or not _proves(code.challenge, str(told.get("code_verifier") or ""))
        ):
            raise RefusedError(400, "invalid_grant")
        code.used = True
        member, ends = self.world.members[code.member], self.gate.quirks.tokens_end
        return self.world.token(member, code.scopes, app.id, ends=ends)

    def _by_refresher(self, told: dict[str, Any], app: Application) -> Token:
        """One use each; whoever comes second with it finds it dead."""
        old = self.world.refreshers.pop(str(told.get("refresh_token")), None)
        if old is None or old.app != app.id:
            raise RefusedError(400, "invalid_grant")
        old.dead = True
        return self.world.token(self.world.members[old.member], old.scopes, app.id, ends=True)

    async def revoke(self, request: Request) -> Response:
        """POST /oauth/revoke."""
        told = await given(request)
        token = self.world.tokens.get(str(told.get("token")))
        if token and token.app == told.get("client_id"):
            token.dead = True
            self.world.refreshers = {
                text: one for text, one in self.world.refreshers.items() if one is not token
            }
        return JSONResponse({})


def _proves(challenge: str, verifier: str) -> bool:
    digest = hashlib.sha256(verifier.encode()).digest()
    return not challenge or urlsafe_b64encode(digest).rstrip(b"=").decode() == challenge
