"""The network's own JSON for what the simulated world knows."""

from typing import Any

from antiphon.connect.values import Kind
from antiphon.networks.telegram.simulator.world import FORWARDER, Bot, Chat, Item, Post

_FILES = {
    Kind.IMAGE: "photo",
    Kind.VIDEO: "video",
    Kind.GIF: "animation",
    Kind.DOCUMENT: "document",
}


def chat(one: Chat) -> dict[str, Any]:
    """A chat as messages name it."""
    told: dict[str, Any] = {"id": one.id, "type": one.kind, "title": one.title}
    told |= {"username": one.handle} if one.handle else {}
    return told | ({"is_forum": True} if one.forum else {})


def full(one: Chat) -> dict[str, Any]:
    """A chat as getChat tells it."""
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription",
             "gifts_from_channels")  # fmt: skip
    told = {
        **chat(one),
        "accent_color_id": 1,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(gifts, False),
    }
    return told | ({"linked_chat_id": one.linked.id} if one.linked else {})


def member(one: Chat, bot: Bot) -> dict[str, Any]:
    """What the bot is in a chat."""
    told: dict[str, Any] = {"status": one.status, "user": bot.user()}
    if one.status == "administrator":
        told |= {"is_anonymous": False, **one.rights}
    if one.status == "kicked":
        told["until_date"] = 0
    return told


def messages(post: Post) -> list[dict[str, Any]]:
    """The messages of a post: one, or those of an album."""
    if len(post.ids) == 1:
        items = post.items[:1]
        return [_message(post, post.ids[0], items, with_text=True)]
    group = {"media_group_id": str(post.ids[0])}
    return [
        {**_message(post, id, [post.items[place]], with_text=place == 0), **group}
        for place, id in enumerate(post.ids)
    ]


def _message(post: Post, id: int, items: list[Item], *, with_text: bool) -> dict[str, Any]:
    told: dict[str, Any] = {"message_id": id, "date": int(post.at.timestamp())}
    told |= {"chat": chat(post.chat), **_sender(post), **_what(post, items, with_text=with_text)}
    if post.edited:
        told["edit_date"] = int(post.edited.timestamp())
    if post.above:
        above = messages(post.above)[0]
        told["reply_to_message"] = {k: v for k, v in above.items() if k != "reply_to_message"}
    if post.origin:
        told |= _copied(post.origin, post.origin.ids[post.ids.index(id)])
    if post.options.get("protect_content"):
        told["has_protected_content"] = True
    if post.options.get("message_thread_id"):
        told |= {"message_thread_id": post.options["message_thread_id"], "is_topic_message": True}
    if post.options.get("reply_markup"):
        told["reply_markup"] = post.options["reply_markup"]
    return told


def _sender(post: Post) -> dict[str, Any]:
    if post.origin:
        return {"from": FORWARDER, "sender_chat": chat(post.origin.chat)}
    return {"from": post.sender} if post.sender else {"sender_chat": chat(post.chat)}


def _copied(origin: Post, id: int) -> dict[str, Any]:
    told = {"type": "channel", "date": int(origin.at.timestamp()), "message_id": id}
    return {"is_automatic_forward": True, "forward_origin": {**told, "chat": chat(origin.chat)}}


def _what(post: Post, items: list[Item], *, with_text: bool) -> dict[str, Any]:
    if post.poll:
        return {"poll": post.poll}
    if not items:
        preview = post.options.get("link_preview_options")
        told: dict[str, Any] = {"text": post.text}
        told |= {"entities": post.entities} if post.entities else {}
        return told | ({"link_preview_options": preview} if preview else {})
    told = {_FILES[items[0].kind]: _file(items[0])}
    if items[0].kind is Kind.GIF:
        told["document"] = _document(items[0])
    if with_text and post.text:
        told["caption"] = post.text
        told |= {"caption_entities": post.entities} if post.entities else {}
    for name, ours in (("show_caption_above_media", "show_caption_above_media"),
                       ("has_spoiler", "has_media_spoiler")):  # fmt: skip
        if post.options.get(name):
            told[ours] = True
    return told


def _file(item: Item) -> object:
    named = {"file_id": item.file_id, "file_unique_id": item.digest[:16] or "0"}
    size = {"width": item.width or 640, "height": item.height or 400}
    if item.kind is Kind.IMAGE:
        return [{**named, **size, "file_size": item.size}]
    if item.kind is Kind.DOCUMENT:
        return _document(item)
    return {**_document(item), **size, "duration": item.seconds}


def _document(item: Item) -> dict[str, Any]:
    return {
        "file_id": item.file_id,
        "file_unique_id": item.digest[:16] or "0",
        "file_name": f"file.{item.mime.split('/')[-1]}",
        "mime_type": item.mime,
        "file_size": item.size,
    }
