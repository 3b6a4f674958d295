"""What is said: messages, threads of a forum, other words, and nothing any more."""

import hashlib
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from antiphon.networks.discord.simulator.refused import RefusedError, invalid
from antiphon.networks.discord.simulator.world import (
    Channel,
    File,
    Message,
    User,
    Webhook,
    World,
)

CONTENT, NONCE, TITLE, DESCRIPTION, ALT, NAME = 2000, 25, 256, 4096, 1024, 100
FILE, REQUEST, FILES, TAGS = 10 * 1024 * 1024, 25 * 1024 * 1024, 10, 5
QUESTION, CHOICE, CHOICES, HOURS = 300, 55, 10, 768
KEPT_BYTES, KEPT_FILES = 1_000_000, 200
PASSED_ON = 1

Given = Mapping[str, Any]


class Saying:
    """Makes, changes and removes messages."""

    def __init__(self, world: World, now: Callable[[], datetime]) -> None:
        self.world, self.now = world, now

    def say(
        self, channel: Channel, author: User, given: Given, *, webhook: Webhook | None = None
    ) -> Message:
        """A message; one that was said with the same nonce is given back instead."""
        nonce = str(given.get("nonce") or "")
        if len(nonce) > NONCE:
            raise invalid("nonce", "Must be 25 or fewer in length.")
        known = self.world.remembered(channel, author, nonce, self.now())
        if known and given.get("enforce_nonce"):
            return known
        if channel.is_closed:
            raise RefusedError(400, 50083, "Thread is archived")
        made = Message(
            id=self.world.next_id(self.now()), channel=channel, author=author, at=self.now(),
            content=str(given.get("content") or "").strip(), webhook=webhook, nonce=nonce,
            embeds=list(given.get("embeds") or ()), files=self._files(given),
            poll=self._poll(given.get("poll")), above=self._above(channel, given),
            flags=int(given.get("flags") or 0),
            called=list((given.get("allowed_mentions") or {"parse": ["everyone"]})["parse"]),
        )  # fmt: skip
        _insist(made)
        return self.world.keep(made)

    def open(
        self, forum: Channel, author: User, given: Given, *, webhook: Webhook | None = None
    ) -> Message:
        """A thread of a forum, with its first message, which has the same number."""
        name = str(given.get("name") or given.get("thread_name") or "")
        tags = list(given.get("applied_tags") or ())
        if not 1 <= len(name) <= NAME:
            raise invalid("name", "Must be between 1 and 100 in length.")
        if forum.needs_tag and not tags:
            raise RefusedError(400, 40067, "A tag is required to create a forum post")
        if len(tags) > TAGS or not set(tags) <= {*forum.tags}:
            raise invalid("applied_tags", "Unknown tag.", "INVALID_TAG")
        made = Channel(id="", kind=11, name=name, guild=forum.guild, bot=forum.bot, parent=forum,
                       chosen=tags)  # fmt: skip
        said = self.say(made, author, given.get("message") or given, webhook=webhook)
        made.id = said.id
        self.world.channels[made.id] = made
        return said

    def change(self, message: Message, given: Given) -> Message:
        """Other words; files that are not named are gone, if any are."""
        if message.poll:
            raise RefusedError(400, 520001, "Cannot edit a poll")
        before = (message.content, message.embeds)
        message.content = str(given.get("content", message.content) or "").strip()
        message.embeds = list(given.get("embeds", message.embeds) or ())
        try:
            _insist(message)
        except RefusedError:
            message.content, message.embeds = before
            raise
        message.flags, message.edited = int(given.get("flags", message.flags)), self.now()
        return message

    def pass_on(self, message: Message) -> Message:
        """To the servers that follow."""
        if message.flags & PASSED_ON:
            raise RefusedError(400, 40033, "This message has already been crossposted")
        message.flags |= PASSED_ON
        return message

    def _above(self, channel: Channel, given: Given) -> Message | None:
        told = given.get("message_reference")
        if not told:
            return None
        found = channel.messages.get(str(told.get("message_id")))
        if found is None:
            raise invalid("message_reference", "Unknown message", "REPLIES_UNKNOWN_MESSAGE")
        return found

    def _files(self, given: Given) -> list[File]:
        named = given.get("attachments") or []
        sent = [given[key] for one in named if (key := f"files[{one.get('id')}]") in given]
        if len(named) > FILES:
            raise invalid("attachments", "Must be 10 or fewer in length.")
        if len(sent) < len(named):
            raise invalid("attachments", "Unknown attachment", "ATTACHMENT_NOT_FOUND")
        sizes = [len(body) for _mime, body in sent]
        if max(sizes, default=0) > FILE or sum(sizes) > REQUEST:
            raise RefusedError(413, 40005, "Request entity too large")
        return [self._file(one, *body) for one, body in zip(named, sent, strict=True)]

    def _file(self, told: Given, mime: str, body: bytes) -> File:
        alt = str(told.get("description") or "")
        if len(alt) > ALT:
            raise invalid("attachments.0.description", "Must be 1024 or fewer in length.")
        digest = hashlib.sha256(body).hexdigest()
        if len(body) <= KEPT_BYTES and len(self.world.bytes) < KEPT_FILES:
            self.world.bytes[digest] = (mime, body)
        return File(
            id=self.world.next_id(self.now()), name=str(told.get("filename") or "file"), mime=mime,
            size=len(body), digest=digest, alt=alt, spoiler=bool(told.get("is_spoiler")),
        )  # fmt: skip

    def _poll(self, told: Any) -> dict[str, Any] | None:
        if not told:
            return None
        question = str((told.get("question") or {}).get("text") or "")
        choices = [str(one["poll_media"].get("text") or "") for one in told.get("answers") or ()]
        if not 1 <= len(question) <= QUESTION:
            raise invalid("poll.question.text", "Must be between 1 and 300 in length.")
        if not 1 <= len(choices) <= CHOICES or not all(1 <= len(one) <= CHOICE for one in choices):
            raise invalid("poll.answers", "Must be between 1 and 10 in length.")
        hours = int(told.get("duration") or 24)
        if not 1 <= hours <= HOURS:
            raise invalid("poll.duration", "Must be between 1 and 768.", "NUMBER_TYPE_MAX")
        answers = [{"answer_id": place, "poll_media": {"text": one}}
                   for place, one in enumerate(choices, 1)]  # fmt: skip
        return {
            "question": {"text": question}, "answers": answers, "layout_type": 1,
            "expiry": (self.now() + timedelta(hours=hours)).isoformat(),
            "allow_multiselect": bool(told.get("allow_multiselect")),
            "results": {"answer_counts": [], "is_finalized": False},
        }  # fmt: skip


def _insist(message: Message) -> None:
    if len(message.content) > CONTENT:
        raise invalid("content", "Must be 2000 or fewer in length.")
    for place, embed in enumerate(message.embeds):
        if len(str(embed.get("title") or "")) > TITLE:
            raise invalid(f"embeds.{place}.title", "Must be 256 or fewer in length.")
        if len(str(embed.get("description") or "")) > DESCRIPTION:
            raise invalid(f"embeds.{place}.description", "Must be 4096 or fewer in length.")
    if not (message.content or message.embeds or message.files or message.poll):
        raise RefusedError(400, 50006, "Cannot send an empty message")


def new_code() -> str:
    """A code that nobody guesses."""
    return secrets.token_urlsafe(24)
