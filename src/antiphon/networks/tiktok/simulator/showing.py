"""What the simulated network tells of accounts and posts, in the words of its two APIs."""

from typing import Any

from antiphon.networks.tiktok.simulator.world import Account, Comment, Post, World

SHOWN = 150


class Showing:
    """Everything that is only read."""

    def __init__(self, world: World, web: str) -> None:
        self.world, self.web = world, web

    def user(self, account: Account, fields: list[str]) -> dict[str, Any]:
        """A person, as far as was asked."""
        public = list(self.world.public(account))
        whole = {
            "open_id": account.id,
            "union_id": f"u{account.id}",
            "avatar_url": f"{self.web}/@{account.handle}/avatar.jpeg",
            "display_name": account.name,
            "bio_description": "",
            "profile_deep_link": f"{self.web}/@{account.handle}",
            "is_verified": False,
            "username": account.handle,
            "follower_count": len(account.followers),
            "following_count": 0,
            "likes_count": sum(len(post.likes) for post in public),
            "video_count": len(public),
        }
        return {name: whole[name] for name in fields if name in whole}

    def creator(self, account: Account) -> dict[str, Any]:
        """What an account lets a post be."""
        return {
            "creator_avatar_url": f"{self.web}/@{account.handle}/avatar.jpeg",
            "creator_username": account.handle,
            "creator_nickname": account.name,
            **self.limits(account),
        }

    def limits(self, account: Account) -> dict[str, Any]:
        """Who can see posts, who can do what, how long a video may be."""
        return {
            "privacy_level_options": account.levels,
            **{f"{name}_disabled": name in account.off for name in ("comment", "duet", "stitch")},
            "max_video_post_duration_sec": account.longest,
        }

    def status(self, post: Post) -> dict[str, Any]:
        """How far a post is."""
        at = self.world.now()
        found: dict[str, Any] = {"status": post.status(at), "uploaded_bytes": post.got}
        if post.failed:
            found["fail_reason"] = post.failed
        if post.is_public(at):
            found["publicaly_available_post_id"] = [int(post.id)]
        return found

    def video(self, post: Post) -> dict[str, Any]:
        """A public post; a text is told up to its 150th character."""
        return {
            "id": post.id,
            "create_time": int(post.created.timestamp()),
            "share_url": self.url(post),
            "video_description": post.text[:SHOWN],
            "title": (post.title or post.text)[:SHOWN],
            "duration": 0 if post.title else 1,
            "like_count": len(post.likes),
            "comment_count": len(post.comments),
            "share_count": post.shares,
            "view_count": post.views,
        }

    def item(self, post: Post) -> dict[str, Any]:
        """A public post in the API for Business."""
        return {
            "item_id": post.id,
            "caption": post.text,
            "create_time": str(int(post.created.timestamp())),
            "share_url": self.url(post),
            "likes": len(post.likes),
            "comments": len(post.comments),
            "shares": post.shares,
            "favorites": 0,
            "reach": post.views,
            "video_views": post.views,
        }

    def comment(self, one: Comment) -> dict[str, Any]:
        """A comment in the API for Business."""
        return {
            "comment_id": one.id,
            "video_id": one.post.id,
            "unique_identifier": one.author_id,
            "create_time": str(int(one.at.timestamp())),
            "text": one.text,
            "likes": 0,
            "replies": 0,
            "owner": one.is_ours,
            "liked": False,
            "pinned": False,
            "status": "PUBLIC",
            "username": one.author,
            "display_name": one.author,
            "parent_comment_id": "",
            "reply_list": [],
        }

    def url(self, post: Post) -> str:
        """Where people see it."""
        return f"{self.web}/@{post.account.handle}/video/{post.id}"
