"""Asking for a feed politely: only what is new, not too often, and never further than it may."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from antiphon.connect.errors import ChangeIt, Gone, TryLater
from antiphon.connect.http import Answer, Http
from antiphon.connect.transport.pace import waiting_time
from antiphon.networks.feeds.reading.apart import read_apart
from antiphon.networks.feeds.reading.values import MOST_BYTES, Document, Refused, joined

ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/json;q=0.8, "
    "text/xml;q=0.7, text/html;q=0.6"
)
SECONDS = 20
MOST_HOPS = 5
SURE_AFTER = 3
"""How many times a permanent move must be seen before the new address is believed."""
SOONEST, LATEST = timedelta(minutes=5), timedelta(hours=24)
_MOVED, _ELSEWHERE = frozenset({301, 308}), frozenset({301, 302, 303, 307, 308})
_AGE = re.compile(r"max-age=(\d{1,9})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is remembered of a feed between two times."""

    url: str
    etag: str = ""
    """Word for word, weak or not."""
    modified: str = ""
    """Word for word."""
    digest: str = ""
    moved_to: str = ""
    moved_times: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What came of asking."""

    known: Known
    document: Document | None
    """None when nothing is new."""
    again: timedelta
    """When to ask again, at the earliest; the caller adds a little chance."""
    headers: Mapping[str, str]


async def fetch(http: Http, known: Known) -> Fetched:
    """Ask once. Raises Gone for ever, TryLater for now, ChangeIt for what is no feed."""
    answer, moved = await _hops(http, known)
    if answer.status == 304:
        return _same(known, answer, moved)
    if answer.status != 200:
        raise _remedy(answer)
    digest = hashlib.sha256(answer.body).hexdigest()
    fresh = replace(
        _moved(known, moved),
        etag=answer.headers.get("etag", ""),
        modified=answer.headers.get("last-modified", ""),
        digest=digest,
    )
    if digest == known.digest:
        return _same(fresh, answer, moved)
    mime = answer.headers.get("content-type", "")
    try:
        document = await read_apart(answer.body, url=answer.url, mime=mime)
    except Refused as error:
        raise ChangeIt(str(error)) from error
    again = _again(answer, document)
    return Fetched(known=fresh, document=document, again=again, headers=answer.headers)


async def _hops(http: Http, known: Known) -> tuple[Answer, str]:
    """The last answer, and where all moves before it were for ever, the address it came from."""
    url, for_ever = known.url, True
    headers = {"Accept": ACCEPT}
    headers |= {"If-None-Match": known.etag} if known.etag else {}
    headers |= {"If-Modified-Since": known.modified} if known.modified else {}
    for _hop in range(MOST_HOPS + 1):
        answer = await http.ask("GET", url, signed=False, headers=headers, seconds=SECONDS,
                                limit=MOST_BYTES, allow=range(300, 600))  # fmt: skip
        target = answer.headers.get("location", "")
        if answer.status not in _ELSEWHERE or not target:
            return answer, url if for_ever and url != known.url else ""
        for_ever = for_ever and answer.status in _MOVED
        url = joined(url, target)
        if not url:
            raise ChangeIt("The feed's address leads nowhere.")
    raise TryLater("The feed's address leads in circles.", after=LATEST)


def _moved(known: Known, target: str) -> Known:
    """Believe a move that was seen several times in a row."""
    times = known.moved_times + 1 if target and target == known.moved_to else int(bool(target))
    if times >= SURE_AFTER:
        return replace(known, url=target, moved_to="", moved_times=0)
    return replace(known, moved_to=target, moved_times=times)


def _same(known: Known, answer: Answer, moved: str) -> Fetched:
    fresh = _moved(known, moved) if answer.status == 304 else known
    return Fetched(known=fresh, document=None, again=_again(answer, None), headers=answer.headers)


def _remedy(answer: Answer) -> Exception:
    wait = waiting_time(answer.headers.get("retry-after"), at=datetime.now(UTC))
    if answer.status == 410:
        return Gone("The feed is gone for ever.")
    if answer.status in {401, 403, 404}:
        return TryLater("The feed cannot be read there.", after=wait or timedelta(hours=6))
    return TryLater(f"The feed's server answered {answer.status}.", after=wait or SOONEST * 6)


def _again(answer: Answer, document: Document | None) -> timedelta:
    """Never sooner than its server or the feed itself asks, and once a day at least."""
    age = _AGE.search(answer.headers.get("cache-control", ""))
    wanted = [SOONEST, timedelta(seconds=int(age[1])) if age else SOONEST]
    wanted += [document.rest] if document and document.rest else []
    return min(max(wanted), LATEST)
