"""Signing in with an Admin API key, which a person makes at the site and types here."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from antiphon.connect.errors import ChangeIt, SignInAgain
from antiphon.connect.http import Http
from antiphon.connect.oauth import App, Grant
from antiphon.connect.values import Credential
from antiphon.kernel.secret import Secret
from antiphon.networks.ghost.account import account
from antiphon.networks.ghost.site import API, Site


class KeyDesk:
    """A person types the key of a custom integration."""

    def __init__(self, http: Http, app: App) -> None:
        self.http, self.app = http, app

    async def enter(self, given: Mapping[str, str]) -> Grant:
        """Find the interface, prove the key, and see what the site offers."""
        key = (given.get("token") or "").strip()
        if not key:
            raise SignInAgain("An Admin API key is needed.")
        root = await self._root()
        credential = Credential(
            sign_in="admin_key", secrets={"key": Secret(key)}, facts={"api": root}
        )
        found = await account(Site(self.http, root, key))
        return Grant(credential=credential, accounts=(found,))

    async def _root(self) -> str:
        """Where the interface begins: below the address typed, or below what the page names."""
        for root in _candidates(self.http.line.server):
            answer = await self.http.ask(
                "GET", f"{root}/site/", signed=False, follow=2, allow=range(300, 600)
            )
            if not answer.ok or not isinstance(answer.told().get("site"), dict):
                continue
            if urlsplit(answer.url).netloc != urlsplit(self.http.url(root)).netloc:
                there = f"{urlsplit(answer.url).scheme}://{urlsplit(answer.url).netloc}"
                raise ChangeIt(f"The site's interface is at {there}. Type that address.")
            return root
        raise ChangeIt(
            "No Ghost answers there. Type the API URL that the site shows beside the key."
        )


def _candidates(server: str) -> list[str]:
    """The interface below the address, below its part before `/ghost`, and at the host's root."""
    parts = urlsplit(server)
    origin = f"{parts.scheme}://{parts.netloc}"
    before = parts.path.rpartition("/ghost")[0].rstrip("/")
    found = [API, f"{origin}{before}{API}", f"{origin}{API}"]
    return list(dict.fromkeys(found))
