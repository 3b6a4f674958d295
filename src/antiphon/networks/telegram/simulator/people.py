"""What people do to posts: comments in the discussion group, reactions, looks."""

import hashlib
from typing import Any

from antiphon.connect.simulation import Person, Reaction, ReactionKind
from antiphon.connect.values import Metric
from antiphon.networks.telegram.simulator import shapes
from antiphon.networks.telegram.simulator.world import Post, World

_COUNTED = {
    ReactionKind.VIEW: Metric.VIEWS,
    ReactionKind.SHARE: Metric.SHARES,
    ReactionKind.CLICK: Metric.CLICKS,
}
"""Telegram counts views and forwards; it tells no bot of them."""


def user(person: Person) -> dict[str, Any]:
    """A person as messages name them."""
    id = 5_000_000_000 + int.from_bytes(hashlib.sha256(person.id.encode()).digest()[:4])
    first, _space, last = person.name.partition(" ")
    told = {"id": id, "is_bot": False, "first_name": first or person.id}
    return told | ({"last_name": last} if last else {})


def author(post: Post) -> tuple[str, str]:
    """Who says it: the account's id and name."""
    if post.sender is None or post.sender.get("is_bot"):
        chat = post.chat.linked if post.sender and post.chat.linked else post.chat
        return str(chat.id), chat.title
    names = (post.sender.get("first_name"), post.sender.get("last_name"))
    return str(post.sender["id"]), " ".join(name for name in names if name)


def reply(world: World, post: Post, reaction: Reaction) -> Post:
    """A comment: below the copy in the discussion group, or directly in a group."""
    above = _copy(post) or post
    said = Post(
        chat=above.chat, ids=[next(above.chat.next_id)], text=reaction.text, at=reaction.at,
        sender=user(reaction.by), above=above,
    )  # fmt: skip
    world.keep(said)
    (told,) = shapes.messages(said)
    world.tell(above.chat.bot, "message", told, reaction.at)
    return said


def _copy(post: Post) -> Post | None:
    group = post.chat.linked
    if post.chat.kind != "channel" or group is None:
        return None
    return next((one for one in group.posts.values() if one.origin is post), None)


def mark(world: World, post: Post, reaction: Reaction) -> None:
    """A reaction is told to the bot as a new total; all else is only counted."""
    if reaction.kind in _COUNTED:
        name = _COUNTED[reaction.kind]
        post.counts[name] = post.counts.get(name, 0) + 1
    if reaction.kind is ReactionKind.LIKE:
        post.likes.add(reaction.by.id)
        told = {
            "chat": shapes.chat(post.chat),
            "message_id": post.ids[0],
            "date": int(reaction.at.timestamp()),
            "reactions": [
                {"type": {"type": "emoji", "emoji": "👍"}, "total_count": len(post.likes)}
            ],
        }
        world.tell(post.chat.bot, "message_reaction_count", told, reaction.at)
