"""Our parcels as methods of the Bot API, and its messages as our receipts; pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from antiphon.connect.errors import ChangeIt, Gone
from antiphon.connect.values import Enclosure, Kind, Parcel, Poll, Receipt, RemoteId, Step
from antiphon.kernel.problem import Problem
from antiphon.kernel.text import utf16
from antiphon.networks.telegram.bot import Call
from antiphon.networks.telegram.entities import entities, first_link, plain

QUESTION = 300
DISCUSSION = "discussion"
"""The handle under which `prepare` keeps a post's copy in the discussion group."""
WEB = "https://t.me"
_SUPERGROUP = "-100"
_METHODS = {
    Kind.IMAGE: ("sendPhoto", "photo"),
    Kind.VIDEO: ("sendVideo", "video"),
    Kind.GIF: ("sendAnimation", "animation"),
    Kind.DOCUMENT: ("sendDocument", "document"),
}
_BLURRED = frozenset({Kind.IMAGE, Kind.VIDEO, Kind.GIF})

Fields = dict[str, Any]


def call(parcel: Parcel, chat: int) -> Call:
    """The one method that shows this parcel in a chat."""
    shared = {"chat_id": chat, **_manner(parcel)}
    if parcel.poll:
        return Call(method="sendPoll", fields=shared | _poll(parcel, parcel.poll))
    if len(parcel.enclosures) > 1:
        return _album(parcel, shared)
    if parcel.enclosures:
        return _file(parcel, shared)
    return Call(method="sendMessage", fields=shared | _message(parcel))


def _manner(parcel: Parcel) -> Fields:
    """How it arrives, whatever it is."""
    chosen = parcel.options
    found: Fields = {}
    if chosen.get("silent"):
        found["disable_notification"] = True
    if chosen.get("protected"):
        found["protect_content"] = True
    if chosen.get("topic"):
        found["message_thread_id"] = int(chosen["topic"])
    if parcel.parent:
        found["reply_parameters"] = {"message_id": _answered(parcel)}
    return found


def _answered(parcel: Parcel) -> int:
    if parcel.step is Step.COMMENT and DISCUSSION in parcel.handles:
        return int(parcel.handles[DISCUSSION])
    return place(parcel.parent.id if parcel.parent else "")[1]


def _message(parcel: Parcel) -> Fields:
    text = plain(parcel.text) or (parcel.link.url if parcel.link else "")
    return {"text": text, **_marks("entities", text), **_preview(parcel), **_button(parcel)}


def _marks(name: str, text: str) -> Fields:
    found = entities(text)
    return {name: found} if found else {}


def _caption(parcel: Parcel, kinds: set[Kind]) -> Fields:
    text = plain(parcel.text)
    found: Fields = {"caption": text, **_marks("caption_entities", text)} if text else {}
    if parcel.options.get("above") and kinds <= _BLURRED:
        found["show_caption_above_media"] = True
    return found


def _link_of(parcel: Parcel) -> str:
    return parcel.link.url if parcel.link else first_link(parcel.text)


def _preview(parcel: Parcel) -> Fields:
    wanted, url = parcel.options.get("preview", "below"), _link_of(parcel)
    if wanted == "none":
        return {"link_preview_options": {"is_disabled": True}}
    if not url:
        return {}
    shape = {
        "above": {"show_above_text": True},
        "small": {"prefer_small_media": True},
        "large": {"prefer_large_media": True},
    }
    return {"link_preview_options": {"url": url, **shape.get(wanted, {})}}


def _button(parcel: Parcel) -> Fields:
    label = str(parcel.options.get("button") or "").strip()
    if not label:
        return {}
    if not (url := _link_of(parcel)):
        say = "The button has nothing to open: add a link."
        raise ChangeIt(say, problem=Problem(field="options.button", rule="needs_link", say=say))
    return {"reply_markup": {"inline_keyboard": [[{"text": label, "url": url}]]}}


def _file(parcel: Parcel, shared: Fields) -> Call:
    file = parcel.enclosures[0]
    method, name = _METHODS[file.kind]
    fields = shared | _caption(parcel, {file.kind}) | _shape(file) | _button(parcel)
    if parcel.options.get("spoiler") and file.kind in _BLURRED:
        fields["has_spoiler"] = True
    if known := parcel.handles.get(file.digest):
        return Call(method=method, fields=fields | {name: known})
    return Call(method=method, fields=fields, files={name: file})


def deposit(file: Enclosure, chat: int) -> Call:
    """What brings one file to a chat where nobody is disturbed by it."""
    method, name = _METHODS[file.kind]
    fields = {"chat_id": chat, "disable_notification": True, **_shape(file)}
    return Call(method=method, fields=fields, files={name: file})


def _shape(file: Enclosure) -> Fields:
    if file.kind is not Kind.VIDEO:
        return {}
    found = {"width": file.width, "height": file.height, "duration": round(file.seconds)}
    return {name: value for name, value in found.items() if value} | {"supports_streaming": True}


def _album(parcel: Parcel, shared: Fields) -> Call:
    """Several files as one post; the caption of the first one is that of all."""
    kinds = {file.kind for file in parcel.enclosures}
    files: dict[str, Enclosure] = {}
    media = []
    for number, file in enumerate(parcel.enclosures):
        source = parcel.handles.get(file.digest) or f"attach://f{number}"
        if source.startswith("attach:"):
            files[f"f{number}"] = file
        item = {"type": _METHODS[file.kind][1], "media": source, **_shape(file)}
        if parcel.options.get("spoiler") and file.kind in _BLURRED:
            item["has_spoiler"] = True
        media.append(item | (_caption(parcel, kinds) if number == 0 else {}))
    return Call(method="sendMediaGroup", fields=shared | {"media": media}, files=files)


def _poll(parcel: Parcel, poll: Poll) -> Fields:
    chosen = parcel.options
    text, asked = plain(parcel.text), question(parcel)
    if utf16(asked) > QUESTION:
        say = f"The question of a poll on Telegram has at most {QUESTION} characters. Shorten it."
        raise ChangeIt(say, problem=Problem(field="poll.question", rule="too_long", say=say))
    fields: Fields = {
        "question": asked,
        "options": [{"text": choice} for choice in poll.choices],
        "allows_multiple_answers": poll.multiple,
        "open_period": int(poll.closes_after.total_seconds()),
        "hide_results_until_closes": poll.hides_totals,
        "allows_revoting": not chosen.get("no_revoting"),
        "shuffle_options": bool(chosen.get("shuffled")),
        "is_anonymous": not chosen.get("named_votes"),
    }
    if text and text != asked:
        fields |= {"description": text, **_marks("description_entities", text)}
    if chosen.get("members_only"):
        fields["members_only"] = True
    if countries := [str(one).strip().upper() for one in chosen.get("countries") or ()]:
        fields["country_codes"] = countries
    return fields


def question(parcel: Parcel) -> str:
    """What a poll asks: its own question, or the text."""
    return plain(parcel.poll.question if parcel.poll else "") or plain(parcel.text)


def correction(parcel: Parcel, receipt: Receipt, chat: int, message: int) -> Call:
    """What makes a live message say what the parcel says; a poll cannot be changed."""
    shared: Fields = {"chat_id": chat, "message_id": message}
    form = receipt.extra.get("form", "text")
    if form == "poll":
        raise ChangeIt("A poll on Telegram cannot be changed once it is there.")
    if form == "text":
        return Call(method="editMessageText", fields=shared | _message(parcel))
    kinds = {file.kind for file in parcel.enclosures}
    button = _button(parcel) if form == "file" else {}
    caption = {"caption": "", **_caption(parcel, kinds)}
    return Call(method="editMessageCaption", fields=shared | caption | button)


def receipt(told: object) -> Receipt | None:
    """The receipt of what a method that sends gave back: a message, or those of an album."""
    listed = told if isinstance(told, list) else [told]
    messages = [one for one in listed if isinstance(one, dict)]
    ids = [one["message_id"] for one in messages if isinstance(one.get("message_id"), int)]
    if not ids:
        return None
    first = messages[0]
    chat = first.get("chat") or {}
    extra = {"form": form(messages), "ids": ",".join(map(str, ids))}
    return Receipt(id=remote(chat.get("id"), ids[0]), url=address(chat, ids[0]), extra=extra)


def form(messages: Sequence[Mapping[str, Any]]) -> str:
    """How the text of a message is kept, which decides how it is edited."""
    first = messages[0]
    if "poll" in first:
        return "poll"
    if "text" in first:
        return "text"
    return "file" if len(messages) == 1 else "album"


def remote(chat: object, message: object) -> RemoteId:
    """Our name for a message: numbers of messages count within their chat."""
    return RemoteId(f"{chat}/{message}")


def place(id: str) -> tuple[int, int]:
    """The chat and the number that make a name of ours."""
    chat, _slash, message = id.partition("/")
    try:
        return int(chat), int(message)
    except ValueError as error:
        raise Gone("That is not a message on Telegram.") from error


def address(chat: Mapping[str, Any], message: int) -> str:
    """Where people see it; small groups have no addresses."""
    name, id = chat.get("username"), str(chat.get("id"))
    if name:
        return f"{WEB}/{name}/{message}"
    return f"{WEB}/c/{id.removeprefix(_SUPERGROUP)}/{message}" if id.startswith(_SUPERGROUP) else ""
