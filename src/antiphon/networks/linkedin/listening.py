"""What people write under posts."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from antiphon.connect.http import Http
from antiphon.connect.values import Correspondence, Message, RemoteId
from antiphon.networks.linkedin.urns import coded, sort
from antiphon.networks.linkedin.wire import message, name_of_comment

PAGE = 100


async def pages(
    http: Http, where: str, headers: Mapping[str, str]
) -> AsyncIterator[dict[str, Any]]:
    """All elements of a list, page by page; fewer than asked for means the end."""
    start = 0
    while True:
        answer = await http.get(
            f"{where}?start={start}&count={PAGE}", headers=headers, allow=(404,)
        )
        elements = answer.told().get("elements", []) if answer.ok else []
        for element in elements:
            yield element
        if len(elements) < PAGE:
            return
        start += PAGE


async def answers(
    http: Http,
    *,
    author: str,
    headers: Mapping[str, str],
    about: Sequence[RemoteId],
    cursor: str,
) -> Correspondence:
    """Comments of others, newer than the cursor, oldest first.

    The cursor is the newest comment heard: its milliseconds and its number, as two may share a
    time.
    """
    heard: list[tuple[tuple[int, int], Message]] = []
    after = _place(*cursor.split()) if cursor else (0, 0)
    for post in about:
        if sort(post) == "comment":
            continue
        async for told in _talk(http, headers, post):
            found = message(told, post)
            place = _place((told.get("created") or {}).get("time"), told.get("id"))
            if place > after and found.author != author:
                heard.append((place, found))
    heard.sort(key=lambda one: one[0])
    newest = f"{heard[-1][0][0]} {heard[-1][0][1]}" if heard else cursor
    return Correspondence(messages=[one for _place, one in heard], cursor=newest)


async def _talk(
    http: Http, headers: Mapping[str, str], urn: str, deeper: int = 1
) -> AsyncIterator[dict[str, Any]]:
    """What stands under a post; its list names first comments only, each has a list of its own."""
    async for told in pages(http, f"/rest/socialActions/{coded(urn)}/comments", headers):
        yield told
        if deeper and _replies(told):
            async for reply in _talk(http, headers, name_of_comment(told), deeper - 1):
                yield reply


def _replies(told: Mapping[str, Any]) -> int:
    summary = told.get("commentsSummary") or {}
    return int(
        summary.get("aggregatedTotalComments") or summary.get("totalFirstLevelComments") or 0
    )


def _place(milliseconds: object, number: object) -> tuple[int, int]:
    return _whole(milliseconds), _whole(number)


def _whole(value: object) -> int:
    return int(str(value)) if str(value).isdigit() else 0
