"""What can be asked of the server without changing anything."""

from collections.abc import Callable
from typing import Any

from antiphon.networks.lemmy.dialect import PIEFED, V3
from antiphon.networks.lemmy.simulator.shapes import Shapes
from antiphon.networks.lemmy.simulator.world import Refused, Said, World

Thing = dict[str, Any]


class Asking:
    """Tells what is there, to whoever asks."""

    def __init__(self, world: World, shapes: Shapes) -> None:
        self.world, self.shapes = world, shapes

    def ask(self, path: str, query: Thing, who: int) -> Thing | None:
        """The answer to one question; None where there is no such path."""
        answers: dict[str, Callable[[int, Thing], Thing]] = {
            "/community": self._community,
            "/post": self._post,
            "/comment": self._comment,
            "/post/list": self._posts,
            "/comment/list": self._comments,
            "/user/replies": self._replies,
            "/user/notifications": self._notes,
        }
        return answers[path](who, query) if path in answers else None

    def _community(self, _who: int, query: Thing) -> Thing:
        name = str(query.get("name") or "").partition("@")[0]
        wanted = [one for one in self.world.communities.values()
                  if one.name == name or str(one.id) == query.get("id")]  # fmt: skip
        if not wanted:
            raise Refused("couldnt_find_community", 404)
        view = self.shapes.place(wanted[0])
        return {"community_view": view, "moderators": [], "discussion_languages": []}

    def _post(self, who: int, query: Thing) -> Thing:
        found = self.world.posts.get(int(query.get("id") or 0))
        if found is None:
            raise Refused("couldnt_find_post", 404)
        return {"post_view": self.shapes.post(found, who), "moderators": [], "cross_posts": [],
                "community_view": self.shapes.place(found.community)}  # fmt: skip

    def _comment(self, who: int, query: Thing) -> Thing:
        found = self.world.comments.get(int(query.get("id") or 0))
        if found is None:
            raise Refused("couldnt_find_comment", 404)
        return self.shapes.comment_told(found, who)

    def _posts(self, who: int, query: Thing) -> Thing:
        found = [one for one in self.world.posts.values()
                 if str(one.community.id) == query.get("community_id")]  # fmt: skip
        told = {"posts": [self.shapes.post(one, who) for one in _page(found, query)]}
        return told if self.world.speaks is V3 else {**told, "next_page": None}

    def _comments(self, who: int, query: Thing) -> Thing:
        found = [one for one in self.world.comments.values()
                 if one.post and str(one.post.id) == query.get("post_id")]  # fmt: skip
        return {"comments": [self.shapes.comment(one, who) for one in _page(found, query)]}

    def _replies(self, who: int, query: Thing) -> Thing:
        found = [] if self.world.speaks is PIEFED else self._to(who)
        return {"replies": [self.shapes.reply(one, who) for one in _page(found, query)]}

    def _notes(self, who: int, query: Thing) -> Thing:
        found = self._to(who)
        items = [self.shapes.note(one, who) for one in _page(found, query)]
        counts = {"total": len(found), "unread": len(found), "read": 0}
        return {"counts": counts, "items": items, "status": "All", "next_page": None}

    def _to(self, who: int) -> list[Said]:
        """Comments that answer something of somebody's."""
        world = self.world
        found = []
        for one in world.comments.values():
            above = world.comments.get(int(one.path.split(".")[-2]))
            answered = above or one.post
            if answered and answered.by.id == who and one.by.id != who:
                found.append(one)
        return found


def _page(found: list[Said], query: Thing) -> list[Said]:
    """The newest first, without what is deleted."""
    there = sorted((one for one in found if not one.deleted), key=lambda one: -one.id)
    most = int(query.get("limit") or 50)
    start = (int(query.get("page") or 1) - 1) * most
    return there[start : start + most]
