"""What the server tells of its things, in the words of its dialect."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from antiphon.networks.lemmy.dialect import PIEFED, V4
from antiphon.networks.lemmy.simulator.world import LANGUAGES, Community, Person, Said, World

Thing = dict[str, Any]
ACTIVE = ("users_active_day", "users_active_week", "users_active_month", "users_active_half_year")
COUNTED = ("subscribers", "subscribers_local", "posts", "comments", *ACTIVE)


def stamp(moment: datetime) -> str:
    """A moment as the server writes it."""
    return moment.isoformat(timespec="microseconds").replace("+00:00", "Z")


class Shapes:
    """One server's way to tell things."""

    def __init__(self, world: World) -> None:
        self.world = world

    @property
    def _address(self) -> str:
        return "ap_id" if self.world.speaks is V4 else "actor_id"

    def person(self, one: Person) -> Thing:
        """Somebody."""
        url = f"{self.world.base}/u/{one.name}"
        told = {"id": one.id, "banned": False, "deleted": False, "local": True, "instance_id": 1,
                "published": stamp(one.at), self._address: url}  # fmt: skip
        if self.world.speaks is PIEFED:
            return {**told, "user_name": one.name, "title": one.shown, "bot": False}
        return {**told, "name": one.name, "display_name": one.shown, "bot_account": False}

    def community(self, one: Community) -> Thing:
        """A community."""
        url = f"{self.world.base}/c/{one.name}"
        told = {"id": one.id, "name": one.name, "title": one.title, "removed": False,
                "deleted": False, "nsfw": False, "hidden": False, "local": True, "instance_id": 1,
                "published": stamp(one.at), self._address: url}  # fmt: skip
        if self.world.speaks is PIEFED:
            return {**told, "restricted_to_mods": False, "banned": False}
        return {**told, "posting_restricted_to_mods": False, "visibility": "Public"}

    def post(self, one: Said, asker: int) -> Thing:
        """A post with all that is told of it."""
        speaks = self.world.speaks
        told = {**self._said(one), speaks.title: one.title, "nsfw": one.nsfw,
                "ap_id": f"{self.world.base}/post/{one.id}"}  # fmt: skip
        if speaks is PIEFED:
            told |= {"user_id": one.by.id, "sticky": False,
                     "post_type": "Image" if one.alt else "Discussion"}  # fmt: skip
        else:
            told |= {"creator_id": one.by.id, "featured_community": False, "featured_local": False}
        told |= {name: value for name, value in (("url", one.url), ("body", one.words),
                 ("alt_text", one.alt)) if value}  # fmt: skip
        below = [c for c in self.world.comments.values() if c.post is one and not c.deleted]
        counts = {"post_id": one.id, "comments": len(below), **_votes(one),
                  "published": stamp(one.at), "newest_comment_time": stamp(one.at)}  # fmt: skip
        flags = {"read": False, "hidden": False, "unread_comments": 0}
        return {**self._view("post", told, counts, one, asker), **flags}

    def comment(self, one: Said, asker: int) -> Thing:
        """A comment with all that is told of it."""
        speaks = self.world.speaks
        told = {**self._said(one), speaks.words: one.words, "path": one.path,
                "distinguished": False, "ap_id": f"{self.world.base}/comment/{one.id}",
                "post_id": one.post.id if one.post else 0}  # fmt: skip
        told["user_id" if speaks is PIEFED else "creator_id"] = one.by.id
        told.pop("locked")
        told.pop("community_id")
        below = [c for c in self.world.comments.values() if c.path.startswith(f"{one.path}.")]
        counts = {"comment_id": one.id, **_votes(one), "published": stamp(one.at),
                  "child_count": len(below)}  # fmt: skip
        post = self.post(one.post, asker)["post"] if one.post else {}
        return {**self._view("comment", told, counts, one, asker), "post": post}

    def comment_told(self, one: Said, asker: int) -> Thing:
        """A comment as an answer of its own."""
        told = {"comment_view": self.comment(one, asker)}
        return told if self.world.speaks is PIEFED else {**told, "recipient_ids": []}

    def _said(self, one: Said) -> Thing:
        told = {"id": one.id, "community_id": one.community.id, "removed": False, "locked": False,
                "deleted": one.deleted, "local": True, "language_id": one.language,
                "published": stamp(one.at)}  # fmt: skip
        return {**told, "updated": stamp(one.updated)} if one.updated else told

    def _view(self, name: str, told: Thing, counts: Thing, one: Said, asker: int) -> Thing:
        flags: Thing = {
            "creator_banned_from_community": False, "banned_from_community": False,
            "creator_is_moderator": one.by.id == one.community.posts_of, "creator_is_admin": False,
            "subscribed": "NotSubscribed", "saved": False, "creator_blocked": False,
        }  # fmt: skip
        vote = {"my_vote": 1} if asker in one.votes else {}
        if self.world.speaks is V4:
            told, vote = {**told, **counts}, {}
            counts = {}
            flags["post_actions"] = {"like_score": 1} if asker in one.votes else {}
        return {
            name: told, "creator": self.person(one.by), "community": self.community(one.community),
            **({"counts": counts} if counts else {}), **flags, **vote,
        }  # fmt: skip

    def reply(self, one: Said, asker: int) -> Thing:
        """A comment as it stands among the answers to somebody (0.19)."""
        mine = self.world.people[asker]
        note = {"id": one.id, "recipient_id": asker, "comment_id": one.id, "read": False,
                "published": stamp(one.at)}  # fmt: skip
        return {**self.comment(one, asker), "comment_reply": note, "recipient": self.person(mine)}

    def note(self, one: Said, asker: int) -> Thing:
        """The same as PieFed tells it."""
        told = self.comment(one, asker)
        post = one.post
        return {
            "author": told["creator"], "comment": told["comment"], "comment_id": one.id,
            "notif_id": one.id, "notif_type": 3, "status": "Unread", "notif_body": one.words,
            "notif_subtype": "top_level_comment_on_followed_post",
            "post": self.post(post, asker) if post else {}, "post_id": post.id if post else 0,
        }  # fmt: skip

    def place(self, one: Community) -> Thing:
        """A community with all that is told of it."""
        told = {"community": self.community(one), "subscribed": "NotSubscribed", "blocked": False}
        if self.world.speaks is PIEFED:
            return {**told, "counts": {"id": one.id, "post_count": 0, "post_reply_count": 0}}
        counts: Thing = dict.fromkeys(COUNTED, 0)
        counts |= {"community_id": one.id, "published": stamp(one.at)}
        return {**told, "banned_from_community": False, "counts": counts}

    def languages(self) -> list[Mapping[str, Any]]:
        """The languages that the server knows, by its own numbers."""
        return [{"id": id, "code": code, "name": code} for code, id in LANGUAGES.items()]


def _votes(one: Said) -> Thing:
    return {"score": len(one.votes), "upvotes": len(one.votes), "downvotes": 0}
