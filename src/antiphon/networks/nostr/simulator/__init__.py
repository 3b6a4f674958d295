"""Two relays and a media server in small, with the limits and refusals of real ones."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime

from antiphon.connect.simulation import Entrance, Reaction, ReactionKind, Shown
from antiphon.connect.values import RemoteId
from antiphon.networks.nostr import bech32
from antiphon.networks.nostr.keys import Event
from antiphon.networks.nostr.simulator.doors import Doors
from antiphon.networks.nostr.simulator.showing import POSTS, shown
from antiphon.networks.nostr.simulator.world import World, tagged

__all__ = ["Simulator"]


class Simulator:
    """The relays, and what tests and people may do there."""

    def __init__(self, *, base: str, now: Callable[[], datetime]) -> None:
        self.world = World(base, now)
        self.app = Doors(self.world).app()

    def open_account(self, handle: str, name: str, **facts: str) -> Entrance:
        """A key with a name; with `relays="both"` it lists the second relay as its own, too."""
        key = self.world.key(handle)
        self.world.shut_out.discard(key.public)  # who comes anew has asked the relay's owner
        if handle not in self.world.handles:
            self.world.handles[handle] = key.public
            told = json.dumps({"name": handle, "display_name": name})
            self.world.say(key, 0, [], told, self.world.now())
            if facts.get("relays") == "both":
                tags = [["r", f"{self.world.base}/second".replace("http", "ws", 1)]]
                self.world.say(key, 10002, tags, "", self.world.now())
        return Entrance(
            sign_in="key",
            given={
                "key": bech32.plain("nsec", key.secret.reveal()),
                "media": f"{self.world.base}/media",
            },
            server=self.world.base,
            id=RemoteId(key.public),
            handle=handle,
        )

    def revoke(self, handle: str) -> None:
        """Let the account's key in no more, as if the relay's owner had shut it out."""
        known = self.world.handles.get(handle)
        self.world.shut_out.add(known or bech32.read(handle).id)

    def expire(self, handle: str) -> None:
        """A key never runs out; a membership at a relay does."""
        self.revoke(handle)

    def timeline(self, handle: str | None = None) -> Sequence[Shown]:
        """What the relays show together, each event once, oldest first."""
        every = {
            id: one for store in self.world.relays.values() for id, one in store.events.items()
        }
        who = self.world.handles.get(handle or "")
        told = [one for one in every.values()
                if one["kind"] in POSTS and (handle is None or one["pubkey"] == who)]  # fmt: skip
        found = [shown(one, every, self.world) for one in told]
        return sorted(found, key=lambda one: one.at)

    def react(self, reaction: Reaction) -> RemoteId | None:
        """A reply is a note of somebody's own; views and clicks leave no trace at relays."""
        post = self.world.first.events.get(str(reaction.post or ""))
        key = self.world.key(f"person {reaction.by.id}")
        if not self.world.first.find([{"kinds": [0], "authors": [key.public]}]):
            told = json.dumps({"name": reaction.by.name})
            self.world.say(key, 0, [], told, reaction.at)
        if reaction.kind is ReactionKind.FOLLOW:
            self.world.say(key, 3, [["p", str(reaction.account)]], "", reaction.at)
        if post is None or reaction.kind not in _KINDS:
            return None
        kind, content = _KINDS[reaction.kind]
        tags = _below(post) if reaction.kind is ReactionKind.REPLY else _about(post)
        if reaction.kind is ReactionKind.REPLY and post["kind"] not in {1, 1111}:
            kind = 1111
        event = self.world.say(key, kind, tags, content or reaction.text, reaction.at)
        return RemoteId(event["id"]) if reaction.kind is ReactionKind.REPLY else None


_KINDS = {
    ReactionKind.LIKE: (7, "+"),
    ReactionKind.SHARE: (6, " "),
    ReactionKind.REPLY: (1, ""),
}


def _about(post: Event) -> list[list[str]]:
    return [["e", post["id"]], ["p", post["pubkey"]], ["k", str(post["kind"])]]


def _below(post: Event) -> list[list[str]]:
    """How an app names what it answers (NIP-10)."""
    roots = [tag[1] for tag in post["tags"] if tag[:1] == ["e"] and tag[3:4] == ["root"]]
    root = roots[0] if roots else post["id"]
    tags = [["e", root, "", "root", post["pubkey"]]]
    if root != post["id"]:
        tags.append(["e", post["id"], "", "reply", post["pubkey"]])
    people = dict.fromkeys([*tagged(post, "p"), post["pubkey"]])
    return [*tags, *(["p", one] for one in people)]
