"""The way there of a video: register, bring it to the storage host, wait until it is ready."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from antiphon.connect.errors import ChangeIt, TryLater
from antiphon.connect.http import Answer, Http, Part
from antiphon.connect.values import Enclosure, Kind, Parcel, Prepared
from antiphon.kernel.problem import Problem

READY, ASKED = "ready", "asked"
"""Names of handles: the video can be shown; how often it was asked whether it can."""

FIRST, LONGEST = timedelta(seconds=5), timedelta(seconds=30)
PATIENCE = 65
"""So often it is asked, in about half an hour, before the video is given up."""


def film(parcel: Parcel) -> Enclosure | None:
    """The video of a parcel, if it has one."""
    return next((one for one in parcel.enclosures if one.kind is Kind.VIDEO), None)


def needs_preparing(parcel: Parcel) -> bool:
    """Pictures go inside the pin itself; only videos are brought before."""
    return film(parcel) is not None


class Uploads:
    """One account's way for videos."""

    def __init__(self, http: Http, headers: dict[str, str]) -> None:
        self.http, self.headers = http, headers

    async def bring(self, video: Enclosure, known: dict[str, str]) -> Prepared:
        """One step further."""
        if known.get(READY):
            return Prepared(handles=known)
        if video.digest not in known:
            known[video.digest] = await self._send(video)
            return Prepared(handles=known, wait=FIRST)
        asked = int(known.get(ASKED, "0")) + 1
        where = f"/v5/media/{known[video.digest]}"
        told = (await self.http.get(where, headers=self.headers)).json()
        if told.get("status") == "succeeded":
            return Prepared(handles={**known, READY: "yes"})
        if told.get("status") == "failed" or asked > PATIENCE:
            raise _spoilt("Pinterest could not make the video ready. Try another one.")
        wait = min(LONGEST, FIRST * asked)
        return Prepared(handles={**known, ASKED: str(asked)}, wait=wait)

    async def _send(self, video: Enclosure) -> str:
        answer = await self.http.post(
            "/v5/media", json_body={"media_type": "video"}, headers=self.headers, effect=False
        )
        told = answer.json()
        if not told.get("media_id") or not told.get("upload_url"):
            raise answer.unclear("Pinterest did not say where the video should go.")
        await self._bring_there(video, told)
        return str(told["media_id"])

    async def _bring_there(self, video: Enclosure, told: Mapping[str, Any]) -> None:
        """The storage host knows nothing of our permission; its form is signed by Pinterest."""
        fields = [
            Part(name=name, value=str(value))
            for name, value in (told.get("upload_parameters") or {}).items()
        ]
        file = Part(name="file", value=video.path, filename=video.path.name, mime=video.mime)
        answer = await self.http.post(
            str(told["upload_url"]), parts=[*fields, file], effect=False, signed=False,
            allow=(400, 403), seconds=900,
        )  # fmt: skip
        if not answer.ok:
            raise _refused_there(answer)


def _refused_there(answer: Answer) -> ChangeIt | TryLater:
    """Amazon S3's words: a form that has run out is made anew."""
    if "<Code>EntityTooLarge</Code>" in answer.text():
        return _spoilt("The video is larger than Pinterest takes.")
    return TryLater("Pinterest's storage did not take the video.", after=timedelta(seconds=30))


def _spoilt(say: str) -> ChangeIt:
    return ChangeIt(say, problem=Problem(field="media", rule="refused", say=say))
