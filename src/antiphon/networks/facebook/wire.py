"""Parcels as Facebook's forms, and what Facebook answers as receipts; pure."""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from antiphon.connect.errors import ChangeIt, TryLater
from antiphon.connect.http import Answer
from antiphon.connect.values import (
    Enclosure,
    Handle,
    Kind,
    Parcel,
    PostType,
    Receipt,
    RemoteId,
    Step,
)
from antiphon.networks.facebook.graph import WEB
from antiphon.networks.facebook.targeting import audience

VIDEO, SESSION, START, END, UPLOADED = "video", "session", "start", "end", "uploaded"
"""Names of handles that belong to a video's way there."""

_ID = re.compile(r"\d+(?:_\d+)?")
_CHECK_VIDEO = timedelta(seconds=15)
_FAILED = frozenset({"error", "expired", "upload_failed"})


def rendered(text: str) -> str:
    """A text as Facebook gives it back: one form of line ends, nothing blank around it."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def names(enclosures: Sequence[Enclosure]) -> Iterator[tuple[str, Enclosure]]:
    """Each file with the name of its handle; the same file twice is two photos there."""
    met: dict[str, int] = {}
    for enclosure in enclosures:
        turn = met[enclosure.digest] = met.get(enclosure.digest, 0) + 1
        yield (enclosure.digest if turn == 1 else f"{enclosure.digest}:{turn}"), enclosure


def photos(parcel: Parcel) -> list[str]:
    """The ids of the unpublished photos of this parcel, in its order."""
    return [needed(parcel, name) for name, _enclosure in names(parcel.enclosures)]


def needed(parcel: Parcel, name: str) -> str:
    """A handle that `prepare` must have brought."""
    if not parcel.handles.get(name):
        raise TryLater("The files of this post are not on Facebook yet.")
    return parcel.handles[name]


def is_video(parcel: Parcel) -> bool:
    """Whether it goes the way of videos, whatever form the post has."""
    return any(enclosure.kind is Kind.VIDEO for enclosure in parcel.enclosures)


def feed(parcel: Parcel) -> dict[str, str]:
    """The form of a post on a Page's feed."""
    form = {"message": parcel.text}
    if parcel.type is PostType.LINK and parcel.link:
        form["link"] = parcel.link.url
    for place, photo in enumerate(photos(parcel)):
        form[f"attached_media[{place}]"] = json.dumps({"media_fbid": photo})
    if parcel.options.get("place"):
        form["place"] = str(parcel.options["place"])
    if parcel.options.get("background") and parcel.type is PostType.TEXT:
        form["text_format_preset_id"] = str(parcel.options["background"])
    button = parcel.options.get("button")
    if button and parcel.type is PostType.LINK and parcel.link:
        action = {"type": str(button), "value": {"link": parcel.link.url}}
        form["call_to_action"] = json.dumps(action)
    return {name: value for name, value in {**form, **audience(parcel)}.items() if value}


def video_finish(parcel: Parcel) -> dict[str, str]:
    """The last phase of a video: it makes the upload visible."""
    form = {
        "upload_phase": "finish",
        "upload_session_id": needed(parcel, SESSION),
        "description": parcel.text,
        "title": parcel.title,
        "published": "true",
    }
    needed(parcel, UPLOADED)
    return {name: value for name, value in {**form, **audience(parcel)}.items() if value}


def reel_finish(parcel: Parcel) -> dict[str, str]:
    """The last phase of a reel or a story's video."""
    form = {
        "upload_phase": "finish",
        "video_id": needed(parcel, VIDEO),
        "video_state": "PUBLISHED",
        "description": parcel.text,
        "title": parcel.title,
    }
    needed(parcel, UPLOADED)
    extra = audience(parcel) if parcel.type is PostType.REEL else {}
    return {name: value for name, value in {**form, **extra}.items() if value}


def about(parcel: Parcel) -> Handle:
    """What a comment answers."""
    handle = parcel.parent or parcel.root
    if parcel.step is not Step.COMMENT or handle is None:
        raise ChangeIt("A comment needs a post that it answers.")
    return handle


def made(answer: Answer, web: str, **extra: str) -> Receipt:
    """The receipt of what has an id at once: posts and comments."""
    told = answer.json()
    id = identity(told.get("id") if isinstance(told, dict) else None)
    if id is None:
        raise answer.unclear("Facebook's answer named no post.")
    return Receipt(id=id, url=f"{web}/{id}", extra=extra)


def accepted(answer: Answer, video: str, page: str) -> Receipt:
    """The receipt of what Facebook still works on: videos, reels, a story's video."""
    told = answer.json()
    if not isinstance(told, dict) or told.get("success") is not True:
        raise answer.unclear("Facebook's answer did not say that it took the video.")
    extra = {VIDEO: video}
    post = post_of(told, page)
    return Receipt(
        id=RemoteId(video),
        ready=False,
        check_after=_CHECK_VIDEO,
        extra={**extra, "post": post} if post else extra,
    )


def told_story(answer: Answer, photo: str, web: str) -> Receipt:
    """The receipt of a photo as a story."""
    told = answer.json()
    if not isinstance(told, dict) or told.get("success") is not True:
        raise answer.unclear("Facebook's answer did not say that it took the story.")
    id = identity(told.get("post_id")) or RemoteId(photo)
    return Receipt(id=id, url=f"{web}/{id}", extra={"photo": photo, "story": "yes"})


def shown_video(told: Mapping[str, Any], page: str, web: str) -> Receipt:
    """How far a video is; raises ChangeIt when Facebook gave it up."""
    status = told.get("status")
    status = status if isinstance(status, dict) else {}
    word = str(status.get("video_status", ""))
    if word in _FAILED or _phase(status, "processing") == "error":
        raise ChangeIt(_why(status))
    if word == "ready" and _phase(status, "publishing", "publish_status") == "draft":
        raise ChangeIt("Facebook keeps the video as a draft. Upright ones must go out as a reel.")
    video = str(told.get("id", ""))
    post = post_of(told, page)
    published = _phase(status, "publishing") == "complete" or (word == "ready" and bool(post))
    ready = word == "ready" and published
    return Receipt(
        id=RemoteId(post or video) if ready else RemoteId(video),
        url=link(told, web) if ready else "",
        ready=ready,
        check_after=_CHECK_VIDEO,
        extra={VIDEO: video, **({"post": post} if post else {})},
    )


def arrived(told: Mapping[str, Any]) -> int:
    """How many bytes of a video are there; the field's name was seen in two spellings."""
    status = told.get("status")
    phase = status.get("uploading_phase") if isinstance(status, dict) else None
    phase = phase if isinstance(phase, dict) else {}
    there = str(phase.get("bytes_transfered", phase.get("bytes_transferred", 0)))
    return int(there) if there.isdigit() else 0


def was_finished(told: Mapping[str, Any]) -> bool:
    """Whether the last phase of this video arrived: it is published, or will be by itself."""
    status = told.get("status")
    status = status if isinstance(status, dict) else {}
    begun = _phase(status, "publishing") in {"in_progress", "complete", "published"}
    to_be = _phase(status, "publishing", "publish_status") == "published"
    return bool(told.get("post_id")) or begun or to_be


def _phase(status: Mapping[str, Any], name: str, what: str = "status") -> str:
    phase = status.get(f"{name}_phase")
    return str(phase.get(what, "")) if isinstance(phase, dict) else ""


def _why(status: Mapping[str, Any]) -> str:
    phase = status.get("processing_phase")
    errors = phase.get("errors") if isinstance(phase, dict) else None
    said = [str(one.get("message", "")) for one in errors or [] if isinstance(one, dict)]
    reason = " ".join(" ".join(said).split())[:200]
    return f"Facebook could not make the video ready. {reason}".strip()


def post_of(told: Mapping[str, Any], page: str) -> str:
    """The post of a video or photo; the page's part in front where it was left out."""
    post = identity(told.get("post_id"))
    if post is None:
        return ""
    return post if "_" in post else f"{page}_{post}"


def identity(value: object) -> RemoteId | None:
    """An id of theirs, or nothing where there is none in that place."""
    return RemoteId(value) if isinstance(value, str) and _ID.fullmatch(value) else None


def link(told: Mapping[str, Any], web: str = WEB) -> str:
    """The permalink; of videos it comes relative (recorded in May 2026)."""
    url = str(told.get("permalink_url") or "")
    if url.startswith("/"):
        return web + url
    return url or f"{web}/{told.get('id', '')}"


def moment(value: object) -> datetime | None:
    """A time of theirs: `2026-05-19T10:28:08+0000`."""
    try:
        return datetime.strptime(str(value), "%Y-%m-%dT%H:%M:%S%z")
    except ValueError:
        return None
