"""What a bot may ask: who it is, what a chat is, what waits for it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from antiphon.networks.telegram.simulator import shapes
from antiphon.networks.telegram.simulator.refused import RefusedError
from antiphon.networks.telegram.simulator.sending import Given, place
from antiphon.networks.telegram.simulator.world import KEPT, Bot, World

PAGE = 100


class Asking:
    """The methods that change nothing but what waits."""

    def __init__(self, world: World, now: Callable[[], datetime]) -> None:
        self.world, self.now = world, now
        self.methods: dict[str, Callable[[Bot, Given], Any]] = {
            "getme": self.me,
            "getchat": lambda bot, given: shapes.full(self._chat(bot, given)),
            "getchatmember": self.member,
            "getchatmembercount": lambda bot, given: len(self._chat(bot, given).members) + 1,
            "getupdates": self.updates,
        }

    def me(self, bot: Bot, _given: Given) -> dict[str, Any]:
        """The bot itself."""
        able = ("can_join_groups", "supports_inline_queries", "can_read_all_group_messages",
                "can_connect_to_business", "has_main_web_app")  # fmt: skip
        return {**bot.user(), **{name: name == "can_join_groups" for name in able}}

    def member(self, bot: Bot, given: Given) -> dict[str, Any]:
        """What somebody is in a chat; here only the bot itself."""
        chat = self._chat(bot, given)
        if given.get("user_id") != bot.id:
            raise RefusedError(400, "PARTICIPANT_ID_INVALID")
        return shapes.member(chat, bot)

    def updates(self, bot: Bot, given: Given) -> list[dict[str, Any]]:
        """What waits; what lies before the offset is forgotten."""
        if bot.webhook:
            why = "can't use getUpdates method while webhook is active; use deleteWebhook first"
            raise RefusedError(409, why)
        if isinstance(given.get("allowed_updates"), list):
            bot.allowed = set(given["allowed_updates"]) or None
        at, offset = self.now(), int(given.get("offset") or 0)
        bot.updates = [one for one in bot.updates if at - one.at < KEPT]
        if offset < 0:
            bot.updates = bot.updates[offset:]
        elif offset:
            bot.updates = [one for one in bot.updates if one.id >= offset]
        limit = min(PAGE, max(1, int(given.get("limit") or PAGE)))
        return [{"update_id": one.id, **one.told} for one in bot.updates[:limit]]

    def _chat(self, bot: Bot, given: Given) -> Any:
        return place(self.world, bot, given.get("chat_id"))
