"""Bringing files first, to a private chat that people keep for that; the post then names them.

A file that a bot has sent once has an id, by which it can send it anywhere at no cost
(core.telegram.org/bots/api#sending-files, Bot API 10.1, 2026-06-11). Without such a chat files
travel in the call that shows them.
"""

from collections.abc import Mapping
from typing import Any

from antiphon.connect.values import Parcel
from antiphon.networks.telegram import wire
from antiphon.networks.telegram.bot import Bot


async def bring(bot: Bot, depot: int, parcel: Parcel) -> dict[str, str]:
    """The ids of all files, each brought once."""
    handles = dict(parcel.handles)
    for file in parcel.enclosures:
        if file.digest not in handles:
            told = await bot.do(wire.deposit(file, depot), effect=False)
            handles[file.digest] = file_id(told["result"])
    return handles


def file_id(told: Mapping[str, Any]) -> str:
    """The id of the file that a message shows; of a picture's sizes the largest, the last."""
    for name in ("animation", "video", "photo", "document"):
        shown = told.get(name)
        one = shown[-1] if isinstance(shown, list) and shown else shown
        if isinstance(one, dict) and isinstance(one.get("file_id"), str):
            return str(one["file_id"])
    return ""
