"""Signing in with Instagram: a journey to its page, and a token that renews itself.

Source: developers.facebook.com/documentation/instagram-platform/instagram-api-with-instagram-login
/business-login (2026-11-21). Codes and short tokens go in forms; what makes a token last goes in
the address, because these two calls take nothing else.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from antiphon.connect.errors import ChangeIt, SignInAgain, TryLater
from antiphon.connect.http import Http
from antiphon.connect.oauth import App, Departure, Grant, authorize_url, expiry
from antiphon.connect.values import Credential
from antiphon.kernel.secret import Secret
from antiphon.networks.instagram import listening
from antiphon.networks.instagram.graph import CODES, WEB, Graph, Login
from antiphon.networks.instagram.hearing import account_of

SCOPES = (
    "instagram_business_basic",
    "instagram_business_content_publish",
    "instagram_business_manage_comments",
    "instagram_business_manage_insights",
)
NEEDED = frozenset({"instagram_business_basic", "instagram_business_content_publish"})
YOUNG = timedelta(days=59)
"""How long a token lives at least that Instagram refuses to renew because it is not a day old."""


class InstagramDesk:
    """From a token of an account to the account; the token lives for 60 days, and renews itself."""

    key = "oauth"

    def __init__(self, http: Http, app: App) -> None:
        self.http, self.app = http, app

    def credential(self, token: str, ends: datetime | None, **facts: str) -> Credential:
        """The token stands for its own refresh token: it is what is shown to get the next one."""
        return Credential(
            sign_in=self.key,
            secrets={"access_token": Secret(token), "refresh_token": Secret(token)},
            facts={"login": Login.INSTAGRAM.value, **facts},
            expires_at=ends,
        )

    async def grant(self, token: str, ends: datetime | None, **facts: str) -> Grant:
        """The account of a token."""
        credential = self.credential(token, ends, **facts)
        graph = Graph(self.http, credential)
        told = await graph.get("/me", fields=listening.ME_FIELDS)
        return Grant(credential=credential, accounts=(await account_of(graph, told),))

    async def refresh(self, credential: Credential) -> Credential:
        """Sixty more days; Instagram does it once a token is a day old, while it lives."""
        try:
            token, ends = await self.lasting(
                "refresh_access_token",
                grant_type="ig_refresh_token",
                access_token=credential.secret("refresh_token"),
            )
        except ChangeIt as error:
            say = "Instagram renews a permission once it is a day old."
            raise TryLater(say, after=timedelta(hours=1)) from error
        return self.credential(token, ends, **credential.facts)

    async def lasting(self, path: str, **params: str) -> tuple[str, datetime | None]:
        """A token that lives for 60 days, and when it ends."""
        answer = await self.http.get(f"/{path}", params=params)
        told = answer.json()
        if not isinstance(told, dict) or not isinstance(told.get("access_token"), str):
            raise answer.unclear("The answer held no access token.")
        return told["access_token"], expiry(told.get("expires_in"))


class InstagramJourney(InstagramDesk):
    """The journey to Instagram's own page."""

    async def begin(self, state: str, given: Mapping[str, str]) -> Departure:  # noqa: ARG002
        """Where to send the person."""
        url = authorize_url(
            f"{self.http.host(WEB)}/oauth/authorize",
            client_id=self.app.client_id,
            redirect_uri=self.app.redirect_uri,
            response_type="code",
            scope=",".join(SCOPES),
            state=state,
        )
        return Departure(url=url, memory={"redirect_uri": self.app.redirect_uri})

    async def arrive(self, memory: Mapping[str, str], answer: Mapping[str, str]) -> Grant:
        """Turn the code into a token, and the token into one that lasts."""
        code = answer.get("code", "").removesuffix("#_")
        if not code:
            raise SignInAgain("The permission was not given on Instagram.")
        told = await self._short(code, memory.get("redirect_uri") or self.app.redirect_uri)
        granted = _scopes(told.get("permissions"))
        missing = ", ".join(sorted(NEEDED - granted)) if granted else ""
        if missing:
            raise SignInAgain(f"Instagram was not allowed to give us: {missing}. Connect again.")
        token, ends = await self.lasting(
            "access_token",
            grant_type="ig_exchange_token",
            client_secret=self.app.client_secret.reveal(),
            access_token=str(told["access_token"]),
        )
        return await self.grant(token, ends, scopes=" ".join(sorted(granted)))

    async def _short(self, code: str, redirect_uri: str) -> Mapping[str, Any]:
        """The token of an hour; it was seen bare and in a list of one."""
        form = {
            "client_id": self.app.client_id,
            "client_secret": self.app.client_secret.reveal(),
            "grant_type": "authorization_code",
            "redirect_uri": redirect_uri,
            "code": code,
        }
        url = f"{self.http.host(CODES)}/oauth/access_token"
        answer = await self.http.post(url, form=form, effect=False)
        told = short_token(answer.json())
        if not told:
            raise answer.unclear("The answer held no access token.")
        return told


def short_token(told: object) -> Mapping[str, Any]:
    """The object that holds the token, however it is wrapped; empty where there is none."""
    listed = told.get("data") if isinstance(told, dict) else None
    one = listed[0] if isinstance(listed, list) and listed else told
    return one if isinstance(one, dict) and isinstance(one.get("access_token"), str) else {}


def _scopes(told: object) -> set[str]:
    """The permissions that were given; seen as a list and as a text with commas."""
    names = told.split(",") if isinstance(told, str) else told if isinstance(told, list) else []
    return {str(name).strip() for name in names if str(name).strip()}


def young() -> datetime:
    """Until when a token lives at least that is too young to be renewed."""
    return datetime.now(UTC) + YOUNG
