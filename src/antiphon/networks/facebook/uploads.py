"""Brings files to Facebook before the post that shows them; nobody sees them yet.

Sources: developers.facebook.com/docs/video-api/guides/publishing (chunks),
…/docs/video-api/guides/reels-publishing (reels), …/docs/graph-api/reference/page/photos
(2026-11-21). Handles keep the place: after a crash an upload goes on where Facebook says it is.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from antiphon.connect.errors import Gone, TryLater
from antiphon.connect.http import Answer, Part, Slice
from antiphon.connect.values import Enclosure, Parcel, PostType, Prepared
from antiphon.networks.facebook import wire
from antiphon.networks.facebook.graph import UPLOAD, VERSION, VIDEO, Graph
from antiphon.networks.facebook.refusals import error_of, refusal
from antiphon.networks.facebook.wire import END, SESSION, START, UPLOADED

PIECES = 16
"""How many pieces go in one call of `prepare`; in between the place is stored."""
ON = timedelta(seconds=1)


class Uploads:
    """One Page's way for photos, videos, reels and stories."""

    def __init__(self, graph: Graph, page: str) -> None:
        self.graph, self.page = graph, page

    async def bring(self, parcel: Parcel, known: dict[str, str]) -> Prepared:
        """Bring what is not there yet."""
        if known.get(UPLOADED) or not parcel.enclosures:
            return Prepared(handles=known)
        if not wire.is_video(parcel):
            return await self._photos(parcel, known)
        if parcel.type is PostType.VIDEO:
            return await self._video(parcel.enclosures[0], known)
        edge = "video_stories" if parcel.type is PostType.STORY else "video_reels"
        return await self._reel(parcel.enclosures[0], known, edge)

    async def _photos(self, parcel: Parcel, known: dict[str, str]) -> Prepared:
        before = len(known)
        for name, photo in wire.names(parcel.enclosures):
            if name in known:
                continue
            try:
                known[name] = await self._photo(photo)
            except TryLater as error:
                if len(known) == before:
                    raise
                return Prepared(handles=known, wait=error.after)
        return Prepared(handles=known)

    async def _photo(self, photo: Enclosure) -> str:
        form = {"published": "false", "alt_text_custom": photo.alt}
        answer = await self.graph.upload(
            f"/{self.page}/photos",
            {name: value for name, value in form.items() if value},
            Part(name="source", value=photo.path, filename=photo.path.name, mime=photo.mime),
        )
        return _named(answer, "id")

    async def _video(self, video: Enclosure, known: dict[str, str]) -> Prepared:
        if SESSION not in known:
            return await self._begin(video, known)
        for _piece in range(PIECES):
            if int(known[START]) >= int(known[END]):
                return Prepared(handles={**known, UPLOADED: "yes"})
            try:
                known |= await self._piece(video, known)
            except Gone:
                return await self._begin(video, known)
        return Prepared(handles=known, wait=ON)

    async def _begin(self, video: Enclosure, known: dict[str, str]) -> Prepared:
        form = {"upload_phase": "start", "file_size": video.size}
        answer = await self.graph.post(f"/{self.page}/videos", form, host=VIDEO, effect=False)
        begun = {
            wire.VIDEO: _named(answer, "video_id"),
            SESSION: _named(answer, "upload_session_id"),
            **_place(answer.json()),
        }
        return Prepared(handles={**known, **begun}, wait=ON)

    async def _piece(self, video: Enclosure, known: Mapping[str, str]) -> dict[str, str]:
        """Send what Facebook wants next; where it has more than we know, it says so."""
        start, end = int(known[START]), min(int(known[END]), video.size)
        answer = await self.graph.upload(
            f"/{self.page}/videos",
            {"upload_phase": "transfer", "upload_session_id": known[SESSION], START_OFFSET: start},
            Part(
                name="video_file_chunk",
                value=Slice(path=video.path, offset=start, size=end - start),
                filename=video.path.name,
                mime="application/octet-stream",
            ),
            host=VIDEO,
            allow=(400, 500),
        )
        if answer.ok:
            return _place(answer.json())
        where = error_of(answer).get("error_data")
        if isinstance(where, dict) and START_OFFSET in where:
            return _place(where)
        raise refusal(answer) or TryLater("Facebook had trouble with the file.")

    async def _reel(self, video: Enclosure, known: dict[str, str], edge: str) -> Prepared:
        if wire.VIDEO not in known:
            answer = await self.graph.post(
                f"/{self.page}/{edge}", {"upload_phase": "start"}, effect=False
            )
            return Prepared(handles={**known, wire.VIDEO: _named(answer, "video_id")}, wait=ON)
        id = known[wire.VIDEO]
        there = wire.arrived(await self.graph.get(f"/{id}", fields="status"))
        if there < video.size:
            await self.graph.http.post(
                f"{self.graph.http.host(UPLOAD)}/video-upload/{VERSION}/{id}",
                body=Slice(path=video.path, offset=there, size=video.size - there),
                headers={
                    **self.graph.headers,
                    "offset": str(there),
                    "file_size": str(video.size),
                    "Content-Type": "application/octet-stream",
                },
                effect=False,
                seconds=600,
            )
        return Prepared(handles={**known, UPLOADED: "yes"})


START_OFFSET, END_OFFSET = "start_offset", "end_offset"


def _place(told: Mapping[str, Any]) -> dict[str, str]:
    start, end = str(told.get(START_OFFSET, "")), str(told.get(END_OFFSET, ""))
    if not (start.isdigit() and end.isdigit()):
        raise TryLater("Facebook did not say how much of the file has arrived.")
    return {START: start, END: end}


def _named(answer: Answer, name: str) -> str:
    told = answer.json()
    value = told.get(name) if isinstance(told, dict) else None
    if not isinstance(value, str) or not value:
        raise answer.unclear(f"Facebook's answer held no {name}.")
    return value
