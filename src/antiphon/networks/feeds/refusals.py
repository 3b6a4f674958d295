"""What a refusal of a house of feeds means, by its word; pure. The words are ours (README.md)."""

from collections.abc import Callable, Mapping

from antiphon.connect.errors import ChangeIt, Gone, NetworkError, SignInAgain
from antiphon.connect.http import Answer
from antiphon.kernel.problem import Problem

_FIELDS: Mapping[str, str] = {
    "title": "title",
    "content_text": "text",
    "content_html": "text",
    "summary": "options.summary",
    "external_url": "link",
    "tags": "labels",
    "attachments": "media",
}
WORDS: Mapping[str, Callable[[], NetworkError]] = {
    "bad_token": lambda: SignInAgain("The house of feeds no longer accepts this feed's token."),
    "no_feed": lambda: SignInAgain("There is no such feed there any more."),
    "no_item": lambda: Gone("The item is not in the feed."),
    "item_gone": lambda: Gone("The item was taken back."),
}
"""A word is said before anything is written, so nothing happened."""


def refusal(answer: Answer) -> NetworkError | None:
    """The remedy for a refusal that we know; None for all others."""
    told = answer.told()
    word = told.get("error")
    if answer.status < 400 or not isinstance(word, str):
        return None
    if word == "unfit" and answer.status == 422:
        return _unfit(str(told.get("field") or ""))
    remedy = WORDS.get(word)
    return remedy() if remedy else None


def _unfit(field: str) -> NetworkError:
    known = _FIELDS.get(field)
    say = f"The feed cannot hold this {field.replace('_', ' ')}." if known else "It does not fit."
    return ChangeIt(say, problem=Problem(field=known or "text", rule="refused", say=say))
