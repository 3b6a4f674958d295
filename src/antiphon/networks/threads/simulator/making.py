"""How the simulated network makes containers and publishes them."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from antiphon.connect.simulation import SandboxError, fetched
from antiphon.connect.values import Kind
from antiphon.kernel.text import links
from antiphon.networks.threads.simulator.answers import Refused, missing
from antiphon.networks.threads.simulator.world import (
    DAY,
    Container,
    Picture,
    Post,
    Profile,
    World,
    within_a_day,
)
from antiphon.networks.threads.wire import length

Given = Mapping[str, Any]
POSTS, REPLIES, TEXT, LONG, POLL, ALT, TOPIC = 250, 1_000, 500, 10_000, 25, 1_000, 50
AUDIENCES = {
    "", "everyone", "accounts_you_follow", "mentioned_only", "parent_post_author_only",
    "followers_only",
}  # fmt: skip
STARTS = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}


class Making:
    """The two calls that make things."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.processing = timedelta(seconds=0.5)
        """How long a file takes until it is ready."""
        self.spoils = ""
        """The error that the next files end in."""
        self.forgets = 0
        """How many more times the post to be answered is unknown."""

    async def container(self, profile: Profile, given: Given, at: datetime) -> dict[str, str]:
        """Take what is to be published, and fetch its files."""
        self._judge(given)
        self._judge_place(profile, given)
        kind = str(given.get("media_type", ""))
        media: list[Picture] = []
        if kind in {"IMAGE", "VIDEO"}:
            media = [await self._fetched(kind, given)]
        elif kind == "CAROUSEL":
            media = self._children(profile, given, at)
        elif kind != "TEXT":
            raise Refused(100, "Param media_type must be one of {TEXT, IMAGE, VIDEO, CAROUSEL}")
        ready = at + (self.processing if media else timedelta())
        made = Container(self.world.id(), profile.id, dict(given), at, media, ready)
        made.error, self.spoils = (self.spoils, "") if media else ("", self.spoils)
        self.world.containers[made.id] = made
        return {"id": made.id}

    def _judge(self, given: Given) -> None:
        text = str(given.get("text", ""))
        if length(text) > TEXT:
            raise Refused(100, f"Param text must be at most {TEXT} characters long.")
        if given.get("media_type") == "TEXT" and not text and not given.get("link_attachment"):
            raise Refused(100, "Param text is required for TEXT posts.")
        urls = {text[start:end] for start, end in links(text)} | {given.get("link_attachment")}
        if len(urls - {None}) > 5:
            raise Refused(100, "THREADS_API__LINK_LIMIT_EXCEEDED")
        if str(given.get("reply_control", "")) not in AUDIENCES:
            raise Refused(100, "Param reply_control is not valid.")
        if (
            set(str(given.get("topic_tag", ""))) & set(".&")
            or len(given.get("topic_tag", "")) > TOPIC
        ):
            raise Refused(100, "Param topic_tag is not valid.")
        if len(str(given.get("alt_text", ""))) > ALT:
            raise Refused(100, f"Param alt_text must be at most {ALT} characters long.")
        _judge_poll(given)
        _judge_attachment(given)

    def _judge_place(self, profile: Profile, given: Given) -> None:
        codes = str(given.get("allowlisted_country_codes", ""))
        if codes and profile.facts.get("geo") == "no":
            raise Refused(10, "THREADS_API__FEATURE_NOT_AVAILABLE")
        if any(len(code) != 2 or not code.isupper() for code in codes.split(",") if code):
            raise Refused(100, "THREADS_API__GEO_GATING_INVALID_COUNTRY_CODES")
        answered = str(given.get("reply_to_id", ""))
        if answered and (self.forgets > 0 or answered not in self.world.posts):
            self.forgets -= 1
            raise missing(answered)
        if given.get("is_ghost_post") and (given.get("media_type") != "TEXT" or answered):
            raise Refused(100, "Ghost posts are texts.")

    async def _fetched(self, kind: str, given: Given) -> Picture:
        url = str(given.get("image_url" if kind == "IMAGE" else "video_url", ""))
        try:
            mime, body = await fetched(url)
        except SandboxError as error:
            raise Refused(9004, "The media could not be fetched from this URI.",
                          sub=2207052) from error  # fmt: skip
        if kind == "IMAGE":
            mime = next((one for start, one in STARTS.items() if body.startswith(start)), "")
        if not mime or (kind == "IMAGE" and len(body) > 8 * 1024**2):
            raise Refused(100, "Only JPEG and PNG of at most 8 MB are supported.")
        shape = Kind.IMAGE if kind == "IMAGE" else Kind.VIDEO
        return Picture(shape, mime, body, str(given.get("alt_text", "")))

    def _children(self, profile: Profile, given: Given, at: datetime) -> list[Picture]:
        ids = [id for id in str(given.get("children", "")).split(",") if id]
        items = [self.world.containers.get(id) for id in ids]
        if not 2 <= len(items) <= 20:
            raise Refused(100, "A carousel has 2 to 20 children.")
        found: list[Picture] = []
        for item in items:
            if item is None or item.profile != profile.id or not item.form.get("is_carousel_item"):
                raise Refused(100, "Param children holds an unknown container.")
            if item.ready_at > at or item.error:
                raise Refused(9007, "The media is not ready.", sub=2207027)
            found += item.media
        return found

    def publish(self, profile: Profile, given: Given, at: datetime) -> dict[str, str]:
        """Make a container visible."""
        found = self.world.containers.get(str(given.get("creation_id", "")))
        if found is None or found.profile != profile.id or found.post or at - found.made_at > DAY:
            raise Refused(24, "The requested resource does not exist", sub=2207006)
        if found.ready_at > at or found.error:
            raise Refused(9007, "The media is not ready to be published.", sub=2207027)
        parent = self.world.posts.get(str(found.form.get("reply_to_id", "")))
        used = profile.replied if parent else profile.published
        if within_a_day(used, at) >= (REPLIES if parent else POSTS):
            raise Refused(9, "The quota of this account is used up.", sub=2207042)
        used.append(at)
        id = found.post = self.world.id()
        self.world.add(Post(id, profile.id, profile.handle, at, found.form, found.media, parent))
        return {"id": id}


def _judge_poll(given: Given) -> None:
    if not given.get("poll_attachment"):
        return
    try:
        poll = json.loads(str(given["poll_attachment"]))
        options = [str(poll[f"option_{name}"]) for name in "abcd"[: len(poll)]]
    except (ValueError, KeyError, TypeError) as error:
        raise Refused(100, "Param poll_attachment is not valid.") from error
    wrong = given.get("media_type") != "TEXT" or given.get("link_attachment")
    if wrong or not 2 <= len(options) <= 4 or any(not 0 < len(one) <= POLL for one in options):
        raise Refused(100, "Param poll_attachment is not valid.")


def _judge_attachment(given: Given) -> None:
    if not given.get("text_attachment"):
        return
    try:
        plain = str(json.loads(str(given["text_attachment"]))["plaintext"])
    except (ValueError, KeyError, TypeError) as error:
        raise Refused(100, "Param text_attachment is not valid.") from error
    wrong = given.get("media_type") != "TEXT" or given.get("poll_attachment")
    if wrong or not 0 < length(plain) <= LONG:
        raise Refused(100, "Param text_attachment is not valid.")
