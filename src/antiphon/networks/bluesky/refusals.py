"""What the network's refusals mean for us. They name themselves in `error`; the status says little.

Everything here was refused before anything happened, on the real server (@atproto/pds 0.5.35, our
own recordings of 2026-11-21). What is not here leaves the client unsure, as it should.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from antiphon.connect.errors import (
    ChangeIt,
    FixSetup,
    Gone,
    LookFirst,
    NetworkError,
    Scope,
    SignInAgain,
    TryLater,
)
from antiphon.connect.http import Answer

SIGN_IN = frozenset({
    "AuthMissing", "AuthenticationRequired", "InvalidToken", "ExpiredToken", "ScopeMissingError",
    "InvalidScope", "BadJwt", "invalid_token", "invalid_grant", "insufficient_scope",
    "access_denied",
})  # fmt: skip
BLOCKED = frozenset({
    "AccountTakedown", "AccountDeactivated", "AccountSuspended", "RepoTakendown", "RepoSuspended",
    "RepoDeactivated",
})  # fmt: skip
SETUP = frozenset({
    "invalid_client", "invalid_client_metadata", "unauthorized_client", "invalid_redirect_uri",
    "invalid_dpop_proof", "invalid_scope", "invalid_request", "unsupported_grant_type",
})  # fmt: skip
GONE = frozenset({"RecordNotFound", "NotFound", "RepoNotFound"})
BLOB_LIFE = timedelta(minutes=20)
"""How long we trust a file that no post shows yet; the server forgets such files (lexicon
com.atproto.repo.uploadBlob says minutes, bsky-docs say hours), so later it is brought again."""

# Words in the messages of `InvalidRequest`, as recorded, and what a person should hear.
FILE = "A file is of a kind or size that does not go with such a post here."
SAYINGS = (
    ("at $.record.text", "The text is too long here: 300 characters and 3,000 bytes at most."),
    ("at $.record.embed.images[", FILE),
    ("at $.record.embed.video", FILE),
    ("at $.record.embed.external", FILE),
    ("at $.record.embed.images", "At most four pictures go with one post here."),
    ("at $.record.langs", "At most three languages can be named here."),
    ("at $.record.tags", "At most eight extra tags of 64 characters each are taken here."),
    ("record key", "The server did not take the place that we chose for the post."),
)


def refusal(answer: Answer) -> NetworkError | None:
    """The remedy for a refusal, where it is on the proven list."""
    told = answer.told()
    name = str(told.get("error") or "")
    if name in _BY_NAME:
        return _BY_NAME[name](answer)
    if answer.status == 413:
        return ChangeIt("The file is larger than this server takes.")
    if answer.status == 429:
        return _slower(answer)
    return None


def _slower(answer: Answer) -> NetworkError:
    """`RateLimit-Reset` is in epoch seconds, `Retry-After` in seconds (seen)."""
    now, wait = datetime.now(UTC).timestamp(), 60.0
    for header, since in (("retry-after", 0.0), ("ratelimit-reset", now)):
        value = answer.headers.get(header, "")
        if value.isdigit():
            wait = float(value) - since
            break
    after = timedelta(seconds=min(86_400.0, max(1.0, wait)))
    return TryLater("Too many calls; the server asks us to wait.", after=after, scope=Scope.CHANNEL)


def _wrong(answer: Answer) -> NetworkError:
    message = str(answer.told().get("message") or "")
    for words, say in SAYINGS:
        if words in message:
            return ChangeIt(say)
    return ChangeIt("The server found the post to break its rules.")


def _sign_in(answer: Answer) -> NetworkError:
    if answer.told().get("error") == "ScopeMissingError":
        return SignInAgain("The permission does not cover this; connect the account again.")
    return SignInAgain("The network no longer accepts our permission.")


def _blocked(_answer: Answer) -> NetworkError:
    return SignInAgain("The account is deactivated, suspended or taken down.")


def _second_factor(_answer: Answer) -> NetworkError:
    return SignInAgain("This is the main password of an account with a second factor. Make an app "
                       "password in the account's settings and use that.")  # fmt: skip


def _setup(answer: Answer) -> NetworkError:
    if answer.told().get("error") == "invalid_dpop_proof":
        return FixSetup("The server refused our proof; the clock of this machine may be wrong.")
    return FixSetup("The server does not accept this installation as it introduces itself.")


def _missing(_answer: Answer) -> NetworkError:
    return Gone("The record is not there any more.")


def _swapped(_answer: Answer) -> NetworkError:
    return LookFirst("Something else stands in this place already.")


def _forgotten(_answer: Answer) -> NetworkError:
    return TryLater("The server has forgotten a file; it is brought again.", after=BLOB_LIFE)


def _nonce(_answer: Answer) -> NetworkError:
    return TryLater("The server wants a fresh proof.", after=timedelta(seconds=1))


def _unable(_answer: Answer) -> NetworkError:
    return FixSetup("This server cannot do that.")


def _too_large(_answer: Answer) -> NetworkError:
    return ChangeIt("The file is larger than this server takes.")


_BY_NAME: dict[str, Callable[[Answer], NetworkError]] = {
    **dict.fromkeys(SIGN_IN, _sign_in),
    **dict.fromkeys(BLOCKED, _blocked),
    **dict.fromkeys(SETUP, _setup),
    **dict.fromkeys(GONE, _missing),
    "AuthFactorTokenRequired": _second_factor,
    "InvalidRequest": _wrong,
    "InvalidRecord": _wrong,
    "InvalidMimeType": _wrong,
    "BlobTooLarge": _too_large,
    "PayloadTooLarge": _too_large,
    "BlobNotFound": _forgotten,
    "InvalidSwap": _swapped,
    "RateLimitExceeded": _slower,
    "use_dpop_nonce": _nonce,
    "MethodNotImplemented": _unable,
}
