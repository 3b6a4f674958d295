"""What the simulated relays and their media server hold."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from antiphon.kernel.secret import Secret
from antiphon.networks.nostr.keys import Event, Key, is_true

MOST_CONTENT = 5_000
MOST_EVENT = 16_384
DELETION = 5
AHEAD = 86_400
"""Seconds that an event may be dated ahead of the clock."""


@dataclass
class Store:
    """One relay's events."""

    events: dict[str, Event] = field(default_factory=dict)
    arrived: dict[str, datetime] = field(default_factory=dict)
    """When each came; what an event says of its own time is only its author's word."""
    deleted: set[str] = field(default_factory=set)
    habits: set[str] = field(default_factory=set)
    """How this relay differs from a friendly one: `terse` (no id for what is invalid, `false` for
    a duplicate), `auth`, `pow`, `rate-limited`, `error`, `readmits` (takes deleted ones again)."""

    def take(self, event: Any, now: datetime) -> tuple[bool, str]:
        """Keep an event, or say why not."""
        if refusal := self._refusal(event, now):
            return False, refusal
        if event["id"] in self.events:
            return "terse" not in self.habits, "duplicate: already have this event"
        if event["id"] in self.deleted and "readmits" not in self.habits:
            return False, "blocked: this event is deleted"
        if self._is_stale(event):
            return False, "error: a newer one is here"
        if event["kind"] == DELETION:
            self._delete(event)
        self.events[event["id"]], self.arrived[event["id"]] = event, now
        return True, ""

    def _refusal(self, event: Any, now: datetime) -> str:
        for habit in ("pow", "rate-limited", "error"):
            if habit in self.habits:
                return f"{habit}: not here"
        if not isinstance(event, dict) or not is_true(event):
            return "invalid: bad signature"
        if len(json.dumps(event, ensure_ascii=False).encode()) > MOST_EVENT:
            return "blocked: event size exceeds what is allowed"
        if len(event["content"]) > MOST_CONTENT:
            return "invalid: content too long"
        late = event["created_at"] > now.timestamp() + AHEAD
        return "invalid: created_at is in the future" if late else ""

    def _is_stale(self, event: Event) -> bool:
        """Of what replaces its kind the newest stays, and others are dropped (NIP-01)."""
        place = _place(event)
        same = [one for one in self.events.values() if place and _place(one) == place]
        if any(one["created_at"] > event["created_at"] for one in same):
            return True
        for one in same:
            del self.events[one["id"]]
        return False

    def _delete(self, request: Event) -> None:
        for id in tagged(request, "e"):
            event = self.events.get(id)
            if event is None or event["pubkey"] == request["pubkey"]:
                self.events.pop(id, None)
                self.deleted.add(id)

    def find(self, filters: Iterable[Mapping[str, Any]]) -> list[Event]:
        """What any of the filters wants, the newest first."""
        found: dict[str, Event] = {}
        for one in filters:
            fitting = sorted((event for event in self.events.values() if _wanted(event, one)),
                             key=lambda event: (-event["created_at"], event["id"]))  # fmt: skip
            found |= {event["id"]: event for event in fitting[: one.get("limit", 500)]}
        return list(found.values())


def _place(event: Event) -> tuple[Any, ...]:
    """What an event replaces the older ones of; nothing for most kinds (NIP-01)."""
    kind, who = event["kind"], event["pubkey"]
    if kind in {0, 3} or 10_000 <= kind < 20_000:
        return kind, who
    return (kind, who, *tagged(event, "d")[:1]) if 30_000 <= kind < 40_000 else ()


def _wanted(event: Event, filter: Mapping[str, Any]) -> bool:
    plain = {"ids": event["id"], "authors": event["pubkey"], "kinds": event["kind"]}
    if any(name in filter and value not in filter[name] for name, value in plain.items()):
        return False
    tags = [name for name in filter if name.startswith("#")]
    if any(not set(tagged(event, name[1:])) & set(filter[name]) for name in tags):
        return False
    return bool(filter.get("since", 0) <= event["created_at"] <= filter.get("until", 1 << 62))


def tagged(event: Event, name: str) -> list[str]:
    """The values of all tags of that name."""
    return [tag[1] for tag in event["tags"] if len(tag) > 1 and tag[0] == name]


@dataclass
class World:
    """Everything."""

    base: str
    now: Callable[[], datetime]
    relays: dict[str, Store] = field(default_factory=lambda: {"relay": Store(), "second": Store()})
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    """By the hash of their bytes."""
    handles: dict[str, str] = field(default_factory=dict)
    """The public key of each account's handle."""
    shut_out: set[str] = field(default_factory=set)
    """Keys that are let in no more, neither to read nor to write."""
    media_habits: set[int] = field(default_factory=set)
    """Statuses with which the media server answers every upload."""

    @property
    def first(self) -> Store:
        """The relay on which people are."""
        return self.relays["relay"]

    def key(self, whose: str) -> Key:
        """A key of somebody here; the same one for the same name, in every world."""
        return Key(Secret(hashlib.sha256(f"simulated key of {whose}".encode()).hexdigest()))

    def say(self, key: Key, kind: int, tags: list[list[str]], content: str, at: datetime) -> Event:
        """Let somebody say something at the first relay."""
        event = key.sign(kind, tags, content, at=int(at.timestamp()))
        self.first.take(event, self.now())
        self.first.arrived[event["id"]] = at
        return event
