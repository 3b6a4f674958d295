"""Signing in to X: by its own page (OAuth 2 with PKCE), or with a token typed in."""

from collections.abc import Mapping
from typing import Any

from antiphon.connect.errors import ChangeIt, SignInAgain, TryLater
from antiphon.connect.http import Answer, Http
from antiphon.connect.oauth import (
    App,
    Departure,
    Grant,
    Pkce,
    authorize_url,
    basic,
    bearer,
    expiry,
    tokens,
)
from antiphon.connect.values import Account, Credential
from antiphon.kernel.secret import Secret
from antiphon.networks.x import reading, refusals

SCOPES = (
    "tweet.read", "tweet.write", "users.read", "media.write",
    "offline.access",
)  # fmt: skip
"""No more than the connector uses; offline.access brings the refresh token."""
TOKEN, REVOKE = "/2/oauth2/token", "/2/oauth2/revoke"


async def who(http: Http, token: str) -> Account:
    """The one account that a token speaks for."""
    asked = {"user.fields": reading.USER_FIELDS}
    answer = await http.get("/2/users/me", params=asked, headers=bearer(token))
    told = answer.json()
    user = told.get("data") if isinstance(told, dict) else None
    if not isinstance(user, dict):
        problem = refusals.named(told) if isinstance(told, dict) else None
        raise problem or TryLater("X did not say whom the token speaks for.")
    return reading.account(user, http.host(reading.SITE))


class OAuthDesk:
    """The journey to X's own page and back."""

    def __init__(self, http: Http, app: App) -> None:
        self.http, self.app = http, app

    async def begin(self, state: str, given: Mapping[str, str]) -> Departure:  # noqa: ARG002
        """Where to send the person."""
        pkce = Pkce.new()
        url = authorize_url(
            f"{self.http.host(reading.SITE)}/i/oauth2/authorize",
            response_type="code",
            client_id=self.app.client_id,
            redirect_uri=self.app.redirect_uri,
            scope=" ".join(SCOPES),
            state=state,
            code_challenge=pkce.challenge,
            code_challenge_method="S256",
        )
        return Departure(url=url, memory={"verifier": pkce.verifier})

    async def arrive(self, memory: Mapping[str, str], answer: Mapping[str, str]) -> Grant:
        """Turn the code, which lives for thirty seconds, into a grant."""
        if answer.get("error") or not answer.get("code"):
            raise SignInAgain("The permission was not given at X.")
        told = await self._ask(
            TOKEN,
            grant_type="authorization_code",
            code=answer["code"],
            redirect_uri=self.app.redirect_uri,
            code_verifier=memory["verifier"],
        )
        credential = _credential(told)
        account = await who(self.http, credential.secret("access_token"))
        return Grant(credential=credential, accounts=(account,))

    async def refresh(self, credential: Credential) -> Credential:
        """Fresh tokens; the old refresh token dies by it, so a lost answer leaves us unsure."""
        old = credential.secret("refresh_token")
        if not old:
            raise SignInAgain("X gave no lasting permission; sign in again.")
        told = await self._ask(TOKEN, effect=True, grant_type="refresh_token", refresh_token=old)
        return _credential(told, credential)

    async def revoke(self, credential: Credential) -> None:
        """Give both tokens back."""
        for name in ("refresh_token", "access_token"):
            if token := credential.secret(name):
                await self._ask(REVOKE, token=token, token_type_hint=name)

    async def _ask(self, path: str, *, effect: bool = False, **form: str) -> Answer:
        secret = self.app.client_secret.reveal()
        if secret:
            headers = basic(self.app.client_id, secret)
        else:
            headers, form = {}, {**form, "client_id": self.app.client_id}
        return await self.http.post(path, form=form, headers=headers, effect=effect)


class TokenDesk:
    """An access token typed in, for trials and for those who keep their tokens elsewhere."""

    def __init__(self, http: Http, app: App) -> None:
        self.http, self.app = http, app

    async def enter(self, given: Mapping[str, str]) -> Grant:
        """Prove the token by asking whom it speaks for."""
        token = given.get("token", "").strip()
        if not token or not token.isascii() or any(sign.isspace() for sign in token):
            raise ChangeIt("Paste the access token of an account: one line without spaces.")
        account = await who(self.http, token)
        credential = Credential(sign_in="token", secrets={"access_token": Secret(token)})
        return Grant(credential=credential, accounts=(account,))


def _credential(answer: Answer, old: Credential | None = None) -> Credential:
    secrets = tokens(answer, old)
    told: dict[str, Any] = answer.json()
    scope = told.get("scope")
    facts = dict(old.facts) if old else {}
    return Credential(
        sign_in="oauth",
        secrets=secrets,
        facts={**facts, "scope": scope} if isinstance(scope, str) else facts,
        expires_at=expiry(told.get("expires_in")),
    )
