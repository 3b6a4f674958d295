"""Parcels as TikTok's own words, and TikTok's answers as receipts; pure."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from antiphon.connect.errors import ChangeIt, FixSetup, TryLater
from antiphon.connect.values import Enclosure, Kind, Parcel, Receipt, RemoteId
from antiphon.networks.tiktok.refusals import gave_up

WEB = "https://www.tiktok.com"
INBOX, PUBLIC, PRIVATE = "INBOX", "PUBLIC_TO_EVERYONE", "SELF_ONLY"
PUBLISH, UPLOAD, SENT, UNTIL, READY, OFF = "publish", "upload", "sent", "until", "ready", "off"
"""Names of handles: TikTok's id, its address for the bytes, how many it has, until when it takes
them, whether only the last piece is missing, what the account itself has switched off."""
PRIVACY, FILES = "privacy", "files"
"""Names in a receipt's `extra`: who can see it, how many files it shows."""

SWITCHES = {"comment": "comments", "duet": "duets", "stitch": "stitches"}
"""What others may do with a post, by TikTok's word, and our option that allows it."""

CHUNK = 10_000_000
"""Bytes of a piece: 5 to 64 MB, and whether those are 10^6 or 2^20 is not said."""
WHOLE = 2 * CHUNK
"""Below this a file goes in one piece: the last one takes the rest with it."""
SHOWN = 150
"""How much of a text TikTok gives back (`video_description`)."""

_WORKING, _INBOX_WAIT = timedelta(seconds=5), timedelta(minutes=10)
_MODERATED = timedelta(seconds=30)


def rendered(text: str) -> str:
    """A text as TikTok gives it back: its beginning."""
    return text.strip()[:SHOWN].strip()


def goes_to_inbox(parcel: Parcel) -> bool:
    """Whether a person finishes it in the app."""
    return parcel.options.get("privacy") == INBOX


def is_video(parcel: Parcel) -> bool:
    """Whether it goes the way of videos."""
    return any(enclosure.kind is Kind.VIDEO for enclosure in parcel.enclosures)


def chosen_privacy(parcel: Parcel) -> str:
    """Who can see it; TikTok's rules forbid that a program chooses."""
    chosen = str(parcel.options.get("privacy") or "")
    if not chosen:
        raise ChangeIt("Choose who can see the post on TikTok; nobody may choose it for you.")
    if parcel.options.get("branded_content") and chosen == PRIVATE:
        raise ChangeIt("TikTok does not let branded content be seen by “Only me”.")
    return chosen


def _post(parcel: Parcel, *names: str) -> dict[str, Any]:
    """What every form has: who sees it, who may do what, and for whom it speaks."""
    return {
        "privacy_level": chosen_privacy(parcel),
        **{f"disable_{name}": is_closed(parcel, name) for name in names},
        "brand_content_toggle": bool(parcel.options.get("branded_content")),
        "brand_organic_toggle": bool(parcel.options.get("your_brand")),
    }


def is_closed(parcel: Parcel, name: str) -> bool:
    """Whether others may not do that: it begins so, and an account can insist on it."""
    is_off = name in parcel.handles.get(OFF, "").split()
    return is_off or not parcel.options.get(SWITCHES[name])


def video_init(parcel: Parcel) -> dict[str, Any]:
    """The body that opens a video; for the inbox it has no words of ours."""
    cut = {"source_info": source(parcel.enclosures[0].size)}
    if goes_to_inbox(parcel):
        return cut
    post = {"title": parcel.text, **_post(parcel, "comment", "duet", "stitch")}
    if parcel.options.get("cover"):
        post["video_cover_timestamp_ms"] = int(parcel.options["cover"])
    return {"post_info": {**post, "is_aigc": bool(parcel.options.get("made_with_ai"))}, **cut}


def photo_init(parcel: Parcel) -> dict[str, Any]:
    """The body that posts pictures, which TikTok fetches from us."""
    told: dict[str, Any] = {"title": parcel.title, "description": parcel.text}
    post = {name: words for name, words in told.items() if words}
    if not goes_to_inbox(parcel):
        post |= _post(parcel, "comment")
        post["auto_add_music"] = bool(parcel.options.get("music"))
    return {
        "media_type": "PHOTO",
        "post_mode": "MEDIA_UPLOAD" if goes_to_inbox(parcel) else "DIRECT_POST",
        "post_info": post,
        "source_info": {
            "source": "PULL_FROM_URL",
            "photo_cover_index": cover(parcel),
            "photo_images": [address(one) for one in parcel.enclosures],
        },
    }


def cover(parcel: Parcel) -> int:
    """Which picture stands in front, counted from 0."""
    wanted = int(parcel.options.get("front") or 1)
    return min(max(wanted, 1), max(len(parcel.enclosures), 1)) - 1


def address(file: Enclosure) -> str:
    """Where TikTok fetches a file."""
    if not file.address:
        raise FixSetup(
            "TikTok fetches this file itself, and our installation has no public address for it."
        )
    return file.address


def source(size: int) -> dict[str, Any]:
    """How a file is cut: pieces of one size, the last one takes the rest."""
    piece = size if size < WHOLE else CHUNK
    return {
        "source": "FILE_UPLOAD",
        "video_size": size,
        "chunk_size": piece,
        "total_chunk_count": max(1, size // piece),
    }


def next_piece(size: int, sent: int) -> tuple[int, bool]:
    """How many bytes the next piece has, and whether it is the last."""
    told = source(size)
    at = sent // told["chunk_size"]
    last = at + 1 >= told["total_chunk_count"]
    return (size - sent if last else told["chunk_size"]), last


def needed(parcel: Parcel, name: str) -> str:
    """A handle that `prepare` must have brought."""
    if not parcel.handles.get(name):
        raise TryLater("The video of this post is not on TikTok yet.")
    return parcel.handles[name]


def accepted(publish: str, parcel: Parcel) -> Receipt:
    """The receipt of what TikTok works on."""
    extra = {
        PUBLISH: publish,
        PRIVACY: str(parcel.options.get("privacy") or ""),
        FILES: str(len(parcel.enclosures)),
    }
    return Receipt(id=RemoteId(publish), ready=False, check_after=_WORKING, extra=extra)


def progress(told: Mapping[str, Any], before: Receipt, profile: str) -> Receipt:
    """How far it is; raises ChangeIt when TikTok gave it up."""
    match told.get("status"):
        case "FAILED":
            raise gave_up(told.get("fail_reason") or told.get("reason"))
        case "PUBLISH_COMPLETE":
            return _complete(told, before, profile)
        case "SEND_TO_USER_INBOX":
            return _waiting(before, _INBOX_WAIT)
        case _:
            return _waiting(before, _WORKING)


def _complete(told: Mapping[str, Any], before: Receipt, profile: str) -> Receipt:
    """Public posts have an id as soon as they passed moderation, all others never."""
    ids = told.get("publicaly_available_post_id") or told.get("post_ids") or []
    if ids:
        id = RemoteId(str(ids[0]))
        return Receipt(id=id, url=f"{profile}/video/{id}", extra=before.extra)
    if before.extra.get(PRIVACY) == PUBLIC:
        return _waiting(before, _MODERATED)
    return Receipt(id=before.id, url=profile, extra=before.extra)


def _waiting(before: Receipt, wait: timedelta) -> Receipt:
    return Receipt(id=before.id, ready=False, check_after=wait, extra=before.extra)


def arrived(told: Mapping[str, Any], size: int) -> bool:
    """Whether TikTok has all bytes; a post that waits for some is not one yet."""
    if told.get("status") != "PROCESSING_UPLOAD":
        return True
    return size > 0 and has(told) >= size


def has(told: Mapping[str, Any]) -> int:
    """How many bytes TikTok has."""
    found = told.get("uploaded_bytes")
    return found if isinstance(found, int) and found >= 0 else 0
