"""The simulated network as the sandbox and the crowd see it."""

import hashlib
import re
import secrets
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from antiphon.connect.simulation import Entrance, Person, Reaction, ReactionKind, Shown
from antiphon.connect.values import RemoteId
from antiphon.networks.bluesky.records import POST, THREADGATE, record_key, stamp
from antiphon.networks.bluesky.simulator import appview
from antiphon.networks.bluesky.simulator.contents import record_cid
from antiphon.networks.bluesky.simulator.doors import Doors
from antiphon.networks.bluesky.simulator.shelf import shown
from antiphon.networks.bluesky.simulator.world import Account, Quirks, Record, World


class Simulator:
    """A network in small."""

    def __init__(self, *, base: str, now: Callable[[], datetime]) -> None:
        self.world = World(base=base, now=now)
        self.doors = Doors(self.world)
        self.app: Callable[..., Any] = self.doors.app()
        self._reactions = 0

    @property
    def quirks(self) -> Quirks:
        """How this server differs from a friendly one."""
        return self.world.quirks

    def open_account(self, handle: str, name: str, **facts: str) -> Entrance:
        """Make an account, or find it, with an app password to sign in by."""
        account = self.world.join(_full(handle), name, **facts)
        if not account.app_password:
            word = secrets.token_hex(8)
            account.app_password = "-".join(word[place : place + 4] for place in range(0, 16, 4))
        return Entrance(
            sign_in="app_password",
            given={"handle": account.handle, "app_password": account.app_password},
            server=self.world.base,
            id=RemoteId(account.did),
            handle=account.handle,
        )

    def revoke(self, handle: str) -> None:
        """End every session, and the app password with them."""
        account = self._account(handle)
        account.app_password = ""
        for session in account.sessions:
            session.dead = True

    def expire(self, handle: str) -> None:
        """Let every access token run out."""
        for session in self._account(handle).sessions:
            session.ends = self.world.now()

    def renew_nonce(self) -> None:
        """Want another nonce in every proof from now on, as the real one does every few minutes."""
        self.world.nonce = secrets.token_urlsafe(16)

    def timeline(self, handle: str | None = None) -> Sequence[Shown]:
        """All posts and replies, oldest first."""
        found = self._account(handle).posts if handle else self.world.posts
        return [shown(self.world, record) for record in found.values()]

    def react(self, reaction: Reaction) -> RemoteId | None:
        """Let a person do something."""
        by = self._person(reaction.by)
        account = self.world.accounts[str(reaction.account)]
        post = self.world.posts.get(str(reaction.post))
        match reaction.kind:
            case ReactionKind.FOLLOW:
                account.followers += 1
                self._act(by, account, reaction, "app.bsky.graph.follow", "follow")
            case ReactionKind.LIKE if post:
                post.counts["likeCount"] += 1
                self._act(by, account, reaction, "app.bsky.feed.like", "like")
            case ReactionKind.SHARE if post:
                post.counts["repostCount"] += 1
                self._act(by, account, reaction, "app.bsky.feed.repost", "repost")
            case ReactionKind.REPLY:
                return self._reply(by, account, reaction, post)
            case _:
                pass  # views and clicks leave no trace here
        return None

    def _act(self, by: Account, to: Account, reaction: Reaction, what: str, reason: str) -> None:
        value = {"$type": what, "subject": reaction.post or to.did, "createdAt": _at(reaction)}
        record = self._made(by, reaction, what, value)
        appview.notify(to, by, record, reason, reaction.post)

    def _reply(
        self, by: Account, to: Account, reaction: Reaction, post: Record | None
    ) -> RemoteId | None:
        value: dict[str, Any] = {"$type": POST, "text": reaction.text, "createdAt": _at(reaction)}
        if post is None:
            record = self._made(by, reaction, POST, value)
            appview.notify(to, by, record, "mention", None)
        else:
            if not self._may_answer(post):
                return None
            itself = {"uri": post.uri, "cid": post.cid}
            root = (post.value.get("reply") or {}).get("root") or itself
            value["reply"] = {"root": root, "parent": itself}
            post.counts["replyCount"] += 1
            record = self._made(by, reaction, POST, value)
            appview.notify(to, by, record, "reply", post.uri)
        self.world.store(by, record.uri, record.cid, record.value).at = reaction.at
        return RemoteId(record.uri)

    def _may_answer(self, post: Record) -> bool:
        """Strangers answer only where no gate stands."""
        owner = self.world.accounts[post.uri.split("/")[2]]
        root = ((post.value.get("reply") or {}).get("root") or {}).get("uri", post.uri)
        gate = owner.records.get(root.replace(POST, THREADGATE))
        return gate is None or "allow" not in gate.value

    def _made(self, by: Account, reaction: Reaction, what: str, value: dict[str, Any]) -> Record:
        self._reactions += 1
        rkey = record_key(f"{by.did}/{self._reactions}", reaction.at)
        uri = f"at://{by.did}/{what}/{rkey}"
        return Record(uri=uri, cid=record_cid(value), value=value, at=reaction.at)

    def _person(self, person: Person) -> Account:
        mark = hashlib.sha256(person.id.encode()).hexdigest()[:6]
        name = re.sub("[^a-z0-9]+", "-", person.name.lower()).strip("-") or "somebody"
        return self.world.join(f"{name[:40].strip('-')}-{mark}.people.test", person.name)

    def _account(self, handle: str) -> Account:
        return self.world.accounts[self.world.handles[_full(handle)]]


def _full(handle: str) -> str:
    """A handle with a domain, as every handle here is."""
    name = handle.strip().removeprefix("@").lower()
    return name if "." in name else f"{re.sub('[^a-z0-9-]+', '-', name).strip('-')}.test"


def _at(reaction: Reaction) -> str:
    return stamp(reaction.at)
