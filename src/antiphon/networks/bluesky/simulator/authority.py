"""The authorization server: pushed requests, a page to say yes on, tokens that die when used."""

import base64
import hashlib
import html
import secrets
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from antiphon.networks.bluesky.simulator.sessions import proof
from antiphon.networks.bluesky.simulator.world import Refused, Session, World

LIFE = 3_599
KNOWN = ("atproto", "transition:generic", "transition:email", "transition:chat.bsky")
GRANULAR = ("repo:", "blob:", "rpc:", "account:", "identity:", "include:")


class Authority:
    """What it remembers between the steps of a journey."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.pushed: dict[str, dict[str, str]] = {}
        self.codes: dict[str, dict[str, str]] = {}

    def about(self) -> dict[str, Any]:
        """/.well-known/oauth-authorization-server."""
        base = self.world.base
        return {
            "issuer": base,
            "scopes_supported": list(KNOWN),
            "response_types_supported": ["code"],
            "grant_types_supported": ["authorization_code", "refresh_token"],
            "code_challenge_methods_supported": ["S256"],
            "authorization_response_iss_parameter_supported": True,
            "pushed_authorization_request_endpoint": f"{base}/oauth/par",
            "authorization_endpoint": f"{base}/oauth/authorize",
            "token_endpoint": f"{base}/oauth/token",
            "revocation_endpoint": f"{base}/oauth/revoke",
            "require_pushed_authorization_requests": True,
            "dpop_signing_alg_values_supported": ["ES256"],
            "token_endpoint_auth_methods_supported": ["none", "private_key_jwt"],
            "client_id_metadata_document_supported": True,
        }

    async def push(self, request: Request) -> Response:
        """/oauth/par."""
        form = _plain(await request.form())
        key = proof(self.world, request)
        for needed in ("client_id", "redirect_uri", "state", "code_challenge", "scope"):
            if not form.get(needed):
                raise Refused(400, "invalid_request", f"Missing {needed}")
        self._client(form)
        uri = f"urn:ietf:params:oauth:request_uri:req-{secrets.token_hex(16)}"
        self.pushed[uri] = {**form, "key": key}
        return JSONResponse({"request_uri": uri, "expires_in": 299}, status_code=201)

    def _client(self, form: dict[str, str]) -> None:
        """A loopback client names its redirects and scopes itself; others by their document."""
        id, scopes = form["client_id"], form["scope"].split()
        if id.startswith("http://localhost?"):
            named = parse_qs(urlsplit(id).query)
            if form["redirect_uri"] not in named.get("redirect_uri", []):
                raise Refused(400, "invalid_request", "Invalid redirect_uri")
            if not set(scopes) <= set(" ".join(named.get("scope", ["atproto"])).split()):
                raise Refused(400, "invalid_scope", "Scope not declared in the client metadata")
        elif not id.startswith("https://"):
            raise Refused(400, "invalid_client", "Invalid client_id")
        granular = GRANULAR if self.world.quirks.granular_scopes else ()
        for scope in scopes:
            if scope not in KNOWN and not scope.startswith(granular or ("\0",)):
                raise Refused(400, "invalid_scope", f"Unknown scope {scope}")

    async def authorize(self, request: Request) -> Response:
        """/oauth/authorize: a page with one button; pressing it sends the person back."""
        uri = request.query_params.get("request_uri", "")
        pushed = self.pushed.get(uri)
        if pushed is None:
            return HTMLResponse("<p>This request is not known or was used.</p>", status_code=400)
        if request.method == "GET":
            hint = html.escape(pushed.get("login_hint", ""))
            page = (f"<!doctype html><title>Sign in</title><form method=post><label>Handle "
                    f"<input name=handle value='{hint}'></label><button>Allow</button>"
                    "<button name=deny value=1>Deny</button></form>")  # fmt: skip
            return HTMLResponse(page)
        del self.pushed[uri]
        form = _plain(await request.form())
        did = self.world.handles.get(form.get("handle", "").lower())
        back = {"state": pushed["state"], "iss": self.world.base}
        if did and not form.get("deny"):
            code = f"cod-{secrets.token_hex(16)}"
            self.codes[code] = {**pushed, "did": did}
            return _back(pushed, {**back, "code": code})
        return _back(pushed, {**back, "error": "access_denied"})

    async def token(self, request: Request) -> Response:
        """/oauth/token."""
        form = _plain(await request.form())
        key = proof(self.world, request)
        if form.get("grant_type") == "authorization_code":
            return self.told(self._first(form, key))
        if form.get("grant_type") == "refresh_token":
            return self.told(self._again(form, key))
        raise Refused(400, "unsupported_grant_type", "Unsupported grant_type")

    def _first(self, form: dict[str, str], key: str) -> Session:
        kept = self.codes.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if kept is None or kept["code_challenge"] != challenge or kept["key"] != key:
            raise Refused(400, "invalid_grant", "Invalid code")
        if any(form.get(name) != kept[name] for name in ("client_id", "redirect_uri")):
            raise Refused(400, "invalid_grant", "The code was issued to another client")
        session = Session(
            did=kept["did"],
            ends=self.world.now(),
            scopes=frozenset(kept["scope"].split()),
            thumbprint=key,
            client=form["client_id"],
        )
        self.world.accounts[session.did].sessions.append(session)
        return self.world.open(session)

    def _again(self, form: dict[str, str], key: str) -> Session:
        given = form.get("refresh_token", "")
        session = self.world.refresh.get(given)
        known = session and (session.thumbprint, session.client) == (key, form.get("client_id"))
        if session is None or session.dead or not known:
            raise Refused(400, "invalid_grant", "Invalid refresh token")
        if session.refresh != given:
            session.dead = True
            raise Refused(400, "invalid_grant", "Refresh token replayed")
        return self.world.open(session)

    async def revoke(self, request: Request) -> Response:
        """/oauth/revoke."""
        form = _plain(await request.form())
        proof(self.world, request)
        session = self.world.refresh.get(form.get("token", ""))
        if session and session.thumbprint:
            session.dead = True
        return JSONResponse({})

    def told(self, session: Session) -> Response:
        """The answer that holds a permission."""
        told = {
            "access_token": session.access,
            "token_type": "DPoP",
            "refresh_token": session.refresh,
            "scope": " ".join(sorted(session.scopes)),
            "expires_in": LIFE,
            "sub": self.world.quirks.signs_for or session.did,
        }
        return JSONResponse(told, headers={"DPoP-Nonce": self.world.nonce})


def _plain(form: Any) -> dict[str, str]:
    return {name: str(value) for name, value in form.items()}


def _back(pushed: dict[str, str], what: dict[str, str]) -> Response:
    return RedirectResponse(f"{pushed['redirect_uri']}?{urlencode(what)}", status_code=303)
