"""Chats in which a bot may speak: found, and looked at for what it may do there."""

import re
from collections.abc import Mapping
from typing import Any

from antiphon.connect.errors import SignInAgain
from antiphon.connect.values import Account, RemoteId
from antiphon.networks.telegram import updates, wire
from antiphon.networks.telegram.bot import Bot

_LINK = re.compile(
    r"(?:https?://)?(?:t|telegram)\.me/(?:c/(\d+)|(?:s/)?([A-Za-z]\w{3,31}))(?:[/?].*)?"
)
_NAME = re.compile(r"@?([A-Za-z]\w{3,31})")
_NUMBER = re.compile(r"-?\d{1,15}")
_OF_CHANNELS = ("can_post_messages", "can_edit_messages", "can_delete_messages")
_SPEAKS = frozenset({"creator", "administrator", "member"})


def named(typed: str) -> int | str:
    """A chat as people name it: a number, `@name`, or an address of either."""
    text = typed.strip()
    if _NUMBER.fullmatch(text):
        return int(text)
    if found := _LINK.fullmatch(text):
        number, name = found.groups()
        return int(f"-100{number}") if number else f"@{name}"
    if found := _NAME.fullmatch(text):
        return f"@{found[1]}"
    raise SignInAgain("That is not a channel: type @name, its number, or its address.")


async def seen(bot: Bot) -> list[int]:
    """Chats that the bot was lately made a member of, or heard from; people's own left out."""
    waiting = await updates.waiting(bot)
    chats = [updates.chat_of(one) for one in waiting]
    ids = [one["id"] for one in chats if one.get("type") != "private" and "id" in one]
    return list(dict.fromkeys(ids))


async def account(bot: Bot, chat: int | str, *, known_as: RemoteId | None = None) -> Account:
    """The chat as an account; SignInAgain where the bot may not speak."""
    me = await bot.ask("getMe")
    told = await bot.ask("getChat", chat_id=chat)
    member = await bot.ask("getChatMember", chat_id=told["id"], user_id=bot.id)
    _insist(told, member)
    facts = {
        "chat": told["id"],
        "type": told["type"],
        "bot": str(me.get("username") or ""),
        "members": await bot.ask("getChatMemberCount", chat_id=told["id"]),
        "forum": bool(told.get("is_forum")),
        "rights": sorted(name for name, value in member.items() if value is True),
        "discussion": await _discussion(bot, told),
    }
    handle = str(told.get("username") or told.get("title") or told["id"])
    return Account(
        id=known_as or RemoteId(str(told["id"])),
        handle=handle,
        name=str(told.get("title") or handle),
        url=f"{wire.WEB}/{told['username']}" if told.get("username") else "",
        kind=str(told["type"]),
        facts=facts,
    )


async def _discussion(bot: Bot, chat: Mapping[str, Any]) -> int | None:
    """The group in which people discuss a channel's posts, where the bot is one of them."""
    linked = chat.get("linked_chat_id")
    if chat["type"] != "channel" or not isinstance(linked, int):
        return None
    try:
        told = await bot.ask("getChatMember", chat_id=linked, user_id=bot.id)
    except SignInAgain:
        return None
    return linked if told.get("status") in _SPEAKS or told.get("is_member") is True else None


def _insist(chat: Mapping[str, Any], member: Mapping[str, Any]) -> None:
    """A channel lets only administrators speak, a group every member that is not silenced."""
    status = member.get("status")
    if chat.get("type") == "private":
        raise SignInAgain("That is a private chat. Name a channel or a group.")
    if chat.get("type") == "channel":
        may = status == "creator" or member.get("can_post_messages") is True
    else:
        may = status in _SPEAKS or member.get("can_send_messages") is True
    if not may:
        raise SignInAgain("The bot may not post there. Make it an administrator who may.")
