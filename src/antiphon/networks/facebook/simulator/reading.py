"""What the simulated network tells: nodes, lists, figures, places."""

import base64
from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from antiphon.networks.facebook.simulator import atlas
from antiphon.networks.facebook.simulator.answers import Refused, missing
from antiphon.networks.facebook.simulator.fields import parse, pick
from antiphon.networks.facebook.simulator.nodes import Nodes, kind_of, when
from antiphon.networks.facebook.simulator.world import Page, Post, World

Params = Mapping[str, Any]
MOST = 100
LAG = timedelta(minutes=5)
DEFAULT = "id,message,created_time"

METRICS = frozenset({
    "post_media_view", "post_total_media_view_unique", "post_clicks", "post_video_views",
    "post_reactions_like_total", "post_video_view_time",
})  # fmt: skip


class Reading:
    """The edges that only tell."""

    def __init__(self, world: World, nodes: Nodes) -> None:
        self.world, self.nodes = world, nodes
        self.quirks: set[str] = set()
        """`nameless`: authors of comments are withheld; `dead_metric`: one metric is retired;
        `lag`: lists show a post only after five minutes."""

    def node(self, id: str, given: Params, at: datetime) -> dict[str, Any]:
        """One thing by its id."""
        thing = self._thing(id, at)
        kind = kind_of(thing)
        default = {"Page": "id,name", "Photo": "id,created_time", "Video": "id,updated_time"}
        return pick(thing, parse(str(given.get("fields") or default.get(kind, DEFAULT))), kind)

    def _thing(self, id: str, at: datetime) -> dict[str, Any]:
        if id in self.world.pages:
            return self.nodes.page(self.world.pages[id])
        if id in self.world.items:
            return self.nodes.item(self.world.items[id], at)
        post = self.world.posts.get(id)
        if post is None or not post.visible(at):
            raise missing(id)
        return self._post(post)

    def _post(self, post: Post) -> dict[str, Any]:
        if post.parent is None:
            return self.nodes.post(post)
        return self.nodes.comment(post, named="nameless" not in self.quirks)

    def posts(self, page: Page, given: Params, at: datetime) -> dict[str, Any]:
        """What a Page has said, newest first."""
        since = _since(given)
        first, most = _cursor(given), _most(given)
        found: list[Post] = []
        for post in islice(self.world.newest(page, at), first, None):
            if "lag" in self.quirks and at - post.created < LAG:
                continue
            if (since and post.created.timestamp() < since) or len(found) > most:
                break
            found.append(post)
        return self._page(found, given, first, most)

    def comments(self, post: Post, given: Params) -> dict[str, Any]:
        """What was written below something."""
        every = _below(post) if given.get("filter") == "stream" else post.comments
        living = [one for one in every if not one.gone]
        since = _since(given)
        if since:
            living = [one for one in living if one.created.timestamp() >= since]
        if given.get("order") == "reverse_chronological":
            living.reverse()
        first, most = _cursor(given), _most(given)
        return self._page(living[first : first + most + 1], given, first, most)

    def _page(self, found: list[Post], given: Params, first: int, most: int) -> dict[str, Any]:
        asked = parse(str(given.get("fields") or DEFAULT))
        data = [pick(self._post(post), asked, "Post") for post in found[:most]]
        told: dict[str, Any] = {"data": data}
        if data:
            told["paging"] = {"cursors": {"before": _mark(first), "after": _mark(first + most)}}
            if len(found) > most:
                told["paging"]["next"] = f"{self.nodes.web}/next"
        return told

    def stories(self, page: Page) -> dict[str, Any]:
        """A Page's stories."""
        stories = [post for post in page.posts if post.is_story and not post.gone]
        return {"data": [self._story(post) for post in stories[-MOST:]]}

    def _story(self, post: Post) -> dict[str, Any]:
        return {
            "post_id": post.id,
            "status": "PUBLISHED",
            "creation_time": str(int(post.created.timestamp())),
            "media_type": "photo",
            "media_id": post.media[0].id,
            "url": f"{self.nodes.web}/stories/{post.page}/{post.id}",
        }

    def insights(self, post: Post, given: Params) -> dict[str, Any]:
        """Figures; one metric that is unknown fails the whole call."""
        names = str(given.get("metric", "")).split(",")
        dead = {"post_video_views"} if "dead_metric" in self.quirks else set()
        if not set(names) <= METRICS - dead:
            raise Refused(100, "The value must be a valid insights metric")
        video = sum(item.views for item in post.media)
        values = {
            "post_media_view": post.views,
            "post_total_media_view_unique": len(post.viewers),
            "post_clicks": post.clicks,
            "post_video_views": video,
            "post_reactions_like_total": len(post.likes),
        }
        return {"data": [_figure(post, name, values.get(name, 0)) for name in names]}

    def search(self, given: Params) -> dict[str, Any]:
        """Places and languages by name."""
        wanted = str(given.get("q", "")).casefold()
        if given.get("type") == "adlocale":
            names = atlas.LOCALES.items()
            found = [{"key": key, "name": name} for key, name in names if wanted in name.casefold()]
            return {"data": found}
        if given.get("type") != "adgeolocation":
            raise Refused(100, "Param type is not valid")
        kinds = str(given.get("location_types", ""))
        tables = [atlas.CITIES if '"city"' in kinds else {}]
        tables += [atlas.REGIONS if '"region"' in kinds else {}]
        places = [place for table in tables for place in table.values()]
        return {"data": [one for one in places if one["name"].casefold().startswith(wanted)]}


def _below(post: Post) -> list[Post]:
    found = [*post.comments]
    for comment in post.comments:
        found += _below(comment)
    return sorted(found, key=lambda one: one.created)


def _since(given: Params) -> int:
    return int(given["since"]) if str(given.get("since", "")).isdigit() else 0


def _most(given: Params) -> int:
    wanted = str(given.get("limit", ""))
    return min(MOST, int(wanted)) if wanted.isdigit() else 25


def _mark(place: int) -> str:
    return base64.urlsafe_b64encode(str(place).encode()).decode()


def _cursor(given: Params) -> int:
    after = str(given.get("after", ""))
    try:
        return int(base64.urlsafe_b64decode(after)) if after else 0
    except ValueError as error:
        raise Refused(100, "Invalid cursor") from error


def _figure(post: Post, name: str, value: int) -> dict[str, Any]:
    return {
        "name": name,
        "period": "lifetime",
        "values": [{"value": value}],
        "title": name.replace("_", " ").title(),
        "description": f"Since {when(post.created)}",
        "id": f"{post.id}/insights/{name}/lifetime",
    }
