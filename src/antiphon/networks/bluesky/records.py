"""The records that we write, and the names under which they stand for ever."""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import Any

from antiphon.connect.values import Enclosure, Handle, Kind, LinkCard, Parcel, PostType, Step
from antiphon.networks.bluesky.facets import facets

POST = "app.bsky.feed.post"
THREADGATE = "app.bsky.feed.threadgate"
POSTGATE = "app.bsky.feed.postgate"
# Options and what they mean there (lexicons app.bsky.feed.threadgate and postgate, @d6296a1).
REPLIES = {"nobody": (), "mentioned": ("mentionRule",), "followers": ("followerRule",),
           "following": ("followingRule",)}  # fmt: skip
EVERYBODY = "everybody"

_LETTERS = "234567abcdefghijklmnopqrstuvwxyz"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SPREAD = 1 << 26
"""About 67 seconds in microseconds. Parts of one thread, and a whole campaign, are made in the same
microsecond; ten bits of clock id alone would let two of 25 parts meet in one case of four."""


def tid(microseconds: int, clock: int) -> str:
    """A timestamp identifier (atproto.com/specs/tid): 53 bits of time, 10 of clock, 13 letters."""
    number = (microseconds & (1 << 53) - 1) << 10 | clock & 1023
    return "".join(_LETTERS[number >> shift & 31] for shift in range(60, -1, -5))


def record_key(key: str, made_at: datetime) -> str:
    """The place of a parcel's record: its time, set apart from its siblings by its key.

    The clock id and where in the minute before it was made are taken from the key's SHA-256.
    """
    mark = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big")
    moment = (made_at - _EPOCH) // timedelta(microseconds=1)
    return tid(max(0, moment - (mark >> 10) % _SPREAD), mark)


def rkey(parcel: Parcel) -> str:
    """The record key of a parcel, the same however often it is asked for."""
    return record_key(parcel.key, parcel.made_at)


def uri(did: str, parcel: Parcel, collection: str = POST) -> str:
    """Where the parcel's record stands, or will stand."""
    return f"at://{did}/{collection}/{rkey(parcel)}"


def stamp(moment: datetime) -> str:
    """A time as records hold it: RFC 3339 with milliseconds and a zone."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def post(parcel: Parcel) -> dict[str, Any]:
    """The record of a post, a part of a thread or a first comment."""
    record: dict[str, Any] = {
        "$type": POST,
        "text": parcel.text,
        # A post planned a week ago must not stand a week back in its readers' feeds: they are
        # sorted by the earlier of this and of when it was seen. Both times are kept in the row.
        "createdAt": stamp(parcel.since or parcel.made_at),
        "langs": [parcel.language] if parcel.language else [],
        "tags": list(parcel.labels),
        "facets": facets(parcel.text, people(parcel)),
        "reply": reply(parcel),
        "embed": embed(parcel),
        "labels": warning(str(parcel.options.get("content_warning") or "")),
    }
    needed = {"$type", "text", "createdAt"}
    return {name: value for name, value in record.items() if value or name in needed}


def put(did: str, parcel: Parcel) -> dict[str, Any]:
    """The request that makes it: only where nothing stands, or exactly this stands already."""
    return {
        "repo": did,
        "collection": POST,
        "rkey": rkey(parcel),
        "record": post(parcel),
        "swapRecord": None,
    }


def people(parcel: Parcel) -> dict[str, str]:
    """The mentioned handles whose DIDs `prepare` has found."""
    return {name.removeprefix("@"): did for name, did in parcel.handles.items() if name[:1] == "@"}


def reply(parcel: Parcel) -> dict[str, Any] | None:
    """Strong references to the thread's first post and to what is answered."""
    if parcel.parent is None and parcel.root is None:
        return None
    parent = parcel.parent or parcel.root
    root = parcel.handles.get("root")
    return {
        "root": json.loads(root) if root else strong(parcel.root or parent, parcel),
        "parent": strong(parent, parcel),
    }


def strong(handle: Handle | None, parcel: Parcel) -> dict[str, str]:
    """A record by its place and its content."""
    if handle is None:
        raise ValueError("nothing to refer to")
    cid = handle.extra.get("cid") or parcel.handles[f"cid:{handle.id}"]
    return {"uri": handle.id, "cid": cid}


def embed(parcel: Parcel) -> dict[str, Any] | None:
    """Pictures, a video or a link card; a post carries one of them."""
    files = parcel.enclosures
    if files and is_moving(files[0]):
        still = {"presentation": "gif"} if files[0].kind is Kind.GIF else {}
        video = {"$type": "app.bsky.embed.video", "video": blob(files[0], parcel)}
        return {**video, "alt": files[0].alt, **ratio(files[0]), **still}
    if files:
        pictures = [{"image": blob(file, parcel), "alt": file.alt, **ratio(file)} for file in files]
        return {"$type": "app.bsky.embed.images", "images": pictures}
    if parcel.link and parcel.type in {PostType.LINK, PostType.TEXT}:
        return {"$type": "app.bsky.embed.external", "external": card(parcel.link, parcel)}
    return None


def is_moving(file: Enclosure) -> bool:
    """Whether it is told as a video; a GIF would stand still, so it comes as one."""
    return file.kind is Kind.VIDEO or file.mime == "video/mp4"


def ratio(file: Enclosure) -> dict[str, Any]:
    """The room that a reader's app keeps free before the file is there."""
    if not (file.width and file.height):
        return {}
    return {"aspectRatio": {"width": file.width, "height": file.height}}


def card(link: LinkCard, parcel: Parcel) -> dict[str, Any]:
    """A link as we introduce it; the network looks up nothing itself."""
    shown = {"uri": link.url, "title": link.title or link.url, "description": link.description}
    return {**shown, "thumb": blob(link.thumb, parcel)} if link.thumb else shown


def blob(file: Enclosure, parcel: Parcel) -> dict[str, Any]:
    """What the server called the bytes when they were brought."""
    found: dict[str, Any] = json.loads(parcel.handles[file.digest])
    return found


def warning(value: str) -> dict[str, Any] | None:
    """Our own label on what some people do not want to see."""
    if not value:
        return None
    return {"$type": "com.atproto.label.defs#selfLabels", "values": [{"val": value}]}


def gates(did: str, parcel: Parcel) -> dict[str, dict[str, Any]]:
    """Who may answer or quote, as records under the post's own key; only for a first part."""
    if parcel.step is not Step.PART or parcel.parent or parcel.root:
        return {}
    made = {"post": uri(did, parcel), "createdAt": stamp(parcel.made_at)}
    found: dict[str, dict[str, Any]] = {}
    replies = str(parcel.options.get("replies") or EVERYBODY)
    if replies in REPLIES:
        rules = [{"$type": f"{THREADGATE}#{rule}"} for rule in REPLIES[replies]]
        found[THREADGATE] = {"$type": THREADGATE, **made, "allow": rules}
    if parcel.options.get("quotes") == "nobody":
        rules = [{"$type": f"{POSTGATE}#disableRule"}]
        found[POSTGATE] = {"$type": POSTGATE, **made, "embeddingRules": rules}
    return found
