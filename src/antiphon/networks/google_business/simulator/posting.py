"""How the simulated network takes posts and answers: what it demands of them."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from antiphon.connect.simulation import SandboxError, fetched
from antiphon.kernel.text import octets, utf16
from antiphon.networks.google_business.simulator.answers import Refused, missing
from antiphon.networks.google_business.simulator.world import Place, Post, Review, World

Body = Mapping[str, Any]
KNOWN = frozenset({
    "languageCode", "summary", "topicType", "callToAction", "event", "offer", "media",
    "scheduledTime", "alertType",
})  # fmt: skip
ACTIONS = frozenset({"BOOK", "ORDER", "SHOP", "LEARN_MORE", "SIGN_UP", "CALL"})
STARTS = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}
TEXT, TITLE, ANSWER, PICTURE = 1_500, 58, 4_096, 5 * 1024**2


class Posting:
    """The calls that change something."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.reading = timedelta()
        """How long Google reads a post or an answer before it is shown."""
        self.rejects = False
        """Whether what comes next is refused for its policies, after it was taken."""

    async def create(self, place: Place, body: Body, at: datetime) -> Post:
        """Take a post, and fetch its picture."""
        if not place.facts.get("voice", "yes") == "yes":
            raise Refused("PERMISSION_DENIED", "The location has no voice of merchant.")
        if unknown := set(body) - KNOWN:
            raise Refused("INVALID_ARGUMENT", f'Unknown name "{min(unknown)}"')
        judge(body)
        files = [await self._fetched(item) for item in body.get("media", [])]
        name = f"{place.name}/localPosts/{self.world.id('')}"
        post = Post(name, place, dict(body), at, at, at + self.reading, files)
        post.is_rejected, self.rejects = self.rejects, False
        self.world.posts[name] = post
        for file in files:
            self.world.keep(file)
        return post

    async def _fetched(self, item: Body) -> tuple[str, bytes]:
        if item.get("mediaFormat") != "PHOTO":
            raise Refused("INVALID_ARGUMENT", "Only photos are supported.", field="media")
        try:
            _mime, body = await fetched(str(item.get("sourceUrl", "")))
        except SandboxError as error:
            say = "Fetching image failed."
            raise Refused("INVALID_ARGUMENT", say, field="media[0].source_url") from error
        mime = next((one for start, one in STARTS.items() if body.startswith(start)), "")
        if not mime or len(body) > PICTURE:
            raise Refused("INVALID_ARGUMENT", "Invalid image.", field="media[0].source_url")
        return mime, body

    def change(self, post: Post, body: Body, mask: str, at: datetime) -> Post:
        """Change the named fields."""
        names = [name for name in mask.split(",") if name]
        if not names or not set(names) <= KNOWN:
            raise Refused("INVALID_ARGUMENT", "Invalid field mask.", field="update_mask")
        changed = {**post.body, **{name: body.get(name) for name in names}}
        judge(changed)
        post.body, post.updated_at = changed, at
        return post

    def answer(self, review: Review, body: Body, at: datetime) -> None:
        """Answer a review, or put another answer in its place."""
        comment = str(body.get("comment", ""))
        if not comment or octets(comment) > ANSWER:
            raise Refused("INVALID_ARGUMENT", "Invalid comment.", field="comment")
        review.reply, review.replied_at, review.shown_at = comment, at, at + self.reading
        review.is_refused, self.rejects = self.rejects, False

    def remove(self, name: str) -> dict[str, str]:
        """Take a post away, or the answer to a review."""
        review = self.world.reviews.get(name.removesuffix("/reply"))
        if review and review.reply is not None and name.endswith("/reply"):
            review.reply = None
        elif name in self.world.posts:
            del self.world.posts[name]
        else:
            raise missing()
        return {}


def judge(body: Body) -> None:
    """What Google demands of every post."""
    topic, summary = body.get("topicType"), str(body.get("summary", ""))
    if topic not in {"STANDARD", "EVENT", "OFFER"}:
        raise Refused("INVALID_ARGUMENT", "Invalid topic type.", field="topic_type")
    if utf16(summary) > TEXT:
        raise Refused("INVALID_ARGUMENT", "The summary is too long.", field="summary")
    if topic == "STANDARD" and not (summary or body.get("media")):
        raise Refused("INVALID_ARGUMENT", "The post is empty.", field="summary")
    if topic != "STANDARD":
        _judge_event(body.get("event"))
    if body.get("callToAction"):
        _judge_button(body["callToAction"])


def _judge_event(event: Any) -> None:
    title = str(event.get("title", "")) if isinstance(event, dict) else ""
    if not title or utf16(title) > TITLE:
        raise Refused("INVALID_ARGUMENT", "Invalid event title.", field="event.title")
    schedule = event.get("schedule") or {}
    try:
        begins, ends = (_moment(schedule, which) for which in ("start", "end"))
    except (KeyError, TypeError, ValueError) as error:
        raise Refused("INVALID_ARGUMENT", "Invalid schedule.", field="event.schedule") from error
    if ends <= begins:
        raise Refused("INVALID_ARGUMENT", "Invalid schedule.", field="event.schedule")
    recurrence = event.get("recurrenceInfo")
    patterns = {"dailyPattern", "weeklyPattern", "monthlyPattern"}
    if recurrence and len(patterns & set(recurrence)) != 1:
        raise Refused("INVALID_ARGUMENT", "Invalid recurrence.", field="event.recurrence_info")


def _moment(schedule: Any, which: str) -> datetime:
    day, time = schedule[f"{which}Date"], schedule[f"{which}Time"]
    whole = (day["year"], day["month"], day["day"], time["hours"], time["minutes"])
    return datetime(*whole, tzinfo=UTC)


def _judge_button(button: Any) -> None:
    action, url = button.get("actionType"), str(button.get("url", ""))
    is_web = urlsplit(url).scheme in {"http", "https"}
    if action not in ACTIONS or (action == "CALL") == is_web:
        say = "Invalid call to action."
        raise Refused("INVALID_ARGUMENT", say, field="call_to_action.url")
