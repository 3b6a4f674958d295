"""Their JSON and our values; pure, so that its tests need no server.

Entities as in docs.joinmastodon.org/entities (2026-07). Ids are opaque: hexadecimal, UUID, ULID, or
(Pixelfed) JSON numbers; they become texts and are never computed with.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from antiphon.connect.http import Answer
from antiphon.connect.values import (
    Account,
    Live,
    Message,
    Metric,
    Parcel,
    Reading,
    Receipt,
    RemoteId,
)
from antiphon.networks.mastodon.reading import plain

Json = Mapping[str, Any]

COUNTS = {
    "favourites_count": Metric.LIKES,
    "reblogs_count": Metric.SHARES,
    "replies_count": Metric.REPLIES,
    "quotes_count": Metric.QUOTES,
}
_OPTIONS = {
    "visibility": "visibility",
    "content_warning": "spoiler_text",
    "quotes": "quote_approval_policy",
}
"""Our options and their fields."""
WRITTEN = ("mention", "quote")
"""Kinds of notification that hold what somebody wrote to us; answers are mentions."""


def text_of(parcel: Parcel) -> str:
    """What is told; the card of a link is the server's work, so the link stands in the text."""
    link = parcel.link.url if parcel.link else ""
    return f"{parcel.text}\n\n{link}".strip() if link and link not in parcel.text else parcel.text


def rendered(text: str) -> str:
    """A text as the server keeps it: without blanks around it, lines ending one way."""
    return text.replace("\r\n", "\n").strip()


def places(parcel: Parcel) -> list[str]:
    """For each file the name of its handle; the same file twice is two attachments."""
    names: list[str] = []
    for enclosure in parcel.enclosures:
        again = sum(name.split("#")[0] == enclosure.digest for name in names)
        names.append(f"{enclosure.digest}#{again}" if again else enclosure.digest)
    return names


def status(parcel: Parcel, media: Sequence[str]) -> dict[str, Any]:
    """The body of a new status; never with `scheduled_at`, which some servers ignore."""
    parent = parcel.parent or parcel.root
    body = {**contents(parcel, media), "in_reply_to_id": parent.id if parent else None}
    body["visibility"] = parcel.options.get("visibility")
    return {name: value for name, value in body.items() if value not in (None, "", [], False)}


def contents(parcel: Parcel, media: Sequence[str]) -> dict[str, Any]:
    """Everything that can be edited; an edit sends it whole, as what is left out is reset."""
    told = {theirs: parcel.options.get(ours) for ours, theirs in _OPTIONS.items()}
    del told["visibility"]
    body: dict[str, Any] = {
        **told,
        "status": text_of(parcel),
        "media_ids": list(media),
        "sensitive": bool(parcel.options.get("sensitive") or told["spoiler_text"]),
        "language": parcel.language.split("-")[0].lower() or None,
        "poll": poll(parcel),
    }
    return {name: value for name, value in body.items() if value is not None}


def correction(parcel: Parcel, media: Sequence[str]) -> dict[str, Any]:
    """The body of an edit: the full set, also what is empty, and the words for each file."""
    described = [
        {"id": id, "description": one.alt, "focus": focus(one.focus)}
        for id, one in zip(media, parcel.enclosures, strict=True)
    ]
    empty: dict[str, Any] = {"spoiler_text": ""}
    return {
        **empty,
        **contents(parcel, media),
        **({"media_attributes": described} if described else {}),
    }


def poll(parcel: Parcel) -> dict[str, Any] | None:
    """The poll as they want it; the question is the text."""
    if parcel.poll is None:
        return None
    return {
        "options": list(parcel.poll.choices),
        "expires_in": int(parcel.poll.closes_after.total_seconds()),
        "multiple": parcel.poll.multiple,
        "hide_totals": parcel.poll.hides_totals,
    }


def focus(point: tuple[float, float]) -> str:
    """The point that stays visible, as text; theirs runs like ours, y upwards."""
    return f"{point[0]:.3f},{point[1]:.3f}"


def id_of(thing: object) -> RemoteId | None:
    """The id of a thing of theirs, if it has one."""
    told = thing.get("id") if isinstance(thing, Mapping) else None
    number = isinstance(told, int) and not isinstance(told, bool)
    return RemoteId(str(told)) if number or (isinstance(told, str) and told) else None


def receipt(answer: Answer) -> Receipt:
    """The word that a status is there; anything else in its place leaves us unsure."""
    found = receipt_of(answer.json())
    if found is None:
        raise answer.unclear("The answer was not the post that we expected.")
    return found


def receipt_of(told: object) -> Receipt | None:
    """The receipt of a status; None for anything else, also for one that is only scheduled."""
    id = id_of(told)
    if id is None or not isinstance(told, Mapping) or not told.get("uri"):
        return None
    return Receipt(id=id, url=_text(told, "url") or _text(told, "uri"))


def readings(told: Json) -> list[Reading]:
    """The counts of one status."""
    id = id_of(told)
    return [
        Reading(id=id, metric=ours, value=told[theirs])
        for theirs, ours in COUNTS.items()
        if id and isinstance(told.get(theirs), int) and told[theirs] >= 0
    ]


def live(told: Json, source: str | None = None) -> Live:
    """A status as it is shown now; its source text where the server tells it."""
    media = attachments(told)
    return Live(
        id=id_of(told) or RemoteId(""),
        url=_text(told, "url") or _text(told, "uri"),
        text=plain_text(told) if source is None else source,
        media=len(media),
        alts=tuple(_text(one, "description") for one in media),
        language=_text(told, "language"),
        made_at=moment(told.get("created_at")),
        edited=bool(told.get("edited_at")),
    )


def plain_text(told: Json) -> str:
    """What a reader reads, with everybody who is mentioned by the full name."""
    mentions = told.get("mentions") or []
    return plain(
        _text(told, "content"), {_text(one, "url"): _text(one, "acct") for one in mentions}
    )


def attachments(told: Json) -> list[Json]:
    """The files of a status."""
    return [one for one in told.get("media_attachments") or [] if isinstance(one, Mapping)]


def message(notification: Json, me: RemoteId) -> Message | None:
    """What somebody wrote to us; None for what is no text of another."""
    told = notification.get("status")
    if notification.get("type", "mention") not in WRITTEN:
        return None
    id, at = id_of(told), moment(told.get("created_at")) if isinstance(told, Mapping) else None
    if id is None or at is None or not isinstance(told, Mapping):
        return None
    author = told.get("account") or {}
    if id_of(author) in (me, None):
        return None
    parent = _remote(told.get("in_reply_to_id")) or id_of(
        (told.get("quote") or {}).get("quoted_status")
    )
    ours = _remote(told.get("in_reply_to_account_id")) == me or told.get("quote")
    return Message(
        id=id,
        about=parent if ours else None,
        parent=parent,
        author=_text(author, "acct") or _text(author, "username"),
        author_id=id_of(author) or RemoteId(""),
        text=plain_text(told),
        at=at,
        url=_text(told, "url") or _text(told, "uri"),
        private=told.get("visibility") == "direct",
    )


def account(told: Json, *, domain: str, facts: Json) -> Account | None:
    """Whom a token speaks for."""
    id = id_of(told)
    name = _text(told, "acct") or _text(told, "username")
    if id is None or not name:
        return None
    return Account(
        id=id,
        handle=name if "@" in name or not domain else f"{name}@{domain}",
        name=_text(told, "display_name") or name,
        url=_text(told, "url"),
        kind="group" if told.get("group") else "bot" if told.get("bot") else "person",
        facts=facts,
    )


def moment(told: object) -> datetime | None:
    """A time of theirs, if it is one."""
    try:
        found = datetime.fromisoformat(told) if isinstance(told, str) else None
    except ValueError:
        return None
    return found if found and found.tzinfo else None


def _text(told: Json, name: str) -> str:
    value = told.get(name)
    return value if isinstance(value, str) else ""


def _remote(told: object) -> RemoteId | None:
    return RemoteId(str(told)) if isinstance(told, str | int) and told else None
