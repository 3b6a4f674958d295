"""Signing in to Snapchat: the journey to its page for listed apps, or tokens made elsewhere.

Source: developers.snap.com/api/marketing-api/Public-Profile-API (read until September 2026).
"""

from collections.abc import Mapping
from dataclasses import replace

from antiphon.connect.errors import ChangeIt, FixSetup, SignInAgain
from antiphon.connect.http import Answer, Http
from antiphon.connect.oauth import App, Departure, Grant, authorize_url, expiry, tokens
from antiphon.connect.values import Credential
from antiphon.kernel.secret import Secret
from antiphon.networks.snapchat import wire
from antiphon.networks.snapchat.api import Api
from antiphon.networks.snapchat.connector import profiles
from antiphon.networks.snapchat.refusals import NOT_LISTED, refusal

ACCOUNTS = "https://accounts.snapchat.com"
SCOPE = "snapchat-profile-api"
LISTED = "allow_listed"
"""The operator's word that Snap has put the app on its list."""
_YES = frozenset({"yes", "true", "1"})


class _Desk:
    """What both ways have in common."""

    key = "oauth"

    def __init__(self, http: Http, app: App) -> None:
        self.http, self.app = http, app
        house = http.host(ACCOUNTS)
        self.house = f"{house}/login/oauth2"
        self.is_snapchats = house == ACCOUNTS
        """Whether this is Snapchat itself; a stand-in keeps no list."""

    async def grant(self, credential: Credential) -> Grant:
        """The profiles that a permission may speak for."""
        found = await profiles(Api(self.http, credential), self.http.host(wire.WEB))
        if not found:
            raise ChangeIt(
                "This person administers no public profile on Snapchat. Make one there first."
            )
        return Grant(credential=credential, accounts=tuple(found))

    async def refresh(self, credential: Credential) -> Credential:
        """Fresh tokens; Snapchat may give another refresh token."""
        token = credential.secret("refresh_token")
        if not token:
            raise SignInAgain("Snapchat gave no lasting permission. Connect again.")
        told = await self.tokens(grant_type="refresh_token", refresh_token=token)
        return self.credential(told, credential)

    async def tokens(self, **form: str) -> Answer:
        """Ask the token house."""
        keys = {
            "client_id": self.app.client_id,
            "client_secret": self.app.client_secret.reveal(),
        }
        answer = await self.http.post(
            f"{self.house}/access_token", form={**form, **keys}, effect=False
        )
        error = refusal(answer) if "access_token" not in answer.told() else None
        if error:
            raise error
        return answer

    def credential(self, answer: Answer, old: Credential | None = None) -> Credential:
        """What the token house gave."""
        told = answer.json()
        facts = {**(old.facts if old else {})}
        if told.get("scope"):
            facts["scope"] = str(told["scope"])
        made = Credential(
            sign_in=self.key,
            secrets=tokens(answer, old),
            facts=facts,
            expires_at=expiry(told.get("expires_in")),
        )
        return replace(made, sign_in=old.sign_in, hosts=old.hosts) if old else made


class Journey(_Desk):
    """The journey to Snapchat's page, for an app that Snap has listed."""

    async def begin(self, state: str, given: Mapping[str, str]) -> Departure:  # noqa: ARG002
        """Where to send the person."""
        if self.is_snapchats and self.app.facts.get(LISTED, "").lower() not in _YES:
            raise FixSetup(NOT_LISTED)
        url = authorize_url(
            f"{self.house}/authorize",
            client_id=self.app.client_id,
            redirect_uri=self.app.redirect_uri,
            response_type="code",
            scope=SCOPE,
            state=state,
        )
        return Departure(url=url, memory={"redirect_uri": self.app.redirect_uri})

    async def arrive(self, memory: Mapping[str, str], answer: Mapping[str, str]) -> Grant:
        """Turn the code into tokens."""
        if answer.get("error") or not answer.get("code"):
            raise SignInAgain("The permission was not given on Snapchat.")
        told = await self.tokens(
            grant_type="authorization_code",
            code=answer["code"],
            redirect_uri=memory["redirect_uri"],
        )
        return await self.grant(self.credential(told))


class Pasted(_Desk):
    """Tokens made elsewhere."""

    key = "token"

    async def enter(self, given: Mapping[str, str]) -> Grant:
        """Prove the token by asking whom it speaks for."""
        told = {name: value.strip() for name, value in given.items() if value.strip()}
        token = told.get("access_token", "")
        if not token or not token.isascii() or any(sign.isspace() for sign in token):
            raise ChangeIt("Paste the access token: one line without spaces.")
        names = ("access_token", "refresh_token")
        secrets = {name: Secret(told[name]) for name in names if name in told}
        return await self.grant(Credential(sign_in=self.key, secrets=secrets))
