"""Signing in with Google: the journey to its page, or a lasting permission that a person has.

Source: developers.google.com/identity/protocols/oauth2/web-server (2026-11-21). One token speaks
for one channel: the person chooses it on Google's page.
"""

from collections.abc import Mapping

from antiphon.connect.errors import SignInAgain
from antiphon.connect.http import Answer, Http
from antiphon.connect.oauth import App, Departure, Grant, Pkce, authorize_url, expiry, tokens
from antiphon.connect.values import Credential
from antiphon.kernel.secret import Secret
from antiphon.networks.youtube.hearing import channel
from antiphon.networks.youtube.speaking import CONSENT, TOKENS, Api

MANAGE = "https://www.googleapis.com/auth/youtube.force-ssl"
SCOPES = (MANAGE,)
"""One is enough: it covers uploads, playlists, comments and figures."""


class _Desk:
    """What both ways have in common: from a token to the channel that it speaks for."""

    key = "oauth"

    def __init__(self, http: Http, app: App) -> None:
        self.http, self.app = http, app

    async def refresh(self, credential: Credential) -> Credential:
        """A fresh token; the lasting one stays good."""
        lasting = credential.secret("refresh_token")
        if not lasting:
            raise SignInAgain("Google gave no lasting permission. Connect again.")
        answer = await self._ask(credential, grant_type="refresh_token", refresh_token=lasting)
        return self._credential(answer, credential)

    async def revoke(self, credential: Credential) -> None:
        """Give the permission back; it ends for every channel of this person here."""
        token = credential.secret("refresh_token") or credential.secret("access_token")
        await self.http.post(
            f"{self.http.host(TOKENS)}/revoke", form={"token": token}, signed=True, effect=False
        )

    async def _ask(self, client: Credential, **form: str) -> Answer:
        """Ask for tokens in the name of the client that the permission was given to."""
        own = {
            "client_id": client.facts.get("client_id") or self.app.client_id,
            "client_secret": client.secret("client_secret") or self.app.client_secret.reveal(),
        }
        return await self.http.post(
            f"{self.http.host(TOKENS)}/token", form={**own, **form}, effect=False
        )

    def _credential(self, answer: Answer, old: Credential) -> Credential:
        secrets, told = tokens(answer, old), answer.json()
        scope = told.get("scope", "")
        granted = set(scope.split() if isinstance(scope, str) else scope)
        if granted and MANAGE not in granted:
            raise SignInAgain("Google was not allowed to let us manage the channel. Connect again.")
        return Credential(
            sign_in=self.key,
            secrets=secrets,
            facts={**old.facts, "scope": " ".join(sorted(granted))},
            expires_at=expiry(told.get("expires_in")),
        )

    async def _grant(self, credential: Credential) -> Grant:
        account = await channel(Api(self.http, credential))
        return Grant(credential=credential, accounts=(account,))


class Journey(_Desk):
    """The journey to Google's own page."""

    async def begin(self, state: str, given: Mapping[str, str]) -> Departure:  # noqa: ARG002
        """Where to send the person; without asking anew Google gives no lasting permission."""
        pkce = Pkce.new()
        url = authorize_url(
            f"{self.http.host(CONSENT)}/o/oauth2/v2/auth",
            client_id=self.app.client_id,
            redirect_uri=self.app.redirect_uri,
            response_type="code",
            scope=" ".join(SCOPES),
            state=state,
            access_type="offline",
            prompt="consent",
            include_granted_scopes="true",
            code_challenge=pkce.challenge,
            code_challenge_method="S256",
        )
        return Departure(url=url, memory={"verifier": pkce.verifier})

    async def arrive(self, memory: Mapping[str, str], answer: Mapping[str, str]) -> Grant:
        """Turn the code into tokens."""
        if not answer.get("code"):
            raise SignInAgain("The permission was not given at Google.")
        nobody = Credential(sign_in=self.key, secrets={})
        told = await self._ask(
            nobody,
            grant_type="authorization_code",
            code=answer["code"],
            redirect_uri=self.app.redirect_uri,
            code_verifier=memory["verifier"],
        )
        return await self._grant(self._credential(told, nobody))


class Own(_Desk):
    """A lasting permission from a client at Google that the person made themselves."""

    key = "own_client"

    async def enter(self, given: Mapping[str, str]) -> Grant:
        """Prove what was typed by asking for a token, and find the channel."""
        typed = {name: value.strip() for name, value in given.items()}
        if not all(typed.get(name) for name in ("client_id", "client_secret", "refresh_token")):
            raise SignInAgain("Google needs all three: client id, client secret, refresh token.")
        names = ("client_secret", "refresh_token")
        credential = Credential(
            sign_in=self.key,
            secrets={name: Secret(typed[name]) for name in names},
            facts={"client_id": typed["client_id"]},
        )
        return await self._grant(await self.refresh(credential))
