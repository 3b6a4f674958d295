"""Which call is whose work: every node and edge that the simulated network has."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from antiphon.networks.instagram.simulator.answers import Refused, missing
from antiphon.networks.instagram.simulator.doors import Doors
from antiphon.networks.instagram.simulator.fields import parse, pick
from antiphon.networks.instagram.simulator.making import Making
from antiphon.networks.instagram.simulator.reading import Reading
from antiphon.networks.instagram.simulator.world import Account, Given, Post, Token, World
from antiphon.networks.instagram.wire import tagged

RETIRED = frozenset({"date_format", "pretty", "debug", "ids"})
"""Refused in all versions since 2026-10-27."""
OF_FACEBOOK = frozenset({"location_id", "upload_type", "product_tags"})
OF_PEOPLE = frozenset({"accounts", "permissions", "businesses", "owned_pages", "client_pages"})
COMMENT, COMMENT_TAGS = 300, 4


class Parts(Protocol):
    """What the edges are made of."""

    world: World
    making: Making
    reading: Reading
    doors: Doors

    def now(self) -> datetime:
        """The time there."""


class Edges:
    """Finds who answers a call."""

    def __init__(self, parts: Parts) -> None:
        self.parts, self.world = parts, parts.world

    async def call(
        self, method: str, path: Mapping[str, str], given: Given, caller: Token
    ) -> dict[str, Any]:
        """Answer one call."""
        id, edge = path["id"], path.get("edge", "")
        if RETIRED & given.keys():
            raise Refused(100, "A parameter that was removed in v26.0")
        account = self.world.accounts[caller.account]
        if edge in OF_PEOPLE or (id == "me" and caller.kind != "instagram"):
            return self._person(id, edge, given, caller)
        id = account.id if id == "me" else id
        if method == "GET":
            return self._tell(id, edge, given, caller)
        if method == "DELETE":
            return self._delete(id, caller)
        if caller.kind == "user":
            raise Refused(200, "The token of a Page is needed")
        return await self._change(id, edge, given, account, caller)

    def _person(self, id: str, edge: str, given: Given, caller: Token) -> dict[str, Any]:
        at = self.parts.now()
        if not edge:
            page = self.parts.doors.page(self.world.accounts[caller.account], at)
            return pick(page, parse(str(given.get("fields", "id,name"))), "Page")
        found = self.parts.doors.personal(edge, id, caller, at)
        if edge == "permissions":
            return {"data": found}
        return self.parts.reading.listed(found, given, "Page")

    def _tell(self, id: str, edge: str, given: Given, caller: Token) -> dict[str, Any]:
        if id in self.world.accounts:
            return self._of_account(self.world.accounts[id], edge, given, caller)
        reading, at = self.parts.reading, self.parts.now()
        tree = parse(str(given.get("fields") or "id"))
        made = self.world.containers.get(id)
        if made is not None and made.account == caller.account and not edge:
            return pick(reading.container(made, at), tree, "ShadowIGMediaBuilder")
        post = self._post(id)
        if not edge:
            node = reading.comment(post) if post.parent else reading.post(post)
            return pick(node, tree, "IGComment" if post.parent else "IGMedia")
        self._has_edge(post, edge)
        if edge in {"comments", "replies"}:
            return reading.comments(post, given)
        return reading.insights(post, given)

    def _of_account(
        self, account: Account, edge: str, given: Given, caller: Token
    ) -> dict[str, Any]:
        reading, at = self.parts.reading, self.parts.now()
        if account.id != caller.account and caller.kind != "user":
            raise missing(account.id)
        if not edge:
            node = reading.account(account, by_instagram=caller.kind == "instagram")
            return pick(node, parse(str(given.get("fields") or "id")), "IGUser")
        if edge == "content_publishing_limit":
            return reading.limit(account, at)
        if edge == "tags":
            return reading.tags(account, given)
        if edge not in {"media", "stories"}:
            raise Refused(2500, f"Unknown path components: /{edge}")
        return reading.posts(account, given, at, stories=edge == "stories")

    def _post(self, id: str) -> Post:
        post = self.world.posts.get(id)
        if post is None or not post.seen(self.parts.now()):
            raise missing(id)
        return post

    def _has_edge(self, post: Post, edge: str) -> None:
        """Posts have comments and figures, comments have replies."""
        if edge not in ({"replies"} if post.parent else {"comments", "insights"}):
            raise Refused(100, f"(#100) Tried accessing nonexisting field ({edge})")

    def _delete(self, id: str, caller: Token) -> dict[str, bool]:
        post = self._post(id)
        if post.account != caller.account:
            raise missing(id)
        if caller.kind == "instagram" and post.parent is None:
            raise Refused(100, "Unsupported delete request.")
        self.world.remove(post)
        return {"success": True}

    async def _change(
        self, id: str, edge: str, given: Given, account: Account, caller: Token
    ) -> dict[str, Any]:
        making, at = self.parts.making, self.parts.now()
        if edge in {"comments", "replies"}:
            self._has_edge(post := self._post(id), edge)
            return self._comment(post, account, str(given.get("message", "")))
        if id != account.id or edge not in {"media", "media_publish"}:
            raise missing(id)
        if edge == "media_publish":
            return making.publish(account, given, at)
        if caller.kind == "instagram" and OF_FACEBOOK & given.keys():
            raise Refused(100, "The parameter is not supported with Instagram Login")
        return await making.make(account, given, at)

    def _comment(self, post: Post, account: Account, text: str) -> dict[str, Any]:
        links = len(re.findall(r"https?://", text))
        if not text or len(text) > COMMENT or tagged(text) > COMMENT_TAGS or links > 1:
            raise Refused(100, "The comment is empty, too long, or has too many hashtags or links")
        return {"id": self.reply(post, account.id, account.handle, text, self.parts.now()).id}

    def reply(self, post: Post, author: str, name: str, text: str, at: datetime) -> Post:
        """Somebody writes below a post or a comment; an answer to an answer stands beside it."""
        parent = post.parent if post.parent and post.parent.parent else post
        id = self.world.id()
        return self.world.add(Post(id, post.account, author, name, text, at, "", parent=parent))
