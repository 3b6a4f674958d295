"""Brings a post into a container that nobody sees yet, and waits until it is ready.

Sources: developers.facebook.com/documentation/instagram-platform/content-publishing and
…/content-publishing/resumable-uploads (2026-11-28). A container lives for a day; an account may
make 400 in a day. Handles keep the place: after a crash it goes on where Instagram says it is.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from antiphon.connect.errors import ChangeIt, Gone, TryLater
from antiphon.connect.http import Slice
from antiphon.connect.values import Enclosure, Parcel, Prepared
from antiphon.networks.instagram import wire
from antiphon.networks.instagram.graph import UPLOAD, VERSION, Graph, rows
from antiphon.networks.instagram.refusals import A_WINDOW, in_words, of_subcode
from antiphon.networks.instagram.wire import CONTAINER

POLLS, TRIES, WHOLE = "polls", "tries", "whole"
"""Names of handles: how often we asked, how often in vain, which video has arrived."""
MOST_POLLS, MOST_TRIES = 60, 3
ON, AGAIN, LONGEST = timedelta(seconds=1), timedelta(seconds=30), timedelta(minutes=1)
STATUS = "id,status_code,status"


class Containers:
    """One account's way for everything that it publishes."""

    def __init__(self, graph: Graph, owner: str) -> None:
        self.graph, self.owner = graph, owner

    async def bring(self, parcel: Parcel, known: dict[str, str]) -> Prepared:
        """Bring what is not there yet; what was brought is kept when the rest must wait."""
        if not known:
            await self._insist_on_room()
        before = len(known)
        try:
            return await self._bring(parcel, known)
        except TryLater as error:
            if len(known) == before:
                raise
            return Prepared(handles=known, wait=error.after)

    async def _insist_on_room(self) -> None:
        """The number of posts in a day is known before anything is brought."""
        total, used = await quota(self.graph, self.owner)
        if total is not None and used >= total:
            say = f"Instagram takes {total} posts in a day from this account, and all are used."
            raise TryLater(say, after=A_WINDOW)

    async def _bring(self, parcel: Parcel, known: dict[str, str]) -> Prepared:
        if not wire.is_carousel(parcel):
            [file] = parcel.enclosures
            return await self._files(parcel, [(CONTAINER, file)], known)
        if CONTAINER not in known:
            files = [*wire.names(parcel.enclosures)]
            found = await self._files(parcel, files, known)
            if found.wait is not None:
                return found
            children = [known[name] for name, _file in files]
            known[CONTAINER] = await self._make(wire.carousel(parcel, children))
            known.pop(POLLS, None)
        return await self._until_ready([CONTAINER], known)

    async def _files(
        self, parcel: Parcel, files: list[tuple[str, Enclosure]], known: dict[str, str]
    ) -> Prepared:
        for name, file in files:
            if name not in known:
                known[name] = await self._make(self._form(parcel, file))
                if wire.is_resumable(file, self.graph.login):
                    return Prepared(handles=known, wait=ON)
            await self._upload(name, file, known)
        return await self._until_ready([name for name, _file in files], known)

    def _form(self, parcel: Parcel, file: Enclosure) -> Mapping[str, str]:
        if wire.is_carousel(parcel):
            return wire.item(parcel, file, self.graph.login)
        return wire.single(parcel, self.graph.login)

    async def _make(self, form: Mapping[str, str]) -> str:
        return wire.made(await self.graph.post(f"/{self.owner}/media", form, effect=False))

    async def _upload(self, name: str, file: Enclosure, known: dict[str, str]) -> None:
        """Bring the bytes of a video that are not there yet."""
        mark = f"{WHOLE}:{name}"
        if mark in known or not wire.is_resumable(file, self.graph.login):
            return
        there = arrived(await self.graph.get(f"/{known[name]}", fields="id,video_status"))
        if there < file.size:
            await self._send(file, known[name], there)
        known[mark] = "yes"

    async def _send(self, file: Enclosure, container: str, there: int) -> None:
        await self.graph.http.post(
            f"{self.graph.http.host(UPLOAD)}/ig-api-upload/{VERSION}/{container}",
            body=Slice(path=file.path, offset=there, size=file.size - there),
            headers={
                "Authorization": f"OAuth {self.graph.token}",
                "offset": str(there),
                "file_size": str(file.size),
                "Content-Type": "application/octet-stream",
            },
            effect=False,
            seconds=600,
        )

    async def _until_ready(self, names: list[str], known: dict[str, str]) -> Prepared:
        """Ask how far each is; the pauses between the questions grow."""
        states = [await state(self.graph, known[name]) for name in names]
        for told in states:
            if told in {"ERROR", "EXPIRED"}:
                return _anew(known, failed=told == "ERROR")
        if all(told in {"FINISHED", "PUBLISHED"} for told in states):
            return Prepared(handles=known)
        asked = int(known.get(POLLS, "0"))
        known[POLLS] = str(asked + 1)
        if asked >= MOST_POLLS:
            return _anew(known, failed=True)
        return Prepared(handles=known, wait=min(LONGEST, ON * 2 ** min(asked, 9)))


def _anew(known: dict[str, str], *, failed: bool) -> Prepared:
    """Nothing of it was published: all containers are made once more, but not for ever."""
    tries = int(known.get(TRIES, "0")) + failed
    if tries >= MOST_TRIES:
        raise ChangeIt("Instagram could not make the file ready, several times. Try another file.")
    known.clear()
    known[TRIES] = str(tries)
    return Prepared(handles=known, wait=AGAIN)


async def state(graph: Graph, container: str) -> str:
    """How far a container is; one that is gone has expired."""
    try:
        return state_of(await graph.get(f"/{container}", fields=STATUS))
    except Gone:
        return "EXPIRED"


def state_of(told: Mapping[str, Any]) -> str:
    """The state that it names; raises what its own words say that a person must do."""
    code = str(told.get("status_code", ""))
    error = of_subcode(in_words(str(told.get("status", "")))) if code == "ERROR" else None
    if error is not None and not isinstance(error, TryLater):
        raise error
    return code


async def quota(graph: Graph, owner: str) -> tuple[int | None, int]:
    """How many posts a day may have, if Instagram says so, and how many this one had."""
    told = await graph.get(f"/{owner}/content_publishing_limit", fields="quota_usage,config")
    return limit_of(next(iter(rows(told)), {}))


def limit_of(told: Mapping[str, Any]) -> tuple[int | None, int]:
    """The figures of `content_publishing_limit`."""
    config = told.get("config")
    total = config.get("quota_total") if isinstance(config, dict) else None
    used = told.get("quota_usage")
    return total if isinstance(total, int) else None, used if isinstance(used, int) else 0


def arrived(told: Mapping[str, Any]) -> int:
    """How many bytes of a video are there; the field's name was seen in two spellings."""
    status = told.get("video_status")
    phase = status.get("uploading_phase") if isinstance(status, dict) else None
    phase = phase if isinstance(phase, dict) else {}
    there = str(phase.get("bytes_transferred", phase.get("bytes_transfered", 0)))
    return int(there) if there.isdigit() else 0
