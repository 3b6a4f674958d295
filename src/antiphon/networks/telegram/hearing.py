"""What Telegram tells a bot, as messages, counts and evidence of ours; pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from antiphon.connect.values import Message, Metric, Parcel, Reading, Receipt, RemoteId
from antiphon.networks.telegram import wire
from antiphon.networks.telegram.entities import plain
from antiphon.networks.telegram.updates import Update

_WORDLESS = {
    "photo": "[photo]", "video": "[video]", "animation": "[GIF]", "voice": "[voice message]",
    "video_note": "[video message]", "audio": "[audio]", "document": "[file]",
    "location": "[place]", "contact": "[contact]", "poll": "[poll]",
}  # fmt: skip
"""Messages without words, as a reader of the inbox sees them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a channel hears: its chat, the group that discusses it, and who its bot is."""

    chat: int
    discussion: int | None
    bot: int
    name: str
    """The bot's user name."""

    @property
    def chats(self) -> set[int]:
        """All that is ours."""
        return {self.chat, self.discussion or self.chat}


def message(update: Update, here: Place, about: Collection[RemoteId]) -> Message | None:
    """What somebody wrote to us; None for everything else."""
    told = update.get("message")
    if not isinstance(told, dict) or told.get("is_automatic_forward"):
        return None
    words, sender = _words(told), _sender(told)
    if not words or sender["id"] in {here.bot, here.chat}:
        return None
    chat = told.get("chat") or {}
    is_private = chat.get("type") == "private"
    root, parent = _answered(told, here, about)
    is_here = chat.get("id") in here.chats and (parent is not None or _names_us(told, here))
    if not (is_private or is_here):
        return None
    return Message(
        id=wire.remote(chat.get("id"), told.get("message_id")),
        about=root, parent=parent, text=words, private=is_private,
        author=sender["name"], author_id=RemoteId(str(sender["id"])),
        at=datetime.fromtimestamp(int(told.get("date") or 0), UTC),
        url="" if is_private else wire.address(chat, told["message_id"]),
    )  # fmt: skip


def _answered(
    told: Mapping[str, Any], here: Place, about: Collection[RemoteId]
) -> tuple[RemoteId | None, RemoteId | None]:
    """The post and the message that it answers."""
    chat, above = (told.get("chat") or {}).get("id"), told.get("reply_to_message")
    if isinstance(above, dict):
        if original := _forwarded(above, here):
            return original, original
        parent = wire.remote(chat, above.get("message_id"))
        return (parent if parent in about else None), parent
    thread = wire.remote(chat, told.get("message_thread_id"))
    return (thread, thread) if thread in about else (None, None)


def _names_us(told: Mapping[str, Any], here: Place) -> bool:
    return bool(here.name) and f"@{here.name}".lower() in _words(told).lower()


def _forwarded(told: Mapping[str, Any], here: Place) -> RemoteId | None:
    """The post of the channel of which this is the copy in the discussion group."""
    origin = told.get("forward_origin") or {}
    chat = (origin.get("chat") or {}).get("id")
    if not told.get("is_automatic_forward") or chat != here.chat:
        return None
    return wire.remote(chat, origin.get("message_id"))


def _words(told: Mapping[str, Any]) -> str:
    text = str(told.get("text") or told.get("caption") or "").strip()
    sticker = told.get("sticker")
    emoji = str(sticker.get("emoji") or "[sticker]") if isinstance(sticker, dict) else ""
    return text or emoji or next((word for key, word in _WORDLESS.items() if key in told), "")


def _sender(told: Mapping[str, Any]) -> dict[str, Any]:
    """A person, or the chat in whose name somebody speaks."""
    chat = told.get("sender_chat")
    if isinstance(chat, dict):
        return {"id": chat.get("id"), "name": str(chat.get("title") or chat.get("username") or "")}
    who = told.get("from") or {}
    names = (who.get("first_name"), who.get("last_name"))
    return {"id": who.get("id"), "name": " ".join(str(name) for name in names if name)}


def copy_of(updates: Sequence[Update], post: RemoteId, here: Place) -> int | None:
    """The number of a post's copy in the discussion group, below which its comments stand."""
    for told in _messages(updates):
        if _forwarded(told, here) == post:
            return int(told["message_id"])
    return None


def likes(updates: Sequence[Update], ids: Collection[RemoteId]) -> list[Reading]:
    """The newest totals of reactions to these posts, as far as they still wait to be heard."""
    newest: dict[RemoteId, int] = {}
    for update in updates:
        told = update.get("message_reaction_count")
        if isinstance(told, dict):
            id = wire.remote((told.get("chat") or {}).get("id"), told.get("message_id"))
            newest[id] = sum(int(one.get("total_count") or 0) for one in told.get("reactions", ()))
    return [
        Reading(id=id, metric=Metric.LIKES, value=value)
        for id, value in newest.items()
        if id in ids
    ]


def evidence(updates: Sequence[Update], parcel: Parcel, here: Place) -> list[Receipt]:
    """Posts of the channel that say what the parcel says, seen since it was first sent.

    A channel's post comes to its bot as itself only in some set-ups; its copy in the discussion
    group always comes, where the bot is a member of it.
    """
    groups: dict[object, list[Mapping[str, Any]]] = {}
    for told in _messages(updates):
        if original := _original(told, here):
            key = told.get("media_group_id") or original["message_id"]
            known = groups.setdefault(key, [])
            if original["message_id"] not in {one["message_id"] for one in known}:
                known.append(original)
    said = (wire.receipt(one) for one in groups.values() if _says(one, parcel))
    return [one for one in said if one]


def _messages(updates: Sequence[Update]) -> list[Mapping[str, Any]]:
    found = [update.get(kind) for update in updates for kind in ("message", "channel_post")]
    return [one for one in found if isinstance(one, dict)]


def _original(told: Mapping[str, Any], here: Place) -> Mapping[str, Any] | None:
    """The channel's own post that this is, or is the copy of."""
    if (told.get("chat") or {}).get("id") == here.chat and "sender_chat" in told:
        return told
    if _forwarded(told, here) is None:
        return None
    origin = told["forward_origin"]
    return {**told, "chat": origin["chat"], "message_id": origin["message_id"]}


def _says(told: Sequence[Mapping[str, Any]], parcel: Parcel) -> bool:
    since = int(parcel.since.timestamp()) if parcel.since else 0
    first, poll = told[0], told[0].get("poll") or {}
    if int(first.get("date") or 0) < since or len(told) != max(1, len(parcel.enclosures)):
        return False
    wanted = wire.question(parcel) if parcel.poll else plain(parcel.text)
    said = poll.get("question") or first.get("text") or first.get("caption") or ""
    return bool(wanted) and plain(str(said)) == wanted and bool(poll) == bool(parcel.poll)
