"""What the simulated network tells: posts, lists, figures, what is left of a day."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from antiphon.connect.values import Kind
from antiphon.networks.threads.simulator.answers import Refused, missing, picked
from antiphon.networks.threads.simulator.making import POSTS, REPLIES
from antiphon.networks.threads.simulator.world import (
    DAY,
    Container,
    Post,
    Profile,
    World,
    below,
    within_a_day,
)

Given = Mapping[str, Any]
METRICS = ("views", "likes", "replies", "reposts", "quotes", "shares")


class Telling:
    """The calls that only tell."""

    def __init__(self, world: World, web: str) -> None:
        self.world, self.web = world, web
        self.quirks: set[str] = set()
        """`ungranted`: figures and mentions were not allowed; `lag`: lists show nothing."""

    def thing(self, id: str, given: Given, at: datetime) -> dict[str, Any]:
        """A profile, a container or a post."""
        fields = str(given.get("fields", "id"))
        if id in self.world.profiles:
            return picked(self._profile(self.world.profiles[id]), fields)
        if id in self.world.containers:
            return picked(_container(self.world.containers[id], at), fields)
        if id in self.world.posts:
            return picked(self.post(self.world.posts[id]), fields)
        raise missing(id)

    def _profile(self, profile: Profile) -> dict[str, Any]:
        return {
            "id": profile.id,
            "username": profile.handle,
            "name": profile.name,
            "is_verified": False,
            "threads_profile_picture_url": None,
            "threads_biography": "",
            "is_eligible_for_geo_gating": profile.facts.get("geo") != "no",
            "recently_searched_keywords": [],
        }

    def post(self, post: Post) -> dict[str, Any]:
        """All fields of a post or reply."""
        codes = str(post.form.get("allowlisted_country_codes", ""))
        children = [{"id": f"{post.id}{place}"} for place, _one in enumerate(post.media)]
        return {
            "id": post.id,
            "media_product_type": "THREADS",
            "media_type": _kind(post),
            "permalink": f"{self.web}/@{post.handle}/post/{post.id}",
            "owner": {"id": post.author},
            "username": post.handle,
            "text": post.text or None,
            "timestamp": post.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+0000"),
            "shortcode": post.id,
            "alt_text": post.media[0].alt or None if len(post.media) == 1 else None,
            "children": {"data": children} if len(children) > 1 else None,
            "has_replies": bool(post.replies),
            "is_reply": post.parent is not None,
            "is_reply_owned_by_me": post.author in self.world.profiles,
            "root_post": {"id": post.root.id} if post.parent else None,
            "replied_to": {"id": post.parent.id} if post.parent else None,
            "hide_status": "NOT_HUSHED",
            "is_quote_post": "quote_post_id" in post.form,
            "link_attachment_url": post.form.get("link_attachment"),
            "poll_attachment": json.loads(str(post.form.get("poll_attachment", "null"))),
            "text_attachment": json.loads(str(post.form.get("text_attachment", "null"))),
            "topic_tag": post.form.get("topic_tag"),
            "allowlisted_country_codes": codes.split(",") if codes else None,
        }

    def own(self, profile: Profile, edge: str, given: Given) -> dict[str, Any]:
        """Posts or replies of a profile, newest first."""
        wanted = edge == "replies"
        since = int(given["since"]) if str(given.get("since", "")).isdigit() else 0
        posts = [
            post
            for post in reversed(profile.posts)
            if bool(post.parent) is wanted and not post.is_gone and post.at.timestamp() >= since
        ]
        return self._page([] if "lag" in self.quirks else posts, given)

    def mentions(self, profile: Profile, given: Given) -> dict[str, Any]:
        """Posts of others that name a profile."""
        self._granted("threads_manage_mentions")
        name = f"@{profile.handle}"
        found = (post for post in reversed(self.world.order) if name in post.text.split())
        return self._page((post for post in found if not post.is_gone), given)

    def conversation(self, id: str, given: Given) -> dict[str, Any]:
        """All that was written below a post."""
        posts = below(self._post(id))
        return self._page(reversed(posts) if given.get("reverse") != "false" else posts, given)

    def _page(self, posts: Iterable[Post], given: Given) -> dict[str, Any]:
        first, most = _number(given.get("after"), 0), min(_number(given.get("limit"), 25), 100)
        found = list(posts)[first : first + most + 1]
        fields = str(given.get("fields", "id"))
        told: dict[str, Any] = {"data": [picked(self.post(one), fields) for one in found[:most]]}
        if len(found) > most:
            told["paging"] = {"cursors": {"before": str(first), "after": str(first + most)}}
        return told

    def insights(self, id: str, given: Given) -> dict[str, Any]:
        """Figures of a post."""
        self._granted("threads_manage_insights")
        post = self._post(id)
        values = {
            "views": post.views,
            "likes": len(post.likes),
            "replies": sum(not reply.is_gone for reply in post.replies),
            "reposts": post.reposts,
        }
        names = str(given.get("metric", "")).split(",")
        if not set(names) <= set(METRICS):
            raise Refused(100, "Param metric must be one of the metrics.")
        return {"data": [_figure(id, name, values.get(name, 0)) for name in names]}

    def account_insights(self, profile: Profile, given: Given) -> dict[str, Any]:
        """Figures of a profile."""
        self._granted("threads_manage_insights")
        if given.get("metric") != "followers_count":
            raise Refused(100, "Param metric must be one of the metrics.")
        told = _figure(profile.id, "followers_count", 0)
        del told["values"]
        return {"data": [{**told, "period": "day",
                          "total_value": {"value": len(profile.followers)}}]}  # fmt: skip

    def limit(self, profile: Profile, given: Given, at: datetime) -> dict[str, Any]:
        """What is used of a day."""
        seconds = int(DAY.total_seconds())
        told = {
            "id": profile.id,
            "quota_usage": within_a_day(profile.published, at),
            "config": {"quota_total": POSTS, "quota_duration": seconds},
            "reply_quota_usage": within_a_day(profile.replied, at),
            "reply_config": {"quota_total": REPLIES, "quota_duration": seconds},
        }
        found = picked(told, str(given.get("fields", "quota_usage,config")))
        return {"data": [{name: value for name, value in found.items() if name != "id"}]}

    def _post(self, id: str) -> Post:
        if id not in self.world.posts:
            raise missing(id)
        return self.world.posts[id]

    def _granted(self, scope: str) -> None:
        if "ungranted" in self.quirks:
            raise Refused(10, f"Application does not have permission: {scope}", status=403)


def _container(one: Container, at: datetime) -> dict[str, Any]:
    status = "FINISHED" if at >= one.ready_at else "IN_PROGRESS"
    if at - one.made_at > DAY:
        status = "EXPIRED"
    status = "PUBLISHED" if one.post else "ERROR" if one.error else status
    return {"id": one.id, "status": status, "error_message": one.error or None}


def _kind(post: Post) -> str:
    if len(post.media) > 1:
        return "CAROUSEL_ALBUM"
    if post.media:
        return "VIDEO" if post.media[0].kind is Kind.VIDEO else "IMAGE"
    return "TEXT_POST"


def _figure(id: str, name: str, value: int) -> dict[str, Any]:
    return {
        "name": name,
        "period": "lifetime",
        "values": [{"value": value}],
        "title": name.capitalize(),
        "description": f"The number of {name}.",
        "id": f"{id}/insights/{name}/lifetime",
    }


def _number(value: object, other: int) -> int:
    return int(str(value)) if str(value).isdigit() else other
