"""Resources as the Data API shows them."""

from datetime import datetime
from typing import Any

from antiphon.networks.youtube.simulator.world import Channel, Comment, Video, World

Json = dict[str, Any]


def stamp(at: datetime) -> str:
    """A time as YouTube writes it."""
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


class Shapes:
    """Only the sections that were asked for."""

    def __init__(self, world: World) -> None:
        self.world = world

    def channel(self, channel: Channel, parts: list[str]) -> Json:
        """A channel as its owner sees it."""
        told: Json = {
            "snippet": {
                "title": channel.name,
                "description": "",
                "customUrl": f"@{channel.handle}",
                "publishedAt": "2020-01-01T00:00:00Z",
                "country": channel.country,
            },
            "contentDetails": {"relatedPlaylists": {"likes": "", "uploads": channel.uploads_list}},
            "statistics": {
                "viewCount": str(sum(one.views for one in channel.videos)),
                "subscriberCount": str(len(channel.followers)),
                "hiddenSubscriberCount": False,
                "videoCount": str(len(channel.videos)),
            },
            "status": {
                "privacyStatus": "public",
                "isLinked": True,
                "longUploadsStatus": channel.facts.get("long_uploads", "allowed"),
            },
        }
        if channel.facts.get("kids") != "undeclared":
            told["status"]["selfDeclaredMadeForKids"] = channel.facts.get("kids") == "yes"
        return _of("channel", channel.id, told, parts)

    def video(self, video: Video, parts: list[str]) -> Json:
        """A video as its owner sees it."""
        work = self.work(video)
        told: Json = {
            "snippet": {
                "publishedAt": stamp(video.published or video.uploaded),
                "channelId": video.channel.id,
                "channelTitle": video.channel.name,
                "liveBroadcastContent": "none",
                **video.snippet,
            },
            "status": {**video.status, "uploadStatus": work["uploadStatus"], **work["why"]},
            "processingDetails": {"processingStatus": work["processingStatus"]},
            "statistics": self.counts(video) | {"favoriteCount": "0", "dislikeCount": "0"},
            **video.more,
        }
        return _of("video", video.id, told, parts)

    def stats(self, video: Video, parts: list[str]) -> Json:
        """The counts of a video."""
        return _of("videoStats", video.id, {"statistics": self.counts(video)}, parts)

    def counts(self, video: Video) -> Json:
        """How often it was seen, liked and written below."""
        return {
            "viewCount": str(video.views),
            "likeCount": str(len(video.likes)),
            "commentCount": str(len(video.comments)),
        }

    def work(self, video: Video) -> Json:
        """How far it is; a quirk such as `rejected:duplicate` gives it up."""
        is_done = self.world.now() >= video.ready_at
        for quirk in self.world.quirks:
            word, _colon, why = quirk.partition(":")
            if word in {"rejected", "failed"} and is_done:
                name = "rejectionReason" if word == "rejected" else "failureReason"
                return {"uploadStatus": word, "processingStatus": "failed", "why": {name: why}}
        words = ("processed", "succeeded") if is_done else ("uploaded", "processing")
        return {"uploadStatus": words[0], "processingStatus": words[1], "why": {}}

    def thread(self, comment: Comment, parts: list[str]) -> Json:
        """A first comment, with at most five of its answers."""
        answers = self.answers(comment)
        told: Json = {
            "snippet": {
                "channelId": comment.video.channel.id,
                "videoId": comment.video.id,
                "topLevelComment": self.comment(comment),
                "canReply": True,
                "totalReplyCount": len(answers),
                "isPublic": True,
            }
        }
        if answers:
            told["replies"] = {"comments": [self.comment(one) for one in answers[:5]]}
        return _of("commentThread", comment.id, told, parts)

    def answers(self, comment: Comment) -> list[Comment]:
        """What was answered to it, newest first."""
        return [one for one in reversed(comment.video.comments) if one.parent == comment.id]

    def comment(self, comment: Comment) -> Json:
        """A comment."""
        snippet: Json = {
            "channelId": comment.video.channel.id,
            "videoId": comment.video.id,
            "textDisplay": comment.text,
            "textOriginal": comment.text,
            "authorDisplayName": comment.name,
            "authorChannelUrl": f"http://www.youtube.com/channel/{comment.author}",
            "authorChannelId": {"value": comment.author},
            "canRate": True,
            "viewerRating": "none",
            "likeCount": comment.likes,
            "publishedAt": stamp(comment.at),
            "updatedAt": stamp(comment.updated or comment.at),
        }
        if comment.parent:
            snippet["parentId"] = comment.parent
        return _of("comment", comment.id, {"snippet": snippet}, ["snippet"])


def _of(kind: str, id: str, told: Json, parts: list[str]) -> Json:
    shown = {name: told[name] for name in parts if name in told}
    return {"kind": f"youtube#{kind}", "etag": "e", "id": id, **shown}
