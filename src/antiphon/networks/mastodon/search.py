"""Looking for a status whose answer was lost; reads only.

Own statuses come newest first (`GET /api/v1/accounts/:id/statuses`, docs 2026-07). The text as it
is shown proves a status, or its source (`GET /api/v1/statuses/:id/source`) where a server shows it
otherwise (Markdown, names made short).
"""

import re
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from antiphon.connect.errors import LookFirst
from antiphon.connect.http import Answer, Http
from antiphon.connect.values import Parcel, Receipt, RemoteId
from antiphon.networks.mastodon import wire

PAGE, PAGES = 40, 5
"""40 is the most that one page holds; beyond 200 newer statuses a look proves nothing."""
_WORD = re.compile(r"\w{3,}")
_SLACK = timedelta(seconds=5)
Json = dict[str, Any]


async def find(
    http: Http, signed: Mapping[str, str], me: RemoteId, parcel: Parcel
) -> Receipt | None:
    """The one status that says the same; several are for a person to tell apart."""
    found = [
        told
        async for told in _newer(http, signed, me, parcel)
        if _alike(told, parcel) and await _says(http, signed, told, parcel)
    ]
    if len(found) > 1:
        raise LookFirst("Several posts there say the same; a person must tell them apart.")
    return wire.receipt_of(found[0]) if found else None


async def _newer(
    http: Http, signed: Mapping[str, str], me: RemoteId, parcel: Parcel
) -> AsyncIterator[Json]:
    """Own statuses since the first attempt, newest first."""
    before: str | None = None
    seen: set[str] = set()
    for _page in range(PAGES):
        answer = await http.get(
            f"/api/v1/accounts/{me}/statuses",
            params={"exclude_reblogs": True, "limit": PAGE, "max_id": before},
            headers=signed,
        )
        since, page = _since(answer, parcel), _page_of(answer)
        fresh = [told for told in page if str(wire.id_of(told)).lower() not in seen]
        for told in fresh:
            at = wire.moment(told.get("created_at"))
            if _is_last_seen(told, parcel) or (at and since and at < since):
                return
            yield told
        if not fresh:
            return
        before = wire.id_of(page[-1])
        seen |= {str(wire.id_of(told)).lower() for told in fresh}
    raise LookFirst(f"More than {PAGE * PAGES} newer posts stand before it.")


def _page_of(answer: Answer) -> list[Json]:
    told = answer.json()
    if not isinstance(told, list) or not all(isinstance(one, dict) for one in told):
        raise answer.unclear("The answer was not the list that we expected.")
    return [one for one in told if wire.id_of(one)]


def _since(answer: Answer, parcel: Parcel) -> datetime | None:
    """From when on it may have been made, by the server's clock if that one is behind ours."""
    if parcel.since is None:
        return None
    try:
        there = parsedate_to_datetime(answer.headers.get("date", ""))
    except (ValueError, TypeError):
        return parcel.since - _SLACK
    behind = min(timedelta(0), there - datetime.now(UTC)) if there.tzinfo else timedelta(0)
    return parcel.since + behind - _SLACK


def _is_last_seen(told: Json, parcel: Parcel) -> bool:
    """Ids are compared without case: one of the servers changes it."""
    last = parcel.last_seen
    return last is not None and str(wire.id_of(told)).lower() == last.lower()


def _alike(told: Json, parcel: Parcel) -> bool:
    """What the list itself shows: no boost, the same parent, as many files, a poll or none."""
    parent = parcel.parent or parcel.root
    answered = told.get("in_reply_to_id")
    return (
        not told.get("reblog")
        and str(answered or "").lower() == (parent.id.lower() if parent else "")
        and len(wire.attachments(told)) == len(parcel.enclosures)
        and bool(told.get("poll")) == bool(parcel.poll)
    )


async def _says(http: Http, signed: Mapping[str, str], told: Json, parcel: Parcel) -> bool:
    """Whether the text is ours: as it is shown, or, where that differs, in its source.

    The source is asked for only where most of the words agree, so that a look stays cheap.
    """
    wanted, shown = wire.rendered(wire.text_of(parcel)), wire.plain_text(told)
    if _bare(shown) == _bare(wanted):
        return True
    words = set(_WORD.findall(wanted))
    if words and 2 * len(words & set(_WORD.findall(shown))) < len(words):
        return False
    answer = await http.get(
        f"/api/v1/statuses/{wire.id_of(told)}/source",
        headers=signed,
        allow=(400, 403, 404, 405, 410, 422, 501),
    )
    source = answer.told().get("text") if answer.ok else None
    return isinstance(source, str) and wire.rendered(source) == wanted


def _bare(text: str) -> str:
    """Without what HTML does not keep."""
    return "".join(text.split())
