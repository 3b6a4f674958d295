"""Signing in with a feed's name and token, as the house that keeps it tells them."""

import re
from collections.abc import Mapping

from antiphon.connect.errors import ChangeIt, SignInAgain
from antiphon.connect.http import Http
from antiphon.connect.oauth import App, Grant
from antiphon.connect.values import Credential
from antiphon.kernel.secret import Secret
from antiphon.networks.feeds import wire
from antiphon.networks.feeds.house import House

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
_SUFFIX = re.compile(r"\.(?:atom|rss|json)$")


class TokenDesk:
    """A person types the name of a feed and its token."""

    def __init__(self, http: Http, app: App) -> None:
        self.http, self.app = http, app

    async def enter(self, given: Mapping[str, str]) -> Grant:
        """Prove the token at the house and find the feed."""
        feed = _SUFFIX.sub(
            "", (given.get("feed") or given.get("handle") or "").strip().rpartition("/")[2]
        )
        token = (given.get("token") or "").strip()
        if not _NAME.fullmatch(feed):
            raise ChangeIt("Type the feed's name: small letters, digits and dashes.")
        if not token:
            raise SignInAgain("The feed's token is needed.")
        answer = await House(self.http, feed, token).about()
        credential = Credential(
            sign_in="token", secrets={"token": Secret(token)}, facts={"feed": feed}
        )
        return Grant(credential=credential, accounts=(wire.account(answer),))
