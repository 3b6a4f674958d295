"""Parcels as events: kinds, tags and content; pure."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from antiphon.connect.values import Enclosure, Handle, Parcel, PostType
from antiphon.networks.nostr import bech32
from antiphon.networks.nostr.keys import Event, Key

PROFILE, NOTE, DELETION, REPOST, REACTION = 0, 1, 5, 6, 7
REPOST_OF_ANY, SHORT_VIDEO, POLL, COMMENT = 16, 22, 1068, 1111
RELAYS, MEDIA_SERVERS, LOGIN, UPLOAD, ARTICLE = 10002, 10063, 22242, 24242, 30023
"""Kinds by NIP-01, 09, 18, 25, 71, 88, 22, 65, 42 and 23; uploads by BUD-01 of Blossom."""
KINDS = {PostType.REEL: SHORT_VIDEO, PostType.POLL: POLL, PostType.ARTICLE: ARTICLE}
"""Everything else is a short note."""
Tags = list[list[str]]
_HASHTAG = re.compile(r"(?<![\w&/#])#(\w*[^\W\d_]\w*)")
_MENTION = re.compile(r"\bnostr:((?:npub|nprofile|note|nevent)1[02-9ac-hj-np-z]+)")


def kind_of(parcel: Parcel) -> int:
    """The kind in which a parcel is told; below anything but a note stand comments (NIP-22)."""
    if parcel.parent or parcel.root:
        return NOTE if _known(parcel, _root(parcel))["kind"] == str(NOTE) else COMMENT
    return KINDS.get(parcel.type, NOTE)


def signed(parcel: Parcel, key: Key, relay: str) -> Event:
    """The event of a parcel: always the same one, so that telling it again changes nothing.

    It is dated at its first attempt: one planned weeks ago stands where it was said.
    """
    kind = kind_of(parcel)
    at = int((parcel.since or parcel.made_at).timestamp())
    return key.sign(kind, [*_tags(parcel, kind, key.public, relay, at)], content(parcel), at=at)


def deletion(id: str, kind: str, key: Key, *, at: int) -> Event:
    """A request to delete (NIP-09); relays and apps may or may not follow it."""
    return key.sign(DELETION, [["e", id], ["k", kind]], "", at=at)


def content(parcel: Parcel) -> str:
    """The text, with the addresses of link and files below it."""
    link = parcel.link.url if parcel.link and parcel.link.url not in parcel.text else ""
    if parcel.type is PostType.REEL and not parcel.parent:
        return "\n\n".join(filter(None, (parcel.text, link)))
    files = [_shown(file, parcel) for file in parcel.enclosures]
    return "\n\n".join(filter(None, (parcel.text, link, "\n".join(files))))


def _shown(file: Enclosure, parcel: Parcel) -> str:
    url = parcel.handles[file.digest]
    if parcel.type is not PostType.ARTICLE:
        return url
    alt = re.sub(r"[\[\]\n]", " ", file.alt)
    return f"![{alt}]({url})"


def _tags(parcel: Parcel, kind: int, me: str, relay: str, at: int) -> Iterator[list[str]]:
    yield from _threading(parcel, kind, me, relay)
    yield from _mentions(parcel.text)
    found = [*_HASHTAG.findall(parcel.text), *parcel.labels]
    for tag in dict.fromkeys(one.lower().lstrip("#") for one in found):
        yield ["t", tag]
    for file in parcel.enclosures:
        yield imeta(file, parcel.handles[file.digest])
    if parcel.language:
        yield from (["L", "ISO-639-1"], ["l", parcel.language[:2].lower(), "ISO-639-1"])
    if "content_warning" in parcel.options:
        yield ["content-warning", str(parcel.options["content_warning"])]
    yield from _special(parcel, kind, relay, at)


def imeta(file: Enclosure, url: str) -> list[str]:
    """What is known of a file that the content shows (NIP-92)."""
    about = [f"url {url}", f"m {file.mime}", f"x {file.digest}", f"size {file.size}"]
    if file.width and file.height:
        about.append(f"dim {file.width}x{file.height}")
    if file.seconds:
        about.append(f"duration {file.seconds:g}")
    if file.alt:
        about.append(f"alt {file.alt}")
    return ["imeta", *about]


def _special(parcel: Parcel, kind: int, relay: str, at: int) -> Iterator[list[str]]:
    if kind == SHORT_VIDEO:
        yield ["title", parcel.title or parcel.text[:80]]
        yield ["published_at", str(at)]
    if kind == ARTICLE:
        yield ["d", hashlib.sha256(parcel.key.encode()).hexdigest()[:24]]
        yield ["title", parcel.title]
        yield ["published_at", str(at)]
        yield from (["image", parcel.handles[file.digest]] for file in parcel.enclosures[:1])
    if kind == POLL and parcel.poll:
        yield from (["option", str(at_), one] for at_, one in enumerate(parcel.poll.choices))
        yield ["polltype", "multiplechoice" if parcel.poll.multiple else "singlechoice"]
        yield ["endsAt", str(at + int(parcel.poll.closes_after.total_seconds()))]
        yield ["relay", socket_of(relay)]


def _threading(parcel: Parcel, kind: int, me: str, relay: str) -> Iterator[list[str]]:
    root, parent = _root(parcel), parcel.parent or parcel.root
    if root is None or parent is None:
        return
    top, above = _known(parcel, root, me), _known(parcel, parent, me)
    where = socket_of(relay)
    if kind == NOTE:
        yield ["e", root.id, where, "root", top["author"]]
        if parent.id != root.id:
            yield ["e", parent.id, where, "reply", above["author"]]
        people = dict.fromkeys([*above["people"].split(), above["author"]])
        yield from (["p", one] for one in people)
        return
    yield from (["E", root.id, where, top["author"]], ["K", top["kind"]], ["P", top["author"]])
    yield from (["e", parent.id, where, above["author"]], ["k", above["kind"]])
    yield ["p", above["author"]]


def _root(parcel: Parcel) -> Handle | None:
    """The first post of what is answered: our own thread's, or the one that a stranger named."""
    if parcel.root or parcel.parent is None:
        return parcel.root
    top = _known(parcel, parcel.parent)["root"]
    return Handle(id=type(parcel.parent.id)(top)) if top else parcel.parent


def _known(parcel: Parcel, handle: Handle | None, me: str = "") -> Mapping[str, str]:
    """Who made something that is answered, its kind, whom it names and what began its thread."""
    if handle is None:
        return {"author": me, "kind": str(NOTE), "people": "", "root": ""}
    kept = parcel.handles.get(f"event:{handle.id}")
    found: dict[str, str] = json.loads(kept) if kept else {}
    return {"author": me, "kind": str(NOTE), "people": "", "root": "", **handle.extra, **found}


def unknown(parcel: Parcel) -> list[str]:
    """Ids of what is answered and has not been looked up yet; our own receipts tell enough."""
    wanted = [one for one in (parcel.root, parcel.parent) if one]
    return [str(one.id) for one in wanted
            if "author" not in one.extra and f"event:{one.id}" not in parcel.handles]  # fmt: skip


def needs_preparing(parcel: Parcel) -> bool:
    """Whether a file must be brought, or something that is answered must be looked up."""
    is_missing = any(file.digest not in parcel.handles for file in parcel.enclosures)
    return is_missing or bool(unknown(parcel))


def about(event: Event) -> str:
    """What an answer must know of an event that it answers, to be kept as a handle."""
    people = " ".join(tag[1] for tag in event["tags"] if len(tag) > 1 and tag[0] == "p")
    known = {"author": event["pubkey"], "kind": str(event["kind"]), "people": people,
             "root": root_of(event)}  # fmt: skip
    return json.dumps(known, sort_keys=True)


def root_of(event: Event) -> str:
    """The event that began the thread of this one; empty where it began one itself."""
    tags = [tag for tag in event["tags"] if len(tag) > 1 and tag[0] in {"e", "E"}]
    marked = [tag[1] for tag in tags if tag[0] == "E" or tag[3:4] == ["root"]]
    unmarked = [tag[1] for tag in tags if len(tag) < 4 or not tag[3]]
    return next(iter([*marked, *unmarked]), "")


def parent_of(event: Event) -> str:
    """The event that this one answers directly (NIP-10, or NIP-22 for comments)."""
    tags = [tag for tag in event["tags"] if len(tag) > 1 and tag[0] == "e"]
    if event["kind"] == COMMENT:
        return tags[-1][1] if tags else ""
    replies = [tag[1] for tag in tags if tag[3:4] == ["reply"]]
    if replies or any(tag[3:4] == ["root"] for tag in tags):
        return next(iter(replies), "") or root_of(event)
    return tags[-1][1] if tags else ""


def _mentions(text: str) -> Iterator[list[str]]:
    """People and events that a text names by `nostr:…` (NIP-21, NIP-27)."""
    for written in dict.fromkeys(_MENTION.findall(text)):
        try:
            found = bech32.read(written)
        except bech32.NotAnEntityError:
            continue
        is_person = found.prefix in {"npub", "nprofile"}
        yield ["p", found.id] if is_person else ["q", found.id, *found.relays[:1]]


def socket_of(url: str) -> str:
    """The address of a relay as the network writes it."""
    parts = urlsplit(url)
    scheme = {"http": "ws", "https": "wss"}.get(parts.scheme, parts.scheme)
    return urlunsplit(parts._replace(scheme=scheme))


def web_of(url: str) -> str:
    """The same address as our client writes it; empty where it is none of a relay or of the web."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    scheme = {"ws": "http", "wss": "https"}.get(parts.scheme, parts.scheme)
    if scheme not in {"http", "https"} or not parts.hostname:
        return ""
    return urlunsplit(parts._replace(scheme=scheme, path=parts.path.rstrip("/"), fragment=""))


def parsed(text: str) -> Any:
    """What a relay said, or nothing that can be used."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, list) and found else None
