"""What people write to us: the flat list of notifications, which every server of the family has.

`GET /api/v1/notifications` (docs.joinmastodon.org/methods/notifications, 2026-07); `min_id` walks
forward without gaps. `include_filtered` brings what unknown people wrote (4.3 and newer; others
ignore it). Newest first on every page, whatever the direction.
"""

from collections.abc import Mapping
from typing import Any

from antiphon.connect.http import Answer, Http
from antiphon.connect.values import Correspondence, Message, RemoteId
from antiphon.networks.mastodon import wire

PATH = "/api/v1/notifications"
PAGE, PAGES = 80, 10


async def newer(http: Http, signed: Mapping[str, str], me: RemoteId, cursor: str) -> Correspondence:
    """The messages after the cursor, oldest first; without one, the newest page."""
    messages: list[Message] = []
    for _page in range(PAGES):
        told = _after(await _page_from(http, signed, cursor), cursor)
        written = [wire.message(one, me) for one in reversed(told)]
        messages += [one for one in written if one]
        begun, cursor = bool(cursor), str(wire.id_of(told[0])) if told else cursor
        if len(told) < PAGE or not begun:
            break
    return Correspondence(messages=messages, cursor=cursor)


async def _page_from(http: Http, signed: Mapping[str, str], cursor: str) -> list[dict[str, Any]]:
    asked = [*(("types[]", kind) for kind in wire.WRITTEN), ("limit", str(PAGE))]
    asked += [("include_filtered", "true"), *([("min_id", cursor)] if cursor else [])]
    answer = await http.get(PATH, params=asked, headers=signed, allow=(400, 422))
    if not answer.ok:  # a server that takes offence at what it does not know, or a dead token
        simple = {"limit": 20, "min_id": cursor or None}
        answer = await http.get(PATH, params=simple, headers=signed)
    return _listed(answer)


def _after(told: list[dict[str, Any]], cursor: str) -> list[dict[str, Any]]:
    """What is newer than the cursor, also where a server does not know `min_id`."""
    ids = [str(wire.id_of(one)).lower() for one in told]
    return told[: ids.index(cursor.lower())] if cursor.lower() in ids else told


def _listed(answer: Answer) -> list[dict[str, Any]]:
    told = answer.json()
    if not isinstance(told, list):
        raise answer.unclear("The answer was not the list that we expected.")
    return [one for one in told if isinstance(one, dict) and wire.id_of(one)]
