"""What a bot says: messages, files, albums, polls."""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from antiphon.kernel.text import links, utf16
from antiphon.networks.telegram.simulator import files, shapes
from antiphon.networks.telegram.simulator.refused import RefusedError
from antiphon.networks.telegram.simulator.world import Bot, Chat, Item, Post, World

Given = dict[str, Any]
TEXT, CAPTION, QUESTION, CHOICE, DESCRIPTION = 4096, 1024, 300, 100, 1024
ALBUM, CHOICES, COUNTRIES = 10, 12, 12
MINUTE = timedelta(minutes=1)
_KEPT = (
    "disable_notification", "protect_content", "link_preview_options", "reply_markup",
    "show_caption_above_media", "has_spoiler", "message_thread_id",
)  # fmt: skip
_SPEAKS = frozenset({"creator", "administrator", "member"})


class Sending:
    """The methods whose names begin with `send`."""

    def __init__(self, world: World, now: Callable[[], datetime]) -> None:
        self.world, self.now = world, now
        self.a_minute = {"channel": 60, "supergroup": 20, "group": 20}
        """Messages; one a second in a channel, twenty a minute in a group."""
        self.methods: dict[str, Callable[[Bot, Given], Any]] = {
            "sendmessage": self.message,
            "sendphoto": lambda bot, given: self.file(bot, given, "photo"),
            "sendvideo": lambda bot, given: self.file(bot, given, "video"),
            "sendanimation": lambda bot, given: self.file(bot, given, "animation"),
            "senddocument": lambda bot, given: self.file(bot, given, "document"),
            "sendmediagroup": self.album,
            "sendpoll": self.poll,
        }

    def message(self, bot: Bot, given: Given) -> dict[str, Any]:
        """A text."""
        chat = self._chat(bot, given)
        text = worded(given, "text", TEXT, "message is too long")
        if not text:
            raise RefusedError(400, "message text is empty")
        found = [text[begin:end] for begin, end in links(text)]
        preview = given.get("link_preview_options") or {}
        shown = "" if preview.get("is_disabled") else preview.get("url") or next(iter(found), "")
        return self._said(chat, given, text, marks=given.get("entities"), link=shown)[0]

    def file(self, bot: Bot, given: Given, name: str) -> dict[str, Any]:
        """A picture, a film, an animation or a document."""
        chat = self._chat(bot, given)
        text = worded(given, "caption", CAPTION, "message caption is too long")
        item = files.item(self.world, name, given.get(name), given)
        marks = given.get("caption_entities")
        return self._said(chat, given, text, marks=marks, items=[item])[0]

    def album(self, bot: Bot, given: Given) -> list[dict[str, Any]]:
        """Several files together."""
        chat, media = self._chat(bot, given), given.get("media") or []
        if not 2 <= len(media) <= ALBUM:
            raise RefusedError(400, "wrong number of messages in the album")
        types = {one.get("type") for one in media}
        if "document" in types and types != {"document"}:
            raise RefusedError(400, "document can't be mixed with other media types")
        items = [self._part(one, given) for one in media]
        text = worded(media[0], "caption", CAPTION, "message caption is too long")
        told = {**given, **{k: v for k, v in media[0].items() if k in _KEPT}}
        marks = media[0].get("caption_entities")
        return self._said(chat, told, text, marks=marks, items=items)

    def _part(self, told: Given, given: Given) -> Item:
        source = str(told.get("media", ""))
        held = given.get(source.removeprefix("attach://")) if "attach://" in source else source
        return files.item(self.world, str(told.get("type")), held, told)

    def poll(self, bot: Bot, given: Given) -> dict[str, Any]:
        """A question with answers."""
        chat = self._chat(bot, given)
        made = poll_of(given, chat, self.now())
        return self._said(chat, given, made["question"], poll=made)[0]

    def _chat(self, bot: Bot, given: Given) -> Chat:
        chat = place(self.world, bot, given.get("chat_id"))
        may = chat.rights.get("can_post_messages") if chat.kind == "channel" else True
        if chat.status not in _SPEAKS or not may:
            raise RefusedError(400, "need administrator rights in the channel chat")
        topic = given.get("message_thread_id")
        if topic is not None and topic not in chat.topics:
            raise RefusedError(400, "message thread not found")
        return chat

    def _said(self, chat: Chat, given: Given, text: str, **more: Any) -> list[dict[str, Any]]:
        above = self._above(chat, given)
        items = more.get("items") or []
        self._not_too_fast(chat, max(1, len(items)))
        post = Post(
            chat=chat, ids=[next(chat.next_id) for _ in range(max(1, len(items)))], text=text,
            at=self.now(), sender=None if chat.kind == "channel" else chat.bot.user(),
            entities=list(more.get("marks") or ()), items=items, poll=more.get("poll"),
            link=more.get("link", ""), above=above,
            options={key: given[key] for key in _KEPT if given.get(key)},
        )  # fmt: skip
        self.world.keep(post)
        self._forward(post)
        return shapes.messages(post)

    def _above(self, chat: Chat, given: Given) -> Post | None:
        told = given.get("reply_parameters")
        if not told:
            return None
        found = chat.posts.get(int(told.get("message_id", 0)))
        if found is None:
            raise RefusedError(400, "message to be replied not found")
        return found

    def _forward(self, post: Post) -> None:
        """A channel's post appears in its discussion group at once, and the bot there hears it."""
        group = post.chat.linked
        if post.chat.kind != "channel" or group is None:
            return
        copy = Post(
            chat=group, ids=[next(group.next_id) for _ in post.ids], text=post.text, at=post.at,
            entities=post.entities, items=post.items, poll=post.poll, origin=post,
            options=dict(post.options),
        )  # fmt: skip
        for id in copy.ids:
            group.posts[id] = copy
        if group.status in _SPEAKS:
            for told in shapes.messages(copy):
                self.world.tell(group.bot, "message", told, post.at)

    def _not_too_fast(self, chat: Chat, many: int) -> None:
        now = self.now()
        chat.sent = [at for at in chat.sent if now - at < MINUTE]
        if len(chat.sent) + many > self.a_minute[chat.kind]:
            wait = max(1, int((chat.sent[0] + MINUTE - now).total_seconds())) if chat.sent else 60
            raise RefusedError(429, f"retry after {wait}", retry_after=wait)
        chat.sent += [now] * many


def place(world: World, bot: Bot, named: object) -> Chat:
    """The chat that a call names, if the bot can know it."""
    name = str(named or "").removeprefix("@")
    chats = world.chats.values()
    chat = next((one for one in chats if name in {str(one.id), one.handle} and name), None)
    if chat is None or chat.bot is not bot:
        raise RefusedError(400, "chat not found")
    if chat.moved_to:
        why = "group chat was upgraded to a supergroup chat"
        raise RefusedError(400, why, migrate_to_chat_id=chat.moved_to)
    if chat.status in {"kicked", "left"}:
        did = "kicked from" if chat.status == "kicked" else "not a member of"
        word = "was" if chat.status == "kicked" else "is"
        raise RefusedError(403, f"bot {word} {did} the {chat.kind} chat")
    return chat


def worded(given: Given, name: str, limit: int, why: str) -> str:
    """A text that is not too long."""
    text = str(given.get(name) or "").strip()
    if utf16(text) > limit:
        raise RefusedError(400, why)
    return text


def poll_of(given: Given, chat: Chat, at: datetime) -> dict[str, Any]:
    """A poll as messages show it; refused where it is none."""
    question = worded(given, "question", QUESTION, "poll question length must not exceed 300")
    choices = [str(one.get("text", "")) for one in given.get("options") or []]
    if not question or not 1 <= len(choices) <= CHOICES or not all(choices):
        raise RefusedError(400, "poll must have at least 1 option")
    if any(utf16(one) > CHOICE for one in choices):
        raise RefusedError(400, "poll options length must not exceed 100")
    if chat.kind != "channel" and (given.get("country_codes") or given.get("members_only")):
        raise RefusedError(400, "poll can be restricted in channel chats only")
    if chat.kind == "channel" and given.get("is_anonymous") is False:
        raise RefusedError(400, "non-anonymous polls can't be sent to channel chats")
    description = worded(given, "description", DESCRIPTION, "poll description is too long")
    countries = given.get("country_codes") or []
    if len(countries) > COUNTRIES:
        raise RefusedError(400, "poll_country_codes_too_many")
    period = int(given.get("open_period") or 0)
    return {
        "id": str(secrets.randbits(60)), "question": question, "total_voter_count": 0,
        "options": [{"persistent_id": secrets.token_hex(4), "text": one, "voter_count": 0}
                    for one in choices],
        "is_closed": False, "is_anonymous": given.get("is_anonymous", True), "type": "regular",
        "allows_multiple_answers": bool(given.get("allows_multiple_answers")),
        "allows_revoting": given.get("allows_revoting", True),
        "members_only": bool(given.get("members_only")),
        **({"country_codes": countries} if countries else {}),
        **({"description": description} if description else {}),
        **({"open_period": period, "close_date": int(at.timestamp()) + period} if period else {}),
    }  # fmt: skip
