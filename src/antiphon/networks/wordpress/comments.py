"""Comments as the site tells them, and as messages and counts of ours; pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from html import escape
from typing import Any

from antiphon.connect.http import Answer
from antiphon.connect.values import Live, Message, Metric, Parcel, Reading, Receipt, RemoteId
from antiphon.networks.wordpress.blocks import seen
from antiphon.networks.wordpress.wire import COMMENT, moment, number


def body_of(parcel: Parcel) -> dict[str, Any]:
    """The body of a comment; under a post, or under another comment of it."""
    root = parcel.root or parcel.parent
    above = parcel.parent or root
    body = {"post": number(root.id if root else ""), "content": escape(parcel.text, quote=False)}
    if root and root.id.startswith(COMMENT):
        body["post"] = int(root.extra.get("post", "0"))
    if above and above.id.startswith(COMMENT):
        body["parent"] = number(above.id)
    return body


def receipt(told: Mapping[str, Any], answer: Answer) -> Receipt:
    """The receipt of a comment."""
    id, status = told.get("id"), told.get("status")
    if not isinstance(id, int) or isinstance(id, bool) or not isinstance(status, str):
        raise answer.unclear("The site's answer did not name the comment.")
    return Receipt(
        id=RemoteId(f"{COMMENT}{id}"),
        url=str(told.get("link") or ""),
        ready=status == "approved",
        check_after=timedelta(minutes=5),
        extra={"post": str(told.get("post") or "")},
    )


def live(told: Mapping[str, Any]) -> Live:
    """A comment as it stands now."""
    return Live(
        id=RemoteId(f"{COMMENT}{told.get('id')}"),
        url=str(told.get("link") or ""),
        text=_words(told),
        made_at=moment(told.get("date_gmt")),
    )


def message(told: Mapping[str, Any]) -> Message | None:
    """A comment as a message; None for what is no whole comment."""
    id, at = told.get("id"), moment(told.get("date_gmt"))
    if not isinstance(id, int) or at is None:
        return None
    above, author = told.get("parent"), told.get("author")
    return Message(
        id=RemoteId(f"{COMMENT}{id}"),
        about=RemoteId(str(told["post"])) if told.get("post") else None,
        parent=RemoteId(f"{COMMENT}{above}") if above else None,
        author=str(told.get("author_name") or ""),
        author_id=RemoteId(str(author) if author else f"guest:{told.get('author_name') or ''}"),
        text=_words(told),
        at=at,
        url=str(told.get("link") or ""),
    )


def readings(known: Iterable[int], counted: Sequence[Mapping[str, Any]]) -> list[Reading]:
    """How many comments each known post has."""
    counts = Counter(told.get("post") for told in counted)
    return [reading(id, counts[id]) for id in known]


def reading(post: int, value: int) -> Reading:
    """The count of one post."""
    return Reading(id=RemoteId(str(post)), metric=Metric.REPLIES, value=value)


def _words(told: Mapping[str, Any]) -> str:
    """What a visitor reads; the raw form has lines where this one has markup."""
    content = told.get("content")
    shown = content.get("rendered") if isinstance(content, dict) else content
    return seen(str(shown or "")).text
