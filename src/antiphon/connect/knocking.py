"""Telling programs of others: each address has its lane, in order; all lanes go at once."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from antiphon.connect.errors import ChangeIt, NetworkError, TryLater
from antiphon.connect.http import Door, Http, Line
from antiphon.connect.transport.guard import NotPublicError, now

SECONDS = 10.0
MOST_READ = 1024 * 1024
"""Bytes of an answer that are waited for; none of them is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One thing to tell one address."""

    key: str
    """Given back with what came of it."""
    url: str
    body: bytes
    headers: Callable[[], Mapping[str, str]]
    """Asked when its turn comes: what is signed carries the time at which it leaves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What came of a call: a word for it, the status if there was an answer, never a body."""

    word: str
    status: int = 0
    took: timedelta = timedelta(0)

    @property
    def ok(self) -> bool:
        """Whether they have it."""
        return self.word == "taken"


Tell = Callable[[tuple[str, Told] | None], None]


async def knock_all(door: Door, lanes: Sequence[Sequence[Call]], tell: Tell) -> None:
    """Go through all lanes; a lane ends at its first call that was not taken; then tell `None`."""
    try:
        await asyncio.gather(*(_lane(door, lane, tell) for lane in lanes))
    finally:
        tell(None)


async def _lane(door: Door, lane: Sequence[Call], tell: Tell) -> None:
    for call in lane:
        told = await _knock(door, call)
        tell((call.key, told))
        if not told.ok:
            return


async def _knock(door: Door, call: Call) -> Told:
    http = Http(door, Line(server=call.url, deadline=now() + SECONDS))
    began = now()
    try:
        answer = await http.post(
            call.url, body=call.body, headers=call.headers(), seconds=SECONDS, limit=MOST_READ,
            allow=range(300, 600), into=_unread,
        )  # fmt: skip
        word, status = _word(answer.status), answer.status
    except NetworkError as error:
        word, status = _failure(error), 0
    return Told(word=word, status=status, took=timedelta(seconds=now() - began))


def _unread(_piece: bytes) -> None:
    """What they answer is nobody's business but theirs."""


def _word(status: int) -> str:
    if status == 410:
        return "gone"
    return {2: "taken", 3: "redirects", 4: "refused"}.get(status // 100, "failed")


def _failure(error: NetworkError) -> str:
    match error:
        case NotPublicError():
            return "not_public"
        case ChangeIt():
            return "not_an_address"
        case TryLater():
            return "unreachable"
        case _:
            return "no_answer"
