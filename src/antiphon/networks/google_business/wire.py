"""Parcels as Google's local posts, and what Google answers as receipts; pure.

Source: developers.google.com/my-business/reference/rest/v4/accounts.locations.localPosts
(2026-11-21).
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from antiphon.connect.errors import ChangeIt
from antiphon.connect.http import Answer
from antiphon.connect.values import Live, Parcel, PostType, Receipt, RemoteId
from antiphon.networks.google_business import schedule

TRIES = "asked"
CALL = "CALL"
_NAME = re.compile(r"accounts/[^/]+/locations/[^/]+/localPosts/[^/]+")
_SHOWN = frozenset({"LIVE", "RECURRING", "SCHEDULED"})
_PAUSES = (30, 120, 600, 1_800, 3_600)
"""Seconds until a post is asked for again: Google reads it before it shows it."""

TOPICS = {PostType.EVENT: "EVENT", PostType.OFFER: "OFFER"}


def rendered(text: str) -> str:
    """A text as Google gives it back: one form of line ends, nothing blank around it."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def post(parcel: Parcel, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The body of a local post; the facts are the location's own."""
    topic = TOPICS.get(parcel.type, "STANDARD")
    body: dict[str, Any] = {
        "languageCode": parcel.language or facts.get("language"),
        "summary": parcel.text,
        "topicType": topic,
        "media": [_picture(file.address) for file in parcel.enclosures],
    }
    if topic != "STANDARD":
        body["event"] = schedule.event(parcel.title, parcel.options)
    if topic == "OFFER":
        body["offer"] = _offer(parcel.options)
    else:
        body["callToAction"] = _button(parcel, str(facts.get("website") or ""))
    return {name: value for name, value in body.items() if value}


def _picture(address: str) -> dict[str, str]:
    if not address:
        raise ChangeIt("Google fetches pictures from the web, and this one has no public address.")
    return {"mediaFormat": "PHOTO", "sourceUrl": address}


def _offer(options: Mapping[str, Any]) -> dict[str, str]:
    names = {"coupon": "couponCode", "redeem": "redeemOnlineUrl", "terms": "termsConditions"}
    told = {name: str(options.get(key) or "") for key, name in names.items()}
    return {name: value for name, value in told.items() if value}


def _button(parcel: Parcel, website: str) -> dict[str, str]:
    """Where it leads: to its own address, the link of the post, or the place's website."""
    link = str(parcel.options.get("button_link") or (parcel.link.url if parcel.link else ""))
    action = str(parcel.options.get("button") or ("LEARN_MORE" if link else ""))
    if not action or action == CALL:
        return {"actionType": action} if action else {}
    if not (link or website):
        raise ChangeIt("The button needs an address to which it leads.")
    return {"actionType": action, "url": link or website}


def identity(value: object) -> RemoteId | None:
    """The name of a local post, or nothing where there is none in that place."""
    return RemoteId(value) if isinstance(value, str) and _NAME.fullmatch(value) else None


def made(answer: Answer) -> Receipt:
    """The receipt of a post that was taken; whether it is shown is asked later."""
    told = answer.json()
    id = identity(told.get("name") if isinstance(told, dict) else None)
    if id is None:
        raise answer.unclear("Google's answer named no post.")
    return _receipt(told, id, 0)


def standing(told: Mapping[str, Any], receipt: Receipt) -> Receipt:
    """How far a post is; raises ChangeIt when Google gave it up."""
    if told.get("state") == "REJECTED":
        raise ChangeIt("Google has refused the post for its policies. It does not say which.")
    return _receipt(told, receipt.id, tries_of(receipt) + 1)


def found(told: Mapping[str, Any]) -> Receipt:
    """The receipt of a post that a look found."""
    return _receipt(told, RemoteId(str(told.get("name", ""))), 0)


def _receipt(told: Mapping[str, Any], id: RemoteId, tries: int) -> Receipt:
    ready = told.get("state") in _SHOWN
    extra = {} if ready else {TRIES: str(tries)}
    url = str(told.get("searchUrl") or "")
    return Receipt(id=id, url=url, ready=ready, check_after=pause(tries), extra=extra)


def pause(tries: int) -> timedelta:
    """How long to wait before asking again: longer each time, an hour at the most."""
    return timedelta(seconds=_PAUSES[min(tries, len(_PAUSES) - 1)])


def tries_of(receipt: Receipt) -> int:
    """How often we asked so far."""
    asked = receipt.extra.get(TRIES, "")
    return int(asked) if asked.isdigit() else 0


def same(told: Mapping[str, Any], sent: Mapping[str, Any], since: datetime) -> bool:
    """Whether this post says what we sent, and is not older."""
    at = moment(told.get("createTime"))
    if at is None or at < since or told.get("topicType") != sent.get("topicType"):
        return False
    if _title(told) != _title(sent) or not _same_button(told, sent):
        return False
    return rendered(str(told.get("summary") or "")) == rendered(str(sent.get("summary") or ""))


def _title(told: Mapping[str, Any]) -> str:
    event = told.get("event")
    return rendered(str(event.get("title", ""))) if isinstance(event, dict) else ""


def _same_button(told: Mapping[str, Any], sent: Mapping[str, Any]) -> bool:
    theirs, ours = told.get("callToAction"), sent.get("callToAction")
    kinds = [one.get("actionType") if isinstance(one, dict) else None for one in (theirs, ours)]
    return kinds[0] == kinds[1]


def live(told: Mapping[str, Any]) -> Live:
    """A post as it stands there; Google keeps no alternative texts."""
    media = told.get("media")
    made_at, updated = moment(told.get("createTime")), moment(told.get("updateTime"))
    return Live(
        id=RemoteId(str(told.get("name", ""))),
        url=str(told.get("searchUrl") or ""),
        text=str(told.get("summary") or ""),
        media=len(media) if isinstance(media, list) else 0,
        language=str(told.get("languageCode") or ""),
        made_at=made_at,
        edited=bool(made_at and updated and updated - made_at > timedelta(minutes=1)),
    )


def moment(value: object) -> datetime | None:
    """A time of theirs: `2026-11-21T10:28:08.123456Z`, with up to nine places."""
    trimmed = re.sub(r"(\.\d{6})\d+", r"\1", str(value))
    try:
        at = datetime.fromisoformat(trimmed)
    except ValueError:
        return None
    return at if at.tzinfo else None
