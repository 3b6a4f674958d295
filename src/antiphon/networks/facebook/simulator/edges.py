"""Which call is whose work: every node and edge that the simulated network has."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from antiphon.networks.facebook.simulator.answers import Refused, missing
from antiphon.networks.facebook.simulator.doors import Doors
from antiphon.networks.facebook.simulator.fields import parse, pick
from antiphon.networks.facebook.simulator.files import Files
from antiphon.networks.facebook.simulator.nodes import Nodes
from antiphon.networks.facebook.simulator.publishing import Publishing
from antiphon.networks.facebook.simulator.reading import Reading
from antiphon.networks.facebook.simulator.world import Item, Page, Post, Token, World

RETIRED = frozenset({"date_format", "pretty", "debug", "ids"})
"""Refused in all versions since 2026-10-27."""
OF_PEOPLE = frozenset({"accounts", "permissions", "businesses", "owned_pages", "client_pages"})
Given = Mapping[str, Any]


class Parts(Protocol):
    """What the edges are made of."""

    base: str
    world: World
    nodes: Nodes
    doors: Doors
    files: Files
    publishing: Publishing
    reading: Reading

    def now(self) -> datetime:
        """The time there."""


class Edges:
    """Finds who answers a call."""

    def __init__(self, parts: Parts) -> None:
        self.parts, self.world = parts, parts.world

    def call(self, method: str, path: Mapping[str, str], given: Given, caller: Token) -> Any:
        """Answer one call."""
        id, edge = path["id"], path.get("edge", "")
        if RETIRED & set(given):
            raise Refused(100, "A parameter that was removed in v26.0")
        id = caller.whose if id == "me" else id
        if method == "GET":
            is_personal = edge in OF_PEOPLE or (not edge and id == caller.owner)
            tell = self._tell_person if is_personal else self._tell
            return tell(id, edge, given, caller)
        if method == "DELETE":
            return self._delete(id, edge, caller)
        page = self.world.pages.get(caller.whose)
        if page is None:
            raise Refused(200, "The permission(s) pages_manage_posts are not available")
        return self._change(id, edge, given, page)

    def _tell(self, id: str, edge: str, given: Given, _caller: Token) -> Any:
        reading, at, page = self.parts.reading, self.parts.now(), self.world.pages.get(id)
        if id == "search":
            return reading.search(given)
        if not edge:
            return reading.node(id, given, at)
        if page and edge == "stories":
            return reading.stories(page)
        if page and edge in {"published_posts", "feed", "posts"}:
            return reading.posts(page, given, at)
        if edge not in {"comments", "insights"}:
            raise missing(id)
        tell = reading.comments if edge == "comments" else reading.insights
        return tell(self._post(id), given)

    def _tell_person(self, id: str, edge: str, given: Given, caller: Token) -> Any:
        doors = self.parts.doors
        doors.only_people(caller, edge)
        if not edge:
            return pick(doors.me(caller), parse(str(given.get("fields", "id,name"))), "User")
        if edge == "permissions":
            return {"data": doors.permissions(caller)}
        found: list[dict[str, Any]] = []
        if edge == "accounts":
            found = doors.accounts(caller)
        elif edge == "businesses":
            found = doors.businesses(caller)
        elif edge == "owned_pages":
            found = doors.owned(caller, id)
        asked = parse(str(given.get("fields", "id,name")))
        return {"data": [pick(one, asked, "Page") for one in found]}

    def _post(self, id: str) -> Post:
        """A post or comment, by its own id or that of the video it shows."""
        item = self.world.items.get(id)
        post = self.world.posts.get(item.post if item else id)
        if post is None or not post.visible(self.parts.now()):
            raise missing(id)
        return post

    def _delete(self, id: str, edge: str, caller: Token) -> dict[str, bool]:
        if edge == "permissions":
            self.parts.doors.only_people(caller, edge)
            self.world.kill(caller.owner, 458)
            return {"success": True}
        item = self.world.items.get(id)
        post = self.world.posts.get(item.post if item else id)
        if post is None or post.page != caller.whose:
            raise missing(id)
        self.world.remove(post)
        return {"success": True}

    def _change(self, id: str, edge: str, given: Given, page: Page) -> Any:
        publishing, at = self.parts.publishing, self.parts.now()
        if edge == "comments":
            return publishing.comment(self._post(id), page, given, at)
        if not edge:
            return self._edit(id, given, page, at)
        if id != page.id:
            raise Refused(200, "Permissions error: another Page's token is needed")
        if edge == "feed":
            return publishing.feed(page, given, at)
        if edge == "photo_stories":
            return publishing.photo_story(page, given, at)
        return self._take(edge, given, page, at)

    def _edit(self, id: str, given: Given, page: Page, at: datetime) -> Any:
        item = self.world.items.get(id)
        if item is not None and item.page == page.id:
            return self.parts.publishing.change_video(item, given)
        post = self._post(id)
        if post.author != page.id:
            raise Refused(200, "Permissions error")
        return self.parts.publishing.change(post, given, at)

    def _take(self, edge: str, given: Given, page: Page, at: datetime) -> Any:
        """The edges that take files, in phases or at once."""
        if edge == "photos":
            item = self.parts.files.photo(page, given, at)
            if str(given.get("published", "true")).lower() == "false":
                return {"id": item.id}
            return self.parts.publishing.publish_photo(page, item, given, at)
        if edge not in {"videos", "video_reels", "video_stories"}:
            raise missing(page.id)
        phase = str(given.get("upload_phase", "")).lower()
        if phase == "finish":
            return self._finish(edge, given, page, at)
        if edge != "videos" and phase == "start":
            return self.parts.files.start_reel(page, at, self.parts.base)
        if phase == "start":
            return self.parts.files.start(page, given, at)
        if edge == "videos" and phase == "transfer":
            return self.parts.files.transfer(page, given)
        raise Refused(100, "Param upload_phase is not valid")

    def _finish(self, edge: str, given: Given, page: Page, at: datetime) -> Any:
        in_chunks = edge == "videos"
        item = self.parts.files.session(page, given) if in_chunks else self.item(given, "video_id")
        ready_at = at + self.parts.nodes.processing
        told = self.parts.publishing.finish(page, item, given, at, ready_at)
        return told if in_chunks else {**told, "post_id": item.post.partition("_")[2]}

    def item(self, given: Mapping[str, Any], name: str) -> Item:
        """The photo or video of that id."""
        item = self.world.items.get(str(given.get(name, "")))
        if item is None:
            raise missing(str(given.get(name, "")))
        return item
