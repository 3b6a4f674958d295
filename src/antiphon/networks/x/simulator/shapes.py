"""How X writes its things: short links, entities, counts, only the fields that were asked for."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from antiphon.networks.x.counting import weighted
from antiphon.networks.x.simulator.quirks import Quirks
from antiphon.networks.x.simulator.words import escaped, noted, worded
from antiphon.networks.x.simulator.world import Account, Entry, Film, World

ZERO = ("impression_count", "like_count", "reply_count", "retweet_count", "quote_count",
        "bookmark_count")  # fmt: skip
KINDS = {"tweet_image": "photo", "tweet_gif": "animated_gif"}
EDITABLE = timedelta(hours=1)
SHORT = 280


def stamp(at: datetime) -> str:
    """A time as X writes it."""
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"


class Shapes:
    """Writes posts, files and accounts."""

    def __init__(self, world: World, quirks: Callable[[], Quirks]) -> None:
        self.world, self.quirks = world, quirks

    def post(self, post: Entry, fields: Iterable[str], me: Account) -> dict[str, Any]:
        """A post with the fields asked for; id, text and history are always there."""
        text, entities = worded(post, self.world.posts.get(post.quoted))
        long = (text, entities) if weighted(post.text) > SHORT else None
        if long:
            text, entities = f"{escaped(post.text[:250])}…", []
        shown: dict[str, Any] = {
            "id": post.id,
            "text": text,
            "edit_history_tweet_ids": post.versions or [post.id],
        }
        every = {
            "author_id": post.author.id,
            "created_at": stamp(post.at),
            "conversation_id": post.root or post.id,
            "lang": "und",
            "entities": {"urls": entities} if entities else None,
            "note_tweet": noted(*long) if long else None,
            "attachments": self._attachments(post),
            "in_reply_to_user_id": self._answered(post),
            "referenced_tweets": self._references(post),
            "reply_settings": str(post.options.get("reply_settings", "everyone")),
            "public_metrics": {name: post.counts.get(name, 0) for name in ZERO},
            "non_public_metrics": self._private(post, me),
            "edit_controls": self._controls(post),
        }
        shown |= {name: every[name] for name in fields if every.get(name)}
        return self._renamed(shown) if self.quirks().post_names else shown

    def _renamed(self, shown: dict[str, Any]) -> dict[str, Any]:
        return {name.replace("tweet", "post"): value for name, value in shown.items()}

    def _attachments(self, post: Entry) -> dict[str, Any] | None:
        if post.poll:
            return {"poll_ids": [post.id]}
        return {"media_keys": [film.key for film in post.films]} if post.films else None

    def _answered(self, post: Entry) -> str | None:
        parent = self.world.posts.get(post.parent)
        return parent.author.id if parent else None

    def _references(self, post: Entry) -> list[dict[str, str]]:
        named = (("replied_to", post.parent), ("quoted", post.quoted))
        return [{"type": kind, "id": id} for kind, id in named if id]

    def _private(self, post: Entry, me: Account) -> dict[str, int] | None:
        """Only for own posts of thirty days."""
        if post.author is not me or self.world.now() - post.at > timedelta(days=30):
            return None
        return {
            "impression_count": post.counts.get("impression_count", 0),
            "url_link_clicks": post.counts.get("url_link_clicks", 0),
            "user_profile_clicks": 0,
        }

    def _controls(self, post: Entry) -> dict[str, Any]:
        return {
            "is_edit_eligible": not post.poll,
            "edits_remaining": max(0, 6 - len(post.versions or [post.id])),
            "editable_until": stamp(post.at + EDITABLE),
        }

    def beside(self, posts: Iterable[Entry], expansions: Iterable[str]) -> dict[str, Any]:
        """What stands beside posts, as far as it was asked for."""
        posts, wanted = list(posts), set(expansions)
        films = {film.key: film for post in posts for film in post.films}
        authors = {post.author.id: post.author for post in posts}
        found = {
            "media": [self._film(film) for film in films.values()]
            if "attachments.media_keys" in wanted else [],
            "users": [self.user(one, ()) for one in authors.values()]
            if "author_id" in wanted else [],
            "polls": [self._poll(post) for post in posts if post.poll]
            if "attachments.poll_ids" in wanted else [],
        }  # fmt: skip
        return {name: value for name, value in found.items() if value}

    def _film(self, film: Film) -> dict[str, Any]:
        kind = KINDS.get(film.category, "video")
        shown = {"media_key": film.key, "type": kind}
        return shown | ({"alt_text": film.alt} if film.alt else {})

    def _poll(self, post: Entry) -> dict[str, Any]:
        options = [
            {"position": place, "label": label, "votes": 0}
            for place, label in enumerate(post.poll, 1)
        ]
        return {"id": post.id, "options": options}

    def user(self, account: Account, fields: Iterable[str]) -> dict[str, Any]:
        """An account."""
        every = {
            "protected": False,
            "created_at": stamp(account.at),
            "subscription_type": account.facts.get("subscription_type", "None"),
            "verified_type": account.facts.get("verified_type", "none"),
            "public_metrics": {
                "followers_count": account.followers,
                "following_count": 0,
                "tweet_count": len(account.posts),
                "listed_count": 0,
            },
        }
        shown = {"id": account.id, "name": account.name, "username": account.handle}
        return shown | {name: every[name] for name in fields if name in every}
