"""Signing in to LinkedIn: by the journey, or with a token that somebody already has.

No PKCE: LinkedIn's flow for web apps has none (Authorization code flow, read 2026-11-21).
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from antiphon.connect.errors import ChangeIt, SignInAgain
from antiphon.connect.http import Answer, Http
from antiphon.connect.oauth import App, Departure, Grant, authorize_url, expiry, tokens
from antiphon.connect.values import Credential
from antiphon.kernel.secret import Secret
from antiphon.networks.linkedin import accounts

WWW = "https://www.linkedin.com"
SELF_SERVE = ("openid", "profile", "email", "w_member_social")
"""Products “Sign In with LinkedIn using OpenID Connect” and “Share on LinkedIn”."""
COMMUNITY = (
    "r_basicprofile", "rw_organization_admin", "w_organization_social", "r_organization_social",
    "w_member_social", "r_member_postAnalytics",
)  # fmt: skip
"""Product “Community Management API”, after LinkedIn's review."""
_DENIED = ("user_cancelled_login", "user_cancelled_authorize", "access_denied")


class _Desk:
    """What both ways have in common: LinkedIn's token house, and whom a token speaks for."""

    def __init__(self, http: Http, app: App) -> None:
        self.http, self.app = http, app
        self.house = f"{http.host(WWW)}/oauth/v2"

    def _version(self) -> str:
        return self.app.facts.get("version", "")

    def _keys(self) -> dict[str, str]:
        return {
            "client_id": self.app.client_id,
            "client_secret": self.app.client_secret.reveal(),
        }

    async def _token(self, **form: str) -> Answer:
        where = f"{self.house}/accessToken"
        return await self.http.post(where, form={**form, **self._keys()}, effect=False)

    async def _grant(self, credential: Credential) -> Grant:
        headers = accounts.headers(credential.secret("access_token"), self._version())
        scopes = frozenset(credential.facts.get("scope", "").split())
        found = await accounts.discovered(self.http, headers, scopes)
        if not found:
            raise ChangeIt("This permission does not allow posting for anybody on LinkedIn.")
        if self._version():
            found = [accounts.with_facts(one, {"version": self._version()}) for one in found]
        return Grant(credential=credential, accounts=tuple(found))

    async def revoke(self, credential: Credential) -> None:
        """Give the permission back; a token without our app's keys just runs out."""
        if self.app.client_id:
            form = {"token": credential.secret("access_token"), **self._keys()}
            await self.http.post(f"{self.house}/revoke", form=form, effect=False)


class OAuthDesk(_Desk):
    """The journey to LinkedIn's own page and back."""

    async def begin(self, state: str, given: Mapping[str, str]) -> Departure:
        """Ask for what the app was granted; the operator names its scopes with the keys."""
        scopes = given.get("scopes") or self.app.facts.get("scopes") or " ".join(SELF_SERVE)
        url = authorize_url(
            f"{self.house}/authorization",
            response_type="code",
            client_id=self.app.client_id,
            redirect_uri=self.app.redirect_uri,
            state=state,
            scope=scopes.replace(",", " "),
        )
        return Departure(url=url, memory={"redirect_uri": self.app.redirect_uri})

    async def arrive(self, memory: Mapping[str, str], answer: Mapping[str, str]) -> Grant:
        """Turn the code into a token, and find the accounts."""
        if answer.get("error") in _DENIED:
            raise ChangeIt("LinkedIn was not allowed to let us in. Nothing was connected.")
        if not answer.get("code"):
            raise ChangeIt("LinkedIn sent no code back. Begin again.")
        told = await self._token(
            grant_type="authorization_code",
            code=answer["code"],
            redirect_uri=memory["redirect_uri"],
        )
        return await self._grant(_credential(told, None))

    async def refresh(self, credential: Credential) -> Credential:
        """A fresh access token; the refresh token keeps its end, a year after the first grant."""
        token = credential.secret("refresh_token")
        if not token:
            raise SignInAgain("LinkedIn gave this app no means to renew. Sign in again.")
        told = await self._token(grant_type="refresh_token", refresh_token=token)
        return _credential(told, credential)


class TokenDesk(_Desk):
    """A token made elsewhere, for example with the token generator of LinkedIn's portal."""

    async def enter(self, given: Mapping[str, str]) -> Grant:
        """Try the token; what it may do is asked where our app's keys allow, else tried out."""
        token = given.get("token", "").strip()
        if not token:
            raise ChangeIt("Paste an access token.")
        facts, ends = await self._introspected(token)
        credential = Credential(
            sign_in="token",
            secrets={"access_token": Secret(token)},
            facts=facts,
            expires_at=ends,
        )
        return await self._grant(credential)

    async def _introspected(self, token: str) -> tuple[dict[str, str], datetime | None]:
        if not self.app.client_id:
            return {}, None
        form = {"token": token, **self._keys()}
        answer = await self.http.post(f"{self.house}/introspectToken", form=form, effect=False)
        told = answer.told()
        if told.get("active") is False:
            raise SignInAgain("This token is no longer valid. Make a new one.")
        ends = told.get("expires_at")
        scope = str(told.get("scope", "")).replace(",", " ")
        return {"scope": scope} if scope else {}, _moment(ends)


def _moment(seconds: object) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if isinstance(seconds, int) else None


def _credential(answer: Answer, old: Credential | None) -> Credential:
    """What the token house gave; scopes come back with commas (read 2026-11-21)."""
    told = answer.json()
    facts = dict(old.facts) if old else {}
    if told.get("scope"):
        facts["scope"] = str(told["scope"]).replace(",", " ")
    until = expiry(told.get("refresh_token_expires_in"))
    if until:
        facts["refresh_until"] = until.isoformat()
    fresh = Credential(
        sign_in="oauth",
        secrets={name: value for name, value in tokens(answer, old).items() if name != "id_token"},
        facts=facts,
        expires_at=expiry(told.get("expires_in")),
    )
    return replace(fresh, hosts=old.hosts) if old else fresh
