"""Signing in with Facebook, for accounts that are linked to a Page; and typing a token.

Sources: developers.facebook.com/documentation/instagram-platform/instagram-api-with-facebook-login
/get-started and …/docs/facebook-login/guides/advanced/manual-flow (2026-11-21).
"""

import contextlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from antiphon.connect.errors import ChangeIt, FixSetup, SignInAgain, TryLater
from antiphon.connect.http import Http
from antiphon.connect.oauth import App, Departure, Grant, authorize_url, expiry
from antiphon.connect.values import Account, Credential
from antiphon.kernel.secret import Secret
from antiphon.networks.instagram import listening
from antiphon.networks.instagram.desk import InstagramDesk, young
from antiphon.networks.instagram.graph import (
    FACEBOOK,
    FACEBOOK_WEB,
    VERSION,
    Graph,
    Login,
    app_proof,
)
from antiphon.networks.instagram.hearing import account_of
from antiphon.networks.instagram.refusals import code_of, refusal

SCOPES = (
    "instagram_basic",
    "instagram_content_publish",
    "instagram_manage_comments",
    "instagram_manage_insights",
    "instagram_manage_contents",
    "pages_show_list",
    "pages_read_engagement",
    "business_management",
)
NEEDED = frozenset({"instagram_basic", "instagram_content_publish", "pages_show_list"})
PAGE_FIELDS = f"id,name,access_token,tasks,{listening.LINKED}"


class FacebookDesk:
    """From a person's token to the Instagram accounts of their Pages."""

    key = "page"

    def __init__(self, http: Http, app: App) -> None:
        self.http = http
        self.app_id = app.facts.get("facebook_app_id") or app.client_id
        self.secret = app.facts.get("facebook_app_secret") or app.client_secret.reveal()
        self.proving = self.secret
        """The secret of the app that made the token; typed tokens may come from another one."""
        self.redirect_uri = app.redirect_uri
        self.setup = app.facts.get("config_id", "")

    def credential(
        self, token: str, *, ends: datetime | None = None, facts: Mapping[str, str] | None = None
    ) -> Credential:
        """A token with the proof that belongs to it; the app's secret itself is not kept."""
        secrets = {"access_token": Secret(token)}
        if self.proving:
            secrets["appsecret_proof"] = Secret(app_proof(self.proving, token))
        told = {"login": Login.FACEBOOK.value, **(facts or {})}
        return Credential(sign_in=self.key, secrets=secrets, facts=told, expires_at=ends)

    async def tokens(self, **form: str) -> tuple[str, datetime | None]:
        """A code or a short token becomes a token; the app proves itself by a form."""
        keys = {"client_id": self.app_id, "client_secret": self.secret}
        url = f"{self.http.host(FACEBOOK)}/{VERSION}/oauth/access_token"
        answer = await self.http.post(url, form={**keys, **form}, effect=False)
        told = answer.json()
        if not isinstance(told, dict) or not isinstance(told.get("access_token"), str):
            raise answer.unclear("The answer held no access token.")
        return told["access_token"], expiry(told.get("expires_in"))

    async def long_lived(self, token: str) -> tuple[str, datetime | None]:
        """The same permission for 60 days; tokens of Pages made from it have no end."""
        return await self.tokens(grant_type="fb_exchange_token", fb_exchange_token=token)

    async def grant_of_person(self, token: str, ends: datetime | None) -> Grant:
        """The accounts linked to a person's Pages, each with its Page's token."""
        person = Graph(self.http, self.credential(token))
        granted = await self._granted(person)
        facts = {"scopes": " ".join(sorted(granted))}
        pages = await person.pages("/me/accounts", fields=PAGE_FIELDS, limit=100)
        if "business_management" in granted:
            pages += await self._of_businesses(person)
        accounts: dict[str, Account] = {}
        for page in pages:
            found = await self._linked(page, facts)
            if found is not None:
                accounts.setdefault(found.id, found)
        if not accounts:
            raise SignInAgain("None of these Pages is linked to a professional Instagram account.")
        credential = self.credential(token, ends=ends, facts={"kind": "user", **facts})
        return Grant(credential=credential, accounts=tuple(accounts.values()))

    async def _granted(self, person: Graph) -> set[str]:
        told = await person.pages("/me/permissions")
        granted = {str(one.get("permission")) for one in told if one.get("status") == "granted"}
        missing = ", ".join(sorted(NEEDED - granted))
        if missing:
            raise SignInAgain(f"Facebook was not allowed to give us: {missing}. Connect again.")
        return granted

    async def _of_businesses(self, person: Graph) -> list[dict[str, Any]]:
        """Pages that a business owns may be missing among the person's own."""
        found: list[dict[str, Any]] = []
        for business in await person.pages("/me/businesses", fields="id", limit=50):
            for edge in ("owned_pages", "client_pages"):
                path = f"/{business['id']}/{edge}"
                found += await person.pages(path, fields=PAGE_FIELDS, limit=100)
        return found

    async def _linked(self, page: Mapping[str, Any], facts: Mapping[str, str]) -> Account | None:
        token, linked = page.get("access_token"), page.get("instagram_business_account")
        may_write = "CREATE_CONTENT" in (page.get("tasks") or ["CREATE_CONTENT"])
        if not isinstance(token, str) or not isinstance(linked, dict) or not may_write:
            return None
        credential = self.credential(token, facts={"page": str(page["id"]), **facts})
        return await account_of(Graph(self.http, credential), linked, credential)


class FacebookJourney(FacebookDesk):
    """The journey to Facebook's own page."""

    async def begin(self, state: str, given: Mapping[str, str]) -> Departure:  # noqa: ARG002
        """Where to send the person; “Facebook Login for Business” names a set-up instead."""
        url = authorize_url(
            f"{self.http.host(FACEBOOK_WEB)}/{VERSION}/dialog/oauth",
            client_id=self.app_id,
            redirect_uri=self.redirect_uri,
            response_type="code",
            config_id=self.setup,
            scope="" if self.setup else ",".join(SCOPES),
            auth_type="rerequest",
            state=state,
        )
        return Departure(url=url, memory={"redirect_uri": self.redirect_uri})

    async def arrive(self, memory: Mapping[str, str], answer: Mapping[str, str]) -> Grant:
        """Turn the code into tokens."""
        if not answer.get("code"):
            raise SignInAgain("The permission was not given on Facebook.")
        back = memory.get("redirect_uri") or self.redirect_uri
        try:
            token, _soon = await self.tokens(code=answer["code"], redirect_uri=back)
        except ChangeIt as error:
            raise SignInAgain("Facebook no longer accepts this sign-in. Begin again.") from error
        return await self.grant_of_person(*await self.long_lived(token))


class Typed(InstagramDesk):
    """A token that a person made at Meta: of an account, of a Page, or of themselves."""

    key = "token"

    async def enter(self, given: Mapping[str, str]) -> Grant:
        """Find out whose token it is; those of Instagram begin with IG, those of Facebook EA."""
        token, secret = given.get("access_token", "").strip(), given.get("app_secret", "").strip()
        if not token:
            raise SignInAgain("There is no token. Paste the one that Meta showed you.")
        if token.startswith("IG"):
            return await self._of_account(token)
        return await TypedOfFacebook(self.http, self.app).enter(token, secret)

    async def _of_account(self, token: str) -> Grant:
        """It is made to last first; what is too young for that lives for weeks by itself."""
        try:
            token, ends = await self.lasting(
                "refresh_access_token", grant_type="ig_refresh_token", access_token=token
            )
        except (ChangeIt, FixSetup, TryLater):
            ends = young()
        return await self.grant(token, ends)


class TypedOfFacebook(FacebookDesk):
    """A token of Facebook that was typed."""

    key = "token"

    async def enter(self, token: str, secret: str) -> Grant:
        """A person's token brings all of their accounts, a Page's the one that is linked."""
        self.proving = secret
        graph = Graph(self.http, self.credential(token))
        answer = await graph.ask("/me/accounts", fields="id", limit=1, allow=(400,))
        if answer.ok:
            return await self._of_person(token)
        if code_of(answer)[0] != 100:
            raise refusal(answer) or answer.unclear("Facebook did not say whose token this is.")
        page = await graph.get("/me", fields=f"id,name,{listening.LINKED}")
        linked = page.get("instagram_business_account")
        if not isinstance(linked, dict):
            raise SignInAgain("This Page is not linked to a professional Instagram account.")
        mine = self.credential(token, facts={"page": str(page["id"])})
        account = await account_of(Graph(self.http, mine), linked)
        return Grant(credential=mine, accounts=(account,))

    async def _of_person(self, token: str) -> Grant:
        """It is made to last first, where it was made by the app whose keys are known."""
        ends: datetime | None = None
        if self.app_id and self.secret:
            with contextlib.suppress(ChangeIt, FixSetup, SignInAgain):
                token, ends = await self.long_lived(token)
                self.proving = self.secret
        return await self.grant_of_person(token, ends)
