"""What a refusal means: of relays by the word before the colon, of media servers by status; pure.

The words are those of NIP-01 and NIP-42 (nips @db5fe3d); what follows the colon is for people who
run relays, and is never shown. A relay that says no has not taken the event.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta

from antiphon.connect.errors import (
    ChangeIt,
    FixSetup,
    NetworkError,
    Scope,
    SignInAgain,
    TryLater,
)
from antiphon.connect.http import Answer
from antiphon.kernel.problem import Problem

Remedy = Callable[[], NetworkError]
DUPLICATE, AUTH = "duplicate", "auth-required"


def _change(field: str, say: str) -> Remedy:
    return lambda: ChangeIt(say, problem=Problem(field=field, rule="refused", say=say))


_NO_MORE = "The relay lets this key in no more. Its owner can ask the relay, or choose another."

RELAYS: Mapping[str, Remedy] = {
    "invalid": _change("text", "The relay does not take this event: too long, or too old."),
    "blocked": _change("text", "The relay does not take this event."),
    "mute": lambda: TryLater("Nobody listens at that relay."),
    "rate-limited": lambda: TryLater(
        "The relay wants a pause.", after=timedelta(minutes=1), scope=Scope.CHANNEL
    ),
    "error": lambda: TryLater("The relay failed with it."),
    "restricted": lambda: SignInAgain(_NO_MORE),
    AUTH: lambda: SignInAgain("The relay wants to know who we are, and does not believe us."),
    "pow": lambda: FixSetup("The relay wants proof of work for every event. Choose another one."),
}

# BUD-02 and BUD-06 of Blossom (@ef3c79e).
MEDIA: Mapping[int, Remedy] = {
    401: lambda: SignInAgain("The media server does not know this key. Choose another server."),
    402: lambda: FixSetup("The media server wants to be paid for keeping files."),
    403: lambda: FixSetup("The media server takes no files of this key. Choose another server."),
    404: lambda: FixSetup("There is no media server at that address."),
    405: lambda: FixSetup("There is no media server at that address."),
    409: lambda: TryLater("The file was damaged on its way."),
    411: lambda: FixSetup("The media server did not understand how long the file is."),
    413: _change("media", "The file is larger than the media server takes. Make it smaller."),
    415: _change("media", "The media server takes no files of this type."),
}


def word(reason: str) -> str:
    """The word before the colon, by which machines tell reasons apart."""
    return reason.partition(":")[0].strip().lower()


def of_relay(reason: str) -> NetworkError:
    """The remedy for what a relay said no with; what it did not name may pass later."""
    remedy = RELAYS.get(word(reason))
    return remedy() if remedy else TryLater("The relay did not take it and named no reason.")


def refusal(answer: Answer) -> NetworkError | None:
    """The remedy for a media server's refusal; None for all others."""
    if not answer.url.endswith("/upload"):
        return None
    remedy = MEDIA.get(answer.status)
    return remedy() if remedy else None
