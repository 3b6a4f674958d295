"""What a bot does to messages that are there: other words, an end, nothing any more."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from antiphon.networks.telegram.simulator import shapes
from antiphon.networks.telegram.simulator.refused import RefusedError
from antiphon.networks.telegram.simulator.sending import CAPTION, TEXT, Given, place, worded
from antiphon.networks.telegram.simulator.world import Bot, Post, World

DELETABLE = timedelta(hours=48)


class Changing:
    """The methods that edit and delete."""

    def __init__(self, world: World, now: Callable[[], datetime]) -> None:
        self.world, self.now = world, now
        self.methods: dict[str, Callable[[Bot, Given], Any]] = {
            "editmessagetext": self.text,
            "editmessagecaption": self.caption,
            "deletemessage": self.delete,
            "deletemessages": self.delete_several,
        }

    def text(self, bot: Bot, given: Given) -> dict[str, Any]:
        """Another text."""
        post = self._post(bot, given, "message to edit not found")
        text = worded(given, "text", TEXT, "message is too long")
        if not text:
            raise RefusedError(400, "message text is empty")
        if post.items or post.poll:
            raise RefusedError(400, "there is no text in the message to edit")
        return self._changed(post, text, given, "entities")

    def caption(self, bot: Bot, given: Given) -> dict[str, Any]:
        """Another caption."""
        post = self._post(bot, given, "message to edit not found")
        text = worded(given, "caption", CAPTION, "message caption is too long")
        if not post.items:
            raise RefusedError(400, "there is no caption in the message to edit")
        return self._changed(post, text, given, "caption_entities")

    def _changed(self, post: Post, text: str, given: Given, marks: str) -> dict[str, Any]:
        shown = {k: given[k] for k in ("link_preview_options", "reply_markup") if given.get(k)}
        kept = {k: v for k, v in post.options.items() if k != "reply_markup"}
        found = list(given.get(marks) or ())
        if (text, {**kept, **shown}) == (post.text, post.options):
            raise RefusedError(
                400,
                "message is not modified: specified new message content and reply markup are "
                "exactly the same as a current content and reply markup of the message",
            )
        post.text, post.entities, post.edited = text, found, self.now()
        post.options = {**kept, **shown}
        return shapes.messages(post)[0]

    def delete(self, bot: Bot, given: Given) -> bool:
        """Nothing any more; after two days only with the right to delete."""
        post = self._post(bot, given, "message to delete not found")
        is_old = self.now() - post.at > DELETABLE
        if is_old and not post.chat.rights.get("can_delete_messages"):
            raise RefusedError(400, "message can't be deleted")
        self.world.drop(post)
        return True

    def delete_several(self, bot: Bot, given: Given) -> bool:
        """Several; those that are not there are passed over."""
        ids = given.get("message_ids") or []
        for id in ids if isinstance(ids, list) else []:
            if id in place(self.world, bot, given.get("chat_id")).posts:
                self.delete(bot, {**given, "message_id": id})
        return True

    def _post(self, bot: Bot, given: Given, why: str) -> Post:
        chat = place(self.world, bot, given.get("chat_id"))
        post = chat.posts.get(int(given.get("message_id") or 0))
        if post is None or post.origin:
            raise RefusedError(400, why)
        return post
