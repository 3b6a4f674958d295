"""Signing in with an app password: simple, still allowed, and good for a server at home."""

import base64
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from antiphon.connect.errors import ChangeIt, LookFirst, SignInAgain
from antiphon.connect.http import Answer, Http
from antiphon.connect.oauth import App, Grant
from antiphon.connect.values import Credential
from antiphon.kernel.secret import Secret
from antiphon.networks.bluesky.identity import account, authority, home, tidy
from antiphon.networks.bluesky.xrpc import Xrpc

KEY = "app_password"
ACCESS_LIFE = timedelta(hours=2)
"""Of an access token (seen: 7,200 s), for when it does not tell itself."""


class AppPasswordDesk:
    """Turns a handle and an app password into a session; the password itself is not kept."""

    def __init__(self, http: Http, app: App) -> None:
        self.http, self.app = http, app

    async def enter(self, given: Mapping[str, str]) -> Grant:
        """Open a session and find the account. Thirty such sign-ins in five minutes (seen)."""
        handle = tidy(given.get("handle", ""))
        password = (given.get("app_password") or given.get("password") or "").strip()
        if not handle or not password:
            raise ChangeIt("Give the handle and an app password.")
        server = self.http.line.server
        answer = await Xrpc(self.http, server).do(
            "com.atproto.server.createSession",
            {"identifier": handle, "password": password},
            effect=False,
        )
        session = answer.json()
        pds = home(session.get("didDoc"), server)
        credential = _credential(answer, pds)
        # The account's own server may be another than the one that signs in. It comes from the
        # document that the latter gave, and it is where the credential goes from now on.
        found = await account(_Reach(self.http, pds, credential), session)
        return Grant(credential=credential, accounts=(found,))

    async def refresh(self, credential: Credential) -> Credential:
        """A new pair of tokens; the old one stays good for a while, so a lost answer is no harm."""
        pds = self._server(credential)
        refreshing = Credential(
            sign_in=KEY, secrets={"access_token": Secret(credential.secret("refresh_token"))}
        )
        answer = await _Reach(self.http, pds, refreshing).do(
            "com.atproto.server.refreshSession", effect=False
        )
        if answer.json().get("did") != credential.facts.get("did"):
            raise SignInAgain("The server answered for another account.")
        return _credential(answer, pds, facts=credential.facts)

    async def revoke(self, credential: Credential) -> None:
        """End the session; one that is over already counts as ended."""
        ending = Credential(
            sign_in=KEY, secrets={"access_token": Secret(credential.secret("refresh_token"))}
        )
        await _Reach(self.http, self._server(credential), ending).do(
            "com.atproto.server.deleteSession", effect=False, allow=(400, 401)
        )

    def _server(self, credential: Credential) -> str:
        return credential.facts.get("pds") or self.http.line.server


class _Reach(Xrpc):
    """Calls to the server that the credential came from, which may not be the one typed."""

    def __init__(self, http: Http, server: str, credential: Credential) -> None:
        line = replace(http.line, hosts=http.line.hosts | {authority(server)})
        super().__init__(Http(http.door, line), server, credential)


def _credential(answer: Answer, pds: str, *, facts: Mapping[str, str] | None = None) -> Credential:
    told = answer.json()
    access, refresh = told.get("accessJwt"), told.get("refreshJwt")
    if not (isinstance(access, str) and isinstance(refresh, str) and access and refresh):
        raise LookFirst("The answer held no session.")
    return Credential(
        sign_in=KEY,
        secrets={"access_token": Secret(access), "refresh_token": Secret(refresh)},
        facts=facts or {"did": str(told.get("did") or ""), "pds": pds},
        expires_at=_ends(access),
        hosts=(authority(pds),),
    )


def _ends(token: str) -> datetime:
    """When a token says that it ends; nothing else of it is believed."""
    try:
        body = token.split(".")[1]
        claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
        return datetime.fromtimestamp(int(claims["exp"]), UTC)
    except (IndexError, ValueError, KeyError, TypeError, OverflowError):
        return datetime.now(UTC) + ACCESS_LIFE
