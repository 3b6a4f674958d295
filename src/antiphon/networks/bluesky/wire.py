"""What the servers tell us, as our values; and how much more they would be asked."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from antiphon.connect.http import Answer
from antiphon.connect.rules import Allowance
from antiphon.connect.values import (
    Correspondence,
    Live,
    Message,
    Metric,
    Parcel,
    Reading,
    Receipt,
    RemoteId,
)

SITE = "https://bsky.app"
# `postView` of lexicon app.bsky.feed.defs (@d6296a1); there are no views or reach.
COUNTS = {
    "likeCount": Metric.LIKES,
    "repostCount": Metric.SHARES,
    "replyCount": Metric.REPLIES,
    "quoteCount": Metric.QUOTES,
    "bookmarkCount": Metric.SAVES,
}


def parts(uri: str) -> tuple[str, str, str]:
    """The account, collection and record key of an `at://` address; three empty texts if none."""
    pieces = uri.removeprefix("at://").split("/")
    if not uri.startswith("at://did:") or len(pieces) != 3 or not all(pieces):
        return "", "", ""
    return pieces[0], pieces[1], pieces[2]


def url(uri: str) -> str:
    """The page that people see."""
    did, _collection, rkey = parts(uri)
    return f"{SITE}/profile/{did}/post/{rkey}" if did else ""


def receipt(answer: Answer, gates: Iterable[str] = ()) -> Receipt:
    """The server's word that it has the record, with what replies need to name it."""
    told = answer.told()
    uri, cid = told.get("uri"), told.get("cid")
    if not (isinstance(uri, str) and isinstance(cid, str) and parts(uri)[0] and cid):
        raise answer.unclear("The server did not say what it had made.")
    kept = {"gates": " ".join(gates)} if gates else {}
    return Receipt(id=RemoteId(uri), url=url(uri), extra={"cid": cid, **kept})


def is_of(parcel: Parcel, record: Mapping[str, Any]) -> bool:
    """Whether the record that stands in a parcel's place is that parcel's."""
    reply = record.get("reply") or {}
    parent = (reply.get("parent") or {}).get("uri")
    wanted = parcel.parent or parcel.root
    return record.get("text") == parcel.text and parent == (wanted.id if wanted else None)


def live(answer: Answer, receipt: Receipt) -> Live:
    """The record as it stands now."""
    told = answer.told()
    record = told.get("value")
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        raise answer.unclear("The server showed no post.")
    alts = shown_alts(record.get("embed"))
    langs = record.get("langs") or [""]
    return Live(
        id=receipt.id,
        url=url(receipt.id),
        text=record["text"],
        media=len(alts),
        alts=alts,
        language=str(langs[0]),
        made_at=moment(record.get("createdAt")),
        edited=receipt.extra.get("cid", told.get("cid")) != told.get("cid"),
    )


def shown_alts(embed: object) -> tuple[str, ...]:
    """The alternative text of each file of a post, in order."""
    if not isinstance(embed, dict):
        return ()
    if isinstance(embed.get("media"), dict):
        return shown_alts(embed["media"])
    if "video" in embed:
        return (str(embed.get("alt") or ""),)
    return tuple(str(picture.get("alt") or "") for picture in embed.get("images") or ())


def moment(value: object) -> datetime | None:
    """A time of theirs; None for what is none."""
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def readings(post: Mapping[str, Any]) -> list[Reading]:
    """What one post view counts."""
    return [
        Reading(id=RemoteId(str(post.get("uri"))), metric=ours, value=post[theirs])
        for theirs, ours in COUNTS.items()
        if isinstance(post.get(theirs), int)
    ]


def message(note: Mapping[str, Any], did: str) -> Message | None:
    """A notification of somebody's words, as a message; None for what holds no words."""
    record, author = note.get("record"), note.get("author")
    at = moment(note.get("indexedAt"))
    if not (isinstance(record, dict) and isinstance(author, dict) and at and note.get("uri")):
        return None
    reply = record.get("reply") or {}
    parent = str((reply.get("parent") or {}).get("uri") or "")
    root = str((reply.get("root") or {}).get("uri") or "")
    ours = (one for one in (parent, root, note.get("reasonSubject")) if parts(str(one))[0] == did)
    about = next(ours, None)
    return Message(
        id=RemoteId(str(note["uri"])),
        about=RemoteId(str(about)) if about else None,
        parent=RemoteId(parent) if parent else None,
        author=str(author.get("handle") or ""),
        author_id=RemoteId(str(author.get("did") or "")),
        text=str(record.get("text") or ""),
        at=at,
        url=url(str(note["uri"])),
    )


def letters(notes: Iterable[Mapping[str, Any]], did: str, cursor: str) -> Correspondence:
    """Notifications, newest first as they come, as messages, oldest first, after the cursor.

    The cursor is the time of the newest one and which were told of that very time.
    """
    since, *told = cursor.split() or [""]
    fresh = [one for one in notes if (str(one.get("indexedAt")), str(one.get("uri"))) not in
             {(since, uri) for uri in told} and str(one.get("indexedAt")) >= since]  # fmt: skip
    newest = max((str(one.get("indexedAt")) for one in fresh), default=since)
    same = [str(one["uri"]) for one in fresh if str(one.get("indexedAt")) == newest]
    kept = told if newest == since else []
    found = [message(one, did) for one in reversed(fresh)]
    ordered = sorted((one for one in found if one), key=lambda one: one.at)
    return Correspondence(messages=ordered, cursor=" ".join([newest, *kept, *same]))


def allowances(headers: Mapping[str, str], _at: datetime) -> list[Allowance]:
    """What the headers of an answer leave us; they speak of the tightest bucket only (seen)."""
    left, reset = headers.get("ratelimit-remaining", ""), headers.get("ratelimit-reset", "")
    if not (left.isdigit() and reset.isdigit() and int(reset) < 1e11):
        return []
    ends = datetime.fromtimestamp(int(reset), UTC)
    bucket = headers.get("ratelimit-policy", "calls")
    return [Allowance(bucket=bucket, left=int(left), resets_at=ends)]
