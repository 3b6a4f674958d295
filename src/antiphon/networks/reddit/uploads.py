"""The way there of pictures and videos: a lease, then the storage host."""

import html
import re
from datetime import timedelta
from io import BytesIO
from typing import Any

from PIL import Image

from antiphon.connect.errors import ChangeIt, TryLater
from antiphon.connect.http import Answer, Part
from antiphon.connect.values import Enclosure, Parcel, Prepared
from antiphon.kernel.problem import Problem
from antiphon.networks.reddit import wire
from antiphon.networks.reddit.api import Api

ABREAST = 4
"""So many files are brought before what was reached is put on record."""
AT_ONCE = timedelta(seconds=1)
LOCATION = re.compile(r"<Location>([^<]+)</Location>")
_GREY = (52, 56, 63)
_LARGEST = 1_920


class Uploads:
    """One account's way for files; nobody sees them before the post."""

    def __init__(self, api: Api) -> None:
        self.api = api

    async def bring(self, parcel: Parcel) -> Prepared:
        """Bring what is not there yet."""
        known = dict(parcel.handles)
        before = len(known)
        for file in parcel.enclosures:
            if file.digest in known:
                continue
            if len(known) - before >= 2 * ABREAST:
                return Prepared(handles=known, wait=AT_ONCE)
            part = Part(name="file", value=file.path, filename=file.path.name, mime=file.mime)
            try:
                number, where = await self._send(part)
            except TryLater as error:
                if len(known) == before:
                    raise
                return Prepared(handles=known, wait=error.after)
            known |= {file.digest: number, wire.address_of(file): where}
        return Prepared(handles=await self._covered(parcel, known))

    async def _covered(self, parcel: Parcel, known: dict[str, str]) -> dict[str, str]:
        """Reddit wants a cover with every video: the picture that came along, else a plain one."""
        film, given = wire.film(parcel), wire.pictures(parcel)
        if film is None or known.get(wire.POSTER):
            return known
        if given:
            return {**known, wire.POSTER: known[wire.address_of(given[0])]}
        part = Part(name="file", value=_plain(film), filename="cover.png", mime="image/png")
        _number, where = await self._send(part)
        return {**known, wire.POSTER: where}

    async def _send(self, file: Part) -> tuple[str, str]:
        """The number of a file, and the address where it lies now."""
        form = {"filepath": file.filename, "mimetype": file.mime}
        told = await self.api.bare("/api/media/asset.json", form, effect=False)
        args, asset = told.get("args") or {}, told.get("asset") or {}
        if not args.get("action") or not asset.get("asset_id"):
            raise TryLater("Reddit did not say where the file should go.")
        answer = await self._store(args, file)
        found = LOCATION.search(answer.text())
        if not answer.ok or found is None:
            raise _refused_there(answer)
        return str(asset["asset_id"]), html.unescape(found[1])

    async def _store(self, args: dict[str, Any], file: Part) -> Answer:
        """The storage host knows nothing of our permission; its form is signed by Reddit."""
        action = str(args["action"])
        real = action if "://" in action else f"https:{action}"
        fields = [Part(name=str(one["name"]), value=str(one["value"])) for one in args["fields"]]
        return await self.api.http.post(
            f"{self.api.http.host(real)}/", parts=[*fields, file], effect=False, signed=False,
            allow=(400, 403), seconds=900,
        )  # fmt: skip


def _plain(film: Enclosure) -> bytes:
    """A plain card of the video's shape."""
    width, height = film.width or 1_280, film.height or 720
    scale = min(1.0, _LARGEST / max(width, height))
    size = max(2, round(width * scale)), max(2, round(height * scale))
    card = BytesIO()
    Image.new("RGB", size, _GREY).save(card, "PNG")
    return card.getvalue()


def _refused_there(answer: Answer) -> ChangeIt | TryLater:
    """Amazon S3's words: a form that has run out is made anew."""
    if "<Code>EntityTooLarge</Code>" in answer.text():
        say = "The file is larger than Reddit takes."
        return ChangeIt(say, problem=Problem(field="media", rule="too_large", say=say))
    return TryLater("Reddit's storage did not take the file.", after=timedelta(seconds=30))
