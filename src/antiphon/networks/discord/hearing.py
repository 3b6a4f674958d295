"""What people write below our messages, what they press, and what of it is ours; pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from antiphon.connect.values import Message, Metric, Parcel, Reading, RemoteId
from antiphon.networks.discord import wire

SAID = frozenset({0, 19})
"""Types of messages that people write: alone, and in answer to another."""
HIDDEN = "[Discord does not show the bot what this says]"
_SLACK = timedelta(seconds=30)
"""How far Discord's clock and ours may differ; our own judgement."""


@dataclass(frozen=True, slots=True)
class Ours:
    """The bot, and the messages of ours that answers are asked for, by their number."""

    bot: str
    guild: str
    about: Mapping[str, RemoteId]

    @classmethod
    def of(cls, bot: str, guild: str, about: Iterable[RemoteId]) -> "Ours":
        """From our names for them."""
        return cls(bot, guild, {wire.place(id)[1]: id for id in about if "/" in id})


def message(told: Mapping[str, Any], ours: Ours) -> Message | None:
    """What somebody wrote to us; None for everything else."""
    author = told.get("author") or {}
    if told.get("type") not in SAID or author.get("id") == ours.bot or told.get("webhook_id"):
        return None
    about, parent = _answered(told, ours)
    if parent is None and not _names_us(told, ours):
        return None
    channel, id = str(told.get("channel_id")), str(told.get("id"))
    return Message(
        id=wire.remote(channel, id), about=about, parent=parent,
        author=str(author.get("global_name") or author.get("username") or ""),
        author_id=RemoteId(str(author.get("id") or "")),
        text=wire.plain(str(told.get("content") or "")) or HIDDEN, at=wire.moment(id),
        url=f"{wire.WEB}/{ours.guild}/{channel}/{id}",
    )  # fmt: skip


def _answered(told: Mapping[str, Any], ours: Ours) -> tuple[RemoteId | None, RemoteId | None]:
    """The post, and the message that it answers; a thread has the number of its first message."""
    channel = str(told.get("channel_id"))
    in_thread = ours.about.get(channel)
    reference = told.get("message_reference") or {}
    above = reference.get("message_id")
    if above is None:
        return in_thread, in_thread
    about = ours.about.get(str(above)) or in_thread
    parent = wire.remote(reference.get("channel_id") or channel, above)
    is_to_us = about is not None or _is_of(told.get("referenced_message"), ours.bot)
    return (about, about if str(above) in ours.about else parent) if is_to_us else (None, None)


def _is_of(told: object, bot: str) -> bool:
    return isinstance(told, dict) and (told.get("author") or {}).get("id") == bot


def _names_us(told: Mapping[str, Any], ours: Ours) -> bool:
    return any(one.get("id") == ours.bot for one in told.get("mentions") or ())


def likes(id: RemoteId, told: Mapping[str, Any]) -> Reading:
    """Reactions of all kinds."""
    pressed = sum(int(one.get("count") or 0) for one in told.get("reactions") or ())
    return Reading(id=id, metric=Metric.LIKES, value=pressed)


def answering(told: Iterable[Mapping[str, Any]], message: str, bot: str) -> int:
    """How many of these messages answer one of ours."""
    others = (one for one in told if (one.get("author") or {}).get("id") != bot)
    return sum((one.get("message_reference") or {}).get("message_id") == message for one in others)


def since(parcel: Parcel) -> datetime | None:
    """From when on a message can be this parcel."""
    return parcel.since - _SLACK if parcel.since else None


def same(told: Mapping[str, Any], parcel: Parcel, bot: str) -> bool:
    """Whether a message is ours and says what the parcel says."""
    begun = since(parcel)
    if (told.get("author") or {}).get("id") != bot or not str(told.get("id", "")).isdigit():
        return False
    if begun is not None and wire.moment(str(told["id"])) < begun:
        return False
    return _said(told) == _meant(parcel)


def _said(told: Mapping[str, Any]) -> Sequence[object]:
    reference, poll = told.get("message_reference") or {}, told.get("poll") or {}
    card: Mapping[str, Any] = next(iter(told.get("embeds") or ()), {})
    ours = card if card.get("type", "rich") == "rich" else {}
    return (
        str(told.get("content") or ""), str(ours.get("title") or ""),
        str(ours.get("description") or ""), len(told.get("attachments") or ()),
        str(reference.get("message_id") or ""), str((poll.get("question") or {}).get("text") or ""),
    )  # fmt: skip


def _meant(parcel: Parcel) -> Sequence[object]:
    return _said(wire.message(parcel) | wire.reference(parcel))
