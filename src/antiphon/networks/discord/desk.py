"""Signing in: a bot's token, a webhook's address, or a journey that makes a webhook.

Source: docs.discord.com/developers/topics/oauth2 (6 August 2026).
"""

import re
from collections.abc import Mapping

from antiphon.connect.errors import SignInAgain
from antiphon.connect.http import Http
from antiphon.connect.oauth import App, Departure, Grant, Pkce, authorize_url, basic
from antiphon.connect.values import Credential
from antiphon.kernel.secret import Secret
from antiphon.networks.discord import channels, webhook
from antiphon.networks.discord.api import AGENT, ROOT, Api

SCOPE = "webhook.incoming"
_TOKEN = re.compile(r"[\w.-]{10,100}")
"""Three parts with dots between them; Discord itself says whether there is such a bot."""
_WEBHOOK = re.compile(r"(?:https://[\w.]+/api/(?:v\d+/)?webhooks/)?([\w-]{1,20})/?([\w-]{0,100})/?")
"""Only the number and the key of it are used: they are sent to Discord and nobody else."""


class BotDesk:
    """A person types the token of a bot of theirs, and names a channel."""

    def __init__(self, http: Http, app: App) -> None:
        self.http, self.app = http, app

    async def enter(self, given: Mapping[str, str]) -> Grant:
        """Prove the token; the channels that were named, or all that the bot sees."""
        token = given.get("token", "").strip().removeprefix("Bot ")
        if not _TOKEN.fullmatch(token):
            raise SignInAgain("That is not a bot's token: three parts with dots between them.")
        api = Api(self.http, token)
        typed = given.get("channel", "").replace(",", " ").split()
        accounts = (
            [await channels.account(api, channels.named(one)) for one in typed]
            if typed
            else await channels.all_of(api)
        )
        if not accounts:
            raise SignInAgain("The bot is on no server yet. Invite it first.")
        credential = Credential(sign_in="bot", secrets={"token": Secret(token)})
        return Grant(credential=credential, accounts=tuple(accounts))


class WebhookDesk:
    """A person types the address of a webhook that they made in a channel."""

    def __init__(self, http: Http, app: App) -> None:
        self.http, self.app = http, app

    async def enter(self, given: Mapping[str, str]) -> Grant:
        """Prove the address."""
        found = _WEBHOOK.fullmatch(given.get("url", "").strip())
        if found is None:
            raise SignInAgain(
                "That is not a webhook's address. Copy it from the channel's settings."
            )
        id, token = found.groups()
        return await grant(self.http, id, token or "-", sign_in="webhook")


class Journey:
    """A person goes to Discord, chooses a channel, and comes back with a webhook for it."""

    def __init__(self, http: Http, app: App) -> None:
        self.http, self.app = http, app

    async def begin(self, state: str, given: Mapping[str, str]) -> Departure:  # noqa: ARG002
        """Where to send the person."""
        pkce = Pkce.new()
        url = authorize_url(
            self.http.url("/oauth2/authorize"),
            client_id=self.app.client_id,
            redirect_uri=self.app.redirect_uri,
            response_type="code",
            scope=SCOPE,
            state=state,
            code_challenge=pkce.challenge,
            code_challenge_method="S256",
        )
        memory = {"verifier": pkce.verifier, "redirect_uri": self.app.redirect_uri}
        return Departure(url=url, memory=memory)

    async def arrive(self, memory: Mapping[str, str], answer: Mapping[str, str]) -> Grant:
        """Turn the code into a webhook; the permission itself is not needed any more."""
        if not answer.get("code"):
            raise SignInAgain("The permission was not given on Discord.")
        form = {
            "grant_type": "authorization_code",
            "code": answer["code"],
            "redirect_uri": memory["redirect_uri"],
            "code_verifier": memory["verifier"],
        }
        app = basic(self.app.client_id, self.app.client_secret.reveal())
        given = await self.http.post(
            f"{ROOT}/oauth2/token", form=form, effect=False, headers={**app, "User-Agent": AGENT}
        )
        made = given.told().get("webhook")
        if not isinstance(made, dict) or not made.get("id") or not made.get("token"):
            raise given.unclear("Discord's answer held no webhook.")
        return await grant(self.http, str(made["id"]), str(made["token"]), sign_in="oauth")


async def grant(http: Http, id: str, token: str, *, sign_in: str) -> Grant:
    """What a webhook brings, once Discord knows it."""
    account = await webhook.known(Api(http), webhook.path_of(id, token))
    credential = Credential(sign_in=sign_in, secrets={"webhook": Secret(token)})
    return Grant(credential=credential, accounts=(account,))
