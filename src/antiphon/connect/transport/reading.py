"""Reading answers, and what it means when there is none."""

import asyncio
import ssl
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import aiohttp

from antiphon.connect.errors import (
    ChangeIt,
    LookFirst,
    NetworkError,
    Scope,
    SignInAgain,
    TryLater,
)
from antiphon.connect.transport.answer import Answer
from antiphon.connect.transport.guard import NotPublicError, TooLateError
from antiphon.connect.transport.pace import waiting_time

BODY_LIMIT = 8 * 1024 * 1024
UNTOLD_PAUSE = timedelta(minutes=1)
_PIECE = 65_536


async def read(
    response: aiohttp.ClientResponse,
    *,
    effect: bool,
    limit: int,
    into: Callable[[bytes], object] | None,
) -> Answer:
    """Read an answer, never more than `limit` bytes of it after decoding."""
    if not 200 <= response.status < 300:
        into, limit = None, min(limit, BODY_LIMIT)
    pieces: list[bytes] = []
    size = 0
    async for piece in response.content.iter_chunked(_PIECE):
        size += len(piece)
        if size > limit:
            raise _unclear(f"The answer was larger than {limit} bytes.", effect=effect)
        await asyncio.to_thread(into, piece) if into else pieces.append(piece)
    return Answer(
        status=response.status,
        headers=_headers(response),
        body=b"".join(pieces),
        url=str(response.url.with_query(None)),
        effect=effect,
        reason=response.reason or "",
    )


def lost(error: Exception, *, effect: bool) -> NetworkError:
    """The remedy when no answer came, or none that can be read."""
    causes = list(_causes(error))
    if refused := next((one for one in causes if isinstance(one, NotPublicError)), None):
        return refused
    if isinstance(error, aiohttp.ClientConnectorError | ssl.SSLError | aiohttp.InvalidURL):
        return TryLater("The server could not be reached.")
    if any(isinstance(one, TooLateError) for one in causes):
        return TryLater("The deadline passed before anything left.")
    return _unclear("The answer never came, or could not be read.", effect=effect)


def remedy(answer: Answer, *, pause: timedelta | None) -> NetworkError:
    """What a refusal means that the network's own table does not name."""
    wait = waiting_time(answer.headers.get("retry-after"), at=datetime.now(UTC))
    after = wait or pause or UNTOLD_PAUSE
    match answer.status:
        case 401:
            return SignInAgain("The network no longer accepts our permission.")
        case 429:
            return TryLater("Too many calls.", after=after, scope=Scope.CHANNEL)
        case status if answer.effect:
            return LookFirst(f"The server answered {status}; it may have done it all the same.")
        case status if status >= 500:
            return TryLater(f"The server failed with {status}.", after=after)
        case status:
            return ChangeIt(f"The server refused to answer ({status}).")


def _headers(response: aiohttp.ClientResponse) -> dict[str, str]:
    """Names in lower case; what stands several times is one list (RFC 9110 section 5.3)."""
    found: dict[str, str] = {}
    for name, value in response.headers.items():
        known = found.get(name.lower())
        found[name.lower()] = f"{known}, {value}" if known else value
    return found


def _unclear(reason: str, *, effect: bool) -> NetworkError:
    return LookFirst(reason) if effect else TryLater(reason)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error, what it came from, and so on."""
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__
