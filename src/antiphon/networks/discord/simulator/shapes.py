"""The network's own JSON for what the simulated world knows."""

from typing import Any

from antiphon.networks.discord.simulator.world import (
    Channel,
    File,
    Guild,
    Message,
    User,
    Webhook,
)

_NONE_OF_GUILD = (
    "icon", "description", "home_header", "splash", "discovery_splash", "banner", "application_id",
    "afk_channel_id", "system_channel_id", "widget_channel_id", "max_presences", "vanity_url_code",
    "rules_channel_id", "safety_alerts_channel_id", "public_updates_channel_id", "incidents_data",
)  # fmt: skip
_ZERO_OF_GUILD = (
    "system_channel_flags", "verification_level", "default_message_notifications", "mfa_level",
    "explicit_content_filter", "premium_subscription_count", "nsfw_level",
)  # fmt: skip


def user(one: User) -> dict[str, Any]:
    """A person or a bot as messages name them."""
    told = {"id": one.id, "username": one.name.lower(), "global_name": one.name, "avatar": None,
            "discriminator": "0", "public_flags": 0, "flags": 0, "primary_guild": None}  # fmt: skip
    return told | ({"bot": True} if one.is_bot else {})


def me(one: User) -> dict[str, Any]:
    """A bot as it sees itself."""
    told = {key: value for key, value in user(one).items() if key != "primary_guild"}
    return {**told, "mfa_enabled": False, "locale": "en-US"}


def guild(one: Guild) -> dict[str, Any]:
    """A server with its counts."""
    return {
        **dict.fromkeys(_NONE_OF_GUILD), **dict.fromkeys(_ZERO_OF_GUILD, 0),
        "id": one.id, "name": one.name, "features": [], "owner_id": one.id, "region": "rotterdam",
        "afk_timeout": 300, "widget_enabled": False, "roles": [], "emojis": [], "stickers": [],
        "max_members": 500_000, "max_stage_video_channel_users": 50, "max_video_channel_users": 25,
        "premium_tier": one.tier, "preferred_locale": "en-US",
        "premium_progress_bar_enabled": False, "nsfw": False, "approximate_presence_count": 1,
        "approximate_member_count": len(one.members) + 1,
    }  # fmt: skip


def my_guild(one: Guild) -> dict[str, Any]:
    """A server in the list of one's own."""
    return {
        "id": one.id, "name": one.name, "icon": None, "banner": None, "owner": False,
        "permissions": "2048", "features": [], "approximate_member_count": len(one.members) + 1,
        "approximate_presence_count": 1,
    }  # fmt: skip


def channel(one: Channel) -> dict[str, Any]:
    """A channel or a forum."""
    told: dict[str, Any] = {
        "id": one.id, "type": one.kind, "name": one.name, "guild_id": one.guild.id, "position": 0,
        "flags": 16 if one.needs_tag else 0,
    }  # fmt: skip
    if one.tags:
        told["available_tags"] = [
            {"id": id, "name": name, "moderated": False, "emoji_id": None, "emoji_name": None}
            for id, name in one.tags.items()
        ]
    return told


def thread(one: Channel) -> dict[str, Any]:
    """A thread."""
    count = max(0, len(one.messages) - 1)
    times = {"archived": one.is_closed, "archive_timestamp": None, "locked": False}
    return {
        "id": one.id, "type": 11, "flags": 0, "guild_id": one.guild.id, "name": one.name,
        "parent_id": one.parent.id if one.parent else None,
        "owner_id": one.bot.id if one.bot else one.id, "applied_tags": one.chosen,
        "thread_metadata": {**times, "auto_archive_duration": 4320}, "message_count": count,
        "member_count": 1, "total_message_sent": count + 1,
    }  # fmt: skip


def webhook(one: Webhook) -> dict[str, Any]:
    """A webhook, without its token: whoever asks knows it."""
    return {
        "id": one.id, "type": 1, "name": one.name, "avatar": None, "application_id": None,
        "channel_id": one.channel.id, "guild_id": one.channel.guild.id,
    }  # fmt: skip


def message(one: Message, base: str, *, for_bot: str = "", nested: bool = False) -> dict[str, Any]:
    """A message."""
    told: dict[str, Any] = {
        "id": one.id, "channel_id": one.channel.id, "type": 19 if one.above else 0,
        "author": user(one.author), "content": one.content, "timestamp": one.at.isoformat(),
        "edited_timestamp": one.edited.isoformat() if one.edited else None, "flags": one.flags,
        "embeds": [{"type": "rich", **embed} for embed in one.embeds],
        "attachments": [file(f, base) for f in one.files], "components": [], "pinned": False,
        "mentions": [], "mention_roles": [], "mention_everyone": "everyone" in one.called,
        "tts": False,
    }  # fmt: skip
    told |= {"poll": one.poll} if one.poll else {}
    told |= {"nonce": one.nonce} if one.nonce else {}
    told |= {"webhook_id": one.webhook.id} if one.webhook else {}
    if one.above:
        above = {"type": 0, "channel_id": one.above.channel.id, "message_id": one.above.id}
        told["message_reference"] = above
    if nested:
        return told
    if one.above:
        told["referenced_message"] = message(one.above, base, nested=True)
    return told | _pressed(one, for_bot)


def _pressed(one: Message, bot: str) -> dict[str, Any]:
    if not one.likes:
        return {}
    count = len(one.likes)
    emoji = {"id": None, "name": "👍"}
    details = {"normal": count, "burst": 0}
    told = {"emoji": emoji, "count": count, "count_details": details, "burst_colors": []}
    return {"reactions": [{**told, "me": bot in one.likes, "me_burst": False}]}


def file(one: File, base: str) -> dict[str, Any]:
    """An attachment."""
    url = f"{base}/-/cdn.discordapp.com/{one.digest}"
    told = {"id": one.id, "filename": one.name, "size": one.size, "url": url, "proxy_url": url,
            "content_type": one.mime}  # fmt: skip
    return told | ({"description": one.alt} if one.alt else {})
