"""Their JSON and our values; pure.

Shapes: developer.wordpress.org/rest-api/reference (seen 2026-11-21) and recorded answers of 6.1.9.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import escape
from typing import Any

from slugify import slugify

from antiphon.connect.http import Answer
from antiphon.connect.values import (
    Enclosure,
    Handle,
    Live,
    Parcel,
    Receipt,
    RemoteId,
    Step,
)
from antiphon.networks.wordpress.blocks import Picture, markup, rendered, seen

COMMENT = "comment-"
DRAFT = "draft"
"""The name under which `prepare` keeps the id of a draft."""
LOOKED_AT = "id,slug,status,link,date_gmt"
_SLUG_LENGTH = 60  # of 200 bytes that the column holds; the rest is for our digest and their "-2"
_EDIT_GRACE = timedelta(seconds=2)
_ARRIVED = frozenset({"publish", "private", "trash"})
"""States that somebody may have given the post after it was out; both prove that it arrived."""
_SUFFIX = {"image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "image/webp": "webp"}


def listed(value: object) -> list[str]:
    """The names in an option, however it was written; each once."""
    parts = re.split(r"[,\n]", value) if isinstance(value, str) else value
    found = parts if isinstance(parts, Iterable) else ()
    return list(dict.fromkeys(name for one in found if (name := str(one).strip())))


def wanted_terms(parcel: Parcel) -> list[tuple[str, str]]:
    """Route and name of each category and tag that the post wants."""
    tags = dict.fromkeys([*listed(parcel.options.get("tags")), *listed(parcel.labels)])
    categories = listed(parcel.options.get("categories"))
    return [*(("categories", name) for name in categories), *(("tags", name) for name in tags)]


def short_digest(text: str) -> str:
    """Twelve hexadecimal digits that stand for a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def slug(parcel: Parcel) -> str:
    """The address word that only this parcel can have, whenever and wherever it is made."""
    wish = parcel.options.get("slug") or parcel.title or parcel.text[:200]
    words = slugify(str(wish), max_length=_SLUG_LENGTH, word_boundary=True) or "post"
    return f"{words}-{short_digest(parcel.key)}"


def wished_slug(parcel: Parcel) -> str:
    """The very address word that a person chose, if one did."""
    return slugify(str(parcel.options.get("slug") or ""), max_length=_SLUG_LENGTH)


def media_name(enclosure: Enclosure) -> str:
    """A name for a file that is the same at every try; only letters that any header can carry."""
    words = slugify(enclosure.alt, max_length=40, word_boundary=True) or "picture"
    return f"{words}-{short_digest(enclosure.digest + enclosure.alt)}"


def file_name(enclosure: Enclosure) -> str:
    """The same with the ending that the site judges the type by."""
    return f"{media_name(enclosure)}.{_SUFFIX.get(enclosure.mime, 'bin')}"


def article(parcel: Parcel, handles: Mapping[str, str]) -> dict[str, Any]:
    """The body of a post."""
    link = (parcel.link.url, parcel.link.title) if parcel.link else None
    pictures = [_picture(enclosure, handles) for enclosure in parcel.enclosures]
    body = {
        "title": article_title(parcel),
        "content": markup(parcel.text, pictures, link),
        "slug": wished_slug(parcel) if DRAFT in handles else slug(parcel),
        "status": "publish",
        **_chosen(parcel),
        **_terms(parcel, handles),
    }
    if pictures and parcel.options.get("featured", True):
        body["featured_media"] = pictures[0].id
    return body


def needs_preparing(parcel: Parcel) -> bool:
    """Whether pictures, terms or a draft must be there first; a plain post needs nothing."""
    if parcel.step is Step.COMMENT:
        return False
    return missing(parcel) or (bool(wished_slug(parcel)) and DRAFT not in parcel.handles)


def article_title(parcel: Parcel) -> str:
    """The title as markup that shows what was typed."""
    return escape(parcel.title, quote=False)


def changes(parcel: Parcel, handles: Mapping[str, str]) -> dict[str, Any]:
    """The body of an edit: everything but where and whether it stands; what is gone, taken away."""
    fixed = {"slug", "status"}
    whole = {"tags": [], "featured_media": 0, **article(parcel, handles)}
    return {name: told for name, told in whole.items() if name not in fixed}


def _picture(enclosure: Enclosure, handles: Mapping[str, str]) -> Picture:
    name = media_name(enclosure)
    return Picture(id=int(handles[name]), url=handles[f"{name}:url"], alt=enclosure.alt)


def _chosen(parcel: Parcel) -> dict[str, Any]:
    options = parcel.options
    chosen = {
        "excerpt": escape(str(options["excerpt"]), quote=False) if options.get("excerpt") else None,
        "format": options.get("format"),
        "comment_status": options.get("comment_status"),
        "sticky": bool(options["sticky"]) if "sticky" in options else None,
    }
    return {name: told for name, told in chosen.items() if told not in (None, "")}


def _terms(parcel: Parcel, handles: Mapping[str, str]) -> dict[str, list[int]]:
    ids: dict[str, list[int]] = {}
    for route, name in wanted_terms(parcel):
        ids.setdefault(route, []).append(int(handles[f"{route}:{name}"]))
    return {route: list(dict.fromkeys(found)) for route, found in ids.items()}


def missing(parcel: Parcel) -> bool:
    """Whether something must be brought or looked up before the post can be told."""
    needed = [media_name(enclosure) for enclosure in parcel.enclosures]
    needed += [f"{route}:{name}" for route, name in wanted_terms(parcel)]
    return any(name not in parcel.handles for name in needed)


def number(id: str) -> int:
    """The site's own number in an id of ours; 0 for what can have none."""
    digits = id.removeprefix(COMMENT)
    return int(digits) if digits.isdecimal() else 0


def is_comment(it: Receipt | Handle) -> bool:
    """Whether an id names a comment."""
    return it.id.startswith(COMMENT)


def route(it: Receipt) -> str:
    """Where a live thing is found."""
    return f"wp/v2/{'comments' if is_comment(it) else 'posts'}/{number(it.id)}"


def receipt(answer: Answer, asked: str) -> Receipt:
    """The receipt of a post; a different address word shows that an equal one was there."""
    return receipt_of(thing(answer), asked, answer)


def receipt_of(told: Mapping[str, Any], asked: str, answer: Answer) -> Receipt:
    """The receipt of one post in an answer."""
    id, status, word = told.get("id"), told.get("status"), told.get("slug")
    if not isinstance(id, int) or isinstance(id, bool) or not isinstance(status, str):
        raise answer.unclear("The site's answer did not name the post.")
    differs = isinstance(word, str) and word not in (asked, f"{asked}__trashed", "")
    twin = f"The address “{asked}” was taken already; this post got “{word}”." if differs else ""
    return Receipt(
        id=RemoteId(str(id)),
        url=str(told.get("link") or ""),
        ready=status in _ARRIVED,
        check_after=timedelta(minutes=1),
        twin=twin,
    )


def looked(
    told: Sequence[Mapping[str, Any]], asked: str, answer: Answer, *, ours: bool
) -> Receipt | None:
    """What a look found: the post, and whether a second one stands beside it.

    A draft that only keeps the place for another address word (not `ours`) is no post yet.
    """
    places = {asked: 0, f"{asked}__trashed": 1, f"{asked}-2": 2}
    found = [one for one in told if one.get("slug") in places]
    if not ours:
        found = [one for one in found if one.get("status") not in {"draft", "auto-draft"}]
    if not found:
        return None
    first, *more = sorted(found, key=lambda one: places[str(one["slug"])])
    known = receipt_of(first, asked, answer)
    twin = f"An equal post stands at {more[0].get('link')}." if more else known.twin
    return replace(known, twin=twin)


def live(told: Mapping[str, Any]) -> Live:
    """A post as it stands now; from its own markup, which no theme has changed."""
    found = seen(part(told, "content"))
    made, changed = moment(told.get("date_gmt")), moment(told.get("modified_gmt"))
    return Live(
        id=RemoteId(str(told.get("id"))),
        url=str(told.get("link") or ""),
        text=found.text,
        media=found.images,
        alts=found.alts,
        made_at=made,
        edited=bool(made and changed and changed - made > _EDIT_GRACE),
    )


def says(told: Mapping[str, Any], parcel: Parcel) -> bool:
    """Whether a post says what the parcel says, and is no older."""
    made = moment(told.get("date_gmt"))
    same = seen(part(told, "content")).text == rendered(parcel.text)
    return same and made is not None and made >= parcel.made_at - timedelta(minutes=5)


def part(told: Mapping[str, Any], name: str) -> str:
    """A field that has a raw and a rendered form: the raw one where it is shown."""
    forms = told.get(name)
    if isinstance(forms, dict):
        return str(forms.get("raw") or forms.get("rendered") or "")
    return forms if isinstance(forms, str) else ""


def moment(told: object) -> datetime | None:
    """A time as the site writes it: in GMT, without saying so."""
    try:
        found = datetime.fromisoformat(str(told))
    except ValueError:
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def thing(answer: Answer) -> Mapping[str, Any]:
    """The one thing that an answer holds."""
    told = answer.json()
    if not isinstance(told, dict):
        raise answer.unclear("The site's answer was not the object that we expected.")
    return told


def objects(answer: Answer) -> list[Mapping[str, Any]]:
    """The things that a list of the site holds."""
    told = answer.json()
    if not isinstance(told, list):
        raise answer.unclear("The site's answer was not the list that we expected.")
    return [one for one in told if isinstance(one, dict)]
