"""What the simulated network does when a Page says something."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from antiphon.kernel.text import utf16
from antiphon.networks.facebook.simulator.answers import Refused, missing
from antiphon.networks.facebook.simulator.world import Item, Page, Post, World

Params = Mapping[str, Any]
TEXT_LIMIT, COUNTRIES = 63_206, 25
DUPLICATE_WITHIN = timedelta(minutes=10)
"""For how long an equal text is refused; the real time is not documented."""
HARD = {
    *("geo_locations", "locales", "age_min", "excluded_countries", "excluded_regions"),
    *("excluded_cities", "excluded_zipcodes", "timezones"),
}
SOFT = HARD | {
    *("age_max", "genders", "interests", "education_statuses", "college_years"),
    "relationship_statuses",
}


class Publishing:
    """The edges that make things visible."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.quirks: set[str] = set()
        """`no_targeting`: this Page may not choose its audience."""

    def feed(self, page: Page, given: Params, at: datetime) -> dict[str, Any]:
        """A text, a link or photos that are there already."""
        message, link = str(given.get("message", "")), str(given.get("link", ""))
        self._length(message)
        media = self._attached(page, given)
        if not (message or link or media):
            raise Refused(100, "Missing message or attachment")
        _judge_link(link)
        targeting = self.targeting(given, "targeting", HARD)
        feed_targeting = self.targeting(given, "feed_targeting", SOFT)
        said = f"{message}\0{link}"
        if not media and self.world.repeats(page.id, said, at, DUPLICATE_WITHIN):
            raise Refused(506, "Duplicate status message")
        post = self._post(page, message, at, media)
        post.link, post.targeting, post.feed_targeting = link, targeting, feed_targeting
        names = ("place", "text_format_preset_id", "call_to_action")
        post.options = {name: str(given[name]) for name in names if given.get(name)}
        return {"id": self.world.add(post).id}

    def _length(self, text: str, limit: int = TEXT_LIMIT) -> None:
        if utf16(text) > limit:
            raise Refused(100, f"Param message must be at most {limit} characters")

    def _attached(self, page: Page, given: Params) -> list[Item]:
        names = sorted(
            (name for name in given if name.startswith("attached_media[")),
            key=lambda name: int("0" + "".join(filter(str.isdigit, name))),
        )
        found: list[Item] = []
        for name in names:
            id = str(_object(given[name], name).get("media_fbid", ""))
            item = self.world.items.get(id)
            if item is None or item.page != page.id:
                raise Refused(100, "Invalid parameter: the photo does not exist")
            if item.post or item in found:
                raise Refused(100, "These photos were already posted.", sub=1366051)
            found.append(item)
        return found

    def _post(self, page: Page, text: str, at: datetime, media: list[Item]) -> Post:
        id = f"{page.id}_{self.world.id()}"
        return Post(id, page.id, page.id, page.name, text, at, media=media)

    def targeting(self, given: Params, name: str, known: set[str]) -> dict[str, Any]:
        """An audience, if one is given and this Page may choose one."""
        if not given.get(name):
            return {}
        found = _object(given[name], name)
        if "no_targeting" in self.quirks:
            raise Refused(100, "Organic targeting is not enabled for this Page")
        unknown = set(found) - known
        if unknown:
            raise Refused(100, f"Invalid parameter: {name} has no key {min(unknown)}")
        if name == "targeting" and found.get("age_min", 13) not in {13, 15, 18, 21, 25}:
            raise Refused(100, "Invalid parameter: age_min")
        geo = found.get("geo_locations", {})
        if len(geo.get("countries", [])) > COUNTRIES:
            raise Refused(100, f"At most {COUNTRIES} countries can be chosen")
        return found

    def publish_photo(self, page: Page, item: Item, given: Params, at: datetime) -> dict[str, Any]:
        """A single photo that is visible at once."""
        text = str(given.get("message") or given.get("caption") or "")
        post = self._post(page, text, at, [item])
        post.targeting = self.targeting(given, "targeting", HARD)
        return {"id": item.id, "post_id": self.world.add(post).id}

    def finish(
        self, page: Page, item: Item, given: Params, at: datetime, ready_at: datetime
    ) -> dict[str, Any]:
        """The last phase of a video, reel or story; a repeat changes nothing."""
        if item.page != page.id:
            raise missing(item.id)
        if item.size < item.expected or not item.expected:
            raise Refused(6000, "The video has not arrived as a whole", sub=1363030)
        if item.finished is None:
            item.finished = at
            item.text, item.title = str(given.get("description", "")), str(given.get("title", ""))
            self._length(item.text)
            post = self._post(page, item.text, at, [item])
            post.visible_from = ready_at
            post.targeting = self.targeting(given, "targeting", HARD)
            post.feed_targeting = self.targeting(given, "feed_targeting", SOFT)
            self.world.add(post)
        return {"success": True}

    def photo_story(self, page: Page, given: Params, at: datetime) -> dict[str, Any]:
        """A photo as a story; twice makes two stories."""
        item = self.world.items.get(str(given.get("photo_id", "")))
        if item is None or item.page != page.id:
            raise Refused(100, "Invalid parameter: photo_id")
        post = self._post(page, "", at, [item])
        post.is_story = True
        return {"success": True, "post_id": self.world.add(post).id}

    def comment(self, parent: Post, page: Page, given: Params, at: datetime) -> dict[str, Any]:
        """A comment under a post or another comment."""
        message = str(given.get("message", ""))
        if not message:
            raise Refused(100, "Missing message")
        self._length(message, 8_000)
        return {"id": self.reply(parent, page.id, page.name, message, at).id}

    def reply(self, parent: Post, author: str, name: str, text: str, at: datetime) -> Post:
        """Somebody writes below something."""
        top = parent
        while top.parent is not None:
            top = top.parent
        id = f"{top.id.partition('_')[2]}_{self.world.id()}"
        return self.world.add(Post(id, top.page, author, name, text, at, parent=parent))

    def change(self, post: Post, given: Params, at: datetime) -> dict[str, Any]:
        """Another text for what is there."""
        if "message" in given:
            self._length(str(given["message"]))
            post.text, post.updated = str(given["message"]), at
        return {"success": True}

    def change_video(self, item: Item, given: Params) -> dict[str, Any]:
        """Another description for a video, and for the post that shows it."""
        item.text = str(given.get("description", item.text))
        post = self.world.posts.get(item.post)
        if post is not None:
            post.text = item.text
        return {"success": True}


def _object(value: Any, name: str) -> dict[str, Any]:
    try:
        found = json.loads(str(value))
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise Refused(100, f"Param {name} must be an object", sub=1349125)
    return found


def _judge_link(link: str) -> None:
    if link and not link.startswith(("http://", "https://")):
        raise Refused(100, "The url you supplied is invalid", sub=1609005)
    if "://www.facebook.com/" in link:
        raise Refused(100, "Links to Facebook cannot be posted", sub=1609008)


def is_picture(body: bytes) -> str:
    """The type of a picture by its first bytes, or nothing."""
    for start, mime in (
        (b"\xff\xd8\xff", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"GIF8", "image/gif"),
        (b"BM", "image/bmp"),
        (b"II*\0", "image/tiff"),
        (b"MM\0*", "image/tiff"),
    ):
        if body.startswith(start):
            return mime
    return ""
