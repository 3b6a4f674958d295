"""What a refusal of Discord means, by its code.

Source: docs.discord.com/developers/topics/opcodes-and-status-codes (6 August 2026). A refusal with
a code is Discord's own word, and comes before anything is shown. A 403 or 429 without JSON comes
from what stands in front of Discord: it has had too many refused calls from this address.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

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
from antiphon.connect.transport.pace import waiting_time
from antiphon.kernel.problem import Problem
from antiphon.networks.discord.pace import span

ALREADY_CROSSPOSTED = 40033
"""Means success."""
UNKNOWN_CHANNEL = 10003
BANNED_FOR = timedelta(minutes=10)
"""10,000 refused calls within 10 minutes shut an address out."""

_EVERYBODY = Scope.APPLICATION

Remedy = Callable[[], NetworkError]


def _sign_in(say: str) -> Remedy:
    return lambda: SignInAgain(say)


def _change(field: str, say: str) -> Remedy:
    return lambda: ChangeIt(say, problem=Problem(field=field, rule="refused", say=say))


_TOKEN = _sign_in("Discord no longer accepts our permission. Connect the channel again.")
_RIGHTS = _sign_in("The bot may not do this in that channel. Give it the rights.")
_PLACE = _sign_in("The channel or its server is not there any more, or was hidden from us.")
_POLL = _change("poll", "Discord refused the poll.")
_FORUM = _change("options.thread_name", "A post in a forum needs a title; elsewhere it has none.")
_SIZE = _change("media", "The files are larger than Discord takes here.")
_WORDS = _change("text", "The server's own filter refuses these words or links.")
_SHUT = _change("options.thread", "That thread is closed.")

CODES: Mapping[int, Remedy] = {
    50014: _TOKEN,
    50027: _TOKEN,
    10015: _TOKEN,
    UNKNOWN_CHANNEL: _PLACE,
    10004: _PLACE,
    10008: lambda: Gone("The message is not there any more."),
    50001: _RIGHTS,
    50013: _RIGHTS,
    50007: _change("text", "This person cannot be written to."),
    50006: _change("text", "There is nothing in the message."),
    50045: _SIZE,
    40005: _SIZE,
    **dict.fromkeys(range(520000, 520007), _POLL),
    **dict.fromkeys(range(220001, 220005), _FORUM),
    40058: _FORUM,
    40067: _change("options.tags", "This forum wants a tag. Choose one."),
    200000: _WORDS,
    200001: _WORDS,
    240000: _WORDS,
    50083: _SHUT,
    160005: _SHUT,
    30007: _change("webhook", "The channel has 15 webhooks already."),
    30046: _change("edit", "Messages older than an hour can be edited only so often."),
    40001: _change("text", "Discord does not allow this account to do that."),
}
_WAITS = frozenset({20016, 20022, 20028, 20029, 40062, 110000})
_OVERLOADED = 130000
_FIELDS = (
    ("content", "text"), ("embeds", "text"), ("poll", "poll"), ("attachments", "media"),
    ("files", "media"), ("applied_tags", "options.tags"), ("name", "options.thread_name"),
    ("thread_name", "options.thread_name"), ("message_reference", "text"),
)  # fmt: skip


def code_of(answer: Answer) -> int | None:
    """Discord's own code for a refusal, if it is Discord that refused."""
    code = answer.told().get("code")
    return code if isinstance(code, int) and not isinstance(code, bool) else None


def refusal(answer: Answer) -> NetworkError | None:
    """The remedy for an answer that is not a success; None leaves it to the client."""
    told, code = answer.told(), code_of(answer)
    if answer.status == 429 or code in _WAITS:
        return _too_many(answer, told)
    if not told and answer.status == 403:
        return TryLater("Discord shuts this address out.", after=BANNED_FOR, scope=_EVERYBODY)
    if isinstance(told.get("error"), str):
        return _of_the_sign_in(str(told["error"]), answer)
    if code is None or answer.status >= 500 or code in {_OVERLOADED, ALREADY_CROSSPOSTED}:
        return _overloaded(answer) if code == _OVERLOADED else None
    return _by_code(code, answer, told)


def _by_code(code: int, answer: Answer, told: Mapping[str, Any]) -> NetworkError:
    if answer.status == 401:
        return _TOKEN()
    if code == 50035:
        return _form(told)
    return CODES.get(code, _by_status(answer.status))()


def _overloaded(answer: Answer) -> NetworkError | None:
    return None if answer.effect else TryLater("Discord is overloaded.")


def _too_many(answer: Answer, told: Mapping[str, Any]) -> NetworkError:
    header = waiting_time(answer.headers.get("retry-after"), at=datetime.now(UTC))
    after = span(told.get("retry_after")) or header
    if not answer.body.lstrip().startswith(b"{"):
        pause = max(after or BANNED_FOR, BANNED_FOR)
        return TryLater("Discord shuts this address out.", after=pause, scope=_EVERYBODY)
    scope = _EVERYBODY if told.get("global") is True else Scope.CHANNEL
    least = timedelta(seconds=1)
    return TryLater("Discord wants a pause.", after=max(after or timedelta(minutes=1), least),
                    scope=scope)  # fmt: skip


def _by_status(status: int) -> Remedy:
    """For codes that nobody has told us of."""
    match status:
        case 403:
            return _RIGHTS
        case 404:
            return lambda: Gone("It is not there any more.")
        case 413:
            return _SIZE
        case _:
            return _change("text", "Discord refused it as it is.")


def _form(told: Mapping[str, Any]) -> NetworkError:
    """Names the field that Discord refused; never its own words."""
    names = set(_names(told.get("errors")))
    field = next((ours for theirs, ours in _FIELDS if theirs in names), "text")
    return _change(field, f"Discord refused a part of it: {field.rpartition('.')[2]}.")()


def _names(errors: object) -> Iterator[str]:
    if isinstance(errors, dict):
        for name, below in errors.items():
            yield name
            yield from _names(below)


def _of_the_sign_in(word: str, answer: Answer) -> NetworkError | None:
    """RFC 6749 section 5.2."""
    if word in {"invalid_client", "unauthorized_client"}:
        return FixSetup("Discord does not know the keys of this installation.")
    if word in {"invalid_grant", "access_denied"}:
        return SignInAgain("The permission was not given, or was used already. Begin again.")
    return _TOKEN() if answer.status == 401 else None
