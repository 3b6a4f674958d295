"""Channels in which a bot may speak, as accounts."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from antiphon.connect.errors import SignInAgain
from antiphon.connect.values import Account, RemoteId
from antiphon.networks.discord import rules, wire
from antiphon.networks.discord.api import Api

KINDS = {
    rules.TEXT_CHANNEL: "channel",
    rules.ANNOUNCEMENTS: "announcements",
    rules.FORUM: "forum",
    rules.MEDIA: "media",
}
_ADDRESS = re.compile(r"(?:https://(?:\w+\.)?discord(?:app)?\.com/channels/\d+/)?(\d{15,20})/?")
_NEEDS_TAG = 1 << 4
"""A forum's flag: every post wants a tag."""


def named(typed: str) -> str:
    """The number of a channel, typed as it is or as an address."""
    found = _ADDRESS.fullmatch(typed.strip())
    if found is None:
        raise SignInAgain("That is no channel: copy its address, or its number.")
    return found[1]


async def account(api: Api, id: str) -> Account:
    """One channel as an account."""
    told = await api.told(f"/channels/{id}")
    if told.get("type") not in KINDS or not told.get("guild_id"):
        raise SignInAgain("That is not a channel of a server in which one can post.")
    guild = await api.told(f"/guilds/{told['guild_id']}", with_counts=True)
    return _account(told, guild, await _me(api))


async def all_of(api: Api) -> list[Account]:
    """Every channel of every server that the bot is on."""
    me, found = await _me(api), []
    for one in await api.listed("/users/@me/guilds", with_counts=True):
        guild = await api.told(f"/guilds/{one['id']}", with_counts=True)
        told = await api.listed(f"/guilds/{one['id']}/channels")
        found += [_account(row, guild, me) for row in told if row.get("type") in KINDS]
    return found


async def _me(api: Api) -> str:
    return str((await api.told("/users/@me")).get("id") or "")


def _account(told: Mapping[str, Any], guild: Mapping[str, Any], me: str) -> Account:
    id, server = str(told["id"]), str(guild["id"])
    facts = {
        "driver": "bot",
        "bot": me,
        "guild": server,
        "server": str(guild.get("name") or ""),
        "channel_type": told["type"],
        "members": guild.get("approximate_member_count"),
        "online": guild.get("approximate_presence_count"),
        "max_bytes": rules.SIZES.get(int(guild.get("premium_tier") or 0), rules.SIZE),
        "tags": _tags(told.get("available_tags") or ()),
        "needs_tag": bool(int(told.get("flags") or 0) & _NEEDS_TAG),
    }
    return Account(
        id=RemoteId(id),
        handle=f"#{told.get('name') or id}",
        name=f"{guild.get('name') or server}: #{told.get('name') or id}",
        url=f"{wire.WEB}/{server}/{id}",
        kind=KINDS[told["type"]],
        facts=facts,
    )


def _tags(told: Iterable[Any]) -> dict[str, str]:
    """The forum's tags that everybody may use: name and number."""
    return {
        str(one["name"]): str(one["id"])
        for one in told
        if isinstance(one, dict) and not one.get("moderated")
    }
