"""What the simulated network tells: accounts, posts, comments, containers, figures."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from antiphon.networks.instagram.simulator.answers import Refused
from antiphon.networks.instagram.simulator.fields import parse, pick
from antiphon.networks.instagram.simulator.making import Making
from antiphon.networks.instagram.simulator.world import Account, Container, Given, Post, World

MOST = 100
POSTS = frozenset({"reach", "views", "likes", "comments", "saved", "shares", "total_interactions"})
METRICS = {
    "FEED": POSTS | {"follows", "profile_visits"},
    "REELS": POSTS | {"ig_reels_avg_watch_time"},
    "STORY": frozenset({"reach", "views", "replies", "shares", "total_interactions"}),
}
FEWEST_VIEWERS = 5
IN_WORDS = {
    "FINISHED": "Finished: Media has been uploaded and it is ready to be published.",
    "IN_PROGRESS": "In Progress: Media is still being processed.",
    "PUBLISHED": "Published: Media has been successfully published.",
    "EXPIRED": "Expired: The container was not published within 24 hours.",
}


def when(at: datetime) -> str:
    """A time as theirs."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S%z")


class Reading:
    """The nodes and edges that only tell."""

    def __init__(self, world: World, making: Making, base: str) -> None:
        self.world, self.making = world, making
        self.web = f"{base}/-/www.instagram.com"
        self.quirks: set[str] = set()
        """`nameless`: who wrote a comment is told by name only; `dead_metric`: one is retired;
        `lag`: lists show nothing yet; `no_tags`: who tags the account is not told; `unconverted`:
        posts are older than the professional account."""

    def account(self, account: Account, *, by_instagram: bool) -> dict[str, Any]:
        """An account; by Instagram Login it has two ids, and the longer one is meant."""
        shared = {
            "username": account.handle,
            "name": account.name,
            "biography": account.facts.get("about"),
            "website": None,
            "profile_picture_url": f"{self.web}/{account.handle}.jpg",
            "followers_count": len(account.followers),
            "follows_count": 0,
            "media_count": len(account.posts),
        }
        if by_instagram:
            own = {"id": f"9{account.id[4:]}", "user_id": account.id, "account_type": "BUSINESS"}
            return {**own, **shared}
        return {"id": account.id, "ig_id": int(account.id[-9:]), **shared}

    def container(self, made: Container, at: datetime) -> dict[str, Any]:
        """How far a container is; a failure names its code in words only."""
        code = self.making.state(made, at)
        failed = f"Error: Media upload has failed with error code {made.error}"
        whole = made.expected == len(made.body)
        status = {
            "uploading_phase": {
                "status": "complete" if whole else "in_progress",
                "bytes_transferred": len(made.body),
            },
            "processing_phase": {"status": "complete" if whole else "not_started"},
        }
        return {
            "id": made.id,
            "status_code": code,
            "status": IN_WORDS.get(code, failed),
            "video_status": status if made.expected is not None else None,
            "copyright_check_status": None,
        }

    def post(self, post: Post) -> dict[str, Any]:
        """A post or a story."""
        several = len(post.files) > 1
        kind = "CAROUSEL_ALBUM" if several else post.files[0].kind.upper()
        place = {"REELS": "reel", "STORY": f"stories/{post.author_name}"}.get(post.product, "p")
        children = [
            {"id": file.id, "media_type": file.kind.upper(), "alt_text": file.alt or None}
            for file in post.files
        ]
        return {
            "id": post.id,
            "caption": post.text or None,
            "media_type": kind,
            "media_product_type": post.product,
            "permalink": f"{self.web}/{place}/{post.id}/",
            "timestamp": when(post.at),
            "username": post.author_name,
            "owner": {"id": post.account},
            "alt_text": None if several else post.files[0].alt or None,
            "children": {"data": children} if several else None,
            "like_count": len(post.likes),
            "comments_count": sum(not one.gone for one in post.comments),
            "is_comment_enabled": True,
        }

    def comment(self, post: Post) -> dict[str, Any]:
        """A comment, with the answers below it."""
        named = "nameless" not in self.quirks
        below = [self.comment(one) for one in post.comments if not one.gone]
        parent = post.parent
        return {
            "id": post.id,
            "text": post.text,
            "timestamp": when(post.at),
            "username": post.author_name,
            "from": {"id": post.author, "username": post.author_name} if named else None,
            "parent_id": parent.id if parent and parent.parent else None,
            "like_count": len(post.likes),
            "hidden": False,
            "media": {"id": post.top.id},
            "replies": {"data": below} if below else None,
        }

    def listed(self, nodes: Sequence[dict[str, Any]], given: Given, kind: str) -> dict[str, Any]:
        """One page of a list, and a cursor where there is more."""
        tree = parse(str(given.get("fields") or "id"))
        first, most = _number(given.get("after"), 0), min(MOST, _number(given.get("limit"), 25))
        data = [pick(one, tree, kind) for one in nodes[first : first + most]]
        told: dict[str, Any] = {"data": data}
        if data:
            told["paging"] = {"cursors": {"before": str(first), "after": str(first + len(data))}}
            if len(nodes) > first + most:
                told["paging"]["next"] = f"{self.web}/next"
        return told

    def posts(
        self, account: Account, given: Given, at: datetime, *, stories: bool
    ) -> dict[str, Any]:
        """What an account shows, newest first."""
        since = _number(given.get("since"), 0)
        found = [
            self.post(post)
            for post in reversed(account.posts)
            if (post.product == "STORY") is stories and post.seen(at)
            if post.at.timestamp() >= since and "lag" not in self.quirks
        ]
        return self.listed(found, given, "IGMedia")

    def comments(self, post: Post, given: Given) -> dict[str, Any]:
        """What was written below something, newest first."""
        living = [self.comment(one) for one in reversed(post.comments) if not one.gone]
        return self.listed(living, given, "IGComment")

    def tags(self, account: Account, given: Given) -> dict[str, Any]:
        """Posts of others that tag an account."""
        if "no_tags" in self.quirks:
            raise Refused(10, "The application does not have permission for this action")
        found = [self.post(post) for post in reversed(account.tagged)]
        return self.listed(found, given, "IGMedia")

    def limit(self, account: Account, at: datetime) -> dict[str, Any]:
        """How many posts a day may have, and has had."""
        config = {"quota_total": self.making.quota, "quota_duration": 86400}
        return {"data": [{"quota_usage": self.making.used(account, at), "config": config}]}

    def insights(self, post: Post, given: Given) -> dict[str, Any]:
        """Figures; one metric that is not for this kind of post fails the whole call."""
        if "unconverted" in self.quirks:
            raise Refused(100, "The media was posted before the account was converted", 2108006)
        names = str(given.get("metric", "")).split(",")
        known = METRICS[post.product] - ({"saved"} if "dead_metric" in self.quirks else set())
        if not set(names) <= known:
            raise Refused(100, "(#100) The metric is not supported for this media type")
        if post.product == "STORY" and len(post.viewers) < FEWEST_VIEWERS:
            raise Refused(10, "(#10) Not enough viewers for the media to show insights")
        return {"data": [_figure(post, name) for name in names]}


def _figure(post: Post, name: str) -> dict[str, Any]:
    values = {"reach": len(post.viewers), "views": post.views, "saved": post.saved,
              "shares": post.shares, "replies": len(post.comments)}  # fmt: skip
    return {
        "name": name,
        "period": "lifetime",
        "values": [{"value": values.get(name, 0)}],
        "title": name.title(),
        "description": f"{name.title()} since {when(post.at)}",
        "id": f"{post.id}/insights/{name}/lifetime",
    }


def _number(value: object, otherwise: int) -> int:
    return int(str(value)) if str(value or "").isdigit() else otherwise
