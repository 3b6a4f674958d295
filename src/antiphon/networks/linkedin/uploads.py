"""Bringing files to LinkedIn; nobody sees them until a post shows them.

Images and documents go in one piece; a video goes in the byte ranges that LinkedIn names, each
answered with an ETag, and is then put together. What was reached is kept in the handles, so that a
crash costs at most one batch of parts; sending a part again is harmless (Videos API).
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from antiphon.connect.errors import ChangeIt, TryLater
from antiphon.connect.http import Http, Slice
from antiphon.connect.values import Enclosure
from antiphon.networks.linkedin.urns import coded
from antiphon.networks.linkedin.wire import family, when

BATCH = 8
"""Parts in one go: 32 MB at LinkedIn's 4 MB a part."""
AT_ONCE = timedelta(milliseconds=50)
LOOK_AGAIN = timedelta(seconds=5)
BLIND = timedelta(seconds=15)
"""How long a video is left alone when we may not ask about it: our own judgement. A post that comes
too early is refused with MEDIA_ASSET_PROCESSING, and nothing happened."""


class Uploads:
    """One channel's files on their way."""

    def __init__(self, http: Http, owner: str, headers: Mapping[str, str]) -> None:
        self.http, self.owner, self.headers = http, owner, headers

    async def bring(
        self, file: Enclosure, handles: Mapping[str, str]
    ) -> tuple[dict[str, str], timedelta | None]:
        """One step further with one file: new handles, and how long to wait before the next."""
        key = file.digest
        if handles.get(key):
            return {}, None
        if family(file.kind) == "video":
            return await self._video(file, handles)
        if f"{key}:urn" not in handles:
            return await self._whole(file)
        return await self._settled(file, handles[f"{key}:urn"], handles)

    async def _whole(self, file: Enclosure) -> tuple[dict[str, str], timedelta | None]:
        sort = family(file.kind)
        told = await self._begin(f"{sort}s", {})
        urn = str(told[sort])
        await self._put(str(told["uploadUrl"]), file, 0, file.size, mime=file.mime)
        brought, wait = await self._settled(file, urn, {})
        return {f"{file.digest}:urn": urn, **brought}, wait

    async def _begin(self, where: str, more: Mapping[str, Any]) -> dict[str, Any]:
        answer = await self.http.post(
            f"/rest/{where}",
            params={"action": "initializeUpload"},
            json_body={"initializeUploadRequest": {"owner": self.owner, **more}},
            headers=self.headers,
            effect=False,
        )
        return dict(answer.json()["value"])

    async def _video(
        self, file: Enclosure, handles: Mapping[str, str]
    ) -> tuple[dict[str, str], timedelta | None]:
        kept = json.loads(handles.get(f"{file.digest}:video") or "{}")
        if not kept or (not kept.get("whole") and self._is_over(kept)):
            return self._keep(file, await self._start(file)), AT_ONCE
        if kept.get("whole"):
            return await self._settled(file, kept["urn"], handles)
        if len(kept["etags"]) < len(kept["parts"]):
            return await self._parts(file, kept)
        await self._finish(kept)
        return self._keep(file, {**kept, "whole": True, "parts": []}), AT_ONCE

    @staticmethod
    def _keep(file: Enclosure, kept: Mapping[str, Any]) -> dict[str, str]:
        return {f"{file.digest}:video": json.dumps(kept)}

    @staticmethod
    def _is_over(kept: Mapping[str, Any]) -> bool:
        ends = when(kept.get("ends"))
        return ends is not None and ends <= datetime.now(UTC)

    async def _start(self, file: Enclosure) -> dict[str, Any]:
        more = {"fileSizeBytes": file.size, "uploadCaptions": False, "uploadThumbnail": False}
        told = await self._begin("videos", more)
        parts = [[one["uploadUrl"], one["firstByte"], one["lastByte"]]
                 for one in told["uploadInstructions"]]  # fmt: skip
        return {
            "urn": told["video"],
            "token": told.get("uploadToken", ""),
            "ends": told.get("uploadUrlsExpireAt"),
            "parts": parts,
            "etags": [],
        }

    async def _parts(
        self, file: Enclosure, kept: dict[str, Any]
    ) -> tuple[dict[str, str], timedelta | None]:
        etags, wait = list(kept["etags"]), AT_ONCE
        for url, first, last in kept["parts"][len(etags) : len(etags) + BATCH]:
            try:
                etags.append(await self._put(url, file, first, last - first + 1))
            except TryLater as error:
                if len(etags) == len(kept["etags"]):
                    raise
                wait = error.after
                break
        return self._keep(file, {**kept, "etags": etags}), wait

    async def _put(
        self, url: str, file: Enclosure, offset: int, size: int, *, mime: str = ""
    ) -> str:
        """Bring some bytes; a whole file wants our token, a part of a video wants none."""
        signed = bool(mime) and self._is_ours(url)
        token = {"Authorization": self.headers["Authorization"]} if signed else {}
        answer = await self.http.ask(
            "PUT",
            url,
            body=Slice(path=file.path, offset=offset, size=size),
            headers={"Content-Type": mime or "application/octet-stream", **token},
            signed=signed,
            effect=False,
            seconds=300,
        )
        return answer.headers.get("etag", "")

    def _is_ours(self, url: str) -> bool:
        host = urlsplit(url).hostname or ""
        return host.endswith(".linkedin.com") or url.startswith(self.http.line.server)

    async def _finish(self, kept: Mapping[str, Any]) -> None:
        told = {
            "video": kept["urn"],
            "uploadToken": kept["token"],
            "uploadedPartIds": kept["etags"],
        }
        await self.http.post(
            "/rest/videos",
            params={"action": "finalizeUpload"},
            json_body={"finalizeUploadRequest": told},
            headers=self.headers,
            effect=False,
        )

    async def _settled(
        self, file: Enclosure, urn: str, handles: Mapping[str, str]
    ) -> tuple[dict[str, str], timedelta | None]:
        """Whether LinkedIn has finished with the file, as far as we may ask."""
        where = f"/rest/{family(file.kind)}s/{coded(urn)}"
        answer = await self.http.get(where, headers=self.headers, allow=(403,))
        if answer.status == 403:
            return self._blindly(file, urn, handles)
        match str(answer.told().get("status", "")):
            case "AVAILABLE":
                return {file.digest: urn}, None
            case "PROCESSING_FAILED":
                raise ChangeIt("LinkedIn could not make anything of the file. Try another one.")
            case _:
                return {}, LOOK_AGAIN

    @staticmethod
    def _blindly(
        file: Enclosure, urn: str, handles: Mapping[str, str]
    ) -> tuple[dict[str, str], timedelta | None]:
        waited = f"{file.digest}:waited"
        if family(file.kind) != "video" or waited in handles:
            return {file.digest: urn}, None
        return {waited: "yes"}, BLIND
