"""Bringing files to X; nobody sees them until a post shows them.

A picture goes in one request, everything else in pieces (initialize, append, finalize, status).
The place reached is kept in the handles, so that a crash costs at most one batch of pieces; a piece
sent twice under its number is one piece (docs.x.com, chunked media upload, 2026-08-22).
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from antiphon.connect.errors import ChangeIt, Gone, NetworkError
from antiphon.connect.http import Answer, Http, Part, Slice
from antiphon.connect.values import Enclosure, Kind, Parcel, Prepared
from antiphon.networks.x import wire

PIECE = 4 * 1024 * 1024
"""X takes pieces up to 5 MB (documented for API 1.1); 4 MB leaves room for the form around it."""
BATCH = 6
"""Pieces sent before the place is told, so that it can be kept."""
AT_ONCE = timedelta(milliseconds=50)
LOOK_AGAIN = timedelta(seconds=5)
SPARE = timedelta(hours=1)
"""Files live 24 hours at X; one with less than this left is brought anew."""
CATEGORY = {Kind.IMAGE: "tweet_image", Kind.GIF: "tweet_gif", Kind.VIDEO: "tweet_video"}


@dataclass(slots=True)
class Uploads:
    """One channel's files on their way; `handles` is what is known of each so far."""

    http: Http
    headers: Mapping[str, str]
    handles: dict[str, str] = field(default_factory=dict)

    async def bring(self, parcel: Parcel) -> Prepared:
        """One step further with every file that is not there yet."""
        waits = []
        named = zip(wire.names(parcel.enclosures), parcel.enclosures, strict=True)
        for name, file in named:
            self._forget_what_ends(name)
            wait = None if name in self.handles else await self._step(name, file)
            if wait is None:
                await self._describe(name, file, str(parcel.options.get("warning") or ""))
            else:
                waits.append(wait)
        return Prepared(handles=self.handles, wait=min(waits, default=None))

    def _forget_what_ends(self, name: str) -> None:
        ends = self.handles.get(f"{name}:ends", "")
        if ends and datetime.fromisoformat(ends) < datetime.now(UTC) + SPARE:
            self._forget(name)

    def _forget(self, name: str) -> None:
        for key in ("", ":id", ":piece", ":ends", ":working", ":told"):
            self.handles.pop(f"{name}{key}", None)

    async def _step(self, name: str, file: Enclosure) -> timedelta | None:
        """Bring, or go on bringing, one file; how long to wait before the next step."""
        if file.kind is Kind.IMAGE:
            return await self._whole(name, file)
        if f"{name}:working" in self.handles:
            return await self._status(name)
        if f"{name}:piece" not in self.handles:
            await self._begin(name, file)
            return await self._pieces(name, file)
        try:
            return await self._pieces(name, file)
        except (ChangeIt, Gone):
            # Its end was reached and not kept before a crash, or X dropped it: bring it anew.
            self._forget(name)
            return AT_ONCE

    async def _whole(self, name: str, file: Enclosure) -> timedelta | None:
        answer = await self._send("/2/media/upload", parts=[
            Part(name="media", value=file.path, filename="media", mime=file.mime),
            Part(name="media_category", value=CATEGORY[file.kind]),
        ])  # fmt: skip
        return self._settle(name, _media(answer))

    async def _begin(self, name: str, file: Enclosure) -> None:
        answer = await self._send("/2/media/upload/initialize", json_body={
            "media_type": file.mime,
            "total_bytes": file.size,
            "media_category": CATEGORY[file.kind],
        })  # fmt: skip
        media = _media(answer)
        self.handles |= {
            f"{name}:id": media["id"],
            f"{name}:piece": "0",
            f"{name}:ends": _ends(media),
        }

    async def _pieces(self, name: str, file: Enclosure) -> timedelta | None:
        id, first = self.handles[f"{name}:id"], int(self.handles[f"{name}:piece"])
        last = -(-file.size // PIECE)
        if first >= last:
            answer = await self._send(f"/2/media/upload/{id}/finalize")
            return self._settle(name, _media(answer))
        until = min(first + BATCH, last)
        for number in range(first, until):
            start = number * PIECE
            piece = Slice(path=file.path, offset=start, size=min(PIECE, file.size - start))
            await self._send(f"/2/media/upload/{id}/append", parts=[
                Part(name="segment_index", value=str(number)),
                Part(name="media", value=piece, filename="media", mime=file.mime),
            ])  # fmt: skip
        self.handles[f"{name}:piece"] = str(until)
        return AT_ONCE

    async def _status(self, name: str) -> timedelta | None:
        asked = {"command": "STATUS", "media_id": self.handles[f"{name}:id"]}
        answer = await self.http.get("/2/media/upload", params=asked, headers=self.headers)
        return self._settle(name, _media(answer))

    def _settle(self, name: str, media: Mapping[str, Any]) -> timedelta | None:
        """Note what X says of a file: ready, at work, or given up."""
        work = media.get("processing_info") or {}
        self.handles |= {f"{name}:id": media["id"], f"{name}:ends": _ends(media)}
        if work.get("state") == "failed":
            why = str((work.get("error") or {}).get("message", ""))[:200]
            raise ChangeIt(f"X cannot use this file. {why}".strip())
        if work.get("state", "succeeded") != "succeeded":
            self.handles[f"{name}:working"] = "yes"
            after = work.get("check_after_secs")
            return timedelta(seconds=after) if isinstance(after, int) and after > 0 else LOOK_AGAIN
        self.handles[name] = media["id"]
        return None

    async def _describe(self, name: str, file: Enclosure, warning: str) -> None:
        """Say what a file shows; once for the same words."""
        words = wire.said_of(file)
        if not words and not warning:
            return
        mark = hashlib.sha256(f"{words}\0{warning}".encode()).hexdigest()[:16]
        if self.handles.get(f"{name}:told") == mark:
            return
        body = wire.metadata(self.handles[name], words, warning)
        await self._send("/2/media/metadata", json_body=body)
        self.handles[f"{name}:told"] = mark

    async def _send(self, path: str, **how: Any) -> Answer:
        return await self.http.post(path, effect=False, headers=self.headers, seconds=50, **how)


def _media(answer: Answer) -> dict[str, Any]:
    told = answer.json()
    media = told.get("data") if isinstance(told, dict) else None
    if not isinstance(media, dict) or not str(media.get("id", "")).isdecimal():
        raise _without_id(answer)
    return {**media, "id": str(media["id"])}


def _without_id(answer: Answer) -> NetworkError:
    return answer.unclear("X took the file without naming it.")


def _ends(media: Mapping[str, Any]) -> str:
    lasting = media.get("expires_after_secs")
    seconds = lasting if isinstance(lasting, int) and 0 < lasting < 10**7 else 86_400
    return (datetime.now(UTC) + timedelta(seconds=seconds)).isoformat(timespec="seconds")
