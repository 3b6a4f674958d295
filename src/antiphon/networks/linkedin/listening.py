"""What people write under posts."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from antiphon.connect.http import Http
from antiphon.connect.values import Correspondence, Message, RemoteId
from antiphon.networks.linkedin.urns import coded, sort
from antiphon.networks.linkedin.wire import message

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

    The cursor is the newest comment heard: its milliseconds and its name, as two may share a time.
    """
    heard: list[tuple[tuple[int, str], Message]] = []
    after = _place(cursor)
    for post in about:
        if sort(post) == "comment":
            continue
        where = f"/rest/socialActions/{coded(post)}/comments"
        async for told in pages(http, where, headers):
            found = message(told, post)
            place = (int((told.get("created") or {}).get("time") or 0), str(found.id))
            if place > after and found.author != author:
                heard.append((place, found))
    heard.sort(key=lambda one: one[0])
    newest = heard[-1][0] if heard else after
    told_cursor = f"{newest[0]} {newest[1]}" if newest[0] else cursor
    return Correspondence(messages=[one for _place, one in heard], cursor=told_cursor)


def _place(cursor: str) -> tuple[int, str]:
    milliseconds, _space, name = cursor.partition(" ")
    return (int(milliseconds), name) if milliseconds.isdigit() else (0, "")
