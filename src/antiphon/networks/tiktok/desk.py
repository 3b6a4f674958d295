"""Signing in to TikTok: the journey to its page, or tokens that somebody already has.

Source: developers.tiktok.com/doc/oauth-user-access-token-management and, for the API for Business,
business-api.tiktok.com/portal/docs (authorisation of TikTok accounts), both 2026-11-21. No PKCE:
TikTok asks it only of programs without a secret. Which of the two APIs an app belongs to, its
operator says with the keys.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from antiphon.connect.errors import ChangeIt, LookFirst, SignInAgain, TryLater
from antiphon.connect.http import Answer, Http
from antiphon.connect.oauth import App, Departure, Grant, authorize_url, expiry
from antiphon.connect.values import Account, Credential
from antiphon.kernel.secret import Secret
from antiphon.networks.tiktok import creator, wire
from antiphon.networks.tiktok.api import Api, Office
from antiphon.networks.tiktok.creator import BUSINESS, BUSINESS_SCOPES, CREATOR
from antiphon.networks.tiktok.refusals import refusal

_AT: Mapping[str, str] = {
    "authorization_code": "/tt_user/oauth2/token/",
    "refresh_token": "/tt_user/oauth2/refresh_token/",
}


class _Desk:
    """What all ways have in common: TikTok's token houses, and whom a token speaks for."""

    key = "oauth"

    def __init__(self, http: Http, app: App) -> None:
        self.http, self.app = http, app

    async def grant(self, credential: Credential) -> Grant:
        """The one account that a permission speaks for."""
        if credential.facts.get("family") == BUSINESS:
            office = Office(self.http, credential)
            found = await creator.business_account(office, credential.facts["open_id"])
        else:
            found = await self._creator(credential)
        return Grant(credential=credential, accounts=(found,))

    async def _creator(self, credential: Credential) -> Account:
        scopes = frozenset(credential.facts.get("scope", "").split() or creator.SCOPES)
        if not scopes & {"video.publish", "video.upload"}:
            raise SignInAgain("TikTok was not allowed to let us post. Connect again and allow it.")
        api, web = Api(self.http, credential), self.http.host(wire.WEB)
        return await creator.account(api, scopes, web)

    async def refresh(self, credential: Credential) -> Credential:
        """Fresh tokens; TikTok may give another refresh token, and then the old one is over."""
        token = credential.secret("refresh_token")
        if not token:
            raise SignInAgain("TikTok gave no lasting permission. Connect again.")
        family = credential.facts.get("family", CREATOR)
        form = {"grant_type": "refresh_token", "refresh_token": token}
        told = await self.tokens(family, form, effect=True)
        return self.credential(told, family, credential)

    async def revoke(self, credential: Credential) -> None:
        """Give the permission back."""
        token, keys = credential.secret("access_token"), self._keys()
        if not self.app.client_id:
            return
        if credential.facts.get("family") == BUSINESS:
            body = {"access_token": token, **_business(keys)}
            await Office(self.http, credential).post("/tt_user/oauth2/revoke/", body)
            return
        form = {"token": token, **keys}
        await self.http.post("/v2/oauth/revoke/", form=form, effect=False)

    async def tokens(
        self, family: str, form: Mapping[str, str], *, effect: bool = False
    ) -> Mapping[str, Any]:
        """Ask the token house of one API."""
        keys = self._keys()
        if family == BUSINESS:
            body = {**form, **_business(keys)}
            office = Office(self.http, Credential(sign_in=self.key, secrets={}))
            return await office.post(_AT[form["grant_type"]], body, effect=effect)
        answer = await self.http.post("/v2/oauth/token/", form={**form, **keys}, effect=effect)
        return _flat(answer)

    def _keys(self) -> dict[str, str]:
        secret = self.app.client_secret.reveal()
        return {"client_key": self.app.client_id, "client_secret": secret}

    def credential(
        self, told: Mapping[str, Any], family: str, old: Credential | None = None
    ) -> Credential:
        """What a token house gave."""
        kept = dict(old.secrets) if old else {}
        fresh = {
            name: Secret(str(told[name]))
            for name in ("access_token", "refresh_token")
            if told.get(name)
        }
        facts = {**(old.facts if old else {}), "family": family}
        if told.get("scope"):
            facts["scope"] = str(told["scope"]).replace(",", " ")
        if told.get("open_id"):
            facts["open_id"] = str(told["open_id"])
        until = expiry(told.get("refresh_expires_in") or told.get("refresh_token_expires_in"))
        if until:
            facts["refresh_until"] = until.isoformat(timespec="seconds")
        ends = expiry(told.get("expires_in"))
        made = Credential(sign_in=self.key, secrets={**kept, **fresh}, facts=facts, expires_at=ends)
        return replace(made, sign_in=old.sign_in, hosts=old.hosts) if old else made


class Journey(_Desk):
    """The journey to TikTok's own page; the same page serves both APIs."""

    @property
    def family(self) -> str:
        """Which API our app belongs to."""
        return BUSINESS if self.app.facts.get("family") == BUSINESS else CREATOR

    async def begin(self, state: str, given: Mapping[str, str]) -> Departure:  # noqa: ARG002
        """Where to send the person."""
        asked = BUSINESS_SCOPES if self.family == BUSINESS else creator.SCOPES
        url = authorize_url(
            f"{self.http.host(wire.WEB)}/v2/auth/authorize/",
            client_key=self.app.client_id,
            scope=",".join(asked),
            response_type="code",
            redirect_uri=self.app.redirect_uri,
            state=state,
        )
        return Departure(url=url, memory={"redirect_uri": self.app.redirect_uri})

    async def arrive(self, memory: Mapping[str, str], answer: Mapping[str, str]) -> Grant:
        """Turn the code into tokens."""
        code = answer.get("code") or answer.get("auth_code")
        if answer.get("error") or not code:
            raise SignInAgain("The permission was not given on TikTok.")
        name = "auth_code" if self.family == BUSINESS else "code"
        form = {
            name: code,
            "redirect_uri": memory["redirect_uri"],
            "grant_type": "authorization_code",
        }
        told = await self.tokens(self.family, form)
        return await self.grant(self.credential(told, self.family))


class Pasted(_Desk):
    """Tokens made elsewhere, for the API for Developers."""

    key = "token"
    family = CREATOR

    async def enter(self, given: Mapping[str, str]) -> Grant:
        """Prove the token by asking whom it speaks for."""
        told = {name: value.strip() for name, value in given.items()}
        token = told.get("access_token", "")
        if not token or not token.isascii() or any(sign.isspace() for sign in token):
            raise ChangeIt("Paste the access token of an account: one line without spaces.")
        told["open_id"] = told.get("business_id", "")
        return await self.grant(self.credential(told, self.family))


class PastedForBusiness(Pasted):
    """Tokens made elsewhere, for the API for Business; it also needs the account's id there."""

    key = "business_token"
    family = BUSINESS

    async def enter(self, given: Mapping[str, str]) -> Grant:
        """Prove token and id together."""
        if not given.get("business_id", "").strip():
            raise ChangeIt("TikTok calls the account's id `open_id` or `business_id`. Enter it.")
        return await super().enter(given)


def _business(keys: Mapping[str, str]) -> dict[str, str]:
    return {"client_id": keys["client_key"], "client_secret": keys["client_secret"]}


def _flat(answer: Answer) -> Mapping[str, Any]:
    """The token house of the API for Developers says no with status 200 too."""
    told = answer.json()
    if isinstance(told, dict) and isinstance(told.get("access_token"), str):
        return told
    say = "TikTok's answer held no access token."
    raise refusal(answer) or (LookFirst(say) if answer.effect else TryLater(say))
