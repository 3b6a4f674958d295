"""Signing in: the journey to Facebook's page, and a token that a person already has.

Sources: developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow and
…/docs/facebook-login/guides/access-tokens/get-long-lived (2026-11-21). Secrets go in forms, never
in addresses: the Graph API takes the parameters of a call in either.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from antiphon.connect.errors import ChangeIt, FixSetup, SignInAgain
from antiphon.connect.http import Http
from antiphon.connect.oauth import App, Departure, Grant, authorize_url, expiry
from antiphon.connect.values import Account, Credential
from antiphon.kernel.secret import Secret
from antiphon.networks.facebook import listening
from antiphon.networks.facebook.graph import VERSION, WEB, Graph, app_proof
from antiphon.networks.facebook.refusals import error_of, refusal

SCOPES = (
    "pages_show_list",
    "pages_manage_posts",
    "pages_read_engagement",
    "pages_read_user_content",
    "pages_manage_engagement",
    "read_insights",
    "business_management",
)
NEEDED = frozenset({"pages_show_list", "pages_manage_posts", "pages_read_engagement"})
FIELDS = "id,name,access_token,category,tasks,link,username,fan_count,followers_count"
DATA_ACCESS = timedelta(days=90)
"""How long after a sign-in data may be read (…/docs/facebook-login/auth-vs-data)."""


class _Desk:
    """What both ways have in common: from a person's token to the Pages it may speak for."""

    key = "oauth"

    def __init__(self, http: Http, app: App) -> None:
        self.http, self.app = http, app

    def credential(
        self, token: str, secret: str, *, seconds: object = None, **facts: str
    ) -> Credential:
        """A token with the proof that belongs to it; the app's secret itself is not kept."""
        secrets = {"access_token": Secret(token)}
        if secret:
            secrets["appsecret_proof"] = Secret(app_proof(secret, token))
        return Credential(
            sign_in=self.key, secrets=secrets, facts=facts, expires_at=expiry(seconds)
        )

    async def long_lived(self, token: str) -> tuple[str, object]:
        """The same permission for about 60 days; Page tokens made from it have no end."""
        told = await self._tokens(grant_type="fb_exchange_token", fb_exchange_token=token)
        return str(told["access_token"]), told.get("expires_in")

    async def _tokens(self, **form: str) -> Mapping[str, Any]:
        app = {"client_id": self.app.client_id, "client_secret": self.app.client_secret.reveal()}
        path = f"/{VERSION}/oauth/access_token"
        answer = await self.http.post(path, form={**app, **form}, effect=False)
        told = answer.json()
        if not isinstance(told, dict) or not isinstance(told.get("access_token"), str):
            raise answer.unclear("The answer held no access token.")
        return told

    async def grant_of_person(self, token: str, secret: str, seconds: object) -> Grant:
        """The person's credential, and each Page with a token of its own."""
        person = Graph(self.http, self.credential(token, secret))
        told = await person.get("/me", fields="id,name")
        granted = await self._granted(person)
        until = (datetime.now(UTC) + DATA_ACCESS).isoformat(timespec="seconds")
        facts = {"user": str(told["id"]), "scopes": " ".join(granted), "data_access_until": until}
        pages = await person.pages("/me/accounts", fields=FIELDS, limit=100)
        if "business_management" in granted:
            pages += await self._of_businesses(person)
        credential = self.credential(token, secret, seconds=seconds, kind="user", **facts)
        return Grant(credential=credential, accounts=self._accounts(pages, secret, facts))

    async def _granted(self, person: Graph) -> list[str]:
        told = await person.pages("/me/permissions")
        granted = [str(one["permission"]) for one in told if one.get("status") == "granted"]
        missing = ", ".join(sorted(NEEDED - set(granted)))
        if missing:
            raise SignInAgain(f"Facebook was not allowed to give us: {missing}. Connect again.")
        return granted

    async def _of_businesses(self, person: Graph) -> list[dict[str, Any]]:
        """Pages that a business owns may be missing among the person's own."""
        found: list[dict[str, Any]] = []
        for business in await person.pages("/me/businesses", fields="id,name"):
            for edge in ("owned_pages", "client_pages"):
                found += await person.pages(f"/{business['id']}/{edge}", fields=FIELDS, limit=100)
        return found

    def _accounts(
        self, pages: list[dict[str, Any]], secret: str, facts: Mapping[str, str]
    ) -> tuple[Account, ...]:
        found: dict[str, Account] = {}
        for page in pages:
            token, tasks = page.get("access_token"), page.get("tasks")
            if isinstance(token, str) and (tasks is None or "CREATE_CONTENT" in tasks):
                mine = self.credential(token, secret, kind="page", **facts)
                found.setdefault(page["id"], listening.account(page, credential=mine))
        return tuple(found.values())

    async def revoke(self, credential: Credential) -> None:
        """Take the app out of the person's settings; that ends all of their Pages' tokens."""
        if credential.facts.get("kind") == "page":
            raise ChangeIt(
                "Facebook cannot end the permission of one Page alone. Its owner can do so under "
                "“Business integrations” in the Facebook settings."
            )
        await Graph(self.http, credential).delete("/me/permissions")


class Journey(_Desk):
    """The journey to Facebook's own page."""

    async def begin(self, state: str, given: Mapping[str, str]) -> Departure:  # noqa: ARG002
        """Where to send the person; “Facebook Login for Business” names a set-up instead."""
        setup = self.app.facts.get("config_id", "")
        url = authorize_url(
            f"{self.http.host(WEB)}/{VERSION}/dialog/oauth",
            client_id=self.app.client_id,
            redirect_uri=self.app.redirect_uri,
            state=state,
            response_type="code",
            config_id=setup,
            scope="" if setup else ",".join(SCOPES),
            auth_type="rerequest",
        )
        return Departure(url=url, memory={"redirect_uri": self.app.redirect_uri})

    async def arrive(self, memory: Mapping[str, str], answer: Mapping[str, str]) -> Grant:
        """Turn the code into tokens."""
        if not answer.get("code"):
            raise SignInAgain("The permission was not given on Facebook.")
        try:
            told = await self._tokens(
                code=answer["code"],
                redirect_uri=memory.get("redirect_uri") or self.app.redirect_uri,
            )
        except ChangeIt as error:
            raise SignInAgain("Facebook no longer accepts this sign-in. Begin again.") from error
        token, seconds = await self.long_lived(str(told["access_token"]))
        return await self.grant_of_person(token, self.app.client_secret.reveal(), seconds)


class Pasted(_Desk):
    """A token that a person made at Facebook: of a Page, or of themselves."""

    key = "token"

    async def enter(self, given: Mapping[str, str]) -> Grant:
        """Find out whose token it is, and which Pages it may speak for."""
        token, secret = given.get("access_token", "").strip(), given.get("app_secret", "").strip()
        if not token:
            raise SignInAgain("There is no token. Paste the one that Facebook showed you.")
        credential = self.credential(token, secret, kind="page")
        graph = Graph(self.http, credential)
        answer = await graph.ask("/me/accounts", fields="id", limit=1, allow=(400,))
        if answer.ok:
            return await self._of_person(token, secret)
        if error_of(answer).get("code") != 100:
            raise refusal(answer) or answer.unclear("Facebook did not say whose token this is.")
        page = listening.account(await graph.get("/me", fields=listening.PAGE_FIELDS))
        return Grant(credential=credential, accounts=(page,))

    async def _of_person(self, token: str, secret: str) -> Grant:
        """A person's token is made to last first, where the app's keys are known for it."""
        seconds: object = None
        if self.app.client_id and self.app.client_secret:
            try:
                token, seconds = await self.long_lived(token)
                secret = self.app.client_secret.reveal()
            except (ChangeIt, FixSetup, SignInAgain):
                seconds = None  # made by another app than ours: used as it is
        return await self.grant_of_person(token, secret, seconds)
