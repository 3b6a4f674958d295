"""Boards and their sections: where a pin can go."""

from typing import Any

from antiphon.connect.http import Http

PAGE = 250
"""The most that one answer holds (OpenAPI 5.23.0)."""
PAGES = 4
DIVIDED = 20
"""Of so many boards the sections are asked for, a call each: an app on trial has 1,000 a day, and
the daily check 20 seconds."""

HIDDEN = "SECRET"
"""What stands there is not surely among one's own pins, so a doubt could not be settled."""

Choices = list[tuple[str, str]]


async def items(
    http: Http, path: str, headers: dict[str, str], *, most: int = PAGES
) -> list[dict[str, Any]]:
    """A list over its pages, by bookmark."""
    found: list[dict[str, Any]] = []
    bookmark = None
    for _page in range(most):
        params = {"page_size": PAGE, "bookmark": bookmark}
        told = (await http.get(path, params=params, headers=headers)).json()
        found += [one for one in told.get("items") or [] if isinstance(one, dict)]
        bookmark = told.get("bookmark")
        if not bookmark:
            break
    return found


async def places(http: Http, headers: dict[str, str]) -> Choices:
    """Every board, and every section below it: `board` or `board/section`, with a name."""
    found: Choices = []
    for turn, board in enumerate(await items(http, "/v5/boards", headers)):
        if board.get("is_ads_only") or board.get("privacy") == HIDDEN:
            continue
        id, name = str(board["id"]), str(board["name"])
        found.append((id, name))
        if turn < DIVIDED:
            found += await _sections(http, headers, id, name)
    return found


async def _sections(http: Http, headers: dict[str, str], id: str, name: str) -> Choices:
    sections = await items(http, f"/v5/boards/{id}/sections", headers)
    return [(f"{id}/{one['id']}", f"{name} · {one['name']}") for one in sections if one.get("id")]
