"""What a refusal of Snapchat means: one remedy for every word that is known.

From developers.snap.com/api/marketing-api/Public-Profile-API and reports of others who post by it
(July to September 2026). No list of all words is published (unverified); what is on none of ours
is left to the client. An answer with status 200 can be a refusal too.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta

from antiphon.connect.errors import (
    ChangeIt,
    FixSetup,
    LookFirst,
    NetworkError,
    SignInAgain,
    TryLater,
)
from antiphon.connect.http import Answer

NOT_LISTED = (
    "Snapchat lets only apps post that Snap has put on its list, and only for profiles whose "
    "administrator has signed in. Ask your contact at Snap to list the app. Until then choose "
    "“Finish every post by hand”: at its hour a post is then handed to a person's phone with "
    "everything prepared."
)

WORDS: Mapping[str, Callable[[], NetworkError]] = {
    "MEDIA_PROCESSING": lambda: TryLater(
        "Snapchat still works on the file.", after=timedelta(seconds=5)
    ),
    "MEDIA_EXPIRED": lambda: TryLater(
        "Snapchat kept the file for a day only; it is brought again.",
        after=timedelta(seconds=5),
        anew=True,
    ),
    "MEDIA_POSTING_ALREADY_IN_PROGRESS": lambda: LookFirst(
        "Snapchat says that it is posting this already."
    ),
    "AUTHORIZATION_PERMISSION_DENIED": lambda: FixSetup(NOT_LISTED),
}

SIGNING_IN: Mapping[str, Callable[[], NetworkError]] = {
    "invalid_grant": lambda: SignInAgain("Snapchat no longer accepts this permission."),
    "invalid_request": lambda: SignInAgain("Snapchat no longer accepts this sign-in. Begin again."),
    "access_denied": lambda: SignInAgain("The permission was not given on Snapchat."),
    "invalid_client": lambda: FixSetup("Snapchat does not know our client id or secret."),
    "unauthorized_client": lambda: FixSetup(NOT_LISTED),
    "invalid_scope": lambda: FixSetup(NOT_LISTED),
}
"""RFC 6749 section 5.2; the token endpoint answers flat."""

_TOLD = ("error_code", "debug_message", "display_message")


def refusal(answer: Answer) -> NetworkError | None:
    """The remedy for a refusal; None for what is on no list."""
    told = answer.told()
    error = told.get("error")
    if isinstance(error, str) and error in SIGNING_IN:
        return SIGNING_IN[error]()
    said = " ".join(str(told.get(name, "")) for name in _TOLD).upper()
    for word, remedy in WORDS.items():
        if word in said:
            return remedy()
    if answer.status == 403:
        return FixSetup(NOT_LISTED)
    if answer.status in {400, 422} and told.get("request_status") == "ERROR":
        return ChangeIt("Snapchat does not accept a part of this post.")
    return None
