"""Comments of the simulated network."""

from datetime import datetime, timedelta
from typing import Any

from antiphon.networks.youtube.simulator.answers import Refused, missing, page
from antiphon.networks.youtube.simulator.gate import Call
from antiphon.networks.youtube.simulator.shapes import Shapes
from antiphon.networks.youtube.simulator.world import Comment, Video, World

Json = dict[str, Any]
LONGEST = 10_000


class Talking:
    """The doors of comments."""

    def __init__(self, world: World, shapes: Shapes) -> None:
        self.world, self.shapes = world, shapes

    def threads(self, call: Call) -> Json:
        """GET /commentThreads: below a video, or on all that a channel has; newest first."""
        channel, video = call.given.get("allThreadsRelatedToChannelId"), call.given.get("videoId")
        if video and video not in self.world.videos:
            raise missing("videoNotFound")
        found = [
            one
            for one in self.world.comments.values()
            if not one.parent and (one.video.channel.id == channel or one.video.id == video)
        ]
        found.sort(key=lambda one: one.at, reverse=True)
        items = [self.shapes.thread(one, call.parts) for one in found]
        return page("commentThread", items, most=call.most, token=call.given.get("pageToken", ""))

    def comments(self, call: Call) -> Json:
        """GET /comments: of these ids, or below a first comment."""
        found = [self.world.comments[one] for one in call.ids if one in self.world.comments]
        if parent := call.given.get("parentId"):
            found = self.shapes.answers(self._there(parent, "parentCommentNotFound"))
        items = [self.shapes.comment(one) for one in found]
        return page("comment", items, most=call.most, token=call.given.get("pageToken", ""))

    def begin(self, call: Call) -> Json:
        """POST /commentThreads."""
        snippet = call.body.get("snippet", {})
        video = self.world.videos.get(str(snippet.get("videoId", "")))
        if video is None:
            raise missing("videoNotFound")
        text = str(snippet.get("topLevelComment", {}).get("snippet", {}).get("textOriginal", ""))
        made = self._say(call, video, text)
        return self.shapes.thread(made, call.parts)

    def answer(self, call: Call) -> Json:
        """POST /comments."""
        snippet = call.body.get("snippet", {})
        parent = self._there(str(snippet.get("parentId", "")), "parentCommentNotFound")
        if parent.parent:
            raise Refused(400, "operationNotSupported")
        made = self._say(call, parent.video, str(snippet.get("textOriginal", "")), parent.id)
        return self.shapes.comment(made)

    def _say(self, call: Call, video: Video, text: str, parent: str = "") -> Comment:
        self._insist(video, text)
        who = (call.channel.id, call.channel.name)
        return self.say(video, who, text, at=self.world.now(), parent=parent)

    def _insist(self, video: Video, text: str) -> None:
        kids = video.status.get("selfDeclaredMadeForKids")
        if kids or video.privacy == "private" or "no_comments" in self.world.quirks:
            raise Refused(403, "commentsDisabled", domain="youtube.commentThread")
        if not text.strip():
            raise Refused(400, "commentTextRequired")
        if len(text) > LONGEST:
            raise Refused(400, "commentTextTooLong")

    def say(
        self, video: Video, author: tuple[str, str], text: str, *, at: datetime, parent: str = ""
    ) -> Comment:
        """A comment, whoever says it: their channel and its name."""
        id = f"{parent}.{self.world.name(22)}" if parent else self.world.name(26, "Ug")
        made = Comment(id, video, *author, text, at, parent)
        self.world.comments[id] = made
        video.comments.append(made)
        return made

    def change(self, call: Call) -> Json:
        """PUT /comments."""
        comment = self._own(call, str(call.body.get("id", "")))
        text = str(call.body.get("snippet", {}).get("textOriginal", ""))
        self._insist(comment.video, text)
        # YouTube's times are whole seconds; a change is never dated like its beginning.
        comment.text = text
        comment.updated = max(self.world.now(), comment.at + timedelta(seconds=1))
        return self.shapes.comment(comment)

    def delete(self, call: Call) -> None:
        """DELETE /comments?id=…, with what was answered to it."""
        comment = self._own(call, call.given.get("id", ""))
        for one in [comment, *self.shapes.answers(comment)]:
            del self.world.comments[one.id]
            one.video.comments.remove(one)

    def _there(self, id: str, reason: str = "commentNotFound") -> Comment:
        if id not in self.world.comments:
            raise missing(reason)
        return self.world.comments[id]

    def _own(self, call: Call, id: str) -> Comment:
        comment = self._there(id)
        if comment.author != call.channel.id:
            raise Refused(403, "forbidden", domain="youtube.comment")
        return comment
