"""What a simulated server shows: statuses, lists, notifications, threads."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.responses import Response

from antiphon.networks.mastodon.simulator.gate import Caller, Gate, RefusedError, truth
from antiphon.networks.mastodon.simulator.shapes import Shapes, stamp
from antiphon.networks.mastodon.simulator.world import Member, Notice, Status, World

T = TypeVar("T")


class Showing:
    """GETs of everything that was written."""

    def __init__(self, world: World, gate: Gate, shapes: Shapes) -> None:
        self.world, self.gate, self.shapes = world, gate, shapes

    async def myself(self, request: Request) -> Response:
        """GET /api/v1/accounts/verify_credentials."""
        caller = self.gate.caller(request, "read:accounts")
        return caller.answer(self.shapes.myself(caller.member))

    async def search(self, request: Request) -> Response:
        """GET /api/v1/accounts/search; the names that begin like this."""
        caller = self.gate.caller(request, "read:accounts")
        begin = request.query_params.get("q", "").lstrip("@").casefold()
        most = min(int(request.query_params.get("limit", 40)), 80)
        known = [one for one in self.world.members.values() if begin and _begins(one, begin)]
        return caller.answer([self.shapes.member(one) for one in known[:most]])

    async def status(self, request: Request) -> Response:
        """GET /api/v1/statuses/:id."""
        caller = self.gate.caller(request, "read:statuses")
        return caller.answer(self.shapes.status(self._status(request)))

    async def several(self, request: Request) -> Response:
        """GET /api/v1/statuses?id[]=…; what is gone is left out."""
        self.gate.has("several")
        caller = self.gate.caller(request, "read:statuses")
        ids = request.query_params.getlist("id[]")[:20]
        found = [self.world.statuses[id] for id in ids if id in self.world.statuses]
        return caller.answer([self.shapes.status(one) for one in found])

    async def source(self, request: Request) -> Response:
        """GET /api/v1/statuses/:id/source."""
        self.gate.has("source")
        caller = self.gate.caller(request, "read:statuses")
        one = self._status(request)
        return caller.answer({"id": one.id, "text": one.text, "spoiler_text": one.warning})

    async def history(self, request: Request) -> Response:
        """GET /api/v1/statuses/:id/history."""
        self.gate.has("history")
        caller = self.gate.caller(request, "read:statuses")
        one = self._status(request)
        shown = self.shapes.status(one)
        kept = ("sensitive", "spoiler_text", "account", "media_attachments", "emojis")
        edition = {name: shown[name] for name in kept} | {"created_at": stamp(one.at)}
        texts = [*one.versions, one.text]
        return caller.answer([{**edition, "content": self.shapes.html(text)} for text in texts])

    async def context(self, request: Request) -> Response:
        """GET /api/v1/statuses/:id/context."""
        caller = self.gate.caller(request, "read:statuses")
        one = self._status(request)
        above: list[Status] = []
        while parent := self.world.statuses.get((above[-1] if above else one).parent or ""):
            above.append(parent)
        shape = self.shapes.status
        below = [shape(found) for found in self._below(one)]
        return caller.answer({"ancestors": [*map(shape, reversed(above))], "descendants": below})

    def _below(self, one: Status) -> list[Status]:
        answers = self.world.answers_to(one)
        return [found for answer in answers for found in (answer, *self._below(answer))]

    async def statuses_of(self, request: Request) -> Response:
        """GET /api/v1/accounts/:id/statuses; newest first."""
        caller = self.gate.caller(request, "read:statuses")
        member = self.world.members.get(request.path_params["id"])
        if member is None:
            raise RefusedError(404, "Record not found")
        asked = request.query_params
        mine = member.id == caller.member.id
        start, end = _between(member.statuses, request, int)
        most = _most(request, 20, 40)
        found = (
            one
            for one in self.world.newest(member.statuses[start:end])
            if (mine or one.visibility in ("public", "unlisted"))
            and not (truth(asked.get("exclude_replies")) and one.parent)
            and not (truth(asked.get("only_media")) and not one.media)
        )
        return caller.answer([self.shapes.status(one) for one in islice(found, most)])

    async def notices(self, request: Request) -> Response:
        """GET /api/v1/notifications; newest first, `min_id` from the oldest newer one."""
        caller = self.gate.caller(request, "read:notifications")
        kinds = set(request.query_params.getlist("types[]"))
        start, end = _between(caller.member.notices, request, lambda one: int(one.id))
        forward = "min_id" in request.query_params
        asked = caller.member.notices[start:end]
        found = (
            one
            for one in (asked if forward else reversed(asked))
            if (not kinds or one.kind in kinds) and self._is_there(one)
        )
        page = [self.shapes.notice(one) for one in islice(found, _most(request, 40, 80))]
        shown = page[::-1] if forward else page
        return self._linked(caller, request, shown)

    def _linked(self, caller: Caller, request: Request, shown: list[dict[str, Any]]) -> Response:
        answer = caller.answer(shown)
        if shown:
            here = str(request.url.replace(query=""))
            answer.headers["Link"] = (
                f'<{here}?max_id={shown[-1]["id"]}>; rel="next", '
                f'<{here}?min_id={shown[0]["id"]}>; rel="prev"'
            )
        return answer

    def _is_there(self, one: Notice) -> bool:
        return one.status is None or one.status in self.world.statuses

    def _status(self, request: Request) -> Status:
        status = self.world.statuses.get(request.path_params["id"])
        if status is None:
            raise RefusedError(404, "Record not found")
        return status


def _between(things: Sequence[T], request: Request, key: Callable[[T], int]) -> tuple[int, int]:
    """Where those older than `max_id` and newer than `since_id` or `min_id` stand.

    Ids only grow, so that halving finds them.
    """
    asked = request.query_params
    above = asked.get("min_id") or asked.get("since_id")
    start = bisect_right(things, _number(above), key=key) if above else 0
    before = asked.get("max_id")
    end = bisect_left(things, _number(before), key=key) if before else len(things)
    return start, end


def _number(id: str) -> int:
    return int(id) if id.isdigit() else 0


def _most(request: Request, usual: int, limit: int) -> int:
    asked = request.query_params.get("limit", "")
    return max(1, min(limit, int(asked))) if asked.isdigit() else usual


def _begins(one: Member, begin: str) -> bool:
    return any(name.casefold().startswith(begin) for name in (one.acct, one.name))
