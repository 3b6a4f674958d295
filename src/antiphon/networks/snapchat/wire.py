"""Parcels in the words of the Public Profile API, and its answers as receipts; pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from babel.core import get_global

from antiphon.connect.errors import ChangeIt, LookFirst, TryLater
from antiphon.connect.values import (
    Account,
    Enclosure,
    Kind,
    Metric,
    Parcel,
    PostType,
    Reading,
    Receipt,
    RemoteId,
)
from antiphon.networks.snapchat.api import named, unwrapped

WEB = "https://www.snapchat.com"
SAVED = "SAVED"
STORIES, SPOTLIGHTS, SAVED_STORIES = "stories", "spotlights", "saved_stories"
"""The three kinds of posts, as the API's paths name them."""
MEDIA, ADD, FINALIZE, KEY, IV, CHAIN, PART, UNTIL, READY = (
    "media", "add", "finalize", "key", "iv", "chain", "part", "until", "ready",
)  # fmt: skip
"""Names of handles: the container, where its pieces go, how it is sealed, which piece is next,
until when it lives, whether it is whole."""

MOST_PARTS, LARGEST_PART = 35, 32_000_000
SMALLEST_PART = 8_000_000 // 16 * 16
TITLE = 45
_REGIONLESS = "en_US"

METRICS: Mapping[Metric, tuple[str, ...]] = {
    Metric.VIEWS: ("SPOTLIGHT_VIEWS", "SAVED_STORY_VIEWS", "STORY_VIEWS", "VIEWS"),
    Metric.LIKES: ("SPOTLIGHT_FAVORITES", "SAVED_STORY_FAVORITES", "STORY_FAVORITES", "FAVORITES"),
    Metric.SHARES: ("SPOTLIGHT_SHARES", "SAVED_STORY_SHARES", "STORY_SHARES", "SHARES"),
}
"""Our metrics and the names under which Snapchat may tell them (not all are verified)."""


def part_size(size: int) -> int:
    """How much of a file goes in one piece: whole blocks, and never too many pieces."""
    least = -(-size // MOST_PARTS)
    return min(max(SMALLEST_PART, -(-least // 16) * 16), LARGEST_PART // 16 * 16)


def kind(file: Enclosure) -> str:
    """Snapchat's word for a file."""
    return "VIDEO" if file.kind is Kind.VIDEO else "IMAGE"


def needed(parcel: Parcel, name: str) -> str:
    """A handle that `prepare` must have brought."""
    if not parcel.handles.get(name):
        raise TryLater("The file of this post is not on Snapchat yet.", anew=True)
    return parcel.handles[name]


def place(parcel: Parcel) -> str:
    """Which kind of post it becomes."""
    if parcel.type is PostType.REEL:
        return SPOTLIGHTS
    return SAVED_STORIES if parcel.options.get("keep") == SAVED else STORIES


def body(parcel: Parcel) -> dict[str, Any]:
    """What makes it visible."""
    media = needed(parcel, MEDIA)
    match place(parcel):
        case "spotlights":
            told: dict[str, Any] = {
                "media_id": media,
                "locale": locale(parcel.language),
                "skip_save_to_profile": bool(parcel.options.get("not_on_profile")),
            }
            return {**told, "description": parcel.text} if parcel.text else told
        case "saved_stories":
            source = [{"media_id": media}]
            return {"saved_stories": [{"title": title(parcel), "snap_sources": source}]}
        case _:
            return {"media_id": media, "customized_ttl": str(parcel.options.get("keep", "ONE_DAY"))}


def title(parcel: Parcel) -> str:
    """What stands above a saved story."""
    if not parcel.title.strip():
        raise ChangeIt("A story that stays on the Snapchat profile needs a title.")
    return parcel.title.strip()


def locale(language: str) -> str:
    """The language of a post as Snapchat writes it: `de_DE`; without a region its usual one."""
    parts = language.replace("_", "-").split("-")
    region = next((one for one in parts[1:] if len(one) == 2 and one.isalpha()), "")
    if len(parts[0]) != 2:
        return _REGIONLESS
    likely = str(get_global("likely_subtags").get(parts[0], ""))
    region = region or likely.rpartition("_")[2]
    return f"{parts[0].lower()}_{region.upper()}" if len(region) == 2 else _REGIONLESS


def receipt(told: Mapping[str, Any], parcel: Parcel, profile: str) -> Receipt:
    """The receipt of what was posted; a story is given no id of its own (unverified)."""
    where = place(parcel)
    id = parcel.handles[MEDIA]
    url = profile
    if where == SPOTLIGHTS:
        id = named(told, "spotlight_id", effect=True)
        url = f"{profile.partition('/add/')[0]}/spotlight/{id}"
    if where == SAVED_STORIES:
        found = unwrapped(told, SAVED_STORIES, "saved_story")
        if not found:
            raise LookFirst("Snapchat's answer named no story.")
        id = named(found[0], "id", effect=True)
    return Receipt(id=RemoteId(f"{where}/{id}"), url=url)


def account(told: Mapping[str, Any], web: str) -> Account | None:
    """A public profile as an account that may become a channel."""
    id = str(told.get("id") or "")
    name = str(told.get("snap_user_name") or told.get("display_name") or id)
    if not id:
        return None
    facts = {
        "tier": told.get("profile_tier"),
        "type": told.get("profile_type"),
        "subscribers": told.get("subscriber_count"),
    }
    return Account(
        id=RemoteId(id),
        handle=name,
        name=str(told.get("display_name") or name),
        url=f"{web}/add/{name}",
        kind="profile",
        facts={key: value for key, value in facts.items() if value is not None},
    )


def readings(id: RemoteId, told: object) -> Iterator[Reading]:
    """The counts of one post, wherever in the answer they stand (its form is unverified)."""
    figures = dict(_figures(told))
    for metric, names in METRICS.items():
        value = next((figures[name] for name in names if name in figures), None)
        if value is not None:
            yield Reading(id=id, metric=metric, value=value)


def _figures(told: object) -> Iterator[tuple[str, int]]:
    """All figures with a name: `{"VIEWS": 5}` as well as `{"name": "VIEWS", "value": 5}`."""
    if isinstance(told, list):
        for one in told:
            yield from _figures(one)
    if isinstance(told, dict):
        name, value = told.get("name") or told.get("field"), told.get("value")
        if isinstance(name, str) and _is_figure(value):
            yield name.upper(), int(str(value))
        for key, one in told.items():
            if _is_figure(one):
                yield str(key).upper(), int(str(one))
            yield from _figures(one)


def _is_figure(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
