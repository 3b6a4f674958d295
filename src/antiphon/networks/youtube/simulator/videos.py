"""Videos of the simulated network: listed, changed, taken away."""

from typing import Any

from antiphon.networks.youtube.simulator.answers import Refused, missing, page
from antiphon.networks.youtube.simulator.gate import Call
from antiphon.networks.youtube.simulator.shapes import Shapes
from antiphon.networks.youtube.simulator.world import Video, World

Json = dict[str, Any]
PRIVACY = ("public", "unlisted", "private")
CATEGORIES = {
    "1": "Film & Animation", "2": "Autos & Vehicles", "10": "Music", "15": "Pets & Animals",
    "17": "Sports", "18": "Short Movies", "19": "Travel & Events", "20": "Gaming",
    "22": "People & Blogs", "23": "Comedy", "24": "Entertainment", "25": "News & Politics",
    "26": "Howto & Style", "27": "Education", "28": "Science & Technology",
    "29": "Nonprofits & Activism",
}  # fmt: skip
RESERVED = frozenset({"18"})
"""Categories that uploads cannot have."""


class Videos:
    """The doors of videos."""

    def __init__(self, world: World, shapes: Shapes) -> None:
        self.world, self.shapes = world, shapes

    def list(self, call: Call) -> Json:
        """GET /videos?id=…; what is not there is left out, and so is what others keep private."""
        found = [self.world.videos[one] for one in call.ids if one in self.world.videos]
        shown = [one for one in found if one.channel is call.channel or one.privacy != "private"]
        items = [self.shapes.video(one, call.parts) for one in shown]
        return page("video", items, most=50, token="")

    def stats(self, call: Call) -> Json:
        """GET /videos:batchGetStats."""
        found = [self.world.videos[one] for one in call.ids if one in self.world.videos]
        items = [self.shapes.stats(one, call.parts) for one in found]
        return {"kind": "youtube#batchGetStatsResponse", "etag": "e", "items": items}

    def update(self, call: Call) -> Json:
        """PUT /videos: each section that is named is replaced whole."""
        video = self._own(call, str(call.body.get("id", "")))
        insist(call, self.world, video)
        before = video.privacy
        if "snippet" in call.parts:
            video.snippet = dict(call.body["snippet"])
        if "status" in call.parts:
            video.status = dict(call.body["status"])
        if "silent" in self.world.quirks:
            video.status["privacyStatus"] = "private"
        video.more |= {
            one: call.body[one] for one in call.parts if one not in {"snippet", "status"}
        }
        if before == "private" and video.privacy == "public":
            video.published = self.world.now()
        return self.shapes.video(video, call.parts)

    def delete(self, call: Call) -> None:
        """DELETE /videos?id=…"""
        self.world.remove(self._own(call, call.given.get("id", "")))

    def _own(self, call: Call, id: str) -> Video:
        video = self.world.videos.get(id)
        if video is None:
            raise missing("videoNotFound")
        if video.channel is not call.channel:
            raise Refused(403, "forbidden")
        return video


def insist(call: Call, world: World, video: Video | None = None) -> None:
    """Refuse what YouTube would refuse of a video's words and settings."""
    sections = {name for name in call.body if name != "id"}
    if set(call.parts) != sections or not sections:
        raise Refused(400, "unexpectedPart", domain="youtube.part")
    if "snippet" in sections:
        _words(call.body["snippet"])
    if "status" in sections:
        _settings(call.body["status"], world, video)
    if "invalid_recording" in world.quirks and "recordingDetails" in sections:
        raise Refused(400, "invalidRecordingDetails")


def _words(snippet: Json) -> None:
    title, text = str(snippet.get("title", "")), str(snippet.get("description", ""))
    if not title.strip() or len(title) > 100 or set("<>") & set(title):
        raise Refused(400, "invalidTitle")
    if len(text.encode()) > 5_000 or set("<>") & set(text):
        raise Refused(400, "invalidDescription")
    tags = snippet.get("tags", [])
    size = sum(len(one) + (2 if " " in one else 0) for one in tags) + max(0, len(tags) - 1)
    if size > 500:
        raise Refused(400, "invalidTags")
    category = snippet.get("categoryId")
    if category not in CATEGORIES or category in RESERVED:
        raise Refused(400, "invalidCategoryId")


def _settings(status: Json, world: World, video: Video | None) -> None:
    privacy = status.get("privacyStatus", "public")
    if privacy not in PRIVACY:
        raise Refused(400, "invalidVideoMetadata")
    if "unaudited" in world.quirks and video is not None and privacy != "private":
        raise Refused(403, "forbiddenPrivacySetting")
    if status.get("license", "youtube") not in {"youtube", "creativeCommon"}:
        raise Refused(403, "forbiddenLicenseSetting")
    if "no_embedding" in world.quirks and "embeddable" in status:
        raise Refused(403, "forbiddenEmbedSetting")
