"""A parcel as an item of a feed, and an item as our values; pure.

The way in which items are handed to a house of feeds is our own; README.md describes it.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from antiphon.connect.http import Answer
from antiphon.connect.values import Account, Enclosure, Kind, Live, Parcel, Receipt, RemoteId
from antiphon.kernel.feed import Entry, File, told
from antiphon.kernel.markup import anchor, attribute, html, literal, seen

_EDIT_GRACE = timedelta(seconds=2)


def permanent_id(parcel: Parcel) -> str:
    """The item's id: chosen by us, the same however often the parcel is packed."""
    return hashlib.sha256(parcel.key.encode()).hexdigest()[:32]


def item(parcel: Parcel) -> dict[str, Any]:
    """The body of an item."""
    files = tuple(map(_file, parcel.enclosures))
    entry = Entry(
        id=permanent_id(parcel),
        title=parcel.title,
        html=markup(parcel),
        text=rendered(parcel.text),
        summary=str(parcel.options.get("summary") or ""),
        link=parcel.link.url if parcel.link else "",
        language=parcel.language,
        tags=tuple(dict.fromkeys(parcel.labels)),
        files=files,
        published=parcel.made_at,
        updated=parcel.made_at,
    )
    # The day of an item is the one on which the house first had it, which is its own to say.
    return {name: value for name, value in told(entry).items() if name != "date_published"}


def _file(file: Enclosure) -> File:
    return File(
        url=file.address, mime=file.mime, size=file.size, title=file.alt, seconds=file.seconds
    )


def markup(parcel: Parcel) -> str:
    """The item as HTML: files after the first piece of text, a link of its own last."""
    pieces = html(parcel.text)
    shown = [_figure(file) for file in parcel.enclosures]
    return "\n".join([*pieces[:1], *shown, *pieces[1:], *_link(parcel)])


def _figure(file: Enclosure) -> str:
    url, size = attribute(file.address), ""
    if file.width and file.height:
        size = f' width="{file.width}" height="{file.height}"'
    match file.kind:
        case Kind.VIDEO:
            said = f"<figcaption>{literal(file.alt)}</figcaption>" if file.alt else ""
            return f'<figure><video controls src="{url}"{size}></video>{said}</figure>'
        case Kind.DOCUMENT:
            name = literal(file.alt or file.path.name)
            return f"<figure>{anchor(file.address, name)}</figure>"
        case Kind.IMAGE | Kind.GIF:
            return f'<figure><img src="{url}" alt="{attribute(file.alt)}"{size}></figure>'


def _link(parcel: Parcel) -> Sequence[str]:
    link = parcel.link
    if link is None or link.url in parcel.text:
        return []
    return [f"<figure>{anchor(link.url, literal(link.title or link.url))}</figure>"]


def rendered(text: str) -> str:
    """What a text looks like when read back."""
    return seen("\n".join(html(text))).text


def thing(answer: Answer) -> Mapping[str, Any]:
    """The one thing that an answer holds."""
    found = answer.json()
    if not isinstance(found, dict) or not isinstance(found.get("id"), str):
        raise answer.unclear("The house of feeds did not name what it holds.")
    return found


def receipt(answer: Answer) -> Receipt:
    """The receipt of an item that is there."""
    found = thing(answer)
    return Receipt(id=RemoteId(found["id"]), url=str(found.get("url") or ""))


def live(answer: Answer) -> Live:
    """An item as it stands now."""
    found = thing(answer)
    files = [one for one in found.get("attachments") or () if isinstance(one, dict)]
    made, changed = _moment(found.get("date_published")), _moment(found.get("date_modified"))
    pictures = [one for one in files if str(one.get("mime_type")).startswith("image/")]
    return Live(
        id=RemoteId(found["id"]),
        url=str(found.get("url") or ""),
        text=str(found.get("content_text") or ""),
        media=len(files),
        alts=tuple(str(one.get("title") or "") for one in pictures),
        language=str(found.get("language") or ""),
        made_at=made,
        edited=bool(made and changed and changed - made > _EDIT_GRACE),
    )


def account(answer: Answer) -> Account:
    """A feed as an account."""
    found = thing(answer)
    forms = found.get("feeds")
    return Account(
        id=RemoteId(found["id"]),
        handle=str(found.get("slug") or ""),
        name=str(found.get("title") or found.get("slug") or ""),
        url=str(forms.get("atom") or "") if isinstance(forms, dict) else "",
        kind="feed",
        facts={"hub": str(found.get("hub") or "")},
    )


def _moment(given: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(given))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
