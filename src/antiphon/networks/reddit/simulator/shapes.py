"""How Reddit writes down posts, comments, people and communities."""

from typing import Any

from antiphon.connect.values import Kind
from antiphon.networks.reddit.simulator.world import Community, Entry, File, User, World


def listing(children: list[dict[str, Any]], after: str | None = None) -> dict[str, Any]:
    """A page of a list."""
    told = {"after": after, "before": None, "dist": len(children), "modhash": None}
    return {"kind": "Listing", "data": {**told, "geo_filter": "", "children": children}}


def post(world: World, one: Entry, viewer: str) -> dict[str, Any]:
    """A post."""
    score = 1 + one.counts.get("ups", 0)
    return {
        "kind": "t3",
        "data": {
            **_shared(world, one, viewer, score),
            "url": f"https://www.reddit.com{permalink(one)}",
            "selftext": "",
            "is_self": True,
            "is_video": False,
            "domain": f"self.{one.community}",
            "upvote_ratio": 1.0,
            "num_comments": sum(name in world.comments for name in one.comments),
            "num_crossposts": one.counts.get("shares", 0),
            "view_count": None,
            "removed_by_category": None,
            "over_18": False,
            "spoiler": False,
            "link_flair_text": None,
            **one.told,
        },
    }


def comment(world: World, one: Entry, viewer: str, replies: Any = "") -> dict[str, Any]:
    """A comment, with what was answered to it."""
    told = _shared(world, one, viewer, 1 + one.counts.get("ups", 0))
    return {
        "kind": "t1",
        "data": {**told, "link_id": one.post, "parent_id": one.parent, "replies": replies,
                 "body": "", "body_html": "", "depth": 0, **one.told},
    }  # fmt: skip


def _shared(world: World, one: Entry, viewer: str, score: int) -> dict[str, Any]:
    user = world.users.get(one.author.casefold())
    community = world.communities[one.community.casefold()]
    return {
        "id": one.name[3:],
        "name": one.name,
        "author": one.author,
        "author_fullname": f"t2_{user.id}" if user else f"t2_{one.author}",
        "subreddit": one.community,
        "subreddit_id": f"t5_{community.id}",
        "subreddit_name_prefixed": f"r/{one.community}",
        "permalink": permalink(one),
        "created": one.at.timestamp(),
        "created_utc": float(int(one.at.timestamp())),
        "score": score,
        "ups": score,
        "downs": 0,
        "likes": True if one.author.casefold() == viewer.casefold() else None,
        "edited": False,
        "archived": False,
        "locked": False,
    }


def permalink(one: Entry) -> str:
    """The path of its page."""
    if one.parent:
        return f"/r/{one.community}/comments/{one.post[3:]}/_/{one.name[3:]}/"
    return f"/r/{one.community}/comments/{one.name[3:]}/_/"


def shown(world: World, file: File) -> str:
    """Where a file can be seen."""
    host = "v.redd.it" if file.kind is Kind.VIDEO else "i.redd.it"
    return f"{world.base}/-/{host}/{file.id}"


def community(one: Community, viewer: str, *, moderates: bool) -> dict[str, Any]:
    """A community as `about` shows it."""
    return {
        "kind": "t5",
        "data": {
            "id": one.id,
            "name": f"t5_{one.id}",
            "display_name": one.name,
            "display_name_prefixed": f"r/{one.name}",
            "title": one.title,
            "url": f"/r/{one.name}/",
            "subscribers": one.subscribers,
            "active_user_count": 1,
            "created_utc": one.at.timestamp(),
            "public_description": "",
            "subreddit_type": "user" if one.name.startswith("u_") else "public",
            "submission_type": "any",
            "allow_images": True,
            "allow_videos": True,
            "allow_galleries": True,
            "allow_polls": True,
            "link_flair_enabled": False,
            "over18": False,
            "user_is_banned": False,
            "user_is_moderator": moderates,
            "user_is_subscriber": bool(viewer),
            **one.told,
        },
    }


def me(one: User, profile: Community) -> dict[str, Any]:
    """Who speaks."""
    return {
        "id": one.id,
        "name": one.name,
        "icon_img": "",
        "is_suspended": one.suspended,
        "total_karma": 21,
        "link_karma": 12,
        "comment_karma": 9,
        "inbox_count": 0,
        "has_mail": False,
        "created_utc": profile.at.timestamp(),
        "subreddit": {
            "display_name": profile.name,
            "name": f"t5_{profile.id}",
            "title": profile.title,
            "url": f"/user/{one.name}/",
            "subscribers": profile.subscribers,
        },
    }
