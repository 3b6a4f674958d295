"""Bringing files: `POST /api/v2/media`, and waiting while the server works on them.

200 is ready, 202 accepted; then `GET /api/v1/media/:id` answers 206 while it works, 200 when done,
422 when it failed (docs.joinmastodon.org/methods/media, 2026-07; recorded). Where v2 is missing the
older, synchronous v1 serves. Files that no status shows are removed by the server after a day.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from antiphon.connect.errors import ChangeIt, TryLater
from antiphon.connect.http import Answer, Http, Part
from antiphon.connect.values import Enclosure, Parcel, Prepared
from antiphon.networks.mastodon import wire

SHORTEST, LONGEST = timedelta(seconds=1), timedelta(seconds=10)
PATIENCE = timedelta(minutes=5)
"""After this long a server that still works on a file will not finish; our own judgement."""
_SECONDS = 600.0
_SINCE = ":since"
"""A file in work has a second handle: when it was brought. Empty once it is ready."""


async def bring(http: Http, signed: Mapping[str, str], parcel: Parcel) -> Prepared:
    """Bring what is missing, ask after what is in work; what is there keeps its place."""
    handles = dict(parcel.handles)
    for place, enclosure in zip(wire.places(parcel), parcel.enclosures, strict=True):
        if handles.get(place) and await _is_there(http, signed, handles, place):
            continue
        if not handles.get(place):
            try:
                handles |= await _upload(http, signed, place, enclosure)
            except TryLater as error:
                if handles == parcel.handles:
                    raise
                return Prepared(handles=handles, wait=error.after)
    return Prepared(handles=handles, wait=_wait(handles))


async def is_working(http: Http, signed: Mapping[str, str], ids: Sequence[str]) -> bool:
    """Whether the server is still working on one of these files."""
    for id in ids:
        answer = await http.get(f"/api/v1/media/{id}", headers=signed, allow=range(400, 500))
        if answer.status == 206:
            return True
    return False


async def _is_there(
    http: Http, signed: Mapping[str, str], handles: dict[str, str], place: str
) -> bool:
    since = handles.get(place + _SINCE)
    if not since:
        return True
    answer = await http.get(
        f"/api/v1/media/{handles[place]}", headers=signed, allow=(404, 410, 422)
    )
    if answer.status == 422 and answer.body:
        raise ChangeIt("The server could not read one of the files. Try another format.")
    if answer.status in {404, 410}:  # removed meanwhile, or never kept: bring it again
        handles[place] = handles[place + _SINCE] = ""
        return False
    if answer.status == 206:
        if datetime.now(UTC) - datetime.fromisoformat(since) > PATIENCE:
            raise ChangeIt("The server did not finish one of the files. Try a smaller one.")
        return True
    handles[place + _SINCE] = ""
    return True


async def _upload(
    http: Http, signed: Mapping[str, str], place: str, enclosure: Enclosure
) -> dict[str, str]:
    answer = await _post(http, signed, "/api/v2/media", enclosure)
    if answer.status == 404:
        answer = await _post(http, signed, "/api/v1/media", enclosure)
    if answer.status == 404:
        raise ChangeIt("This server takes no files.")
    id = wire.id_of(answer.json())
    if id is None:
        raise answer.unclear("The server took the file and gave it no id.")
    working = answer.status in {202, 206}
    return {place: id, place + _SINCE: datetime.now(UTC).isoformat() if working else ""}


async def _post(http: Http, signed: Mapping[str, str], path: str, file: Enclosure) -> Answer:
    parts = [Part(name="file", value=file.path, filename=_name(file), mime=file.mime)]
    if file.alt:
        parts.append(Part(name="description", value=file.alt))
    if file.focus != (0.0, 0.0):
        parts.append(Part(name="focus", value=wire.focus(file.focus)))
    return await http.post(
        path, parts=parts, headers=signed, effect=False, allow=(404,), seconds=_SECONDS
    )


def _name(file: Enclosure) -> str:
    """A name that says nothing but the type; the person's own name for it stays with us."""
    return f"file.{file.mime.split('/')[-1].split('+')[0] or 'bin'}"


def _wait(handles: Mapping[str, str]) -> timedelta | None:
    """Ask again after 1 s, then 2, then 4: as long as we have waited, ten seconds at most."""
    begun = [
        datetime.fromisoformat(since)
        for name, since in handles.items()
        if name.endswith(_SINCE) and since
    ]
    if not begun:
        return None
    return max(SHORTEST, min(LONGEST, datetime.now(UTC) - min(begun)))
