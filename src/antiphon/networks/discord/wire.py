"""Our parcels as Discord's messages, and its messages as our receipts and posts; pure."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from antiphon.connect.errors import ChangeIt, Gone
from antiphon.connect.http import Answer
from antiphon.connect.values import Live, Parcel, Poll, Receipt, RemoteId, Step
from antiphon.networks.discord.api import file_name
from antiphon.networks.discord.rules import NAME, TITLE

WEB = "https://discord.com/channels"
BEGAN = 1_420_070_400_000
"""Milliseconds at which Discord's numbers begin: 1 January 2015."""
SUPPRESS_EMBEDS, SUPPRESS_NOTIFICATIONS = 4, 4096
_PARSE = {
    "none": [],
    "people": ["users"],
    "roles": ["users", "roles"],
    "everyone": ["users", "roles", "everyone"],
}

Body = dict[str, Any]


def plain(text: str) -> str:
    """The text as Discord keeps it: without white space around it, with one kind of line end."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def message(parcel: Parcel) -> Body:
    """What a message says, whoever says it and wherever."""
    content, embed = _words(parcel)
    body: Body = {"content": content, "allowed_mentions": _mentions(parcel)}
    if embed:
        body["embeds"] = [embed]
    if flags := _flags(parcel):
        body["flags"] = flags
    if parcel.enclosures:
        body["attachments"] = _attachments(parcel)
    if parcel.poll:
        body["poll"] = _poll(parcel.poll, content)
        body["content"] = content if parcel.poll.question else ""
    return body


def _words(parcel: Parcel) -> tuple[str, Body]:
    """The text, and the card below it; an article is all card."""
    text = plain(parcel.text)
    if parcel.title and parcel.step is Step.PART:
        return "", _article(parcel, text)
    card = parcel.link
    if card is None or card.url in text:
        return text, {}
    title = (card.title or card.url)[:TITLE]
    shown = {"title": title, "url": card.url, "description": card.description[:500]}
    return text, {name: value for name, value in shown.items() if value}


def _article(parcel: Parcel, text: str) -> Body:
    found: Body = {"title": plain(parcel.title)}
    found |= {"description": text} if text else {}
    found |= {"url": parcel.link.url} if parcel.link else {}
    if parcel.enclosures:
        found["image"] = {"url": f"attachment://{file_name(0, parcel.enclosures[0])}"}
    return found


def _mentions(parcel: Parcel) -> Body:
    """Nobody is called unless somebody chose it; whom we answer never is."""
    chosen = str(parcel.options.get("mentions") or "none")
    return {"parse": _PARSE.get(chosen, []), "replied_user": False}


def _flags(parcel: Parcel) -> int:
    embeds = SUPPRESS_EMBEDS if parcel.options.get("no_preview") else 0
    return embeds | (SUPPRESS_NOTIFICATIONS if parcel.options.get("silent") else 0)


def _attachments(parcel: Parcel) -> list[Body]:
    return [
        {"id": str(place), "filename": file_name(place, file)}
        | ({"description": file.alt} if file.alt else {})
        | ({"is_spoiler": True} if parcel.options.get("spoiler") else {})
        for place, file in enumerate(parcel.enclosures)
    ]


def _poll(poll: Poll, text: str) -> Body:
    return {
        "question": {"text": plain(poll.question) or text},
        "answers": [{"poll_media": {"text": choice}} for choice in poll.choices],
        "duration": max(1, round(poll.closes_after / timedelta(hours=1))),
        "allow_multiselect": poll.multiple,
        "layout_type": 1,
    }


def nonce(parcel: Parcel) -> Body:
    """The key by which a repeat returns the first message: 25 characters at most."""
    key = hashlib.sha256(parcel.key.encode()).hexdigest()[:25]
    return {"nonce": key, "enforce_nonce": True}


def reference(parcel: Parcel) -> Body:
    """What it answers."""
    if parcel.parent is None:
        return {}
    channel, id = place(parcel.parent.id)
    return {"message_reference": {"channel_id": channel, "message_id": id}}


def thread(parcel: Parcel, tags: Mapping[str, str]) -> Body:
    """What a post in a forum is called, and its tags by number."""
    lines = (parcel.options.get("thread_name"), parcel.title, *plain(parcel.text).split("\n"))
    name = next((plain(str(line)) for line in lines if line and plain(str(line))), "")
    if not name:
        raise ChangeIt("A post in a forum needs a title.")
    chosen = [tags[one] for one in parcel.options.get("tags") or () if one in tags]
    return {"name": name[:NAME]} | ({"applied_tags": chosen} if chosen else {})


def correction(parcel: Parcel, receipt: Receipt) -> Body:
    """What makes a live message say what the parcel says; its files and its poll stay."""
    if receipt.extra.get("form") in {Form.POLL, Form.QUESTION}:
        raise ChangeIt("A poll on Discord cannot be changed once it is there.")
    body = message(parcel)
    body.pop("attachments", None)
    return {**body, "embeds": body.get("embeds", []), "flags": _flags(parcel) & SUPPRESS_EMBEDS}


class Form(StrEnum):
    """Where a message keeps the text."""

    MESSAGE = "message"
    ARTICLE = "article"
    """In its card."""
    POLL = "poll"
    QUESTION = "question"
    """The text is what the poll asks."""


def form(parcel: Parcel) -> Form:
    """The form of a parcel's message."""
    if parcel.poll:
        return Form.POLL if parcel.poll.question else Form.QUESTION
    return Form.ARTICLE if parcel.title and parcel.step is Step.PART else Form.MESSAGE


def receipt(answer: Answer, guild: str, form: str) -> Receipt:
    """The receipt of a message, or of a thread in a forum, whose first message has its number."""
    told = answer.json()
    id = told.get("id") if isinstance(told, dict) else None
    if not isinstance(id, str):
        raise answer.unclear("Discord's answer did not name the message.")
    return found(told, guild, form)


def found(told: Mapping[str, Any], guild: str, form: str) -> Receipt:
    """The receipt of what Discord shows."""
    id = str(told["id"])
    channel = str(told.get("channel_id") or id)
    url = f"{WEB}/{guild or '@me'}/{channel}/{id}"
    return Receipt(id=remote(channel, id), url=url, extra={"form": str(form)})


def remote(channel: object, message: object) -> RemoteId:
    """Our name for a message."""
    return RemoteId(f"{channel}/{message}")


def place(id: str) -> tuple[str, str]:
    """The channel and the number that make a name of ours."""
    channel, _slash, message = id.partition("/")
    if not (channel.isdigit() and message.isdigit()):
        raise Gone("That is not a message on Discord.")
    return channel, message


def moment(id: str) -> datetime:
    """When a number was given."""
    return datetime.fromtimestamp(((int(id) >> 22) + BEGAN) / 1000, UTC)


def number(at: datetime) -> str:
    """The smallest number that can have been given at a time."""
    return str(max(0, int(at.timestamp() * 1000) - BEGAN) << 22)


def text_of(told: Mapping[str, Any], form: str) -> str:
    """The text, from where a message of that form keeps it."""
    match form:
        case Form.ARTICLE:
            card: Mapping[str, Any] = next(iter(told.get("embeds") or ()), {})
            return str(card.get("description") or "")
        case Form.QUESTION:
            asked = (told.get("poll") or {}).get("question") or {}
            return str(asked.get("text") or "")
        case _:
            return str(told.get("content") or "")


def live(told: Mapping[str, Any], guild: str, form: str) -> Live:
    """A message as it stands there."""
    files = [one for one in told.get("attachments") or () if isinstance(one, dict)]
    seen, id = found(told, guild, form), str(told["id"])
    return Live(
        id=seen.id, url=seen.url, text=text_of(told, form), media=len(files),
        alts=tuple(str(one.get("description") or "") for one in files),
        made_at=moment(id), edited=bool(told.get("edited_timestamp")),
    )  # fmt: skip


def cursor(places: Mapping[str, str]) -> str:
    """How far each channel and thread was heard, to be kept."""
    return json.dumps(dict(places), sort_keys=True) if places else ""


def heard(text: str) -> dict[str, str]:
    """The same, read back; a strange cursor begins anew."""
    try:
        told = json.loads(text)
    except ValueError:
        return {}
    numbers = told.items() if isinstance(told, dict) else ()
    return {str(key): str(value) for key, value in numbers if str(value).isdigit()}
