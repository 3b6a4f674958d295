"""One site's REST interface, spoken to in one user's name."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

from antiphon.connect.errors import Gone, SignInAgain
from antiphon.connect.http import Answer, Http
from antiphon.connect.oauth import basic
from antiphon.connect.values import Account, Credential, RemoteId
from antiphon.networks.wordpress import wire
from antiphon.networks.wordpress.refusals import refusal
from antiphon.networks.wordpress.root import EVERYWHERE, Found, Root

ME = "wp/v2/users/me"
_ASKED = (
    *("edit_posts", "publish_posts", "edit_published_posts", "delete_published_posts"),
    *("upload_files", "manage_categories", "moderate_comments", "edit_others_posts"),
    "unfiltered_html",
)
"""Capabilities that matter here (wordpress.org/documentation/article/roles-and-capabilities)."""
_NOBODY = (
    "The site did not recognise this user and application password. If they are right, its web "
    "server may drop the Authorization header; its host can let it through."
)
_MAY_NOT_PUBLISH = "This user may not publish posts there. Its owner can make it an author."


@dataclass(frozen=True, slots=True)
class Site:
    """Where it is and who asks."""

    http: Http
    root: Root
    user: str
    password: str

    @classmethod
    def of(cls, http: Http, credential: Credential, facts: Mapping[str, Any]) -> "Site":
        """The site of a channel; without a root among the facts, by the way that always works."""
        root = facts.get("rest") or credential.facts.get("rest") or EVERYWHERE
        user = credential.facts.get("user", "")
        return cls(http, Root(str(root)), user, credential.secret("password"))

    async def get(self, route: str, **query: Any) -> Answer:
        """Ask without an effect."""
        return await self.ask("GET", route, params=query, follow=2)

    async def ask(
        self, method: str, route: str, *, params: Mapping[str, Any] | None = None, **how: Any
    ) -> Answer:
        """One exchange, signed."""
        url, query = self.root.at(route)
        headers = {**basic(self.user, self.password), **how.pop("headers", {})}
        return await self.http.ask(
            method, url, params={**query, **(params or {})}, headers=headers, **how
        )

    async def there(self, route: str, **query: Any) -> Answer | None:
        """The answer about one thing; None where the site says that there is none."""
        answer = await self.ask("GET", route, params=query, follow=2, allow=(404,))
        if answer.ok:
            return answer
        error = refusal(answer) or answer.unclear("The site's refusal was not understood.")
        if isinstance(error, Gone):
            return None
        raise error

    async def account(self, found: Found | None = None) -> Account:
        """Who we are there and what we may do; raises SignInAgain when we may not publish."""
        answer = await self.ask("GET", ME, params={"context": "edit"}, follow=2, allow=(401, 403))
        if not answer.ok:
            raise SignInAgain(_NOBODY)
        me = wire.thing(answer)
        given = me.get("capabilities")
        may = [name for name in _ASKED if isinstance(given, dict) and given.get(name)]
        if "publish_posts" not in may:
            raise SignInAgain(_MAY_NOT_PUBLISH)
        index = found.index if found else wire.thing(await self.get("", _fields="name,home"))
        return self._account(me, index, may)

    def _account(self, me: Mapping[str, Any], index: Mapping[str, Any], may: list[str]) -> Account:
        roles = [str(role) for role in me.get("roles") or ()]
        user = str(me.get("username") or self.user)
        return Account(
            id=RemoteId(str(me.get("id"))),
            handle=user,
            name=unescape(str(index.get("name") or "")) or str(me.get("name") or user),
            url=str(index.get("home") or ""),
            kind=roles[0] if roles else "member",
            facts={"rest": self.root.url, "software": "WordPress", "capabilities": may},
        )
