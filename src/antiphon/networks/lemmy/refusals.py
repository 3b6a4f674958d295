"""What a refusal means: by its word, for messages are translated; pure.

Words of `LemmyErrorType` (lemmy-js-client 0.19.9) whose checks come before anything is written,
and what PieFed 1.6 was recorded to say. Everything else stays unknown: the client looks first.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta

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

Remedy = Callable[[], NetworkError]


def _sign_in(say: str) -> Remedy:
    return lambda: SignInAgain(say)


def _change(field: str, say: str) -> Remedy:
    return lambda: ChangeIt(say, problem=Problem(field=field, rule="refused", say=say))


def _gone(say: str) -> Remedy:
    return lambda: Gone(say)


_WHO = _sign_in("The server no longer knows this sign-in. Sign in again.")
_CODE = _sign_in("The code of the second factor is missing or wrong. Sign in again with a new one.")
_WAITS = _sign_in("The server has not let this account in yet: its mail or its application waits.")
_BANNED = _sign_in("This account may not post there any more: it was banned.")
_MODERATORS = _sign_in("Only moderators may post in this community.")
_TITLE = _change("title", "The server takes no such title: 3 to 200 characters in one line.")
_TEXT = _change("text", "The server does not take this text: too long, or with words it forbids.")
_LINK = _change("link", "The server does not take this link.")
_FILE = _change("media", "The server takes no file of this type.")
_ALT = _change("media.0.alt", "The alternative text is longer than the server takes.")
_LANGUAGE = _change("language", "The community does not take posts in this language.")
_LOCKED = _change("comment", "Nobody can comment there any more: it is locked.")
_POST = _gone("The post is not there any more.")
_COMMENT = _gone("The comment is not there any more.")
_COMMUNITY = _gone("The community is not there any more.")

TABLE: Mapping[str, Remedy] = {
    # Who we are.
    "incorrect_login": _WHO,  # seen: PieFed says it with 400, also where nobody is signed in
    "not_logged_in": _WHO,
    "couldnt_find_that_username_or_email": _WHO,
    "instance_is_private": _WHO,
    "missing_totp_token": _CODE,
    "incorrect_totp_token": _CODE,
    "email_not_verified": _WAITS,
    "registration_denied": _WAITS,
    "registration_application_pending": _WAITS,
    "registration_application_is_pending": _WAITS,
    # What we may do.
    "site_ban": _BANNED,
    "banned": _BANNED,
    "deleted": _BANNED,
    "banned_from_community": _BANNED,
    "person_is_banned_from_community": _BANNED,
    "person_is_banned_from_site": _BANNED,
    "only_mods_can_post_in_community": _MODERATORS,
    "no_post_edit_allowed": _sign_in("This account may not change that post."),
    "no_comment_edit_allowed": _sign_in("This account may not change that comment."),
    # What the parcel holds.
    "invalid_post_title": _TITLE,
    "post_title_too_long": _TITLE,
    "invalid_body_field": _TEXT,
    "slurs": _TEXT,
    "invalid_url": _LINK,
    "invalid_url_scheme": _LINK,
    "blocked_url": _LINK,
    "domain_blocked": _LINK,
    "url_without_domain": _LINK,
    "url_length_overflow": _LINK,
    "alt_text_length_overflow": _ALT,
    "language_not_allowed": _LANGUAGE,
    "not_an_image_type": _FILE,
    "locked": _LOCKED,
    "post_is_locked": _LOCKED,
    "max_comment_depth_reached": _change("comment", "The conversation is too deep there."),
    "Validation failed": _change("text", "The server found a field to be empty or wrong."),  # seen
    # What is there.
    "couldnt_find_post": _POST,
    "not_found": _POST,
    "couldnt_find_object": _POST,
    "couldnt_find_comment": _COMMENT,
    "couldnt_find_community": _COMMUNITY,
    "invalid_community": _COMMUNITY,
    "cannot_create_post_or_comment_in_deleted_or_removed_community": _COMMUNITY,
    # The server.
    "image_upload_disabled": lambda: FixSetup("This server takes no pictures."),
    "pictrs_response_error": lambda: TryLater("The server's store of pictures failed."),
    "rate_limit_error": lambda: TryLater(
        "The server wants a pause.", after=timedelta(minutes=1), scope=Scope.CHANNEL
    ),
}


def refusal(answer: Answer) -> NetworkError | None:
    """The remedy for a refusal that we know; None for all others."""
    told = answer.told()
    if answer.status == 413 and not answer.effect:
        return _change("media", "The file is larger than the server takes. Make it smaller.")()
    if not 400 <= answer.status < 500 or answer.status == 429:
        return None
    # PieFed's own `status` is a text for people; the word stands in `message` (seen).
    words = (told.get("error"), told.get("message"))
    remedy = next((TABLE[word] for word in words if isinstance(word, str) and word in TABLE), None)
    return remedy() if remedy else None
