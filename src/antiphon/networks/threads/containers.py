"""Makes the containers of a post and waits until Threads has fetched what they show.

A container is seen by nobody, lives a day, and knows whether it was published. Source:
developers.facebook.com/documentation/threads/posts and …/troubleshooting (2026-11-21): Meta asks
for a minute between questions; the first ones may come sooner, since most pictures take seconds.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from antiphon.connect.errors import ChangeIt, Gone, TryLater
from antiphon.connect.values import Parcel, Prepared
from antiphon.networks.threads import wire
from antiphon.networks.threads.graph import Graph
from antiphon.networks.threads.wire import ASKED, CONTAINER, MADE

LIVES = timedelta(hours=23)
"""A container that was not published expires after 24 hours."""
SETTLES = timedelta(minutes=10)
"""How long a post of ours may be unknown to those who would answer it (our own judgement)."""
FULL = timedelta(hours=1)

WHY = {
    "FAILED_DOWNLOADING_VIDEO": "Threads could not fetch the video from our address.",
    "FAILED_PROCESSING_AUDIO": "Threads cannot read the sound: AAC, up to 48 kHz.",
    "FAILED_PROCESSING_VIDEO": "Threads cannot read the video: MP4 or MOV, H.264 or HEVC.",
    "INVALID_ASPEC_RATIO": "The video is too narrow or too wide for Threads.",
    "INVALID_BIT_RATE": "The video has more than the 100 Mb/s that Threads takes.",
    "INVALID_DURATION": "The video is longer than the five minutes that Threads takes.",
    "INVALID_FRAME_RATE": "Threads takes videos of 23 to 60 pictures a second.",
    "INVALID_AUDIO_CHANNELS": "Threads takes sound in one or two channels.",
    "INVALID_AUDIO_CHANNEL_LAYOUT": "Threads takes sound in one or two channels.",
}


class Containers:
    """One account's containers."""

    def __init__(self, graph: Graph, user: str) -> None:
        self.graph, self.user = graph, user

    async def bring(self, parcel: Parcel) -> Prepared:
        """Make what is not there yet, and ask whether it is ready; one round."""
        known = {} if _is_old(parcel.handles) else dict(parcel.handles)
        if CONTAINER in known:
            ready = await self._is_ready(known[CONTAINER])
            return Prepared(handles=known, wait=None if ready else _asked(known))
        wait = await self._items(parcel, known)
        if wait is None:
            await self._room(parcel)
            _note(known, CONTAINER, await self._make(parcel, known))
            wait = wire.pause(0) if parcel.enclosures else None
        return Prepared(handles=known, wait=wait)

    async def of(self, parcel: Parcel) -> str:
        """The container to publish."""
        if CONTAINER in parcel.handles and not _is_old(parcel.handles):
            return parcel.handles[CONTAINER]
        if parcel.enclosures or parcel.handles:
            raise TryLater("What was prepared on Threads has expired.",
                           after=timedelta(0), anew=True)  # fmt: skip
        return await self._make(parcel, {})

    async def status(self, container: str) -> dict[str, Any]:
        """What Threads says of a container."""
        return await self.graph.get(f"/{container}", fields="id,status,error_message")

    async def _items(self, parcel: Parcel, known: dict[str, str]) -> timedelta | None:
        """The items of a carousel, made one by one; how long to wait for them."""
        if len(parcel.enclosures) < 2:
            return None
        missing = [(name, file) for name, file in wire.names(parcel) if name not in known]
        for name, file in missing:
            form = {**wire.item(file), "is_carousel_item": "true"}
            try:
                _note(known, name, await self._created(form))
            except TryLater as error:
                if name == missing[0][0]:
                    raise
                return error.after
        if missing:
            return wire.pause(0)
        ready = [await self._is_ready(known[name]) for name, _file in wire.names(parcel)]
        return None if all(ready) else _asked(known)

    async def _make(self, parcel: Parcel, known: dict[str, str]) -> str:
        is_carousel = len(parcel.enclosures) > 1
        children = tuple(known[name] for name, _file in wire.names(parcel)) if is_carousel else ()
        try:
            return await self._created(wire.container(parcel, children))
        except Gone:
            if parcel.parent is None or datetime.now(UTC) - parcel.made_at > SETTLES:
                raise
            raise TryLater(
                "Threads does not know the post before this one yet.",
                after=timedelta(seconds=10),
            ) from None

    async def _created(self, form: dict[str, str]) -> str:
        answer = await self.graph.post(f"/{self.user}/threads", form, effect=False)
        return wire.named(answer)

    async def _room(self, parcel: Parcel) -> None:
        """Whether the day has room for one more: 250 posts, 1,000 replies (rolling 24 hours)."""
        which = "reply_" if parcel.parent else ""
        fields = f"{which}quota_usage,{which}config"
        told = await self.graph.get(f"/{self.user}/threads_publishing_limit", fields=fields)
        for one in told.get("data") or []:
            used, config = one.get(f"{which}quota_usage"), one.get(f"{which}config") or {}
            total = config.get("quota_total")
            if isinstance(used, int) and isinstance(total, int) and used >= total:
                raise TryLater(f"Threads takes {total} of these a day, and has them.", after=FULL)

    async def _is_ready(self, container: str) -> bool:
        told = await self.status(container)
        if told.get("status") == "ERROR":
            raise ChangeIt(WHY.get(str(told.get("error_message")), "Threads cannot use the file."))
        if told.get("status") == "EXPIRED":
            raise TryLater("What was prepared on Threads has expired.", anew=True)
        return told.get("status") in {"FINISHED", "PUBLISHED"}


def _asked(known: dict[str, str]) -> timedelta:
    """Count the question, and how long to wait for the next."""
    tries = wire.tries_of(known) + 1
    known[ASKED] = str(tries)
    return wire.pause(tries)


def _note(known: dict[str, str], name: str, id: str) -> None:
    """Keep an id; the oldest one says when all of it expires."""
    known.setdefault(MADE, str(int(datetime.now(UTC).timestamp())))
    known |= {name: id, ASKED: "0"}


def _is_old(known: Mapping[str, str]) -> bool:
    made = known.get(MADE, "")
    at = datetime.fromtimestamp(int(made), UTC) if made.isdigit() else None
    return at is not None and datetime.now(UTC) - at > LIVES
