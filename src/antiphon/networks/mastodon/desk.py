"""Signing in: the journey to the server's own page, and a pasted access token.

Our installation registers itself at each server (`POST /api/v1/apps`, not RFC 7591). Tokens of
Mastodon never end and are not renewed; Pixelfed's end after about 15 days and are, by a token that
dies when it is used (docs.joinmastodon.org/spec/oauth, 2026-07; pixelfed#6186).
"""

from collections.abc import Mapping
from typing import Any

from antiphon.connect.errors import ChangeIt, FixSetup, SignInAgain
from antiphon.connect.http import Http
from antiphon.connect.oauth import App, Departure, Grant, Pkce, authorize_url, expiry, tokens
from antiphon.connect.values import Credential
from antiphon.kernel.secret import Secret
from antiphon.networks.mastodon import discovery

NAME, WEBSITE = "Antiphon", "https://antiphon.example"
NARROW = (
    "read:accounts", "read:statuses", "read:notifications", "write:statuses", "write:media",
)  # fmt: skip
"""All that the connector uses."""
BROAD = ("read", "write")
"""For servers that do not say which scopes they know: the oldest two are known to all."""

LAST = {"Connection": "close"}
"""After a call for a token snac ends the connection without saying so (seen, 2.94)."""


class Journey:
    """To the server's own page and back."""

    def __init__(self, http: Http, app: App) -> None:
        self.http, self.app = http, app

    async def register(self, redirect_uri: str) -> App:
        """Become known to this server, for good."""
        scopes = " ".join(await self._scopes())
        answer = await self.http.post(
            "/api/v1/apps",
            effect=False,
            form={
                "client_name": NAME,
                "redirect_uris": redirect_uri,  # one text: lists are refused by some (recorded)
                "scopes": scopes,
                "website": WEBSITE,
            },
        )
        told = answer.told()
        id, secret = told.get("client_id"), told.get("client_secret")
        if not (isinstance(id, str) and isinstance(secret, str) and id):
            raise answer.unclear("The server did not register us.")
        return App(
            client_id=id,
            client_secret=Secret(secret),
            redirect_uri=redirect_uri,
            facts={"scopes": scopes},
        )

    async def recognised(self) -> bool:
        """Ask for a token of the app alone; `invalid_client` means that we were forgotten."""
        answer = await self.http.post(
            await self._endpoint("token_endpoint", "/oauth/token"),
            effect=False,
            headers=LAST,
            allow=range(400, 500),
            form={
                **self._client(),
                "grant_type": "client_credentials",
                "redirect_uri": self.app.redirect_uri,
                "scope": self.app.facts.get("scopes", "").partition(" ")[0],
            },
        )
        return answer.told().get("error") != "invalid_client"

    async def begin(self, state: str, given: Mapping[str, str]) -> Departure:
        """Where the person says yes; they may pick another account than the one they are in."""
        del given
        if not self.app.client_id:
            raise FixSetup("This installation is not registered at that server yet.")
        pkce, scopes = Pkce.new(), self.app.facts.get("scopes") or " ".join(BROAD)
        url = authorize_url(
            await self._endpoint("authorization_endpoint", "/oauth/authorize"),
            response_type="code",
            client_id=self.app.client_id,
            redirect_uri=self.app.redirect_uri,
            scope=scopes,
            state=state,
            code_challenge=pkce.challenge,
            code_challenge_method="S256",
            force_login="true",
        )
        memory = {"verifier": pkce.verifier, "scopes": scopes}
        return Departure(url=url, memory=memory)

    async def arrive(self, memory: Mapping[str, str], answer: Mapping[str, str]) -> Grant:
        """Turn the code into a token; a code works once."""
        code = answer.get("code", "")
        if not code:
            raise SignInAgain("The permission was not given.")
        told = await self.http.post(
            await self._endpoint("token_endpoint", "/oauth/token"),
            effect=False,
            headers=LAST,
            form={
                **self._client(),
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": self.app.redirect_uri,
                "code_verifier": memory.get("verifier", ""),
                "scope": memory.get("scopes", ""),
            },
        )
        credential = Credential(
            sign_in="oauth",
            secrets=tokens(told),
            facts={"scopes": str(told.json().get("scope") or memory.get("scopes", ""))},
            expires_at=expiry(told.json().get("expires_in")),
        )
        account = await discovery.known(self.http, credential.secret("access_token"))
        return Grant(credential=credential, accounts=(account,))

    async def refresh(self, credential: Credential) -> Credential:
        """A fresh token, where the server gave one to renew it with."""
        if not credential.secret("refresh_token"):
            raise SignInAgain("This server's permissions cannot be renewed. Sign in again.")
        told = await self.http.post(
            await self._endpoint("token_endpoint", "/oauth/token"),
            headers=LAST,
            form={
                **self._client(),
                "grant_type": "refresh_token",
                "refresh_token": credential.secret("refresh_token"),
                "scope": credential.facts.get("scopes", ""),
            },
        )
        return Credential(
            sign_in=credential.sign_in,
            secrets=tokens(told, credential),
            facts=credential.facts,
            expires_at=expiry(told.json().get("expires_in")),
            hosts=credential.hosts,
        )

    async def revoke(self, credential: Credential) -> None:
        """Give the permission back."""
        form = {**self._client(), "token": credential.secret("access_token")}
        path = await self._endpoint("revocation_endpoint", "/oauth/revoke")
        await self.http.post(
            path, effect=False, form=form, headers=LAST, allow=(400, 401, 404, 422)
        )

    def _client(self) -> dict[str, str]:
        return {
            "client_id": self.app.client_id,
            "client_secret": self.app.client_secret.reveal(),
        }

    async def _scopes(self) -> tuple[str, ...]:
        supported = (await self._metadata()).get("scopes_supported")
        known = set(supported) if isinstance(supported, list) else set()
        return NARROW if known.issuperset(NARROW) else BROAD

    async def _endpoint(self, name: str, usual: str) -> str:
        """The address that the server names if it is its own, else the usual one."""
        told = (await self._metadata()).get(name)
        here = self.http.line.server + "/"
        return told if isinstance(told, str) and told.startswith(here) else self.http.url(usual)

    async def _metadata(self) -> Mapping[str, Any]:
        """RFC 8414; Mastodon 4.3 and newer, Hollo. Others answer 404."""
        answer = await self.http.get(
            "/.well-known/oauth-authorization-server", allow=range(400, 500), follow=2
        )
        return answer.told() if answer.ok else {}


class Pasted:
    """An access token that a person made in the server's own settings (Development)."""

    def __init__(self, http: Http, app: App) -> None:
        self.http, self.app = http, app

    async def enter(self, given: Mapping[str, str]) -> Grant:
        """Ask the server whose token it is."""
        token = given.get("token", "").strip()
        if not token or not token.isprintable() or " " in token:
            raise ChangeIt("That is not an access token. Copy it whole, without anything around.")
        account = await discovery.known(self.http, token)
        credential = Credential(sign_in="token", secrets={"access_token": Secret(token)})
        return Grant(credential=credential, accounts=(account,))
