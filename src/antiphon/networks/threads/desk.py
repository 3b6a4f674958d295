"""Signing in: the journey to Threads' page, and a token that a person already has.

Source: developers.facebook.com/documentation/threads/get-started (2026-11-21). No PKCE there. The
app's secret stands in an address where Threads takes it nowhere else: it exchanges tokens by GET.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from antiphon.connect.errors import (
    ChangeIt,
    FixSetup,
    NetworkError,
    SignInAgain,
    TryLater,
)
from antiphon.connect.http import Answer, Http
from antiphon.connect.oauth import App, Departure, Grant, authorize_url, bearer, expiry
from antiphon.connect.values import Credential
from antiphon.kernel.secret import Secret
from antiphon.networks.threads import reading
from antiphon.networks.threads.graph import WEB, Graph

NEEDED = ("threads_basic", "threads_content_publish")
SCOPES = (
    *NEEDED,
    "threads_manage_replies",
    "threads_read_replies",
    "threads_manage_insights",
    "threads_manage_mentions",
    "threads_delete",
    "threads_location_tagging",
)
RENEWABLE = timedelta(days=2)
"""Tokens for an hour cannot be renewed; those for 60 days can, once they are a day old."""


class _Desk:
    """What both ways have in common: from a token to the profile that it speaks for."""

    key = "oauth"

    def __init__(self, http: Http, app: App) -> None:
        self.http, self.app = http, app

    async def long_lived(self, token: str) -> tuple[str, object]:
        """The same permission for 60 days."""
        answer = await self.http.get(
            "/access_token",
            params={
                "grant_type": "th_exchange_token",
                "client_secret": self.app.client_secret.reveal(),
            },
            headers=bearer(token),
        )
        return _token(answer), answer.told().get("expires_in")

    def lasting(self, token: str, ends: datetime | None) -> Credential:
        """A token as it is kept; one that lasts for long is its own means of renewal."""
        secrets = {"access_token": Secret(token)}
        if ends and ends - datetime.now(UTC) > RENEWABLE:
            secrets["refresh_token"] = Secret(token)
        return Credential(sign_in=self.key, secrets=secrets, expires_at=ends)

    async def refresh(self, credential: Credential) -> Credential:
        """Another 60 days; a token that has ended, or is younger than a day, cannot be renewed."""
        try:
            answer = await self.http.get(
                "/refresh_access_token",
                params={"grant_type": "th_refresh_token"},
                headers=bearer(credential.secret("refresh_token")),
            )
        except ChangeIt as error:
            say = "Threads renews a permission only once it is a day old."
            raise TryLater(say, after=timedelta(hours=1)) from error
        return self.lasting(_token(answer), expiry(answer.told().get("expires_in")))

    async def grant(self, credential: Credential) -> Grant:
        """The profile; one permission speaks for exactly one."""
        told = await Graph(self.http, credential).get("/me", fields=reading.PROFILE_FIELDS)
        return Grant(credential=credential, accounts=(reading.account(told),))


class Journey(_Desk):
    """The journey to Threads' own page."""

    async def begin(self, state: str, given: Mapping[str, str]) -> Departure:  # noqa: ARG002
        """Where to send the person."""
        url = authorize_url(
            f"{self.http.host(WEB)}/oauth/authorize",
            client_id=self.app.client_id,
            redirect_uri=self.app.redirect_uri,
            scope=",".join(SCOPES),
            response_type="code",
            state=state,
        )
        return Departure(url=url, memory={"redirect_uri": self.app.redirect_uri})

    async def arrive(self, memory: Mapping[str, str], answer: Mapping[str, str]) -> Grant:
        """Turn the code into a token for an hour, and that into one for 60 days."""
        if not answer.get("code"):
            raise SignInAgain("The permission was not given on Threads.")
        form = {
            "client_id": self.app.client_id,
            "client_secret": self.app.client_secret.reveal(),
            "grant_type": "authorization_code",
            "code": answer["code"].removesuffix("#_"),
            "redirect_uri": memory.get("redirect_uri") or self.app.redirect_uri,
        }
        try:
            told = await self.http.post("/oauth/access_token", form=form, effect=False)
        except ChangeIt as error:
            raise SignInAgain("Threads no longer accepts this sign-in. Begin again.") from error
        token, seconds = await self.long_lived(_token(told))
        return await self.grant(self.lasting(token, expiry(seconds)))


class Pasted(_Desk):
    """A token that a person made in the settings of an app of their own."""

    key = "token"

    async def enter(self, given: Mapping[str, str]) -> Grant:
        """Find out whose token it is, and how long it lasts."""
        token = given.get("access_token", "").strip()
        if not token:
            raise SignInAgain("There is no token. Paste the one that Meta showed you.")
        seconds: object = None
        if self.app.client_id and self.app.client_secret:
            try:
                token, seconds = await self.long_lived(token)
            except (ChangeIt, FixSetup, SignInAgain):
                seconds = None  # made by another app than ours, or long-lived already
        ends = expiry(seconds) or await self._end(token)
        return await self.grant(self.lasting(token, ends))

    async def _end(self, token: str) -> datetime | None:
        """When the token ends, where Threads tells; a dead one is found out by its use."""
        try:
            answer = await self.http.get(
                "/debug_token", params={"input_token": token}, headers=bearer(token)
            )
        except NetworkError:
            return None
        data: Any = answer.told().get("data")
        seconds = data.get("expires_at") if isinstance(data, dict) else None
        return (
            datetime.fromtimestamp(seconds, UTC) if isinstance(seconds, int) and seconds else None
        )


def _token(answer: Answer) -> str:
    token = answer.told().get("access_token")
    if not isinstance(token, str) or not token:
        raise answer.unclear("The answer held no access token.")
    return token
