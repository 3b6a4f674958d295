"""What a refusal of the Bot API means: by its code, then by how its description begins.

Source: core.telegram.org/bots/api#making-requests, …/bots/faq and the texts of the server
(github.com/tdlib/telegram-bot-api), gathered on 2026-11-21. Texts change; an unknown 400 of the API
itself counts as a fault of the message. Every 4xx is decided before anything is shown.
"""

from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus

from antiphon.connect.errors import (
    ChangeIt,
    FixSetup,
    Gone,
    NetworkError,
    Scope,
    SignInAgain,
    TryLater,
)
from antiphon.connect.http import Answer
from antiphon.kernel.problem import Problem

NOT_MODIFIED = "message is not modified"
"""Means that the post says already what it should: a success."""
NOT_THERE = ("message to delete not found", "message_id_invalid")
"""Means that somebody deleted it before us: a success."""
UNREACHED = (
    "wrong file identifier",
    "wrong remote file identifier",
    "failed to get http url content",
    "webpage_curl_failed",
    "webpage_media_empty",
)
"""A file that Telegram was told where to find and did not get; its bytes are sent instead."""
_ROTATED = "Telegram no longer accepts the bot's token. Ask @BotFather for the present one."

Remedy = Callable[[], NetworkError]


def _sign_in(say: str) -> Remedy:
    return lambda: SignInAgain(say)


def _change(field: str, say: str) -> Remedy:
    return lambda: ChangeIt(say, problem=Problem(field=field, rule="refused", say=say))


def _gone(say: str) -> Remedy:
    return lambda: Gone(say)


_RIGHTS = _sign_in("The bot may not do this here. Make it an administrator who may post messages.")
_TEXT = _change("text", "Telegram refused the text: it is empty, too long or cannot be read.")
_MEDIA = _change("media", "Telegram cannot use one of the files: its size, form or kind.")
_UNREACHED: Remedy = lambda: TryLater(  # noqa: E731
    "Telegram has lost a file that it had been sent. It is sent again.",
    after=timedelta(seconds=1),
    anew=True,
)
_TOPIC = _change("options.topic", "The group has no such topic, or it is closed.")
_POLL = _change("poll", "Telegram refused the poll: its question, answers or time.")
_OLD = "Telegram lets bots do this for 48 hours, afterwards only with the right to delete messages."

BEGINS: tuple[tuple[str, Remedy], ...] = (
    ("chat not found", _sign_in("The chat is not there, or the bot was never in it.")),
    ("message thread not found", _TOPIC),
    ("topic_closed", _TOPIC),
    ("topic_deleted", _TOPIC),
    ("message to edit not found", _gone("The message is not there any more.")),
    ("message to delete not found", _gone("The message is not there any more.")),
    ("message_id_invalid", _gone("The message is not there any more.")),
    ("message to be replied not found", _gone("What this answers is not there any more.")),
    ("message to reply not found", _gone("What this answers is not there any more.")),
    ("message can't be deleted", _change("withdraw", _OLD)),
    ("message can't be edited", _change("edit", "Telegram does not let this be edited.")),
    ("can't parse entities", _TEXT),
    ("message text is empty", _TEXT),
    ("text must be non-empty", _TEXT),
    ("message is too long", _TEXT),
    ("message caption is too long", _TEXT),
    ("media_caption_too_long", _TEXT),
    *((one, _UNREACHED) for one in UNREACHED),
    ("photo_invalid_dimensions", _MEDIA),
    ("photo_", _MEDIA),
    ("image_process_failed", _MEDIA),
    ("video_", _MEDIA),
    ("file is too big", _MEDIA),
    ("poll ", _POLL),
    ("poll_", _POLL),
    ("button_", _change("options.button", "Telegram refused the button or its address.")),
    ("not enough rights", _RIGHTS),
    ("have no rights", _RIGHTS),
    ("need administrator rights", _RIGHTS),
    ("chat_admin_required", _RIGHTS),
    ("chat_write_forbidden", _RIGHTS),
)  # fmt: skip
"""400: how the description begins, in small letters and without `Bad Request: `."""

_SHUT = (
    ("blocked by the user", "The person has blocked the bot."),
    ("kicked", "The bot was removed from the chat. Add it again."),
    ("not a member", "The bot is not a member of the chat. Add it as an administrator."),
    ("initiate conversation", "The person must write to the bot first."),
    ("deactivated", "The account at the other end does not exist any more."),
)
"""403: words in the description."""


def description(answer: Answer) -> str:
    """What the API itself said, in small letters; empty where something else answered."""
    told = answer.told()
    if told.get("ok") is not False or not isinstance(told.get("description"), str):
        return ""
    return str(told["description"]).removeprefix("Bad Request: ").lower()


def migrated(answer: Answer) -> int | None:
    """The new number of a group that became a supergroup, where that is why it was refused."""
    new = _parameter(answer, "migrate_to_chat_id")
    return new if answer.status == HTTPStatus.BAD_REQUEST else None


def refusal(answer: Answer) -> NetworkError | None:
    """The remedy for an answer that is not a success; None leaves it to the client."""
    said = description(answer)
    if not said:
        return None
    read = _READ.get(answer.status)
    return read(answer, said) if read else None


def _parameter(answer: Answer, name: str) -> int | None:
    told = answer.told().get("parameters")
    value = told.get(name) if isinstance(told, dict) else None
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _bad_request(answer: Answer, said: str) -> NetworkError:
    if migrated(answer) is not None:
        return TryLater("The group has a new number.", after=timedelta(seconds=1))
    found = (remedy for begin, remedy in BEGINS if said.startswith(begin))
    return next(found, _change("text", "Telegram refused it as it is."))()


def _too_many(answer: Answer, _said: str) -> NetworkError | None:
    wait = _parameter(answer, "retry_after")
    if wait is None:
        return None
    after = timedelta(seconds=max(1, wait))
    return TryLater("Telegram wants a pause in this chat.", after=after, scope=Scope.CHANNEL)


def _conflict(_answer: Answer, said: str) -> NetworkError:
    if "webhook" in said:
        say = "Another program has a webhook on this bot, so Antiphon cannot hear for it."
        return FixSetup(say)
    return TryLater("Another program asks what this bot hears. Give Antiphon a bot of its own.")


def _forbidden(_answer: Answer, said: str) -> NetworkError:
    return SignInAgain(next((say for words, say in _SHUT if words in said), _RIGHTS().args[0]))


_READ: dict[int, Callable[[Answer, str], NetworkError | None]] = {
    400: _bad_request,
    401: lambda _answer, _said: SignInAgain(_ROTATED),
    403: _forbidden,
    404: lambda _answer, _said: SignInAgain("Telegram knows no bot of that token."),
    409: _conflict,
    413: lambda _answer, _said: _MEDIA(),
    429: _too_many,
}
