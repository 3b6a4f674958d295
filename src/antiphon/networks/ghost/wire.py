"""Their JSON and our values; pure.

Shapes: the Admin API's own schemas and answers recorded from 6.65.0 (2026-11-21).
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from slugify import slugify

from antiphon.connect.errors import ChangeIt
from antiphon.connect.http import Answer
from antiphon.connect.values import Enclosure, Live, Metric, Parcel, Reading, Receipt, RemoteId
from antiphon.kernel.problem import Problem
from antiphon.networks.ghost.page import body, feature, read

DRAFT = "draft"
"""The name under which `prepare` keeps the id of the draft."""
DRAFT_AT = "draft:at"
"""And when it was changed last, which is the lock."""
PAGE = "page-"
"""Begins the ids of pages, which another route keeps."""
KNOWN = "id,slug,status,url,updated_at"
_SLUG_LENGTH = 60  # of 191 that the schema allows; the rest is for our digest and their "-2"
_OUT = frozenset({"published", "sent"})
_EDIT_GRACE = timedelta(seconds=2)
_TIER = "tier:"
_SUFFIX = {"image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "image/webp": "webp",
           "video/mp4": "mp4", "video/webm": "webm", "application/pdf": "pdf"}  # fmt: skip


def slug(parcel: Parcel) -> str:
    """The permanent mark: an address word that only this parcel can have."""
    words = slugify(parcel.title or parcel.text[:200], max_length=_SLUG_LENGTH, word_boundary=True)
    return f"{words or 'post'}-{hashlib.sha256(parcel.key.encode()).hexdigest()[:12]}"


def kind(parcel: Parcel) -> str:
    """Which list of the site keeps it."""
    return "pages" if parcel.options.get("page") else "posts"


def home(id: str) -> tuple[str, str]:
    """The list that keeps a live thing, and its number there."""
    return ("pages", id.removeprefix(PAGE)) if id.startswith(PAGE) else ("posts", id)


def file_name(file: Enclosure) -> str:
    """A name that any header can carry."""
    words = slugify(file.alt, max_length=40, word_boundary=True) or "file"
    return f"{words}-{file.digest[:12]}.{_SUFFIX.get(file.mime, 'bin')}"


def lacks(parcel: Parcel) -> bool:
    """Whether files or the draft must still be brought."""
    wanted = {DRAFT, DRAFT_AT, *(file.digest for file in parcel.enclosures)}
    return not wanted <= set(parcel.handles)


def draft(parcel: Parcel) -> dict[str, Any]:
    """The body of a draft that keeps the place; what it says comes with the publication."""
    told = {"title": parcel.title, "slug": slug(parcel), "status": "draft"}
    return {kind(parcel): [told]}


def publication(
    parcel: Parcel, handles: Mapping[str, str], updated_at: str
) -> tuple[dict[str, str], dict[str, Any]]:
    """Query and body of the one request that makes a draft public."""
    told = {**content(parcel, handles), "status": "published", "updated_at": updated_at}
    if parcel.options.get("email_subject"):
        told["email_subject"] = str(parcel.options["email_subject"])
    return {"source": "html", **_mail(parcel)}, {kind(parcel): [told]}


def change(
    parcel: Parcel, handles: Mapping[str, str], updated_at: str, which: str
) -> dict[str, Any]:
    """The body of an edit: what it says, never whether and where it stands."""
    return {which: [{**content(parcel, handles), "updated_at": updated_at}]}


def content(parcel: Parcel, handles: Mapping[str, str]) -> dict[str, Any]:
    """Everything that a reader meets; what is gone from the parcel is taken away."""
    above, options = feature(parcel), parcel.options
    told: dict[str, Any] = {
        "title": parcel.title,
        "html": body(parcel, handles),
        "tags": [{"name": name} for name in dict.fromkeys(parcel.labels)],
        "feature_image": handles[above.digest] if above else None,
        "feature_image_alt": (above.alt or None) if above else None,
        "custom_excerpt": options.get("excerpt") or None,
        "canonical_url": options.get("canonical_url") or None,
        "featured": bool(options.get("featured")),
    }
    return {**told, **_seen_by(str(options.get("visibility") or ""))}


def _seen_by(chosen: str) -> dict[str, Any]:
    if chosen.startswith(_TIER):
        return {"visibility": "tiers", "tiers": [{"id": chosen.removeprefix(_TIER)}]}
    return {"visibility": chosen} if chosen else {}


def _mail(parcel: Parcel) -> dict[str, str]:
    newsletter = str(parcel.options.get("newsletter") or "")
    if newsletter and kind(parcel) == "pages":
        say = "A page cannot be sent as a newsletter. Make it a post, or send no mail."
        raise ChangeIt(say, problem=Problem(field="options.newsletter", rule="not_here", say=say))
    segment = str(parcel.options.get("send_to") or "all")
    return {"newsletter": newsletter, "email_segment": segment} if newsletter else {}


def thing(answer: Answer, which: str) -> Mapping[str, Any]:
    """The one post that an answer holds."""
    told = answer.json()
    found = told.get(which) if isinstance(told, dict) else None
    if not isinstance(found, list) or not found or not isinstance(found[0], dict):
        raise answer.unclear("The site's answer did not hold the post.")
    first: Mapping[str, Any] = found[0]
    if not isinstance(first.get("id"), str) or not first["id"]:
        raise answer.unclear("The site's answer did not name the post.")
    return first


def things(answer: Answer, which: str) -> list[Mapping[str, Any]]:
    """A list that an answer holds."""
    told = answer.json()
    found = told.get(which) if isinstance(told, dict) else None
    if not isinstance(found, list):
        raise answer.unclear("The site's answer was not the list that we expected.")
    return [one for one in found if isinstance(one, dict)]


def total(answer: Answer) -> int | None:
    """How many there are in all, by the answer's own paging."""
    told = answer.json()
    meta = told.get("meta") if isinstance(told, dict) else None
    paging = meta.get("pagination") if isinstance(meta, dict) else None
    count = paging.get("total") if isinstance(paging, dict) else None
    return count if isinstance(count, int) else None


def is_out(told: Mapping[str, Any]) -> bool:
    """Whether it is public or was sent."""
    return told.get("status") in _OUT


def receipt(told: Mapping[str, Any], which: str, answer: Answer) -> Receipt:
    """The receipt of what is out; anything else leaves us unsure."""
    if not is_out(told):
        raise answer.unclear("The site did not say that it is published.")
    mark = PAGE if which == "pages" else ""
    return Receipt(id=RemoteId(f"{mark}{told['id']}"), url=str(told.get("url") or ""))


def live(told: Mapping[str, Any], id: RemoteId) -> Live:
    """A post as it stands now; the picture above it counts like those inside."""
    text, alts, files = read(str(told.get("html") or ""))
    above = bool(told.get("feature_image"))
    made, changed = moment(told.get("published_at")), moment(told.get("updated_at"))
    return Live(
        id=id,
        url=str(told.get("url") or ""),
        text=text,
        media=files + above,
        alts=((str(told.get("feature_image_alt") or ""),) if above else ()) + alts,
        made_at=made,
        edited=bool(made and changed and changed - made > _EDIT_GRACE),
    )


def moment(told: object) -> datetime | None:
    """A time as the site writes it."""
    try:
        found = datetime.fromisoformat(str(told))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def readings(told: Mapping[str, Any], id: RemoteId, replies: int) -> list[Reading]:
    """What the site counted of a post; opened mails are no views of a page."""
    counts = told.get("count")
    known = counts if isinstance(counts, dict) else {}
    found = {Metric.REPLIES: replies, Metric.CLICKS: known.get("clicks"),
             Metric.LIKES: known.get("positive_feedback")}  # fmt: skip
    return [
        Reading(id=id, metric=metric, value=value)
        for metric, value in found.items()
        if isinstance(value, int)
    ]


def choices(told: Sequence[Mapping[str, Any]], by: str) -> list[list[str]]:
    """What to say for it, and the name, of what is in use."""
    return [
        [str(one[by]), str(one.get("name") or one[by])]
        for one in told
        if one.get(by) and one.get("status", "active") == "active" and one.get("active", True)
    ]
