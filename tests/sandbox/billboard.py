"""The smallest network: a board with posts on it, and a list of what people did."""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import count
from typing import Any

from antiphon.connect.simulation import Reaction, ReactionKind, Shown
from antiphon.connect.values import RemoteId

MONDAY = datetime(2026, 7, 6, tzinfo=UTC)
"""A day of the northern summer."""


class Billboard:
    """Keeps every reaction; its ids are never the same twice."""

    numbers = count(1)

    def __init__(self) -> None:
        self.posts: list[Shown] = []
        self.reactions: list[Reaction] = []

    def put(self, text: str, at: datetime = MONDAY, **given: Any) -> Shown:
        """A post on the board."""
        id = RemoteId(f"post-{next(self.numbers)}")
        facts = {"id": id, "account": RemoteId("brand"), "author": "Brand", "text": text, "at": at}
        self.posts.append(Shown(**{**facts, **given}))
        return self.posts[-1]

    def timeline(self, handle: str | None = None) -> Sequence[Shown]:  # noqa: ARG002 -- one board
        """What is on it."""
        return self.posts

    def react(self, reaction: Reaction) -> RemoteId | None:
        """Note what somebody did."""
        self.reactions.append(reaction)
        return None

    def did(self, kind: ReactionKind, post: Shown | None = None) -> list[Reaction]:
        """Everything of one kind, of one post."""
        of_kind = [one for one in self.reactions if one.kind is kind]
        return of_kind if post is None else [one for one in of_kind if one.post == post.id]
