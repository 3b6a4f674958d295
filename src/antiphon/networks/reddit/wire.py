"""Parcels as Reddit's forms; pure."""

import re
from collections.abc import Mapping
from typing import Any

from antiphon.connect.errors import ChangeIt, TryLater
from antiphon.connect.values import Enclosure, Handle, Kind, Parcel, PostType, Step
from antiphon.networks.reddit.markdown import escaped

FLAIR, FLAIR_TEXT, ADULT, SPOILER = "flair", "flair_text", "nsfw", "spoiler"
CROSSPOST, CAPTIONS = "crosspost", "captions"
"""Keys of our options."""
POSTER = "poster"
"""The name of the handle of a video's cover."""

_POST = re.compile(r"(?:https?://(?:\w+\.)?reddit\.com)?/?(?:r/\w+/)?comments/(\w+)|t3_(\w+)")
_SHORT = re.compile(r"https?://redd\.it/(\w+)")


def address_of(file: Enclosure) -> str:
    """The name of the handle that holds where a file lies."""
    return f"{file.digest}:at"


def needed(parcel: Parcel, name: str) -> str:
    """A handle that `prepare` must have brought."""
    if not parcel.handles.get(name):
        raise TryLater("The files of this post are not on Reddit yet.")
    return parcel.handles[name]


def pictures(parcel: Parcel) -> list[Enclosure]:
    """Its pictures, moving ones too."""
    return [one for one in parcel.enclosures if one.kind is not Kind.VIDEO]


def film(parcel: Parcel) -> Enclosure | None:
    """Its video, if it has one."""
    return next((one for one in parcel.enclosures if one.kind is Kind.VIDEO), None)


def is_gallery(parcel: Parcel) -> bool:
    """Whether several pictures stand in it."""
    return parcel.type is PostType.IMAGES and len(parcel.enclosures) > 1


def passed_on(parcel: Parcel) -> str:
    """The post of Reddit that a crosspost passes on, by its full name; empty where it is none."""
    if not parcel.options.get(CROSSPOST) or parcel.type is not PostType.LINK:
        return ""
    url = parcel.link.url if parcel.link else ""
    found = _POST.match(url) or _SHORT.match(url)
    if found is None:
        raise ChangeIt("A crosspost needs a link to a post on Reddit.")
    return f"t3_{next(filter(None, found.groups()))}"


def asset(parcel: Parcel) -> str:
    """The number of the one file by which the post can be known, if it has one."""
    file = film(parcel) or next(iter(pictures(parcel)), None)
    return parcel.handles.get(file.digest, "") if file and not is_gallery(parcel) else ""


def submission(parcel: Parcel, community: str) -> tuple[str, dict[str, Any], bool]:
    """Where a post is sent, what is said, and whether as JSON."""
    if parcel.type is PostType.POLL:
        return "/api/submit_poll_post", {**_said(parcel, community), **_poll(parcel)}, True
    if is_gallery(parcel):
        body = {**_said(parcel, community), "show_error_list": True, "items": _items(parcel)}
        return "/api/submit_gallery_post.json", body, True
    form = {**_said(parcel, community), **_carried(parcel)}
    return "/api/submit", {name: _word(value) for name, value in form.items()}, False


def _said(parcel: Parcel, community: str) -> dict[str, Any]:
    """What every post says of itself."""
    told = {
        "sr": community,
        "title": parcel.title,
        "text": escaped(parcel.text),
        "flair_id": parcel.options.get(FLAIR),
        "flair_text": parcel.options.get(FLAIR_TEXT),
    }
    return {
        **{name: value for name, value in told.items() if value},
        "sendreplies": True,
        "resubmit": True,
        "nsfw": bool(parcel.options.get(ADULT)),
        "spoiler": bool(parcel.options.get(SPOILER)),
        "validate_on_submit": True,
    }


def _carried(parcel: Parcel) -> dict[str, Any]:
    video, original = film(parcel), passed_on(parcel)
    if original:
        return {"kind": "crosspost", "crosspost_fullname": original}
    if video:
        where = needed(parcel, address_of(video))
        return {"kind": "video", "url": where, "video_poster_url": needed(parcel, POSTER)}
    if parcel.type is PostType.IMAGES:
        return {"kind": "image", "url": needed(parcel, address_of(parcel.enclosures[0]))}
    if parcel.type is PostType.LINK and parcel.link:
        return {"kind": "link", "url": parcel.link.url}
    return {"kind": "self"}


def _word(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _poll(parcel: Parcel) -> dict[str, Any]:
    poll = parcel.poll
    if poll is None:
        raise ChangeIt("A poll needs answers to choose from.")
    days = max(1, min(7, round(poll.closes_after.total_seconds() / 86_400)))
    return {"options": list(poll.choices), "duration": days}


def _items(parcel: Parcel) -> list[Mapping[str, str]]:
    captions = [str(one) for one in parcel.options.get(CAPTIONS) or ()]
    captions += [""] * len(parcel.enclosures)
    return [
        {"media_id": needed(parcel, file.digest), "caption": caption, "outbound_url": ""}
        for file, caption in zip(parcel.enclosures, captions, strict=False)
    ]


def about(parcel: Parcel) -> Handle:
    """What a comment answers."""
    handle = parcel.parent or parcel.root
    if parcel.step is not Step.COMMENT or handle is None:
        raise ChangeIt("A comment needs a post that it answers.")
    return handle
