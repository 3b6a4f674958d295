"""Reviews, which are all that people write to a business here, and our answers; pure.

Source: developers.google.com/my-business/reference/rest/v4/accounts.locations.reviews
(2026-11-21).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from antiphon.connect.errors import ChangeIt
from antiphon.connect.values import Live, Message, Parcel, Receipt, RemoteId
from antiphon.networks.google_business import wire

REPLY = "/reply"
STARS = {"ONE": "One of five stars", "TWO": "Two of five stars", "THREE": "Three of five stars",
         "FOUR": "Four of five stars", "FIVE": "Five of five stars"}  # fmt: skip
UNKNOWN = "A person on Google"
_PAUSE = 1
"""Where the pauses of an answer begin: it is read by Google before it is shown."""

_ORIGINAL = re.compile(r"\(Original\)\s*(.*)", re.DOTALL)
_TRANSLATED = "(Translated by Google)"


def words(comment: str) -> str:
    """What the person wrote, without what Google translated (its marks as seen in 2026)."""
    original = _ORIGINAL.search(comment)
    if original and _TRANSLATED in comment:
        return original[1].strip()
    return comment.partition(_TRANSLATED)[0].strip() or comment.strip()


def message(told: Mapping[str, Any]) -> Message | None:
    """A review: its stars in words, then its own words if it has any."""
    id, at = told.get("name"), wire.moment(told.get("updateTime") or told.get("createTime"))
    if not isinstance(id, str) or at is None:
        return None
    stars = STARS.get(str(told.get("starRating")), "A review")
    said = words(str(told.get("comment") or ""))
    reviewer = told.get("reviewer")
    name = str(reviewer.get("displayName") or "") if isinstance(reviewer, dict) else ""
    return Message(
        id=RemoteId(id),
        about=None,
        parent=None,
        author=name or UNKNOWN,
        author_id=RemoteId(name or UNKNOWN),
        text=f"{stars}. {said}" if said else f"{stars}, without words.",
        at=at,
    )


def answered(parcel: Parcel) -> RemoteId:
    """The review that a parcel answers."""
    if parcel.parent is None or "/reviews/" not in parcel.parent.id:
        raise ChangeIt("Only reviews can be answered here; posts have no comments.")
    return parcel.parent.id


def is_reply(id: str) -> bool:
    """Whether this names an answer of ours to a review."""
    return id.endswith(REPLY)


def reply_receipt(review: str, told: Mapping[str, Any], tries: int = 0) -> Receipt:
    """How far an answer is: Google reads it first; raises ChangeIt when it was refused.

    The states were seen in programs of others (April 2026); without one it counts as shown.
    """
    state = told.get("reviewReplyState") or "APPROVED"
    if state == "REJECTED":
        raise ChangeIt("Google has refused the answer for its policies.")
    ready = state == "APPROVED"
    return Receipt(
        id=RemoteId(review + REPLY),
        ready=ready,
        check_after=wire.pause(tries + _PAUSE),
        extra={} if ready else {wire.TRIES: str(tries)},
    )


def live_reply(review: str, told: Mapping[str, Any]) -> Live:
    """An answer as it stands there."""
    return Live(
        id=RemoteId(review + REPLY),
        url="",
        text=str(told.get("comment") or ""),
        made_at=wire.moment(told.get("updateTime")),
    )


def newer(told: Sequence[Mapping[str, Any]], cursor: str) -> Iterator[Message]:
    """Reviews that were not heard before, oldest first."""
    since, heard = _place(cursor)
    found = [one for one in map(message, told) if one]
    for one in sorted(found, key=lambda one: (one.at, one.id)):
        if since is None or one.at > since or (one.at == since and one.id not in heard):
            yield one


def cursor_after(cursor: str, messages: Sequence[Message]) -> str:
    """The newest moment, and who was heard in it already."""
    if not messages:
        return cursor
    newest, (since, heard) = messages[-1].at, _place(cursor)
    again = {str(one.id) for one in messages if one.at == newest}
    known = again | heard if since == newest else again
    return " ".join([newest.isoformat(), *sorted(known)])


def is_older(told: Mapping[str, Any], cursor: str) -> bool:
    """Whether a review, and so all that follow it, was heard before."""
    since, at = _place(cursor)[0], wire.moment(told.get("updateTime"))
    return since is None or at is None or at < since


def _place(cursor: str) -> tuple[datetime | None, frozenset[str]]:
    at, *heard = cursor.split(" ")
    return wire.moment(at), frozenset(heard)
