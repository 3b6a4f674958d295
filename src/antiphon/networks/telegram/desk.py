"""Signing in with the token of a bot, and the chat in which it is to speak."""

from collections.abc import Mapping

from antiphon.connect.errors import SignInAgain
from antiphon.connect.http import Http
from antiphon.connect.oauth import App, Grant
from antiphon.connect.values import Account, Credential
from antiphon.kernel.secret import Secret
from antiphon.networks.telegram import chats, updates
from antiphon.networks.telegram.bot import Bot


class Token:
    """A person types what @BotFather gave them."""

    def __init__(self, http: Http, app: App) -> None:
        self.http, self.app = http, app

    async def enter(self, given: Mapping[str, str]) -> Grant:
        """Prove the token; the chats that were named, or those that the bot has lately seen."""
        token = given.get("token", "").strip()
        bot = Bot(self.http, token)
        await bot.ask("getMe")
        typed = [one for one in given.get("chat", "").replace(",", " ").split() if one]
        # From this first question on Telegram keeps for the bot what Antiphon wants to hear.
        await updates.waiting(bot)
        accounts = (
            [await chats.account(bot, chats.named(one)) for one in typed]
            if typed
            else await self._seen(bot)
        )
        if not accounts:
            say = "The bot is in no channel yet. Add it as an administrator, or name the channel."
            raise SignInAgain(say)
        credential = Credential(
            sign_in="token",
            secrets={"token": Secret(token)},
            facts=await self._depot(bot, given.get("depot", "").strip()),
        )
        return Grant(credential=credential, accounts=tuple(accounts))

    async def _depot(self, bot: Bot, typed: str) -> dict[str, str]:
        """The chat that takes files before a post shows them, if there is one."""
        if not typed:
            return {}
        return {"depot": (await chats.account(bot, chats.named(typed))).id}

    async def _seen(self, bot: Bot) -> list[Account]:
        """Those in which it may speak; discussion groups of channels are no channels of ours."""
        found: list[Account] = []
        for chat in await chats.seen(bot):
            try:
                found.append(await chats.account(bot, chat))
            except SignInAgain:
                continue
        discussions = {one.facts["discussion"] for one in found}
        return [one for one in found if one.facts["chat"] not in discussions]
