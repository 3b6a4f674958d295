"""Signing in: the journey to Pinterest's page, and a token that a person already has.

Source: Pinterest's OpenAPI document 5.23.0 and developers.pinterest.com, read 2026-11-21. No PKCE:
none is documented. Pinterest has no way to give an ordinary account's permission back; people take
the app out of their settings.
"""

from collections.abc import Mapping

from antiphon.connect.errors import ChangeIt, FixSetup, SignInAgain
from antiphon.connect.http import Answer, Http
from antiphon.connect.oauth import (
    App,
    Departure,
    Grant,
    authorize_url,
    basic,
    bearer,
    expiry,
    tokens,
)
from antiphon.connect.values import Credential
from antiphon.kernel.secret import Secret
from antiphon.networks.pinterest.connector import whoami
from antiphon.networks.pinterest.wire import WEB

SCOPES = ("user_accounts:read", "boards:read", "boards:write", "pins:read", "pins:write")
"""The least that pinning takes; boards that are secret stay unseen."""


class _Desk:
    def __init__(self, http: Http, app: App) -> None:
        self.http, self.app = http, app

    async def _grant(self, credential: Credential) -> Grant:
        account = await whoami(self.http, bearer(credential.secret("access_token")))
        return Grant(credential=credential, accounts=(account,))


class Journey(_Desk):
    """The journey to Pinterest's own page and back."""

    async def begin(self, state: str, given: Mapping[str, str]) -> Departure:  # noqa: ARG002
        """Where to send the person."""
        url = authorize_url(
            f"{self.http.host(WEB)}/oauth/",
            client_id=self.app.client_id,
            redirect_uri=self.app.redirect_uri,
            response_type="code",
            scope=",".join(SCOPES),
            state=state,
        )
        return Departure(url=url, memory={"redirect_uri": self.app.redirect_uri})

    async def arrive(self, memory: Mapping[str, str], answer: Mapping[str, str]) -> Grant:
        """Turn the code into tokens, and find the account."""
        if not answer.get("code"):
            raise SignInAgain("The permission was not given on Pinterest.")
        told = await self._tokens(
            grant_type="authorization_code",
            code=answer["code"],
            redirect_uri=memory.get("redirect_uri") or self.app.redirect_uri,
            # Apps from before 2025-09-25 must ask for tokens that can be renewed without end.
            continuous_refresh="true",
        )
        return await self._grant(_credential(told, None))

    async def refresh(self, credential: Credential) -> Credential:
        """Fresh tokens; the new refresh token lives for another 60 days."""
        token = credential.secret("refresh_token")
        if not token:
            raise SignInAgain("Pinterest gave no means to renew the permission. Sign in again.")
        told = await self._tokens(grant_type="refresh_token", refresh_token=token)
        return _credential(told, credential)

    async def _tokens(self, **form: str) -> Answer:
        keys = basic(self.app.client_id, self.app.client_secret.reveal())
        answer = await self.http.post(
            "/v5/oauth/token", form=form, headers=keys, effect=False, allow=(400, 401)
        )
        if answer.status == 401:
            raise FixSetup("Pinterest does not accept the keys of this app.")
        if answer.status == 400:
            raise SignInAgain("Pinterest no longer accepts this sign-in. Begin again.")
        return answer


class Pasted(_Desk):
    """A token made elsewhere, for example on the app's page at Pinterest."""

    async def enter(self, given: Mapping[str, str]) -> Grant:
        """Try the token, and find the account."""
        token = given.get("access_token", "").strip()
        if not token:
            raise ChangeIt("Paste an access token.")
        secrets = {"access_token": Secret(token)}
        return await self._grant(Credential(sign_in="token", secrets=secrets))


def _credential(answer: Answer, old: Credential | None) -> Credential:
    told = answer.json()
    facts = dict(old.facts) if old else {}
    if told.get("scope"):
        facts["scope"] = " ".join(str(told["scope"]).replace(",", " ").split())
    until = expiry(told.get("refresh_token_expires_in"))
    if until:
        facts["refresh_until"] = until.isoformat(timespec="seconds")
    return Credential(
        sign_in="oauth",
        secrets=tokens(answer, old),
        facts=facts,
        expires_at=expiry(told.get("expires_in")),
    )
