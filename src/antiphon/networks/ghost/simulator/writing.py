"""Adding, changing and deleting posts and pages in the simulated interface."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from antiphon.networks.ghost.simulator import shapes
from antiphon.networks.ghost.simulator.state import Post, Site, at

Told = tuple[int, Any]
# Longest of each (posts.json of the API's schemas; the alternative text by the model's own rule).
_LONGEST = {"title": 2_000, "slug": 191, "custom_excerpt": 300, "feature_image_alt": 191,
            "email_subject": 300, "canonical_url": 2_000}  # fmt: skip
_FIELDS = frozenset({
    *_LONGEST, "html", "lexical", "status", "visibility", "tiers", "tags", "authors", "featured",
    "feature_image", "feature_image_caption", "updated_at", "published_at", "email_only",
    "meta_title", "meta_description", "og_title", "og_description", "og_image",
})  # fmt: skip
_KEPT = _FIELDS - {"title", "slug", "html", "lexical", "status", "updated_at", "published_at"}


@dataclass
class Writing:
    """One request that changes something."""

    site: Site
    which: str
    now: datetime
    query: Mapping[str, str]
    body: Any

    def given(self, verb: str) -> dict[str, Any] | Told:
        """The fields of the one post in the body, or why it is refused."""
        found = self.body.get(self.which) if isinstance(self.body, dict) else None
        if not isinstance(found, list) or len(found) != 1 or not isinstance(found[0], dict):
            say = f"No root key ('{self.which}') provided."
            return shapes.refused(400, "BadRequestError", say)
        told: dict[str, Any] = found[0]
        path = f"/{self.which}/0"
        for name, value in told.items():
            if name not in _FIELDS:
                say = "must NOT have additional properties"
                return shapes.invalid(say, verb, path, name, "additionalProperties")
            if name in _LONGEST and len(value or "") > _LONGEST[name]:
                say = f"must NOT have more than {_LONGEST[name]} characters"
                return shapes.invalid(say, verb, f"{path}/{name}", name, "maxLength")
        return told

    def add(self) -> Told:
        """`POST`: a new post."""
        told = self.given("save")
        if isinstance(told, tuple):
            return told
        if not told.get("title"):
            say = "must have required property 'title'"
            return shapes.invalid(say, "save", f"/{self.which}/0", "0", "required")
        wanted = str(told.get("slug") or "untitled")
        slug = self.site.free_slug(wanted, self.which)
        post = Post(self.site.next_id(), self.which, slug, self.now, self.now)
        self.site.posts[post.id] = post
        self._change(post, told)
        return 201, {self.which: [shapes.post(post, self.site)]}

    def edit(self, post: Post) -> Told:
        """`PUT`: the same post, if nobody changed it in between."""
        told = self.given("edit")
        if isinstance(told, tuple):
            return told
        if not told.get("updated_at"):
            say = "must have required property 'updated_at'"
            return shapes.invalid(say, "edit", f"/{self.which}/0", "0", "required")
        if told["updated_at"] != at(post.updated_at):
            say = "Saving failed! Someone else is editing this post."
            return shapes.refused(409, "UpdateCollisionError", say, code="UPDATE_COLLISION")
        letter = self.query.get("newsletter", "")
        if letter and letter not in dict(self.site.newsletters):
            say = "The newsletter parameter doesn't match any active newsletter."
            return shapes.refused(400, "BadRequestError", say)
        sends = letter and told.get("status") == "published" and post.status == "draft"
        self._change(post, told)
        if sends and post.email is None:
            segment = self.query.get("email_segment", "all")
            post.email = {"status": "pending", "recipient_filter": segment,
                          "newsletter": letter, "email_count": len(self.site.members)}  # fmt: skip
        return 200, {self.which: [shapes.post(post, self.site)]}

    def _change(self, post: Post, told: dict[str, Any]) -> None:
        post.title = str(told.get("title", post.title))
        if self.query.get("source") == "html" and "html" in told:
            post.html = str(told["html"] or "")
        if told.get("status", post.status) == "published" != post.status:
            post.published_at = self.now
        post.status, post.updated_at = str(told.get("status", post.status)), self.now
        post.told |= {name: value for name, value in told.items() if name in _KEPT}
        if "tags" in told:
            post.told["tags"] = [
                {"name": one if isinstance(one, str) else one["name"]} for one in told["tags"]
            ]
