"""Parcels as Pinterest's JSON, and what Pinterest shows as our values; pure."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from antiphon.connect.errors import ChangeIt
from antiphon.connect.http import Answer
from antiphon.connect.values import (
    Account,
    Enclosure,
    Live,
    Metric,
    Parcel,
    Reading,
    Receipt,
    RemoteId,
)
from antiphon.kernel.problem import Problem

WEB = "https://www.pinterest.com"
BOARD, COVER = "board", "cover_second"
"""Keys of our options."""

ALT_BETWEEN = " / "
"""A pin has one alternative text; those of a carousel's pictures stand in it one after another."""

COUNTS = {
    "impression": Metric.VIEWS,
    "reaction": Metric.LIKES,
    "comment": Metric.REPLIES,
    "save": Metric.SAVES,  # in the analytics; not in the example of `pin_metrics` (unverified)
    "clickthrough": Metric.CLICKS,
    "video_mrc_view": Metric.VIDEO_VIEWS,  # likewise
}
"""`pin_metrics.lifetime_metrics`, by the example in Pinterest's description of a pin."""

_ID = re.compile(r"\d+")


def rendered(text: str) -> str:
    """A text as Pinterest gives it back: one form of line ends, nothing blank around it."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def place(parcel: Parcel, facts: Mapping[str, Any]) -> tuple[str, str]:
    """Board and section: as chosen, else the first board that the account has."""
    known = facts.get("boards") or []
    chosen = str(parcel.options.get(BOARD) or (known[0][0] if known else ""))
    board, _slash, section = chosen.partition("/")
    if not board:
        say = "This account has no board yet. Make one on Pinterest, then check the channel."
        raise ChangeIt(say, problem=Problem(field=f"options.{BOARD}", rule="empty", say=say))
    return board, section


def pin(parcel: Parcel, facts: Mapping[str, Any], source: Mapping[str, Any]) -> dict[str, Any]:
    """A new pin."""
    board, section = place(parcel, facts)
    told = {"board_id": board, "board_section_id": section, **words(parcel)}
    return {**{name: value for name, value in told.items() if value}, "media_source": source}


def words(parcel: Parcel) -> dict[str, str]:
    """What a pin says; also all that an edit changes."""
    return {
        "title": parcel.title,
        "description": parcel.text,
        "link": parcel.link.url if parcel.link else "",
        "alt_text": alt_of(parcel.enclosures),
    }


def alt_of(files: Sequence[Enclosure]) -> str:
    """The one alternative text of a pin."""
    return ALT_BETWEEN.join(file.alt for file in files if file.alt)


def made(answer: Answer) -> Receipt:
    """The receipt of a pin."""
    told = answer.json()
    id = str(told.get("id", "")) if isinstance(told, dict) else ""
    if not _ID.fullmatch(id):
        raise answer.unclear("Pinterest's answer named no pin.")
    return receipt(id)


def receipt(id: str) -> Receipt:
    """A pin by its number."""
    return Receipt(id=RemoteId(id), url=f"{WEB}/pin/{id}/")


def same(told: Mapping[str, Any], parcel: Parcel, *, since: datetime) -> bool:
    """Whether this pin says what the parcel says, and is not older."""
    at = moment(told.get("created_at"))
    if at is None or at < since:
        return False
    board, _slash, section = str(parcel.options.get(BOARD) or "").partition("/")
    elsewhere = board and board != str(told.get("board_id"))
    if elsewhere or (section and section != str(told.get("board_section_id"))):
        return False
    wanted = words(parcel)
    return all(_bare(_text(told, name)) == _bare(value) for name, value in wanted.items())


def _bare(text: str) -> str:
    """What stays of a text, or an address, however Pinterest may have tidied it."""
    found = " ".join(rendered(text).split())
    return re.sub(r"^https?://(www\.)?|/$", "", found)


def _text(told: Mapping[str, Any], name: str) -> str:
    return str(told.get(name) or "")


def live(told: Mapping[str, Any]) -> Live:
    """A pin as it stands there."""
    files, alt = media(told), _text(told, "alt_text")
    return Live(
        id=RemoteId(_text(told, "id")),
        url=f"{WEB}/pin/{_text(told, 'id')}/",
        text=_text(told, "description"),
        media=files,
        alts=(alt,) if alt and files == 1 else (),
        made_at=moment(told.get("created_at")),
    )


def media(told: Mapping[str, Any]) -> int:
    """How many pictures and videos a pin shows."""
    shown = told.get("media")
    if not isinstance(shown, dict):
        return 0
    items = shown.get("items")
    return len(items) if isinstance(items, list) else 1


def readings(id: RemoteId, told: Mapping[str, Any]) -> Iterator[Reading]:
    """The counts of a pin since it was made; what Pinterest leaves out is not known."""
    metrics = told.get("pin_metrics")
    counts = metrics.get("lifetime_metrics") if isinstance(metrics, dict) else None
    for name, metric in COUNTS.items():
        value = counts.get(name) if isinstance(counts, dict) else None
        if isinstance(value, int):
            yield Reading(id=id, metric=metric, value=max(0, value))


def followers(id: RemoteId, told: Mapping[str, Any]) -> Iterator[Reading]:
    """How many follow the account."""
    value = told.get("follower_count")
    if isinstance(value, int):
        yield Reading(id=id, metric=Metric.FOLLOWERS, value=value)


def account(told: Mapping[str, Any], boards: Sequence[Sequence[str]]) -> Account:
    """Whom a permission speaks for, with its boards."""
    handle = _text(told, "username")
    return Account(
        id=RemoteId(_text(told, "id")),
        handle=handle,
        name=_text(told, "business_name") or handle,
        url=f"{WEB}/{handle}/",
        kind=_text(told, "account_type").lower(),
        facts={"boards": [list(one) for one in boards], "followers": told.get("follower_count")},
    )


def moment(value: object) -> datetime | None:
    """A time of theirs; without a zone it is UTC."""
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
