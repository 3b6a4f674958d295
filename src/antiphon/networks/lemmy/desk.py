"""Signing in with name and password, once: what is kept is the token that comes of it."""

from collections.abc import Mapping

from antiphon.connect.errors import SignInAgain
from antiphon.connect.http import Http
from antiphon.connect.oauth import App, Grant
from antiphon.connect.values import Credential
from antiphon.kernel.secret import Secret
from antiphon.networks.lemmy.dialect import DIALECTS, PIEFED
from antiphon.networks.lemmy.site import Site, found


class PasswordDesk:
    """A person types name and password; neither is kept."""

    sign_in = "password"

    def __init__(self, http: Http, app: App) -> None:
        self.http, self.app = http, app

    async def enter(self, given: Mapping[str, str]) -> Grant:
        """Fetch a token, and find the communities that are to be channels."""
        user, password = given.get("user", "").strip(), given.get("password", "")
        if not user or not password:
            raise SignInAgain("A user name and a password are needed.")
        speaks = await found(self.http)
        code = "".join(given.get("code", "").split())
        body = {speaks.user: user, "password": password}
        if code and speaks is not PIEFED:
            body["totp_2fa_token"] = code
        answer = await Site(self.http, speaks).send("POST", speaks.login, body, effect=False)
        token = answer.told().get("jwt")
        if not isinstance(token, str) or not token:
            raise SignInAgain("The server let nobody in: the account waits for mail or approval.")
        credential = Credential(
            sign_in=self.sign_in, secrets={"access_token": Secret(token)},
            facts={"dialect": speaks.key},
        )  # fmt: skip
        names = [one.lstrip("!") for one in given.get("community", "").replace(",", " ").split()]
        accounts = await Site(self.http, speaks, token).accounts(names)
        return Grant(credential=credential, accounts=accounts)

    async def revoke(self, credential: Credential) -> None:
        """Sign out: the token is dead after it."""
        speaks = DIALECTS.get(credential.facts.get("dialect", ""), PIEFED)
        if speaks is not PIEFED:  # it has no such call (recorded API of 1.6)
            way = "/user/logout" if speaks.me == "/site" else "/account/auth/logout"
            await Site(self.http, speaks, credential.secret("access_token")).send("POST", way, {})
