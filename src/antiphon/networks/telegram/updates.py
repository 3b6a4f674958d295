"""What waits for a bot: read without confirming, so that nothing is lost before it is kept.

`getUpdates` forgets whatever is older than its offset; without an offset it shows the oldest
hundred again (core.telegram.org/bots/api#getupdates, Bot API 10.1, 2026-06-11). So we ask without
one, and let go only when a whole page waits, of what this channel has heard before and nobody else
may still need. Telegram itself forgets after 24 hours.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Self

from antiphon.networks.telegram.bot import Bot

KINDS = ("message", "channel_post", "message_reaction_count", "my_chat_member")
"""What we want to be told of; reactions come only where they are named."""
PAGE = 100
PAGES = 50
SHARED = 7 * 3600
"""After so many seconds every channel of the same bot has heard it: the longest pause between two
hearings is six hours."""
AFRESH = 24 * 3600
"""After a week of silence the numbers begin anew, anywhere. What is a day younger than the newest
that we heard cannot be among what we heard."""

Update = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a channel has heard: the last update's number, and the newest time in any."""

    number: int = -1
    newest: int = 0

    @classmethod
    def read(cls, cursor: str) -> Self:
        """From what was kept; a strange cursor begins anew."""
        try:
            number, newest = json.loads(cursor)
            return cls(int(number), int(newest))
        except (ValueError, TypeError):
            return cls()

    def written(self) -> str:
        """To be kept."""
        return "" if self == Mark() else json.dumps([self.number, self.newest])

    def knows(self, update: Update) -> bool:
        """Whether it was heard before."""
        began_anew = self.newest and when(update) > self.newest + AFRESH
        return not began_anew and int(update["update_id"]) <= self.number

    def after(self, updates: list[Update]) -> "Mark":
        """The mark once these were heard, too."""
        if not updates:
            return self
        newest = max(self.newest, *map(when, updates))
        return Mark(int(updates[-1]["update_id"]), newest)


def when(update: Update) -> int:
    """The time of what it tells, in seconds since 1970; 0 where it names none."""
    return max((int(told.get("date") or 0) for told in _tellings(update)), default=0)


def chat_of(update: Update) -> Mapping[str, Any]:
    """The chat that it is about, if it is about one."""
    chats = (told.get("chat") for told in _tellings(update))
    return next((chat for chat in chats if isinstance(chat, dict)), {})


def _tellings(update: Update) -> list[Mapping[str, Any]]:
    return [told for told in update.values() if isinstance(told, dict)]


async def waiting(bot: Bot, offset: int | None = None) -> list[Update]:
    """The oldest that wait; confirms nothing unless an offset says so."""
    asked = {} if offset is None else {"offset": offset}
    told = await bot.ask("getUpdates", limit=PAGE, timeout=0, allowed_updates=list(KINDS), **asked)
    listed = told if isinstance(told, list) else []
    return [
        one for one in listed if isinstance(one, dict) and isinstance(one.get("update_id"), int)
    ]


async def page(bot: Bot, mark: Mark, ours: Collection[int], at: float) -> list[Update]:
    """A page with something new in it, if there is any; lets go of what stands in its way."""
    told = await waiting(bot)
    for _turn in range(PAGES):
        spent = _spent(told, mark, ours, at)
        if len(told) < PAGE or not spent:
            break
        told = await waiting(bot, offset=spent)
    return told


def _spent(told: list[Update], mark: Mark, ours: Collection[int], at: float) -> int | None:
    """The offset that lets go of the beginning of a page: heard, and of no use to others."""
    offset = None
    for update in told:
        chat = chat_of(update)
        mine = chat.get("id") in ours or chat.get("type") == "private"
        if not mark.knows(update) or not (mine or when(update) < at - SHARED):
            break
        offset = int(update["update_id"]) + 1
    return offset
