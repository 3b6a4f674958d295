"""Parcels as Instagram's forms, and what Instagram answers as receipts; pure.

Source: developers.facebook.com/documentation/instagram-platform/content-publishing and
…/instagram-graph-api/reference/ig-user/media (2026-11-28).
"""

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from antiphon.connect.errors import ChangeIt, FixSetup, TryLater
from antiphon.connect.http import Answer
from antiphon.connect.values import Enclosure, Handle, Kind, Parcel, PostType, RemoteId, Step
from antiphon.networks.instagram.graph import Login

CONTAINER = "container"
"""Under this name the handle that `publish` makes visible is kept."""

_ID = re.compile(r"\d+(?:_\d+)?")
_SPOT = re.compile(r"@?(?P<name>[\w.]+)(?:\s+(?P<x>[01]?\.?\d+)\s+(?P<y>[01]?\.?\d+))?\s*")
_WITH_CAPTION = frozenset({PostType.IMAGES, PostType.CAROUSEL, PostType.REEL})
MIDDLE = 0.5


def rendered(text: str) -> str:
    """A text as Instagram gives it back: one form of line ends, nothing blank around it."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def tagged(text: str) -> int:
    """How many hashtags a text has, however it is written around them."""
    return len(re.findall(r"[#＃]\w+", text))


def mentioned(text: str) -> int:
    """How many people a text names."""
    return len(re.findall(r"(?<!\w)@\w", text))


def names(enclosures: Sequence[Enclosure]) -> Iterator[tuple[str, Enclosure]]:
    """Each file with the name of its handle; the same file twice is two items there."""
    for place, enclosure in enumerate(enclosures):
        before = sum(one.digest == enclosure.digest for one in enclosures[:place])
        yield (f"{enclosure.digest}:{before + 1}" if before else enclosure.digest), enclosure


def is_carousel(parcel: Parcel) -> bool:
    """Whether it is told by a container that holds others."""
    return parcel.type in {PostType.IMAGES, PostType.CAROUSEL} and len(parcel.enclosures) > 1


def single(parcel: Parcel, login: Login) -> dict[str, str]:
    """The container of a post with one file."""
    [file] = parcel.enclosures
    form = _file(file, login) | _words(parcel) | people(parcel, file)
    if parcel.type is PostType.STORY:
        return form | {"media_type": "STORIES"}
    if file.kind is Kind.VIDEO:
        return form | _reel(parcel)
    return form | _alt(file)


def item(parcel: Parcel, file: Enclosure, login: Login) -> dict[str, str]:
    """The container of one file of a carousel; people are tagged in the first one."""
    first = people(parcel, file) if file is parcel.enclosures[0] else {}
    kind = {"media_type": "VIDEO"} if file.kind is Kind.VIDEO else _alt(file)
    return {"is_carousel_item": "true", **_file(file, login), **kind, **first}


def carousel(parcel: Parcel, children: Sequence[str]) -> dict[str, str]:
    """The container of a carousel, once its files have theirs."""
    return {"media_type": "CAROUSEL", "children": ",".join(children), **_words(parcel)}


def is_resumable(file: Enclosure, login: Login) -> bool:
    """Whether its bytes are brought; else Instagram comes for it at its address.

    Bringing them is for apps with Facebook Login only, and for videos only (2026-03-15).
    """
    return file.kind is Kind.VIDEO and login is Login.FACEBOOK


def _file(file: Enclosure, login: Login) -> dict[str, str]:
    if is_resumable(file, login):
        return {"upload_type": "resumable"}
    if not file.address:
        raise FixSetup(
            "Instagram comes for files itself, and this installation has no address for that. "
            "Set ANTIPHON_PUBLIC_URL to one that is reachable from the internet."
        )
    return {"video_url" if file.kind is Kind.VIDEO else "image_url": file.address}


def _alt(file: Enclosure) -> dict[str, str]:
    return {"alt_text": file.alt} if file.alt else {}


def _words(parcel: Parcel) -> dict[str, str]:
    """What is said of a post as a whole; stories have no words."""
    found = {}
    if parcel.type in _WITH_CAPTION:
        partners = [name.removeprefix("@") for name in _list(parcel, "collaborators")]
        found = {
            "caption": parcel.text,
            "collaborators": json.dumps(partners) if partners else "",
            "location_id": str(parcel.options.get("place") or ""),
        }
    found["is_ai_generated"] = "true" if parcel.options.get("made_by_ai") else ""
    return {name: value for name, value in found.items() if value}


def _reel(parcel: Parcel) -> dict[str, str]:
    chosen = parcel.options
    found = {
        "share_to_feed": "false" if chosen.get("in_feed") is False else "true",
        "thumb_offset": str(chosen.get("cover_at") or ""),
        "audio_name": str(chosen.get("sound") or ""),
    }
    if chosen.get("trial"):
        found["trial_params"] = json.dumps({"graduation_strategy": str(chosen["trial"])})
        found["share_to_feed"] = "false"
    return {"media_type": "REELS", **{name: value for name, value in found.items() if value}}


def people(parcel: Parcel, file: Enclosure) -> dict[str, str]:
    """Who is tagged; in a picture of a post each tag has its place."""
    placed = parcel.type is not PostType.STORY and file.kind is Kind.IMAGE
    tags = [_tag(text, placed=placed) for text in _list(parcel, "people")]
    return {"user_tags": json.dumps(tags)} if tags else {}


def _tag(text: str, *, placed: bool) -> dict[str, Any]:
    found = _SPOT.fullmatch(text.strip())
    if found is None:
        raise ChangeIt(
            f"“{text}” is no Instagram name, nor a name with a place like “ann 0.3 0.7”."
        )
    x, y = float(found["x"] or MIDDLE), float(found["y"] or MIDDLE)
    if not (0 <= x <= 1 and 0 <= y <= 1):
        raise ChangeIt(f"The place of “{found['name']}” lies outside of the picture (0 to 1).")
    return {"username": found["name"], **({"x": x, "y": y} if placed else {})}


def _list(parcel: Parcel, key: str) -> list[str]:
    given = parcel.options.get(key) or ()
    every = given.split(",") if isinstance(given, str) else given
    return [one.strip() for one in map(str, every) if one.strip()]


def needed(parcel: Parcel) -> str:
    """The container that `prepare` must have brought."""
    if not parcel.handles.get(CONTAINER):
        raise TryLater("The files of this post are not on Instagram yet.", anew=True)
    return parcel.handles[CONTAINER]


def about(parcel: Parcel) -> Handle:
    """What a comment answers."""
    handle = parcel.parent or parcel.root
    if parcel.step is not Step.COMMENT or handle is None:
        raise ChangeIt("A comment needs a post that it answers.")
    return handle


def comments_of(parcel: Parcel) -> str:
    """The edge that a comment goes to: of a post, or of a comment below it."""
    handle = about(parcel)
    below = handle.extra.get("comment") or (parcel.root and parcel.root.id != handle.id)
    return f"/{handle.id}/{'replies' if below else 'comments'}"


def made(answer: Answer) -> RemoteId:
    """The id of what was made."""
    told = answer.json()
    id = identity(told.get("id") if isinstance(told, dict) else None)
    if id is None:
        raise answer.unclear("Instagram's answer named nothing that it made.")
    return id


def identity(value: object) -> RemoteId | None:
    """An id of theirs, or nothing where there is none in that place."""
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    return RemoteId(text) if _ID.fullmatch(text) else None


def moment(value: object) -> datetime | None:
    """A time of theirs: `2026-05-19T10:28:08+0000`."""
    try:
        return datetime.strptime(str(value), "%Y-%m-%dT%H:%M:%S%z")
    except ValueError:
        return None


def unix(at: datetime) -> int:
    """Seconds since 1970, as `since` takes them."""
    return int(at.timestamp())
