"""Parcels as the forms of containers, and what Threads answers as receipts; pure.

Sources: developers.facebook.com/documentation/threads/reference/publishing and …/posts
(2026-11-21).
"""

import json
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from antiphon.connect.errors import ChangeIt
from antiphon.connect.http import Answer
from antiphon.connect.values import Enclosure, Handle, Kind, Parcel, PostType, Receipt, RemoteId

CONTAINER, MADE, ASKED = "container", "made", "asked"
"""Names of handles: the container that is published, when it was made, how often we asked."""

OPTIONS = {"topic": "topic_tag", "replies": "reply_control", "location": "location_id",
           "quote": "quote_post_id"}  # fmt: skip
"""Options that go along as they are."""
SWITCHES = {"approvals": "enable_reply_approvals", "vanishes": "is_ghost_post"}

_JOINERS = frozenset("\u200d\ufe0f\u20e3")
_TRIES = (2, 5, 10, 20, 40, 60)


def length(text: str) -> int:
    """Characters as Threads counts them: an emoji takes as many as it has bytes in UTF-8.

    What an emoji is, is not said; every symbol of Unicode counts as one, so we are never below.
    """
    return sum(len(sign.encode()) if _is_pictured(sign) else 1 for sign in text)


def _is_pictured(sign: str) -> bool:
    is_modifier = 0x1F3FB <= ord(sign) <= 0x1F3FF or 0xE0020 <= ord(sign) <= 0xE007F
    return sign in _JOINERS or is_modifier or unicodedata.category(sign) == "So"


def rendered(text: str) -> str:
    """A text as Threads gives it back: one form of line ends, nothing blank around it."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def names(parcel: Parcel) -> Iterator[tuple[str, Enclosure]]:
    """Each file with the name of its handle; the same file twice is two items there."""
    for place, enclosure in enumerate(parcel.enclosures):
        yield f"{place}:{enclosure.digest}", enclosure


def item(enclosure: Enclosure) -> dict[str, str]:
    """The form of one picture or video."""
    if not enclosure.address:
        raise ChangeIt("Threads fetches files from the web, and this one has no public address.")
    is_video = enclosure.kind is Kind.VIDEO
    form = {
        "media_type": "VIDEO" if is_video else "IMAGE",
        "video_url" if is_video else "image_url": enclosure.address,
        "alt_text": enclosure.alt,
    }
    return {name: value for name, value in form.items() if value}


def container(parcel: Parcel, children: tuple[str, ...] = ()) -> dict[str, str]:
    """The form of what will be published."""
    form = {"text": words(parcel), **_media(parcel, children), **_answering(parcel.parent)}
    if parcel.type is PostType.ARTICLE:
        form["text_attachment"] = json.dumps(_attached(parcel))
    if parcel.type is PostType.LINK and parcel.link:
        form["link_attachment"] = parcel.link.url
    if parcel.poll:
        answers = zip("abcd", parcel.poll.choices, strict=False)
        form["poll_attachment"] = json.dumps({f"option_{name}": text for name, text in answers})
    form["allowlisted_country_codes"] = ",".join(parcel.targeting.countries)
    return {name: value for name, value in {**form, **_chosen(parcel)}.items() if value}


def words(parcel: Parcel) -> str:
    """What stands in the post itself; of a long text that is its title."""
    return parcel.title if parcel.type is PostType.ARTICLE else parcel.text


def _attached(parcel: Parcel) -> dict[str, str]:
    link = {"link_attachment_url": parcel.link.url} if parcel.link else {}
    return {"plaintext": parcel.text, **link}


def _media(parcel: Parcel, children: tuple[str, ...]) -> dict[str, str]:
    if children:
        return {"media_type": "CAROUSEL", "children": ",".join(children)}
    if parcel.enclosures:
        return item(parcel.enclosures[0])
    return {"media_type": "TEXT"}


def _answering(parent: Handle | None) -> dict[str, str]:
    return {"reply_to_id": parent.id} if parent else {}


def _chosen(parcel: Parcel) -> dict[str, str]:
    """Options; what belongs to the whole post is said with its first part only."""
    options = parcel.options
    form: dict[str, str] = {}
    if parcel.parent is None:
        form = {name: str(options.get(key) or "") for key, name in OPTIONS.items()}
        form |= {name: "true" for key, name in SWITCHES.items() if options.get(key) is True}
    if options.get("spoiler") is True and parcel.enclosures:
        form["is_spoiler_media"] = "true"
    return form


def named(answer: Answer) -> RemoteId:
    """The id that an answer holds."""
    told = answer.json()
    id = identity(told.get("id") if isinstance(told, dict) else None)
    if id is None:
        raise answer.unclear("Threads' answer named nothing.")
    return id


def identity(value: object) -> RemoteId | None:
    """An id of theirs, or nothing where there is none in that place."""
    return RemoteId(value) if isinstance(value, str) and value.isdigit() else None


def taken(id: RemoteId, tries: int = 0) -> Receipt:
    """The receipt of what is published and not seen yet."""
    return Receipt(id=id, ready=False, check_after=pause(tries), extra={ASKED: str(tries)})


def seen(told: Mapping[str, Any], id: RemoteId) -> Receipt:
    """The receipt of what stands there."""
    return Receipt(id=id, url=str(told.get("permalink") or ""))


def pause(tries: int) -> timedelta:
    """How long to wait before asking again: longer each time, a minute at the most."""
    return timedelta(seconds=_TRIES[min(tries, len(_TRIES) - 1)])


def tries_of(extra: Mapping[str, str]) -> int:
    """How often we asked so far."""
    asked = extra.get(ASKED, "")
    return int(asked) if asked.isdigit() else 0


def moment(value: object) -> datetime | None:
    """A time of theirs: `2026-05-19T10:28:08+0000`."""
    try:
        return datetime.strptime(str(value), "%Y-%m-%dT%H:%M:%S%z")
    except ValueError:
        return None
