"""Events as our own values, and what a filter asks for; pure."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from antiphon.connect.values import (
    Account,
    Correspondence,
    Live,
    Message,
    Metric,
    Reading,
    Receipt,
    RemoteId,
)
from antiphon.networks.nostr import bech32
from antiphon.networks.nostr.events import (
    COMMENT,
    MEDIA_SERVERS,
    NOTE,
    PROFILE,
    REACTION,
    RELAYS,
    REPOST,
    REPOST_OF_ANY,
    parent_of,
    root_of,
    socket_of,
    web_of,
)
from antiphon.networks.nostr.keys import Event

SITE = "https://njump.me"
"""A public page that shows what relays hold (not verified; apps open the `nevent1…` itself)."""
MOST_RELAYS = 10
Filter = Mapping[str, Any]


def fits(event: Event, wanted: Filter) -> bool:
    """Whether an event is what a filter asks for (NIP-01)."""
    for name, values in wanted.items():
        if name in {"ids", "authors", "kinds"}:
            one = {"ids": "id", "authors": "pubkey", "kinds": "kind"}[name]
            if event[one] not in values:
                return False
        elif name.startswith("#"):
            told = {tag[1] for tag in event["tags"] if len(tag) > 1 and tag[0] == name[1:]}
            if not told & set(values):
                return False
    at = event["created_at"]
    return bool(wanted.get("since", 0) <= at <= wanted.get("until", 1 << 62))


def receipt(event: Event, relay: str) -> Receipt:
    """The relays' word that they have an event."""
    extra = {"author": event["pubkey"], "kind": str(event["kind"]), "people": ""}
    where = bech32.event(event["id"], author=event["pubkey"], relays=[socket_of(relay)])
    return Receipt(id=RemoteId(event["id"]), url=f"{SITE}/{where}", extra=extra)


def live(event: Event, url: str) -> Live:
    """A post as relays hold it."""
    files = attached(event)
    return Live(
        id=RemoteId(event["id"]),
        url=url,
        text=said(event),
        media=len(files),
        alts=tuple(file.get("alt", "") for file in files),
        language=next((tag[1] for tag in event["tags"] if tag[:1] == ["l"] and len(tag) > 2), ""),
        made_at=moment(event),
    )


def said(event: Event) -> str:
    """The words of an event, without the addresses of its files."""
    lines = str(event["content"]).split("\n")
    urls = [file["url"] for file in attached(event) if file.get("url")]
    kept = [line for line in lines if not any(_is_only(line.strip(), url) for url in urls)]
    return "\n".join(kept).strip()


def _is_only(line: str, url: str) -> bool:
    return line == url or (line.startswith("![") and line.endswith(f"]({url})"))


def attached(event: Event) -> list[dict[str, str]]:
    """What `imeta` tags say of files (NIP-92)."""
    tags = [tag for tag in event["tags"] if tag[:1] == ["imeta"]]
    return [dict(part.partition(" ")[::2] for part in tag[1:]) for tag in tags]


def moment(event: Event) -> datetime:
    """When an event says that it was made; nonsense counts as now."""
    try:
        return datetime.fromtimestamp(event["created_at"], UTC)
    except (ValueError, OverflowError, OSError, TypeError):
        return datetime.now(UTC)


def readings(id: RemoteId, events: Iterable[Event]) -> list[Reading]:
    """What people did with a post, each person once; relays know only a part of it."""
    likes, shares, replies = set(), set(), set()
    for event in events:
        kind, who = event["kind"], event["pubkey"]
        if kind == REACTION and event["content"] != "-" and _last(event) == id:
            likes.add(who)
        elif kind in {REPOST, REPOST_OF_ANY} and _last(event) == id:
            shares.add(who)
        elif kind in {NOTE, COMMENT} and parent_of(event) == id:
            replies.add(event["id"])
    counted = {Metric.LIKES: likes, Metric.SHARES: shares, Metric.REPLIES: replies}
    return [Reading(id=id, metric=metric, value=len(who)) for metric, who in counted.items()]


def _last(event: Event) -> str:
    """What a reaction is about: the last event that it names (NIP-25)."""
    return next((tag[1] for tag in reversed(event["tags"]) if tag[:1] == ["e"] and tag[1:]), "")


def message(event: Event, about: Sequence[str], names: Mapping[str, str]) -> Message:
    """Something that somebody wrote."""
    parent, root = parent_of(event), root_of(event)
    ours = next((one for one in (parent, root) if one in about), None) or root or None
    author = event["pubkey"]
    return Message(
        id=RemoteId(event["id"]),
        about=RemoteId(ours) if ours else None,
        parent=RemoteId(parent) if parent else None,
        author=names.get(author) or short(author),
        author_id=RemoteId(author),
        text=said(event),
        at=moment(event),
        url=f"{SITE}/{bech32.event(event['id'], author=author)}",
    )


WINDOW = 600
"""Seconds before the newest one heard in which others may still turn up: clocks differ."""


def letters(
    events: Sequence[Event], cursor: str, about: Sequence[str], names: Mapping[str, str]
) -> Correspondence:
    """What was not told before, oldest first, and where to go on."""
    since, seen = known(cursor)
    fresh = [event for event in events if event["id"][:16] not in seen]
    fresh.sort(key=lambda event: (event["created_at"], event["id"]))
    last = max([*(event["created_at"] for event in events), since])
    kept = {one["id"][:16] for one in events if one["created_at"] >= last - WINDOW}
    told = " ".join([str(last), *sorted(kept | (seen if last == since else set()))])
    return Correspondence(
        messages=[message(event, about, names) for event in fresh], cursor=told if last else ""
    )


def known(cursor: str) -> tuple[int, set[str]]:
    """The newest moment heard of, and what was heard close to it."""
    newest, *seen = cursor.split()[:2_000] or ["0"]
    return (int(newest) if newest.isdecimal() else 0), set(seen)


def short(public: str) -> str:
    """A key as people write it, shortened."""
    written = bech32.plain("npub", public)
    return f"{written[:10]}…{written[-4:]}"


def profile(events: Iterable[Event], author: str) -> Mapping[str, Any]:
    """What somebody says of themselves, by their newest word."""
    from_them = [one for one in events if one["kind"] == PROFILE and one["pubkey"] == author]
    last = newest(from_them)
    try:
        told = json.loads(last["content"]) if last else {}
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def newest(events: Sequence[Event]) -> Event | None:
    """The one that replaces the others; at the same moment the lower id (NIP-01)."""
    return min(events, key=lambda one: (-one["created_at"], one["id"]), default=None)


def named(told: Mapping[str, Any]) -> str:
    """The name that somebody goes by."""
    found = [told.get(one) for one in ("display_name", "name")]
    return next((one.strip() for one in found if isinstance(one, str) and one.strip()), "")


def listed(events: Sequence[Event], kind: int, author: str) -> list[str]:
    """Addresses of somebody's own list: of relays to write to, or of media servers."""
    last = newest([one for one in events if one["kind"] == kind and one["pubkey"] == author])
    name = "r" if kind == RELAYS else "server"
    tags = [tag for tag in (last["tags"] if last else ()) if tag[:1] == [name] and tag[1:]]
    found = [web_of(str(tag[1])) for tag in tags if tag[2:3] != ["read"]]
    return [url for url in dict.fromkeys(found) if url][:MOST_RELAYS]


def account(events: Sequence[Event], author: str, facts: Mapping[str, Any]) -> Account:
    """Whom a key speaks for."""
    told, written = profile(events, author), bech32.plain("npub", author)
    relays = [*facts.get("relays", ()), *listed(events, RELAYS, author)]
    media = str(facts.get("media") or "") or next(iter(listed(events, MEDIA_SERVERS, author)), "")
    return Account(
        id=RemoteId(author),
        handle=written,
        name=named(told) or short(author),
        url=f"{SITE}/{written}",
        kind="key",
        facts={**facts, "relays": list(dict.fromkeys(relays))[:MOST_RELAYS], "media": media},
    )


def limits(told: Mapping[str, Any]) -> dict[str, Any]:
    """What a relay announces of itself (NIP-11)."""
    found = told.get("limitation")
    limitation = found if isinstance(found, dict) else {}
    names = {"max_content": "max_content_length", "max_message": "max_message_length"}
    most = {ours: limitation.get(theirs) for ours, theirs in names.items()}
    whole = {ours: value for ours, value in most.items() if isinstance(value, int) and value > 0}
    return {**whole, "software": str(told.get("software") or "")[:200]}
