"""Brings a video to YouTube as one that only its owner sees, whole and made ready.

A session without bytes makes nothing; the last byte makes a private video. Publishing is then one
request more, which may be repeated: it names the video. Source:
developers.google.com/youtube/v3/guides/using_resumable_upload_protocol (2026-11-21). The address
of a session is sealed, and forgotten as soon as the video is there.
"""

import re
import time
from datetime import timedelta

from antiphon.connect.errors import TryLater
from antiphon.connect.http import Answer, Slice
from antiphon.connect.values import Enclosure, Parcel, Prepared, Step
from antiphon.networks.youtube import processing, wire
from antiphon.networks.youtube.looking import Looking
from antiphon.networks.youtube.sealing import seal, unseal
from antiphon.networks.youtube.speaking import told
from antiphon.networks.youtube.wire import COVER, FILE, LISTED, LOOKS, SESSION, VIDEO

PIECE = 8 * 1024 * 1024
"""Pieces are multiples of 262,144 bytes, save the last."""
TURN = 60.0
"""Seconds of sending after which the worker may do something else for a moment."""
ON = timedelta(milliseconds=50)
GONE = (404, 410)
PATIENCE = 15
"""Looks, about an hour: whoever waits longer for YouTube publishes, and the check goes on."""
_RANGE = re.compile(r"bytes=0-(\d+)")

Handles = dict[str, str]


class Uploads(Looking):
    """One channel's way for videos, their pictures and their playlists."""

    async def prepare(self, parcel: Parcel) -> Prepared:
        """Bring the video, wait until YouTube has made it ready, give it picture and playlist."""
        if parcel.step is Step.COMMENT:
            return Prepared(handles=parcel.handles)
        film = wire.insist(parcel)
        known = dict(parcel.handles) if parcel.handles.get(FILE) == film.digest else {}
        if VIDEO not in known and SESSION not in known:
            return await self._begin(parcel, film, known)
        if VIDEO not in known:
            return await self._go_on(parcel, film, known)
        if int(known.get(LOOKS, "0")) < PATIENCE:
            wait = await self._made_ready(known)
            if wait is not None:
                return Prepared(handles=known, wait=wait)
        await self._give_cover(parcel, known)
        await self._list(parcel, known)
        return Prepared(handles=known)

    async def _begin(self, parcel: Parcel, film: Enclosure, known: Handles) -> Prepared:
        """Open a session, and keep its address before the first byte leaves."""
        body = wire.draft(parcel)
        answer = await self.api.begin(
            "/videos",
            body,
            size=film.size,
            mime=film.mime,
            part=wire.parts(body),
            notifySubscribers=parcel.options.get("notify", True) is not False,
        )
        address = answer.headers.get("location", "")
        if not address:
            raise TryLater("YouTube did not say where to bring the video.")
        sealed = seal(address, self.address.credential)
        return Prepared(handles={**known, FILE: film.digest, SESSION: sealed}, wait=ON)

    async def _go_on(self, parcel: Parcel, film: Enclosure, known: Handles) -> Prepared:
        """Ask how much has arrived, and send what is missing, for one turn."""
        session, until = unseal(known[SESSION], self.address.credential), time.monotonic() + TURN
        if not session:
            return await self._without_session(parcel, film, known)
        answer = await self.api.put(session, b"", f"*/{film.size}", allow=(308, *GONE))
        while answer.status == 308:
            if time.monotonic() > until:
                return Prepared(handles=known, wait=ON)
            answer = await self._piece(session, film, _arrived(answer))
        if answer.status in GONE:
            return await self._without_session(parcel, film, known)
        return _uploaded(known, str(told(answer).get("id") or ""))

    async def _piece(self, session: str, film: Enclosure, start: int) -> Answer:
        size = min(PIECE, film.size - start)
        return await self.api.put(
            session,
            Slice(path=film.path, offset=start, size=size),
            f"{start}-{start + size - 1}/{film.size}",
            allow=(308, *GONE),
        )

    async def _without_session(self, parcel: Parcel, film: Enclosure, known: Handles) -> Prepared:
        """A session lives for about a week; the video may be there all the same."""
        found = await self.brought(parcel)
        if found:
            return _uploaded(known, found)
        return await self._begin(parcel, film, known)

    async def _made_ready(self, known: Handles) -> timedelta | None:
        """How long to wait before the next look; nothing when the video can be played."""
        video = await self.video(known[VIDEO], "status,processingDetails")
        if processing.is_ready(video):
            known[LOOKS] = str(PATIENCE)
            return None
        looks = int(known.get(LOOKS, "0"))
        known[LOOKS] = str(looks + 1)
        return processing.pause(looks)

    async def _give_cover(self, parcel: Parcel, known: Handles) -> None:
        picture = wire.cover(parcel)
        if picture is None or known.get(COVER) == picture.digest:
            return
        body = Slice(path=picture.path, size=picture.size)
        await self.api.bring("/thumbnails/set", body, picture.mime, videoId=known[VIDEO])
        known[COVER] = picture.digest

    async def _list(self, parcel: Parcel, known: Handles) -> None:
        """Put it into a playlist, where nobody sees it yet; never twice."""
        playlist = str(parcel.options.get("playlist") or "")
        if not playlist or known.get(LISTED) == playlist:
            return
        video = known[VIDEO]
        if not await self.api.items(
            "/playlistItems", part="id", playlistId=playlist, videoId=video
        ):
            body = wire.listed(playlist, video)
            await self.api.send("POST", "/playlistItems", body, effect=False, part="snippet")
        known[LISTED] = playlist


def _uploaded(known: Handles, video: str) -> Prepared:
    if not wire.is_video(video):
        raise TryLater("YouTube did not name the video.")
    kept = {name: value for name, value in known.items() if name not in {SESSION, LOOKS}}
    return Prepared(handles={**kept, VIDEO: video}, wait=ON)


def _arrived(answer: Answer) -> int:
    """How many bytes are there; without the header none is."""
    found = _RANGE.fullmatch(answer.headers.get("range", "").strip())
    return int(found[1]) + 1 if found else 0
