"""Making, editing and deleting posts, with what X refuses."""

import unicodedata
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from antiphon.networks.x.counting import FORBIDDEN, weighted
from antiphon.networks.x.entities import cashtags, mentions
from antiphon.networks.x.simulator.gate import (
    RefusedError,
    absent,
    body_of,
    forbidden,
    invalid,
    missing,
)
from antiphon.networks.x.simulator.quirks import Quirks
from antiphon.networks.x.simulator.shapes import EDITABLE, Shapes
from antiphon.networks.x.simulator.world import Account, Entry, Film, World

KNOWN = frozenset({
    "text", "media", "poll", "reply", "quote_tweet_id", "reply_settings", "community_id",
    "made_with_ai", "paid_partnership", "edit_options", "geo", "nullcast", "card_uri",
    "for_super_followers_only", "share_with_followers", "direct_message_deep_link",
})  # fmt: skip
EXCLUSIVE = ("media", "poll", "quote_tweet_id", "card_uri")
SETTINGS = {"following", "mentionedUsers", "subscribers", "verified"}
PAYING = {"Basic", "Premium", "PremiumPlus"}
DUPLICATE = "You are not allowed to create a Tweet with duplicate content."
NOT_NAMED = (
    "Reply to this conversation is not allowed because you have not been mentioned or otherwise "
    "engaged by the author of the post you are replying to."
)
GONE = "You attempted to reply to a Tweet that is deleted or not visible to you."
REMEMBERED = timedelta(hours=12)
"""How long equal words are refused: not documented, a sensible guess."""


class Writing:
    """What changes the posts of an account."""

    def __init__(self, world: World, shapes: Shapes, quirks: Callable[[], Quirks]) -> None:
        self.world, self.shapes, self.quirks = world, shapes, quirks

    async def create(self, request: Request, me: Account) -> Response:
        """POST /2/tweets."""
        body = await body_of(request)
        self._readable(body)
        text = unicodedata.normalize("NFC", str(body.get("text", ""))).strip()
        post = Entry(id=self.world.new_id(), author=me, at=self.world.now(), text=text)
        self._attach(post, body, me)
        self._sayable(post, me)
        self._place(post, body, me)
        before = self._edited(post, body, me)
        post.mark = _mark(post)
        self._new(post, me)
        if before:
            before.replaced = True
            post.versions = [*(before.versions or [before.id]), post.id]
            post.counts = before.counts
        me.recent[post.mark] = post.at
        self.world.add(post)
        self._tell_named(post)
        shown = self.shapes.post(post, (), me)
        where = {"location": f"https://api.x.com/2/tweets/{post.id}"}
        return JSONResponse({"data": shown}, 201, headers=where)

    async def delete(self, request: Request, me: Account) -> Response:
        """DELETE /2/tweets/{id}."""
        id = request.path_params["id"]
        post = self.world.posts.get(id)
        if post is None:
            if self.quirks().absent_with_200:
                return JSONResponse({"errors": [missing("tweet", "id", id)]})
            raise absent("tweet", "id", id)
        if post.author is not me:
            raise forbidden("You are not permitted to perform this action.")
        self.world.remove(post)
        return JSONResponse({"data": {"deleted": True}})

    def _readable(self, body: Mapping[str, Any]) -> None:
        for name in body:
            if name not in KNOWN:
                raise invalid(name, body[name], f"[$.{name}] is not defined in the schema")
        if sum(name in body for name in EXCLUSIVE) > 1:
            raise invalid("media", "", "Only one of media, poll, quote_tweet_id and card_uri")
        setting = body.get("reply_settings")
        if setting is not None and setting not in SETTINGS:
            raise invalid("reply_settings", setting, "not one of the enumeration")
        poll = body.get("poll")
        if poll and not _is_poll(poll):
            raise invalid("poll", "", "poll options must be 2 to 4 texts of 1 to 25 characters")

    def _attach(self, post: Entry, body: Mapping[str, Any], me: Account) -> None:
        if ids := (body.get("media") or {}).get("media_ids"):
            post.films = tuple(self._film(str(id), me) for id in ids)
            kinds = {film.category for film in post.films}
            if len(ids) > 4 or (kinds - {"tweet_image"} and len(ids) > 1):
                raise invalid("media.media_ids", ids, "Too many media ids of this kind")
        if poll := body.get("poll"):
            post.poll, post.minutes = tuple(poll["options"]), poll["duration_minutes"]
        names = ("reply_settings", "made_with_ai", "paid_partnership", "community_id")
        post.options = {name: body[name] for name in names if name in body}

    def _film(self, id: str, me: Account) -> Film:
        film = self.world.films.get(id)
        if film is None or film.owner != me.id or film.state != "ready" or self._ended(film):
            raise invalid("media.media_ids", id, "Your media IDs are invalid.")
        return film

    def _ended(self, film: Film) -> bool:
        return film.ends <= self.world.now()

    def _sayable(self, post: Entry, me: Account) -> None:
        most = 25_000 if me.facts.get("subscription_type") in PAYING else 280
        if not post.text and not post.films:
            raise invalid("text", "", "text or media is required")
        if FORBIDDEN & set(post.text):
            raise invalid("text", "", "text holds invalid characters")
        if weighted(post.text) > most:
            raise forbidden("Your Tweet text is too long. For more information see the docs.")
        if self.quirks().self_serve and len(cashtags(post.text)) > 1:
            raise forbidden("A post may hold a maximum of one cashtag.")

    def _place(self, post: Entry, body: Mapping[str, Any], me: Account) -> None:
        quirks = self.quirks()
        post.quoted = str(body.get("quote_tweet_id") or "")
        if post.quoted and (quirks.self_serve or post.quoted not in self.world.posts):
            raise forbidden("Quoting this post is not allowed.")
        post.parent = str((body.get("reply") or {}).get("in_reply_to_tweet_id") or "")
        if not post.parent:
            return
        parent = self.world.posts.get(post.parent)
        if parent is None:
            raise forbidden(GONE)
        if quirks.self_serve and parent.author is not me and not _names(parent.text, me):
            raise forbidden(NOT_NAMED)
        post.root = parent.root or parent.id

    def _edited(self, post: Entry, body: Mapping[str, Any], me: Account) -> Entry | None:
        id = (body.get("edit_options") or {}).get("previous_post_id")
        if not id:
            return None
        before = self.world.posts.get(str(id))
        if (
            before is None
            or before.author is not me
            or before.poll
            or me.facts.get("subscription_type") not in PAYING
            or post.at - self._first(before).at > EDITABLE
            or len(before.versions) > 5
        ):
            raise forbidden("This Tweet is not eligible to be edited.")
        post.parent, post.root = before.parent, before.root
        post.films = post.films or before.films
        return before

    def _first(self, post: Entry) -> Entry:
        return self.world.posts.get(post.versions[0], post) if post.versions else post

    def _new(self, post: Entry, me: Account) -> None:
        last = me.recent.get(post.mark)
        quirks = self.quirks()
        if quirks.takes_duplicates or last is None or self.world.now() - last > REMEMBERED:
            return
        if quirks.old_errors:
            raise RefusedError(
                403, "Forbidden", DUPLICATE,
                errors=[{"code": 187, "message": "Status is a duplicate."}],
            )  # fmt: skip
        raise forbidden(DUPLICATE)

    def _tell_named(self, post: Entry) -> None:
        named = {one.text.lower() for one in mentions(post.text)} if "@" in post.text else set()
        for name in named:
            account = self.world.handles.get(name)
            if account and account is not post.author:
                account.mentions.append(post.id)
        quoted = self.world.posts.get(post.quoted)
        if quoted:
            quoted.counts["quote_count"] = quoted.counts.get("quote_count", 0) + 1


def _is_poll(poll: Mapping[str, Any]) -> bool:
    options, minutes = poll.get("options"), poll.get("duration_minutes")
    return (
        isinstance(options, list)
        and 2 <= len(options) <= 4
        and all(isinstance(one, str) and 1 <= len(one) <= 25 for one in options)
        and isinstance(minutes, int)
        and 5 <= minutes <= 10_080
    )


def _mark(post: Entry) -> str:
    """What makes two posts equal to X: words, place and files (their ids, so never the bytes)."""
    films = ",".join(film.id for film in post.films)
    return "\0".join((post.text, post.parent, post.quoted, films, *post.poll))


def _names(text: str, account: Account) -> bool:
    return any(one.text.lower() == account.handle.lower() for one in mentions(text))
