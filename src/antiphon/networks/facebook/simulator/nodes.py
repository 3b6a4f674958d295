"""How the simulated network shows its things: every field that a node of that kind has."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from antiphon.connect.values import Kind
from antiphon.networks.facebook.simulator.fields import Asked
from antiphon.networks.facebook.simulator.world import Item, Page, Post, World


def when(at: datetime | None) -> str | None:
    """A time as theirs."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S%z") if at else None


class Nodes:
    """Turns things into nodes."""

    def __init__(self, world: World, base: str, processing: timedelta) -> None:
        self.world, self.web, self.processing = world, f"{base}/-/www.facebook.com", processing

    def page(self, page: Page, *, token: str | None = None) -> dict[str, Any]:
        """A Page."""
        return {
            "id": page.id,
            "name": page.name,
            "username": page.handle,
            "link": f"{self.web}/{page.handle}",
            "category": page.facts.get("category", "Food & Beverage Company"),
            "followers_count": len(page.followers),
            "fan_count": len(page.followers),
            "access_token": token,
            "tasks": ["ANALYZE", "ADVERTISE", "MESSAGING", "MODERATE", "CREATE_CONTENT", "MANAGE"],
            "picture": None,
        }

    def post(self, post: Post) -> dict[str, Any]:
        """A post; its permalink names another profile than the Page (recorded in May 2026)."""
        page, _line, number = post.id.partition("_")
        return {
            "id": post.id,
            "message": post.text or None,
            "created_time": when(post.created),
            "updated_time": when(post.updated or post.created),
            "permalink_url": f"{self.web}/1{page}/posts/{number}",
            "from": {"id": post.author, "name": post.author_name},
            "attachments": self._attachments(post),
            "shares": {"count": post.shares} if post.shares else None,
            "comments": lambda asked: summary(asked, len(post.comments)),
            "reactions": lambda asked: summary(asked, len(post.likes)),
            "likes": lambda asked: summary(asked, len(post.likes)),
            "is_published": True,
            "is_hidden": False,
            "parent_id": None,
            "scheduled_publish_time": None,
            "status_type": "added_photos" if post.media else "mobile_status_update",
            "targeting": post.targeting or None,
            "feed_targeting": post.feed_targeting or None,
        }

    def _attachments(self, post: Post) -> dict[str, Any] | None:
        if post.link:
            return {"data": [{"media_type": "link", "type": "share", "unshimmed_url": post.link}]}
        parts = [
            {"media_type": _word(item), "target": {"id": item.id}, "type": _word(item)}
            for item in post.media
        ]
        if len(parts) > 1:
            album = {"media_type": "album", "type": "album", "target": {"id": post.id}}
            inner = [{"type": part["type"], "target": part["target"]} for part in parts]
            return {"data": [{**album, "subattachments": {"data": inner}}]}
        return {"data": parts} if parts else None

    def comment(self, post: Post, *, named: bool = True) -> dict[str, Any]:
        """A comment; who wrote it is left out where they did not agree."""
        parent = post.parent
        author = {"id": post.author, "name": post.author_name}
        return {
            "id": post.id,
            "message": post.text,
            "from": author if named or post.author == post.page else None,
            "created_time": when(post.created),
            "parent": {"id": parent.id} if parent and parent.parent else None,
            "permalink_url": f"{self.web}/{post.page}/posts/{post.id.partition('_')[0]}"
            f"?comment_id={post.id.partition('_')[2]}",
            "like_count": len(post.likes),
            "comment_count": len(post.comments),
            "is_hidden": False,
            "can_hide": True,
            "can_remove": True,
            "can_reply_privately": post.author != post.page,
            "user_likes": False,
            "attachment": None,
            "comments": lambda asked: summary(asked, len(post.comments)),
            "reactions": lambda asked: summary(asked, len(post.likes)),
        }

    def item(self, item: Item, at: datetime) -> dict[str, Any]:
        """A photo or a video."""
        return self._photo(item) if item.kind is Kind.IMAGE else self._video(item, at)

    def _photo(self, item: Item) -> dict[str, Any]:
        return {
            "id": item.id,
            "name": item.text or None,
            "alt_text": item.alt or "May be an image.",
            "alt_text_custom": item.alt or None,
            "created_time": when(item.created),
            "link": f"{self.web}/photo.php?fbid={item.id}",
            "page_story_id": item.post or None,
        }

    def _video(self, item: Item, at: datetime) -> dict[str, Any]:
        post = self.world.posts.get(item.post)
        ready = self.is_ready(item, at)
        return {
            "id": item.id,
            "description": item.text or None,
            "title": item.title or None,
            "created_time": when(item.created),
            "updated_time": when(item.created),
            "permalink_url": f"/reel/{item.id}/",
            "post_id": item.post.partition("_")[2] if ready and item.post else None,
            "published": item.finished is not None,
            "status": self.status(item, at),
            "views": item.views,
            "comments": lambda asked: summary(asked, len(post.comments) if post else 0),
            "likes": lambda asked: summary(asked, len(post.likes) if post else 0),
        }

    def is_ready(self, item: Item, at: datetime) -> bool:
        """Whether a finished video has been worked on long enough."""
        return item.finished is not None and at >= item.finished + self.processing

    def status(self, item: Item, at: datetime) -> dict[str, Any]:
        """The three phases of a video."""
        ready = self.is_ready(item, at) and not item.error
        whole = bool(item.expected) and item.size >= item.expected
        word = "ready" if ready else "processing" if item.finished else "upload_complete"
        publishing: dict[str, Any] = {"status": "complete" if ready else "not_started"}
        if item.finished:
            publishing |= {"publish_status": "published", "publish_time": when(item.finished)}
        processing: dict[str, Any] = {"status": "complete" if ready else "not_started"}
        if item.error:
            word = "error"
            processing = {"status": "error", "errors": [{"code": 1363008, "message": item.error}]}
        return {
            "video_status": word if whole else "uploading",
            "uploading_phase": {
                "status": "complete" if whole else "in_progress",
                "bytes_transfered": item.size,
            },
            "processing_phase": processing,
            "publishing_phase": publishing,
        }


def summary(asked: Asked, total: int) -> dict[str, Any]:
    """A list of which only the number was asked for."""
    found: dict[str, Any] = {"data": []}
    if asked.how.get("summary") == "true":
        found["summary"] = {"total_count": total}
    return found


def _word(item: Item) -> str:
    return "photo" if item.kind is Kind.IMAGE else "video"


def kind_of(thing: Mapping[str, Any]) -> str:
    """The name of a node's kind, as refusals say it."""
    if "username" in thing:
        return "Page"
    return "Photo" if "alt_text" in thing else "Video" if "status" in thing else "Post"
