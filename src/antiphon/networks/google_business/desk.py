"""Signing in: the journey to Google's page, and keys of a project of one's own.

Source: developers.google.com/identity/protocols/oauth2/web-server (2026-11-21). A refresh token
comes only when the person was asked, lasts until it is taken back, and does not change.
"""

from collections.abc import Mapping

from antiphon.connect.errors import ChangeIt, SignInAgain
from antiphon.connect.http import Answer, Http
from antiphon.connect.oauth import App, Departure, Grant, Pkce, authorize_url, expiry, tokens
from antiphon.connect.values import Credential
from antiphon.kernel.secret import Secret
from antiphon.networks.google_business import locations
from antiphon.networks.google_business.google import SIGN_IN, TOKENS, Google

SCOPE = "https://www.googleapis.com/auth/business.manage"


class _Desk:
    """What both ways have in common: Google's token house, and the places of a person."""

    key = "oauth"

    def __init__(self, http: Http, app: App) -> None:
        self.http, self.app = http, app

    async def grant(self, credential: Credential) -> Grant:
        """The credential and the places that it may speak for."""
        if SCOPE not in credential.facts.get("scope", SCOPE).split():
            raise SignInAgain("Google was asked not to let us manage the business. Sign in again.")
        places = await locations.found(Google(self.http, credential))
        if not places:
            raise ChangeIt("This Google account manages no business that Google knows.")
        return Grant(credential=credential, accounts=tuple(places))

    async def refresh(self, credential: Credential) -> Credential:
        """A fresh access token; the refresh token stays as it is."""
        form = {
            "grant_type": "refresh_token",
            "refresh_token": credential.secret("refresh_token"),
            "client_id": credential.facts.get("client_id") or self.app.client_id,
            "client_secret": credential.secret("client_secret") or self.app.client_secret.reveal(),
        }
        return self._credential(await self._asked("token", form), credential)

    async def revoke(self, credential: Credential) -> None:
        """Take the whole permission back; one that is dead already counts as done."""
        token = credential.secret("refresh_token") or credential.secret("access_token")
        form = {"token": token}
        url = f"{self.http.host(TOKENS)}/revoke"
        await self.http.post(url, form=form, effect=False, allow=(400,))

    async def _asked(self, what: str, form: Mapping[str, str]) -> Answer:
        url = f"{self.http.host(TOKENS)}/{what}"
        return await self.http.post(url, form=form, effect=False)

    def _credential(self, answer: Answer, old: Credential | None = None) -> Credential:
        told = answer.json()
        facts = dict(old.facts) if old else {}
        if isinstance(told, dict) and told.get("scope"):
            facts["scope"] = str(told["scope"])
        secrets = tokens(answer, old)
        secrets.pop("id_token", None)
        ends = expiry(told.get("expires_in"))
        return Credential(sign_in=self.key, secrets=secrets, facts=facts, expires_at=ends)


class Journey(_Desk):
    """The journey to Google's own page."""

    async def begin(self, state: str, given: Mapping[str, str]) -> Departure:  # noqa: ARG002
        """Where to send the person; they are always asked, else no refresh token comes."""
        proof = Pkce.new()
        url = authorize_url(
            f"{self.http.host(SIGN_IN)}/o/oauth2/v2/auth",
            client_id=self.app.client_id,
            redirect_uri=self.app.redirect_uri,
            response_type="code",
            scope=SCOPE,
            state=state,
            access_type="offline",
            prompt="consent",
            include_granted_scopes="true",
            code_challenge=proof.challenge,
            code_challenge_method="S256",
        )
        memory = {"redirect_uri": self.app.redirect_uri, "verifier": proof.verifier}
        return Departure(url=url, memory=memory)

    async def arrive(self, memory: Mapping[str, str], answer: Mapping[str, str]) -> Grant:
        """Turn the code into tokens, and find the places."""
        if not answer.get("code"):
            raise SignInAgain("The permission was not given at Google.")
        form = {
            "grant_type": "authorization_code",
            "code": answer["code"],
            "redirect_uri": memory.get("redirect_uri") or self.app.redirect_uri,
            "code_verifier": memory.get("verifier", ""),
            "client_id": self.app.client_id,
            "client_secret": self.app.client_secret.reveal(),
        }
        return await self.grant(self._credential(await self._asked("token", form)))


class Keys(_Desk):
    """A refresh token that a person made with the keys of their own project."""

    key = "keys"

    async def enter(self, given: Mapping[str, str]) -> Grant:
        """Try the keys, and find the places."""
        typed = {name: value.strip() for name, value in given.items()}
        if not all(typed.get(name) for name in ("client_id", "client_secret", "refresh_token")):
            raise SignInAgain("Google needs the client's id and secret, and a refresh token.")
        secrets = {name: Secret(typed[name]) for name in ("client_secret", "refresh_token")}
        facts = {"client_id": typed["client_id"]}
        raw = Credential(sign_in=self.key, secrets=secrets, facts=facts)
        return await self.grant(await self.refresh(raw))
