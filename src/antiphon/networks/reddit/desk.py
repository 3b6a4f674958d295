"""Signing in: the journey to Reddit's page, and a script app with the account's own password.

Source: www.reddit.com's data API wiki and recorded traffic to 2026, read 2026-11-21. No PKCE: none
is documented. A refresh token lives until it is taken back, and is not replaced.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from antiphon.connect.errors import ChangeIt, FixSetup, Gone, SignInAgain
from antiphon.connect.http import Answer, Http
from antiphon.connect.oauth import App, Departure, Grant, authorize_url, basic, expiry, tokens
from antiphon.connect.values import Account, Credential
from antiphon.kernel.secret import Secret
from antiphon.networks.reddit import community
from antiphon.networks.reddit.api import WEB, Api, agent
from antiphon.networks.reddit.connector import whoami

SCOPES = ("identity", "read", "submit", "edit", "flair", "history", "mysubreddits")
"""The least: no votes, no messages, nothing of moderators."""
MOST = 10
"""So many communities are looked at when an account is connected: four calls each, of 60."""
_NAME = re.compile(r"\w{2,30}")


class _Desk:
    key = "oauth"

    def __init__(self, http: Http, app: App) -> None:
        self.http, self.app = http, app
        self.house = f"{http.host(WEB)}/api/v1"

    async def _token(self, keys: tuple[str, str], **form: str) -> Answer:
        """Reddit's token house; its refusals come as successes too."""
        answer = await self.http.post(
            f"{self.house}/access_token",
            form=form,
            headers={**basic(*keys), **agent()},
            effect=False,
            allow=(400, 401),
        )
        if answer.status == 401:
            raise FixSetup("Reddit does not accept the keys of this app.")
        if answer.status == 400 or answer.told().get("error"):
            raise SignInAgain("Reddit no longer accepts this sign-in. Begin again.")
        return answer

    async def _grant(self, credential: Credential, names: Sequence[str]) -> Grant:
        api = Api(self.http, credential.secret("access_token"))
        me = await whoami(api)
        api = Api(self.http, credential.secret("access_token"), str(me["name"]))
        accounts: dict[str, Account] = {}
        for name in [f"u_{me['name']}", *names, *await self._moderated(api)][:MOST]:
            about = await _found(api, name)
            if about and str(about["name"]) not in accounts:
                accounts[str(about["name"])] = await community.account(api, me, about)
        return Grant(credential=credential, accounts=tuple(accounts.values()))

    async def _moderated(self, api: Api) -> list[str]:
        told = await api.listing("/subreddits/mine/moderator", limit=100)
        return [str(one["data"]["display_name"]) for one in told if one.get("data")]

    async def _revoked(self, keys: tuple[str, str], credential: Credential) -> None:
        kind = "refresh_token" if credential.secret("refresh_token") else "access_token"
        form = {"token": credential.secret(kind), "token_type_hint": kind}
        await self.http.post(
            f"{self.house}/revoke_token",
            form=form,
            headers={**basic(*keys), **agent()},
            effect=False,
        )


async def _found(api: Api, name: str) -> Mapping[str, object]:
    try:
        found = await community.about(api, name)
    except (Gone, SignInAgain):
        return {}
    return found if found.get("display_name") else {}


class Journey(_Desk):
    """The journey to Reddit's own page and back."""

    @property
    def _keys(self) -> tuple[str, str]:
        return self.app.client_id, self.app.client_secret.reveal()

    async def begin(self, state: str, given: Mapping[str, str]) -> Departure:
        """Where to send the person; a permission without end is asked for."""
        named(given.get("communities", ""))
        url = authorize_url(
            f"{self.house}/authorize",
            client_id=self.app.client_id,
            response_type="code",
            state=state,
            redirect_uri=self.app.redirect_uri,
            duration="permanent",
            scope=" ".join(SCOPES),
        )
        memory = {"communities": given.get("communities", "")}
        return Departure(url=url, memory={"redirect_uri": self.app.redirect_uri, **memory})

    async def arrive(self, memory: Mapping[str, str], answer: Mapping[str, str]) -> Grant:
        """Turn the code into tokens, and find the communities."""
        if not answer.get("code"):
            raise SignInAgain("The permission was not given on Reddit.")
        told = await self._token(
            self._keys,
            grant_type="authorization_code",
            code=answer["code"],
            redirect_uri=memory.get("redirect_uri") or self.app.redirect_uri,
        )
        return await self._grant(_credential(told, self.key), named(memory.get("communities", "")))

    async def refresh(self, credential: Credential) -> Credential:
        """A fresh access token; the refresh token stays."""
        token = credential.secret("refresh_token")
        if not token:
            raise SignInAgain("Reddit gave no means to renew the permission. Sign in again.")
        told = await self._token(self._keys, grant_type="refresh_token", refresh_token=token)
        return _credential(told, self.key, credential)

    async def revoke(self, credential: Credential) -> None:
        """Take the permission back."""
        await self._revoked(self._keys, credential)


class Script(_Desk):
    """A script app of the account's own, with its name and password."""

    key = "script"

    async def enter(self, given: Mapping[str, str]) -> Grant:
        """Get a token with what was typed, and find the communities."""
        typed = {name: given.get(name, "").strip() for name in ("client_id", "username")}
        secrets = {name: given.get(name, "") for name in ("client_secret", "password")}
        if not all((*typed.values(), *secrets.values())):
            raise ChangeIt("Fill in the app's id and secret, and the account's name and password.")
        kept = Credential(
            sign_in=self.key,
            secrets={name: Secret(value) for name, value in secrets.items()},
            facts={**typed, "username": typed["username"].removeprefix("u/")},
        )
        return await self._grant(await self.refresh(kept), named(given.get("communities", "")))

    async def refresh(self, credential: Credential) -> Credential:
        """A fresh access token, by the password."""
        told = await self._token(
            _typed(credential),
            grant_type="password",
            username=credential.facts.get("username", ""),
            password=credential.secret("password"),
        )
        return _credential(told, self.key, credential)

    async def revoke(self, credential: Credential) -> None:
        """Make the access token useless; the password stays the account's own."""
        await self._revoked(_typed(credential), credential)


def _typed(credential: Credential) -> tuple[str, str]:
    return credential.facts.get("client_id", ""), credential.secret("client_secret")


def named(communities: str) -> list[str]:
    """Names as people type them: with or without `r/`, commas or blanks between."""
    words = re.split(r"[,;\s]+", communities)
    names = [word.strip("/").removeprefix("r/") for word in words]
    found = [name for name in names if _NAME.fullmatch(name)]
    if len(found) >= MOST:
        raise ChangeIt(f"Name at most {MOST - 1} communities at once; connect the others later.")
    return found


def _credential(answer: Answer, key: str, old: Credential | None = None) -> Credential:
    told = answer.json()
    facts = dict(old.facts) if old else {}
    if told.get("scope"):
        facts["scope"] = " ".join(str(told["scope"]).replace(",", " ").split())
    fresh = Credential(
        sign_in=key, secrets=tokens(answer, old), facts=facts,
        expires_at=expiry(told.get("expires_in")),
    )  # fmt: skip
    return replace(fresh, hosts=old.hosts) if old else fresh
