"""Brings a file to Snapchat: a container, sealed pieces, and the word that it is whole.

A container lives for a day. Handles keep the place, so that after a crash sealing goes on where it
was: the key and the last sealed block are among them.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from antiphon.connect.http import Part, Slice
from antiphon.connect.values import Enclosure, Prepared
from antiphon.networks.snapchat import wire
from antiphon.networks.snapchat.api import PROFILES, Api, named
from antiphon.networks.snapchat.sealing import Seal
from antiphon.networks.snapchat.wire import (
    ADD,
    CHAIN,
    FINALIZE,
    IV,
    KEY,
    MEDIA,
    PART,
    READY,
    UNTIL,
)

PIECES = 4
"""How many pieces go in one call of `prepare`; in between the place is stored."""
ON = timedelta(seconds=1)
LIVES = timedelta(hours=23)


class Containers:
    """One profile's way for files."""

    def __init__(self, api: Api, profile: str) -> None:
        self.api, self.profile = api, profile

    async def bring(self, file: Enclosure, known: dict[str, str]) -> Prepared:
        """Bring what is not there yet; what is whole is brought again only when it was refused."""
        if MEDIA not in known or READY in known or not _lives(known):
            return await self._open(file)
        size = wire.part_size(file.size)
        parts = max(1, -(-file.size // size))
        for _piece in range(PIECES):
            number = int(known[PART])
            if number > parts:
                return await self._finish(known)
            known |= await self._add(file, known, size=size, is_last=number == parts)
        return Prepared(handles=known, wait=ON)

    async def _open(self, file: Enclosure) -> Prepared:
        seal = Seal.new()
        body = {"type": wire.kind(file), "name": file.path.name, "key": seal.key, "iv": seal.chain}
        told = await self.api.post(f"{PROFILES}/{self.profile}/media", body)
        handles = {
            MEDIA: named(told, "media_id"),
            ADD: named(told, "add_path"),
            FINALIZE: named(told, "finalize_path"),
            KEY: seal.key,
            IV: seal.chain,
            CHAIN: seal.chain,
            PART: "1",
            UNTIL: (datetime.now(UTC) + LIVES).isoformat(timespec="seconds"),
        }
        return Prepared(handles=handles, wait=ON)

    async def _add(
        self, file: Enclosure, known: Mapping[str, str], *, size: int, is_last: bool
    ) -> dict[str, str]:
        """Seal and send one piece; sent again it is the same piece."""
        number = int(known[PART])
        begin = (number - 1) * size
        piece = Slice(path=file.path, offset=begin, size=min(size, file.size - begin)).read()
        sealed, onward = Seal(known[KEY], known[CHAIN]).close(piece, is_last=is_last)
        await self.api.send(
            known[ADD],
            [
                Part(name="action", value="ADD"),
                Part(name="part_number", value=str(number)),
                Part(name="file", value=sealed, filename="part", mime="application/octet-stream"),
            ],
        )
        return {CHAIN: onward.chain, PART: str(number + 1)}

    async def _finish(self, known: dict[str, str]) -> Prepared:
        await self.api.send(known[FINALIZE], [Part(name="action", value="FINALIZE")])
        return Prepared(handles={MEDIA: known[MEDIA], UNTIL: known[UNTIL], READY: "yes"})


def _lives(known: Mapping[str, str]) -> bool:
    """Whether the container is still there."""
    try:
        return datetime.fromisoformat(known.get(UNTIL, "")) > datetime.now(UTC)
    except ValueError:
        return False
