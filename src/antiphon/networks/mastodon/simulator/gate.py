"""Who may come in, how often, and how a simulated server says no."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from antiphon.networks.mastodon.simulator.quirks import Quirks
from antiphon.networks.mastodon.simulator.shapes import stamp
from antiphon.networks.mastodon.simulator.world import Member, Token, World

# docs.joinmastodon.org/api/rate-limits (2026-07); posts by the headers of recorded answers.
BUCKETS = {
    "calls": (300, timedelta(minutes=5)),
    "posts": (300, timedelta(hours=3)),
    "media": (30, timedelta(minutes=30)),
    "deletes": (30, timedelta(minutes=30)),
}
Handler = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True)
class Caller:
    """Who calls, and what the answer's headers tell of the limits."""

    member: Member
    token: Token
    headers: Mapping[str, str] = field(default_factory=dict)

    def answer(self, body: Any, status: int = 200) -> Response:
        """An answer with the limits' headers."""
        return JSONResponse(body, status, self.headers)


class RefusedError(Exception):
    """The server says no."""

    def __init__(self, status: int, error: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(error)
        self.status, self.error, self.headers = status, error, headers


class Gate:
    """Checks tokens and limits before anything is done."""

    def __init__(self, world: World, quirks: Callable[[], Quirks]) -> None:
        self.world, self._quirks = world, quirks

    @property
    def quirks(self) -> Quirks:
        """The server's character now."""
        return self._quirks()

    def caller(self, request: Request, scope: str, bucket: str = "calls") -> Caller:
        """The member whose token was sent, if it may do this, and not too often."""
        given = request.headers.get("authorization", "")
        token = self.world.tokens.get(given.removeprefix("Bearer "))
        if token is None or token.dead or (token.ends_at and token.ends_at <= self.world.now()):
            raise RefusedError(self.quirks.dead_token, "The access token is invalid")
        if not {scope, scope.partition(":")[0]} & token.scopes:
            raise RefusedError(403, "This action is outside the authorized scopes")
        member = self.world.members[token.member]
        return Caller(member, token, self._limited(member, bucket))

    def _limited(self, member: Member, bucket: str) -> dict[str, str]:
        if not self.quirks.limits:
            return {}
        told: dict[str, str] = {}
        for name in dict.fromkeys(("calls", bucket)):
            most, span = BUCKETS[name]
            left, resets = self.world.use(member.id, name, most, span)
            told = {
                "X-RateLimit-Limit": str(most),
                "X-RateLimit-Remaining": str(max(0, left)),
                "X-RateLimit-Reset": stamp(resets),
            }
            if left < 0:
                raise RefusedError(429, "Too many requests", told)
        return told

    def guarded(self, handler: Handler) -> Handler:
        """The handler, with every refusal in the server's own form."""

        async def inner(request: Request) -> Response:
            try:
                answer = await handler(request)
            except RefusedError as refused:
                answer = self._refusal(refused, request)
            return self._dated(answer)

        return inner

    def has(self, name: str) -> None:
        """Answer 404 where this server lacks an endpoint."""
        if name in self.quirks.missing:
            raise RefusedError(404, "")

    def _dated(self, answer: Response) -> Response:
        """With the time of this server's clock, where that is not the machine's."""
        at = self.world.now()
        if abs(at - datetime.now(UTC)) > timedelta(seconds=2):
            answer.headers["Date"] = format_datetime(at.astimezone(UTC), usegmt=True)
        return answer

    def _refusal(self, refused: RefusedError, request: Request) -> Response:
        dead = refused.error == "The access token is invalid"
        if not refused.error and self.quirks.software != "mastodon":
            return HTMLResponse("<h1>404 Not Found</h1>", refused.status)
        if dead and refused.status == 302:
            return RedirectResponse(f"{request.scope.get('root_path', '')}/login", 302)
        if dead and refused.status == 400:
            return Response("Invalid Bearer token", 400, media_type="text/plain")
        if dead and refused.status == 422:
            return Response(b"", 422)
        said = refused.error or "Not Found"
        if self.quirks.tongue == "ja" and refused.status == 422:
            said = "この内容は受け付けられません"  # a text that nobody should decide by
        return JSONResponse({"error": said}, refused.status, refused.headers)


async def given(request: Request) -> dict[str, Any]:
    """The body, as JSON or as a form with the brackets of Rails."""
    if "json" in request.headers.get("content-type", ""):
        told = await request.json()
        return told if isinstance(told, dict) else {}
    found: dict[str, Any] = {}
    for name, value in (await request.form()).multi_items():
        outer, *inner = name.replace("]", "").split("[")
        if not inner:
            found[outer] = value
        elif inner == [""]:
            found.setdefault(outer, []).append(value)
        elif len(inner) == 1:
            found.setdefault(outer, {})[inner[0]] = value
        else:
            found.setdefault(outer, {}).setdefault(inner[0], []).append(value)
    return found


def truth(value: object) -> bool:
    """Whether a form's or JSON's value means yes."""
    return value in (True, "true", "1", "on", 1)
