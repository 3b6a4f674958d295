"""Statuses come, change and go: what is checked, as `app/services/post_status_service` does it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from antiphon.connect.values import Kind
from antiphon.networks.mastodon.length import length
from antiphon.networks.mastodon.simulator.gate import Caller, Gate, RefusedError, given, truth
from antiphon.networks.mastodon.simulator.quirks import Quirks
from antiphon.networks.mastodon.simulator.shapes import Shapes, stamp
from antiphon.networks.mastodon.simulator.world import Film, Question, Status, World

VISIBILITIES = ("public", "unlisted", "private", "direct")


class Writing:
    """POST, PUT and DELETE of statuses."""

    def __init__(self, world: World, gate: Gate, shapes: Shapes) -> None:
        self.world, self.gate, self.shapes = world, gate, shapes

    @property
    def quirks(self) -> Quirks:
        """The server's character now."""
        return self.gate.quirks

    async def create(self, request: Request) -> Response:
        """POST /api/v1/statuses."""
        told = await given(request)
        key = request.headers.get("idempotency-key", "")
        caller = self.gate.caller(request, "write:statuses", "posts")
        before = self.world.remembered(caller.member, key) if self.quirks.honours_key else None
        if before:
            if self.quirks.repeat_fails:
                raise RefusedError(500, "Something went wrong on our end")
            return caller.answer(self.shapes.status(before))
        status = self._made(told, caller)
        if told.get("scheduled_at") and self.quirks.honours_schedule:
            return caller.answer(self._scheduled(told, status))
        self.world.add(status, key)
        return caller.answer(self.shapes.status(status))

    async def edit(self, request: Request) -> Response:
        """PUT /api/v1/statuses/:id; what is left out is reset."""
        told = await given(request)
        caller = self.gate.caller(request, "write:statuses")
        status = self._mine(request, caller)
        media = [*map(str, told.get("media_ids") or [])]
        changed = self._made({**told, "visibility": status.visibility}, caller, status)
        described = {str(one.get("id")): one for one in told.get("media_attributes") or []}
        for film in changed.media:
            described_film = described.get(film.id, {})
            film.alt = described_film.get("description", film.alt)
            film.focus = focus_of(described_film.get("focus"), film.focus)
            film.status = status.id
        status.versions.append(status.text)
        for name in ("text", "html", "warning", "sensitive", "language", "mentions", "poll"):
            setattr(status, name, getattr(changed, name))
        status.media = [self.world.media[id] for id in media]
        status.edited_at = self.world.now()
        return caller.answer(self.shapes.status(status))

    async def delete(self, request: Request) -> Response:
        """DELETE /api/v1/statuses/:id; answers with the source, for writing it anew."""
        caller = self.gate.caller(request, "write:statuses", "deletes")
        status = self._mine(request, caller)
        shown = {**self.shapes.status(status), "text": status.text}
        self.world.remove(status)
        return caller.answer(shown)

    def _mine(self, request: Request, caller: Caller) -> Status:
        status = self.world.statuses.get(request.path_params["id"])
        if status is None or status.by.id != caller.member.id:
            raise RefusedError(404, "Record not found")
        return status

    def _made(self, told: Mapping[str, Any], caller: Caller, old: Status | None = None) -> Status:
        text, warning = str(told.get("status") or "").strip(), str(told.get("spoiler_text") or "")
        media = self._media(told, caller, old)
        poll = self._poll(told)
        self._check(text, warning, media, poll)
        parent = str(told["in_reply_to_id"]) if told.get("in_reply_to_id") else None
        if parent and parent not in self.world.statuses:
            raise RefusedError(404, "Record not found")
        visibility = told.get("visibility") or "public"
        if visibility not in VISIBILITIES:
            raise RefusedError(422, "Validation failed: Visibility is not included in the list")
        return Status(
            id=self.world.new_id(),
            by=caller.member,
            at=self.world.now(),
            text=text,
            html=self.shapes.html(text),
            warning=warning,
            sensitive=truth(told.get("sensitive")) or bool(warning),
            visibility=visibility,
            language=told.get("language") or None,
            parent=parent,
            media=media,
            poll=poll,
            quotes=str(told.get("quote_approval_policy") or "public"),
            mentions=self.shapes.mentioned(text),
        )

    def _check(self, text: str, warning: str, media: list[Film], poll: Question | None) -> None:
        quirks = self.quirks
        if not (text or media or quirks.takes_nothing) or (poll and not text):
            raise RefusedError(422, "Validation failed: Text can't be blank")
        if length(warning + text, quirks.link_cost) > quirks.characters:
            limit = quirks.characters
            raise RefusedError(422, f"Validation failed: Text character limit of {limit} exceeded")
        if quirks.needs_media and not media:
            raise RefusedError(422, "Validation failed: Media can't be blank")
        if poll and media:
            raise RefusedError(422, "Cannot attach files to a status that has a poll")

    def _media(self, told: Mapping[str, Any], caller: Caller, old: Status | None) -> list[Film]:
        ids = [str(id) for id in told.get("media_ids") or []]
        found = [self.world.media.get(id) for id in ids]
        free = {"", old.id if old else ""}
        mine = [one for one in found if one and one.owner == caller.member.id]
        if len(mine) < len(ids) or any(one.status not in free for one in mine):
            raise RefusedError(422, "Media not found or already attached to another post")
        films = any(one.kind is Kind.VIDEO for one in mine)
        if len(mine) > self.quirks.files or (films and len(mine) > 1):
            raise RefusedError(422, "Cannot attach more files, or a video with other files")
        if any(one.ready_at > self.world.now() for one in mine):
            said = "Cannot attach files that have not finished processing. Try again in a moment!"
            raise RefusedError(422, said)
        return mine

    def _poll(self, told: Mapping[str, Any]) -> Question | None:
        poll = told.get("poll")
        if not poll or not self.quirks.polls:
            return None
        options = [str(one) for one in poll.get("options") or []]
        seconds = int(poll.get("expires_in") or 0)
        wrong = [
            not 2 <= len(options) <= 4,
            any(not one.strip() or len(one) > 50 for one in options),
            len(set(options)) < len(options),
            not 300 <= seconds <= 2_629_746,
        ]
        if any(wrong):
            raise RefusedError(422, "Validation failed: the poll is not valid")
        ends = self.world.now() + timedelta(seconds=seconds)
        return Question(options=tuple(options), ends=ends, multiple=truth(poll.get("multiple")))

    def _scheduled(self, told: Mapping[str, Any], status: Status) -> dict[str, Any]:
        try:
            at = datetime.fromisoformat(str(told["scheduled_at"]))
        except ValueError as error:
            raise RefusedError(422, "Validation failed: Scheduled at is not a time") from error
        if at < self.world.now() + timedelta(minutes=5):
            raise RefusedError(422, "Validation failed: Scheduled at must be in the future")
        params = {"text": status.text, "visibility": status.visibility, "application_id": 1}
        shown = {"id": status.id, "scheduled_at": stamp(at), "media_attachments": []}
        return {**shown, "params": {**params, "with_rate_limit": False}}


def focus_of(told: object, old: tuple[float, float]) -> tuple[float, float]:
    """A focus as text, or the old one where it is none."""
    try:
        x, y = (float(one) for one in str(told).split(","))
    except ValueError:
        return old
    return (x, y) if -1 <= x <= 1 and -1 <= y <= 1 else old
