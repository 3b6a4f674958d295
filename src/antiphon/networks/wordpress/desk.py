"""Signing in with an application password: typed, or made on the site's own page.

make.wordpress.org/core/2020/11/05/application-passwords-integration-guide (seen 2026-11-21).
"""

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlencode, urlsplit
from uuid import NAMESPACE_URL, uuid5

from antiphon.connect.errors import FixSetup, SignInAgain
from antiphon.connect.http import Http
from antiphon.connect.oauth import App, Departure, Grant, authorize_url
from antiphon.connect.values import Credential
from antiphon.kernel.secret import Secret
from antiphon.networks.wordpress import wire
from antiphon.networks.wordpress.root import Found, Root, authority, find, nearer, typed
from antiphon.networks.wordpress.site import ME, Site

NAME = "Antiphon"
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class PasswordDesk:
    """A person types a user name and an application password made in their profile."""

    sign_in = "app_password"

    def __init__(self, http: Http, app: App) -> None:
        self.http, self.app = http, app

    async def enter(self, given: Mapping[str, str]) -> Grant:
        """Find the site's root, prove the password, and see what the user may do."""
        user = given.get("user") or given.get("handle") or ""
        password = given.get("password") or given.get("app_password") or ""
        if not user.strip() or not password.strip():
            raise SignInAgain("A user name and an application password are needed.")
        return await self._grant(await find(self.http), user.strip(), password)

    async def revoke(self, credential: Credential) -> None:
        """Delete the application password on the site; a dead one counts as deleted."""
        site = Site.of(self.http, credential, {})
        if "://" in site.root.url:
            site = replace(site, http=nearer(self.http, site.root.url))
        told = await site.ask(
            "GET", f"{ME}/application-passwords/introspect", follow=2, allow=(401, 403, 404)
        )
        uuid = wire.thing(told).get("uuid") if told.ok else None
        if isinstance(uuid, str):
            route = f"{ME}/application-passwords/{uuid}"
            await site.ask("DELETE", route, allow=(401, 404))

    async def _grant(self, found: Found, user: str, password: str) -> Grant:
        # The site shows the password in groups of four and ignores the spaces.
        bare = "".join(password.split())
        near = Site(nearer(self.http, found.root.url), found.root, user, bare)
        account = await near.account(found)
        root = found.root.seen_from(typed(self.http))
        credential = Credential(
            sign_in=self.sign_in,
            secrets={"password": Secret(bare)},
            facts={"user": user, "rest": root.url},
            hosts=(found.authority,),
        )
        facts = {**account.facts, "rest": root.url}
        return Grant(credential=credential, accounts=(replace(account, facts=facts),))


class BrowserDesk(PasswordDesk):
    """A person approves us on the site's own page, which makes an application password."""

    sign_in = "browser"

    async def begin(self, state: str, given: Mapping[str, str]) -> Departure:  # noqa: ARG002
        """To the page that the site names; the state rides in the address to come back to."""
        found = await find(self.http)
        if not found.authorization:
            raise FixSetup(
                "Application passwords are switched off there: by a plugin, by the host, or "
                "because the site has no https."
            )
        self._may_return(found.authorization)
        back = f"{self.app.redirect_uri}{'&' if '?' in self.app.redirect_uri else '?'}"
        url = authorize_url(
            found.authorization,
            app_name=NAME,
            app_id=str(uuid5(NAMESPACE_URL, self.app.redirect_uri)),
            success_url=back + urlencode({"state": state}),
            reject_url=back + urlencode({"state": state, "refused": "1"}),
        )
        site = str(found.index.get("url") or found.authorization)
        return Departure(url=url, memory={"rest": found.root.url, "site": site, "state": state})

    async def arrive(self, memory: Mapping[str, str], answer: Mapping[str, str]) -> Grant:
        """Take the user name and the password that the site's page brought back."""
        if answer.get("state", memory["state"]) != memory["state"]:
            raise SignInAgain("This answer belongs to another sign-in. Begin again.")
        user, password = answer.get("user_login", ""), answer.get("password", "")
        if not user or not password:
            raise SignInAgain("The site did not give a password: it was not approved there.")
        if authority(answer.get("site_url", "")) != authority(memory["site"]):
            raise SignInAgain("The answer came from another site than the one asked. Begin again.")
        root = Root(memory["rest"])
        site = Site(nearer(self.http, root.url), root, user, password)
        index = wire.thing(await site.get("", _fields="name,home,url"))
        return await self._grant(Found(root, index), user, password)

    def _may_return(self, page: str) -> None:
        """The site sends nobody back to a plain http address, unless both are on one machine."""
        here = urlsplit(self.app.redirect_uri)
        if here.scheme != "https" and urlsplit(page).hostname not in _LOOPBACK:
            raise FixSetup(
                "The site sends people back to https addresses only. Give Antiphon one, or type "
                "an application password instead."
            )
