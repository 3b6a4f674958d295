"""Brings files to a media server (Blossom, BUD-01 and BUD-02): named by their bytes, so once."""

import base64
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import urlsplit

from antiphon.connect.errors import FixSetup
from antiphon.connect.http import Http, Slice
from antiphon.connect.values import Enclosure
from antiphon.networks.nostr.events import UPLOAD
from antiphon.networks.nostr.keys import Key

LIFE = 600
"""Seconds for which a permission to upload one file is good."""


class Shelf:
    """The media server of one key."""

    def __init__(self, http: Http, server: str, key: Key) -> None:
        self.http, self.server, self.key = http, server, key

    async def bring(self, file: Enclosure) -> str:
        """Bring a file, or find it there; the address at which everybody can see it."""
        if not self.server:
            raise FixSetup("This channel has no media server. Sign in again and name one.")
        whole = Slice(path=file.path, size=file.size)
        headers = {"Content-Type": file.mime, "X-SHA-256": file.digest, **self._permission(file)}
        # Not `signed`: the permission is for these bytes only, for ten minutes.
        answer = await self.http.ask(
            "PUT", f"{self.server}/upload", effect=False, signed=False, body=whole,
            headers=headers, seconds=30 + file.size / 100_000,
        )  # fmt: skip
        told = answer.told()
        if not _is_address(told) or told.get("sha256") not in {None, file.digest}:
            raise answer.unclear("The media server did not say where it put the file.")
        return str(told["url"])

    def _permission(self, file: Enclosure) -> dict[str, str]:
        now = int(datetime.now(UTC).timestamp())
        tags = [["t", "upload"], ["x", file.digest], ["expiration", str(now + LIFE)]]
        event = json.dumps(self.key.sign(UPLOAD, tags, "Upload a file", at=now))
        coded = base64.urlsafe_b64encode(event.encode()).rstrip(b"=").decode()
        return {"Authorization": f"Nostr {coded}"}


def _is_address(told: Mapping[str, object]) -> bool:
    url = told.get("url")
    if not isinstance(url, str) or any(sign.isspace() for sign in url):
        return False
    return urlsplit(url).scheme in {"http", "https"} and len(url) < 1_000
