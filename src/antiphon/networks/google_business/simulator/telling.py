"""What the simulated network tells: places, posts, reviews."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from antiphon.networks.google_business.simulator.answers import Refused, missing
from antiphon.networks.google_business.simulator.world import Place, Post, Review, World, when

Given = Mapping[str, Any]
STARS = ("", "ONE", "TWO", "THREE", "FOUR", "FIVE")


class Telling:
    """The calls that only tell."""

    def __init__(self, world: World, base: str) -> None:
        self.world, self.base = world, base
        self.lags = False
        """Whether lists do not show yet what is there."""

    def accounts(self, owner: str, given: Given) -> dict[str, Any]:
        """The accounts of a person."""
        names = dict.fromkeys(
            place.name.partition("/locations/")[0]
            for place in self.world.places.values()
            if place.owner == owner
        )
        told = [
            {"name": name, "accountName": owner, "type": "PERSONAL", "role": "PRIMARY_OWNER",
             "verificationState": "VERIFIED", "vettedState": "NOT_VETTED"}
            for name in names
        ]  # fmt: skip
        return _page(told, "accounts", given, most=20)

    def places(self, owner: str, account: str, given: Given) -> dict[str, Any]:
        """The places of an account."""
        mine = [
            self.place(place, given)
            for place in self.world.places.values()
            if place.owner == owner and place.name.startswith(f"{account}/")
        ]
        return _page(mine, "locations", given, most=100)

    def place(self, place: Place, given: Given) -> dict[str, Any]:
        """What was asked for of a place; the mask is obligatory."""
        mask = [name for name in str(given.get("readMask", "")).split(",") if name]
        if not mask:
            raise Refused("INVALID_ARGUMENT", "readMask is required.", field="read_mask")
        number = place.name.rpartition("/")[2]
        told: dict[str, Any] = {
            "name": place.short,
            "title": place.title,
            "storeCode": place.handle,
            "languageCode": place.facts.get("language", "en"),
            "websiteUri": place.facts.get("website", f"{self.base}/-/shop.example/"),
            "metadata": {
                "hasVoiceOfMerchant": place.facts.get("voice", "yes") == "yes",
                "placeId": f"ChIJ{number}",
                "mapsUri": f"{self.base}/-/maps.google.com/maps?cid={number}",
                "newReviewUri": f"{self.base}/-/search.google.com/local/writereview?id={number}",
                "canDelete": True,
            },
        }
        if unknown := set(mask) - set(told):
            raise Refused("INVALID_ARGUMENT", f"Invalid field mask: {min(unknown)}")
        return {name: value for name, value in told.items() if name in mask and value}

    def post(self, post: Post, at: datetime) -> dict[str, Any]:
        """A post as it stands there."""
        is_coming_back = bool((post.body.get("event") or {}).get("recurrenceInfo"))
        state = "RECURRING" if is_coming_back else "LIVE"
        if at < post.shown_at:
            state = "PROCESSING"
        elif post.is_rejected:
            state = "REJECTED"
        number = post.name.rpartition("/")[2]
        return {
            **{name: value for name, value in post.body.items() if value},
            "name": post.name,
            "state": state,
            "createTime": when(post.made_at),
            "updateTime": when(post.updated_at),
            "searchUrl": f"{self.base}/-/local.google.com/place?lpsid={number}",
        }

    def posts(self, place: Place, given: Given, at: datetime) -> dict[str, Any]:
        """The posts of a place, newest first."""
        mine = [post for post in reversed(self.world.posts.values()) if post.place is place]
        told = [] if self.lags else [self.post(post, at) for post in mine]
        return _page(told, "localPosts", given, most=100)

    def review(self, review: Review, at: datetime) -> dict[str, Any]:
        """A review, with what was answered."""
        told: dict[str, Any] = {
            "name": review.name,
            "reviewId": review.name.rpartition("/")[2],
            "reviewer": {"displayName": review.author, "isAnonymous": False},
            "starRating": STARS[review.stars],
            "createTime": when(review.at),
            "updateTime": when(review.at),
        }
        if review.words:
            told["comment"] = review.words
        if review.reply is not None:
            told["reviewReply"] = self.reply(review, at)
        return told

    def reply(self, review: Review, at: datetime) -> dict[str, Any]:
        """An answer; Google reads it first."""
        if review.reply is None or review.replied_at is None:
            raise missing()
        is_read = review.shown_at is None or at >= review.shown_at
        state = "REJECTED" if review.is_refused else "APPROVED"
        return {
            "comment": review.reply,
            "updateTime": when(review.replied_at),
            "reviewReplyState": state if is_read else "PENDING",
        }

    def reviews(self, place: Place, given: Given, at: datetime) -> dict[str, Any]:
        """The reviews of a place."""
        if given.get("orderBy", "updateTime desc") != "updateTime desc":
            raise Refused("INVALID_ARGUMENT", "Invalid order.", field="order_by")
        mine = [one for one in self.world.reviews.values() if one.place is place]
        mine.sort(key=lambda one: one.at, reverse=True)
        told = [self.review(one, at) for one in mine]
        found = _page(told, "reviews", given, most=50)
        if mine:
            found["averageRating"] = sum(one.stars for one in mine) / len(mine)
            found["totalReviewCount"] = len(mine)
        return found


def _page(
    told: Sequence[Mapping[str, Any]], name: str, given: Given, *, most: int
) -> dict[str, Any]:
    """One page of a list; an empty one has no list at all."""
    size, token = str(given.get("pageSize", "")), str(given.get("pageToken", ""))
    if size and not 0 < int(size) <= most:
        raise Refused("INVALID_ARGUMENT", "Invalid page size.", field="page_size")
    first = int(token) if token.isdigit() else 0
    end = first + (int(size) if size else 10)
    found: dict[str, Any] = {name: list(told[first:end])} if told[first:end] else {}
    return found | ({"nextPageToken": str(end)} if end < len(told) else {})
