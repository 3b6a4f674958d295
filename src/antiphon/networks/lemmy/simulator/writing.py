"""What people may do on the server, and what it refuses."""

from collections.abc import Callable
from typing import Any

from antiphon.networks.lemmy.simulator.shapes import Shapes
from antiphon.networks.lemmy.simulator.world import (
    LANGUAGES,
    LEAST_TITLE,
    MOST_TEXT,
    MOST_TITLE,
    Person,
    Refused,
    Said,
    World,
)

Thing = dict[str, Any]


class Writing:
    """Makes, changes and deletes."""

    def __init__(self, world: World, shapes: Shapes) -> None:
        self.world, self.shapes = world, shapes

    def do(self, method: str, path: str, given: Thing, asker: Person) -> Thing:
        """One call that changes something."""
        doings: dict[tuple[str, str], Callable[[Thing, Person], Thing]] = {
            ("POST", "/post"): self._post,
            ("PUT", "/post"): self._change_post,
            ("POST", "/post/delete"): self._delete_post,
            ("POST", "/comment"): self._comment,
            ("PUT", "/comment"): self._change_comment,
            ("POST", "/comment/delete"): self._delete_comment,
            ("POST", "/user/logout"): self._leave,
            ("POST", "/account/auth/logout"): self._leave,
        }
        if (method, path) not in doings:
            raise Refused("not_found", 404)
        return doings[method, path](given, asker)

    def _post(self, given: Thing, asker: Person) -> Thing:
        place = self.world.communities.get(int(given.get("community_id") or 0))
        if place is None:
            raise Refused("couldnt_find_community", 404)
        if self.world.refusing:
            raise Refused(self.world.refusing)
        self._judge(given)
        id = self.world.number("post")
        said = Said(id, asker, place, self.world.now(), votes={asker.id})
        self._take(said, given)
        self.world.posts[id] = said
        return {"post_view": self.shapes.post(said, asker.id)}

    def _judge(self, given: Thing) -> None:
        title = str(given.get(self.world.speaks.title) or "").strip()
        if not LEAST_TITLE <= len(title) <= MOST_TITLE or "\n" in title:
            raise Refused("invalid_post_title")
        if len(str(given.get("body") or "")) > MOST_TEXT:
            raise Refused("invalid_body_field")
        if given.get("language_id", 0) not in LANGUAGES.values():
            raise Refused("language_not_allowed")
        url = given.get("url")
        if url and not str(url).startswith(("http://", "https://")):
            raise Refused("invalid_url")

    def _take(self, said: Said, given: Thing) -> None:
        said.title = str(given.get(self.world.speaks.title) or said.title).strip()
        said.words, said.url = str(given.get("body") or ""), str(given.get("url") or "")
        said.alt, said.nsfw = str(given.get("alt_text") or ""), bool(given.get("nsfw"))
        said.language = int(given.get("language_id") or 0)

    def _change_post(self, given: Thing, asker: Person) -> Thing:
        said = self._own(self.world.posts.get(int(given.get("post_id") or 0)), asker, "post")
        self._judge(given)
        self._take(said, given)
        said.updated = self.world.now()
        return {"post_view": self.shapes.post(said, asker.id)}

    def _delete_post(self, given: Thing, asker: Person) -> Thing:
        said = self._own(self.world.posts.get(int(given.get("post_id") or 0)), asker, "post")
        said.deleted = bool(given.get("deleted"))
        return {"post_view": self.shapes.post(said, asker.id)}

    def _comment(self, given: Thing, asker: Person) -> Thing:
        post = self.world.posts.get(int(given.get("post_id") or 0))
        if post is None or post.deleted:
            raise Refused("couldnt_find_post", 404)
        words = self._words(given)
        above = self.world.comments.get(int(given.get("parent_id") or 0))
        said = self.world.comment(asker, post, words, above)
        return self.shapes.comment_told(said, asker.id)

    def _words(self, given: Thing) -> str:
        words = str(given.get(self.world.speaks.words) or "")
        if not words.strip() or len(words) > MOST_TEXT:
            raise Refused("invalid_body_field")
        return words

    def _change_comment(self, given: Thing, asker: Person) -> Thing:
        found = self.world.comments.get(int(given.get("comment_id") or 0))
        said = self._own(found, asker, "comment")
        said.words, said.updated = self._words(given), self.world.now()
        return self.shapes.comment_told(said, asker.id)

    def _delete_comment(self, given: Thing, asker: Person) -> Thing:
        found = self.world.comments.get(int(given.get("comment_id") or 0))
        said = self._own(found, asker, "comment")
        said.deleted = bool(given.get("deleted"))
        return self.shapes.comment_told(said, asker.id)

    def _own(self, said: Said | None, asker: Person, kind: str) -> Said:
        if said is None:
            raise Refused(f"couldnt_find_{kind}", 404)
        if said.by is not asker:
            raise Refused(f"no_{kind}_edit_allowed")
        return said

    def _leave(self, _given: Thing, asker: Person) -> Thing:
        self.world.tokens = {t: who for t, who in self.world.tokens.items() if who != asker.id}
        return {"success": True}
