"""What a refusal means: by its code, because messages are translated; pure.

Codes of the REST controllers in WordPress 6.1 (read in the package, 2026-11-21; those marked
"seen" were recorded there). A code stands here only if its check comes before anything is written,
so that nothing happened; terms and meta fields, for example, are refused after the post is in.
Everything else stays unknown: the client then looks first.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta

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
from antiphon.kernel.problem import Problem

Remedy = Callable[[], NetworkError]


def _sign_in(say: str) -> Remedy:
    return lambda: SignInAgain(say)


def _change(field: str, say: str) -> Remedy:
    return lambda: ChangeIt(say, problem=Problem(field=field, rule="refused", say=say))


_PASSWORD = _sign_in("The site no longer accepts this application password. Make a new one.")
_MAY_NOT = _sign_in("The site does not let this user do that. Its owner can give more rights.")
_NO_POST = lambda: Gone("The post is not there any more.")  # noqa: E731
_NO_COMMENT = lambda: Gone("The comment is not there any more.")  # noqa: E731
_TYPE = _change("media", "The site does not allow files of this type. Choose a JPEG or PNG.")
_SIZE = _change("media", "The file is larger than the site takes. Make it smaller.")
_TEXT = _change("text", "The site refused the comment's text as empty or too long.")
_NO_MAIL = _change("comment", "The site wants an e-mail address in this user's profile first.")
_CLOSED = _change("comment", "Comments are closed on that post.")

TABLE: Mapping[str, Remedy] = {
    # Who we are.
    "rest_not_logged_in": _PASSWORD,  # seen, 401
    "incorrect_password": _PASSWORD,
    "invalid_username": _PASSWORD,
    "invalid_email": _PASSWORD,
    "application_passwords_disabled": _PASSWORD,
    "application_passwords_disabled_for_user": _PASSWORD,
    "rest_comment_login_required": _PASSWORD,  # seen, 401
    # What we may do.
    "rest_cannot_create": _MAY_NOT,  # seen, 401
    "rest_cannot_publish": _MAY_NOT,
    "rest_cannot_edit": _MAY_NOT,
    "rest_cannot_delete": _MAY_NOT,
    "rest_cannot_read": _MAY_NOT,
    "rest_forbidden": _MAY_NOT,
    "rest_forbidden_context": _MAY_NOT,
    "rest_forbidden_param": _MAY_NOT,
    "rest_forbidden_status": _MAY_NOT,
    "rest_cannot_edit_others": _MAY_NOT,
    "rest_cannot_create_comment": _MAY_NOT,
    "rest_user_cannot_delete_post": _MAY_NOT,
    # What the parcel holds.
    "empty_content": _change("text", "Title, text and excerpt are all empty. Write something."),
    "rest_cannot_assign_sticky": _change("options.sticky", "This user may not pin posts."),
    "rest_cannot_assign_term": _change("options.categories", "This user may not use that term."),
    "rest_invalid_field": _change("options", "The site knows no such field."),
    "rest_upload_sideload_error": _TYPE,  # seen, 500 although it is final
    "rest_upload_file_too_big": _SIZE,
    "rest_upload_limited_space": _change("media", "The site's space for uploads is full."),
    "rest_upload_no_data": _change("media", "The file arrived empty."),
    "rest_invalid_comment_content": _TEXT,
    "rest_comment_content_invalid": _TEXT,
    "comment_content_column_length": _TEXT,
    "rest_comment_author_data_required": _NO_MAIL,  # seen, 400
    "rest_comment_closed": _CLOSED,
    "rest_comment_draft_post": _CLOSED,
    "rest_comment_trash_post": _CLOSED,
    "rest_comment_invalid_post_id": _NO_POST,
    # What is there.
    "rest_post_invalid_id": _NO_POST,  # seen, 404
    "rest_already_trashed": lambda: Gone("It has been taken back already."),  # seen, 410
    "rest_comment_invalid_id": _NO_COMMENT,
    # The installation.
    "rest_no_route": lambda: FixSetup("The site's REST interface lacks this route; a plugin may "
                                      "have switched it off."),
    "rest_disabled": lambda: FixSetup("The site's REST interface is switched off."),
    # Time.
    "comment_flood": lambda: TryLater("The site wants a pause between comments.",
                                      after=timedelta(seconds=20)),
    "comment_duplicate": lambda: LookFirst("The site has an equal comment already."),  # seen, 409
}  # fmt: skip

_FINAL_5XX = frozenset({"rest_upload_sideload_error"})


def refusal(answer: Answer) -> NetworkError | None:
    """The remedy for a refusal that we know; None for all others."""
    told = answer.told()
    code = told.get("code")
    if answer.status == 413 and not answer.effect:
        return _SIZE()
    if answer.status == 503 and not answer.effect:
        return TryLater("The site is closed for maintenance.", scope=Scope.CHANNEL)
    if not isinstance(code, str) or answer.status < 400:
        return None
    if answer.status >= 500 and code not in _FINAL_5XX:
        return None
    if code == "rest_invalid_param":
        return _parameters(told)
    remedy = TABLE.get(code)
    if remedy is _MAY_NOT and answer.status == 401:
        # The code says what is missing, the status that nobody was signed in at all.
        remedy = _PASSWORD
    return remedy() if remedy else None


def _parameters(told: Mapping[str, object]) -> NetworkError:
    """Names the fields that the site refused (seen, 400); never its own words."""
    details = told.get("data")
    params = details.get("params") if isinstance(details, dict) else None
    names = [name for name in params or () if isinstance(name, str) and name.isidentifier()]
    named = ", ".join(sorted(names)[:5]) or "a field"
    return _change(f"options.{names[0]}" if names else "options", f"The site refused {named}.")()
