"""A house of feeds in small: many feeds, each with a token, told as Atom, RSS and JSON Feed.

Whoever has the token puts items in and takes them out; everybody reads. The hub is told after each
change, and its failure changes nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from itertools import chain

from starlette.applications import Starlette
from starlette.routing import Route

from antiphon.connect.simulation import Entrance, Reaction, Shown, ShownMedia
from antiphon.connect.values import Kind, RemoteId
from antiphon.networks.feeds.simulator.doors import Doors
from antiphon.networks.feeds.simulator.state import House, Kept

__all__ = ["Simulator"]

_KINDS: Mapping[str, Kind] = {"video": Kind.VIDEO, "application": Kind.DOCUMENT}


class Simulator:
    """The house, and what tests may do to it."""

    def __init__(self, *, base: str, now: Callable[[], datetime]) -> None:
        self.base, self.now = base, now
        self.house = House(base)
        self.doors = Doors(self.house, now)
        methods = ["GET", "HEAD", "PUT", "DELETE", "POST"]
        routes = [Route("/{path:path}", self.doors.answer, methods=methods)]
        self.app = Starlette(routes=routes)

    def open_account(self, handle: str, name: str, **facts: str) -> Entrance:
        """A feed with a token; `hub` names who is told of changes."""
        kept = self.house.open(handle, name, self.now(), facts.get("hub", ""))
        return Entrance(
            sign_in="token",
            given={"feed": handle, "token": kept.token},
            server=self.base,
            id=RemoteId(kept.uri),
            handle=handle,
        )

    def revoke(self, handle: str) -> None:
        """Take the token back."""
        self.house.feeds[handle].token = ""

    def expire(self, handle: str) -> None:
        """Tokens do not run out by themselves."""
        self.revoke(handle)

    def timeline(self, handle: str | None = None) -> Sequence[Shown]:
        """What readers of the feeds see, oldest first."""
        known = self.house.feeds
        wanted = known.values() if handle is None else [known[handle]] if handle in known else []
        return sorted(chain.from_iterable(map(_shown, wanted)), key=lambda one: one.at)

    def react(self, reaction: Reaction) -> RemoteId | None:  # noqa: ARG002
        """Readers of a feed are never heard of."""
        return None


def _shown(kept: Kept) -> list[Shown]:
    return [
        Shown(
            id=RemoteId(entry.id), account=RemoteId(kept.uri), author=kept.feed.title,
            title=entry.title, text=entry.text, at=entry.published, url=kept.feed.page(entry.id),
            link=entry.link, language=entry.language,
            media=tuple(
                ShownMedia(
                    kind=Kind.GIF if one.mime == "image/gif"
                    else _KINDS.get(one.mime.split("/")[0], Kind.IMAGE),
                    alt=one.title, url=one.url, mime=one.mime, size=one.size,
                    digest=kept.digests.get(one.url, ""),
                )
                for one in entry.files
            ),
            options={"summary": entry.summary, "tags": list(entry.tags)},
        )
        for entry in kept.entries.values()
    ]  # fmt: skip
