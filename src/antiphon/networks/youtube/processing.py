"""How far YouTube is with a video, and why it gave one up; pure.

Source of words: the discovery document of the Data API, revision 20261104.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from antiphon.connect.errors import ChangeIt

FAILED = {
    "conversion": "YouTube could not convert the video.",
    "invalidFile": "YouTube cannot read the file of the video.",
    "emptyFile": "The file of the video is empty.",
    "tooSmall": "The file of the video is too small.",
    "codec": "YouTube does not know the codec of the video.",
    "uploadAborted": "The upload was broken off.",
}
REJECTED = {
    "copyright": "YouTube rejected the video: it holds what belongs to others.",
    "inappropriate": "YouTube rejected the video as inappropriate.",
    "duplicate": "YouTube rejected the video: the channel has it already.",
    "termsOfUse": "YouTube rejected the video: it goes against the terms of use.",
    "uploaderAccountSuspended": "YouTube rejected the video: the account is suspended.",
    "length": "YouTube rejected the video: it is longer than this channel may upload.",
    "claim": "YouTube rejected the video: somebody claims it.",
    "uploaderAccountClosed": "YouTube rejected the video: the account is closed.",
    "trademark": "YouTube rejected the video: it goes against a trademark.",
    "legal": "YouTube rejected the video for legal reasons.",
}
BROKEN = {
    "uploadFailed": "The upload was not complete.",
    "transcodeFailed": "YouTube could not convert the video.",
    "streamingFailed": "YouTube could not make the video ready to be played.",
    "other": "YouTube could not make the video ready.",
}
LONGEST = timedelta(minutes=5)


def is_ready(told: Mapping[str, Any]) -> bool:
    """Whether the video can be played; raises ChangeIt when YouTube gave it up."""
    status, work = _section(told, "status"), _section(told, "processingDetails")
    word, worked = status.get("uploadStatus"), work.get("processingStatus")
    if word == "rejected":
        why = str(status.get("rejectionReason"))
        raise ChangeIt(REJECTED.get(why, "YouTube rejected the video."))
    if word == "failed":
        raise ChangeIt(FAILED.get(str(status.get("failureReason")), BROKEN["other"]))
    if word == "deleted":
        raise ChangeIt("Somebody deleted the video on YouTube.")
    if word == "uploaded" and worked in {"failed", "terminated"}:
        why = str(work.get("processingFailureReason"))
        raise ChangeIt(BROKEN.get(why, BROKEN["other"]))
    return word == "processed"


def pause(looks: int) -> timedelta:
    """How long to wait before the next look: half a minute at first, five minutes at most."""
    return min(LONGEST, timedelta(seconds=30 * 2 ** min(looks, 5)))


def _section(told: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = told.get(name)
    return found if isinstance(found, dict) else {}
