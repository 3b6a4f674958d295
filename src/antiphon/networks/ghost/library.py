"""What a post needs there before it is told: its files, and a draft that keeps its place.

Nobody outside sees either. A draft is looked for before it is made, by its address word, so that
doing it again after a crash makes nothing twice; a file that is brought twice only takes space.
"""

from collections.abc import Mapping
from typing import Any

from antiphon.connect.http import Answer, Part
from antiphon.connect.values import Enclosure, Kind, Parcel
from antiphon.networks.ghost import wire
from antiphon.networks.ghost.site import Site

_ROUTES = {Kind.VIDEO: "media", Kind.DOCUMENT: "files"}
_UPLOAD_SECONDS = 180.0


class Library:
    """The files and drafts of one site."""

    def __init__(self, site: Site) -> None:
        self.site = site

    async def bring(self, parcel: Parcel, *, draft: bool = True) -> dict[str, str]:
        """The handles so far and the new ones."""
        handles = dict(parcel.handles)
        for file in parcel.enclosures:
            if file.digest not in handles:
                handles[file.digest] = await self._file(file)
        if draft and not {wire.DRAFT, wire.DRAFT_AT} <= handles.keys():
            told = await self._draft(parcel)
            handles |= {wire.DRAFT: str(told["id"]), wire.DRAFT_AT: str(told.get("updated_at"))}
        return handles

    async def _file(self, file: Enclosure) -> str:
        """The address that the site gave a file."""
        route = _ROUTES.get(file.kind, "images")
        name = wire.file_name(file)
        parts = [
            Part(name="file", value=file.path, filename=name, mime=file.mime),
            Part(name="ref", value=file.digest),
        ]
        if route == "images":
            parts.append(Part(name="purpose", value="image"))
        answer = await self.site.ask(
            "POST", f"{route}/upload", parts=parts, effect=False, seconds=_UPLOAD_SECONDS
        )
        url = next(iter(wire.things(answer, route)), {}).get("url")
        if not isinstance(url, str) or "://" not in url:
            raise answer.unclear("The site's answer did not say where the file is.")
        return url

    async def _draft(self, parcel: Parcel) -> Mapping[str, Any]:
        """The draft of this parcel."""
        which, mark = wire.kind(parcel), wire.slug(parcel)
        known = await self.find(parcel)
        if known is not None:
            return wire.thing(known, which)
        made = await self.site.ask("POST", which, json_body=wire.draft(parcel), effect=False)
        told = wire.thing(made, which)
        if told.get("slug") != mark and (first := await self.find(parcel)) is not None:
            # Two tries at once: both take the one that has the word, the other is taken away.
            await self.site.ask("DELETE", f"{which}/{told['id']}", effect=False, allow=(404,))
            told = wire.thing(first, which)
        return told

    async def find(self, parcel: Parcel) -> Answer | None:
        """What has the parcel's address word, in whatever state."""
        route = f"{wire.kind(parcel)}/slug/{wire.slug(parcel)}"
        return await self.site.there(route, fields=wire.KNOWN)
