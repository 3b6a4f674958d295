"""What nobody may store in a post, wherever it should go; networks add their own rules later."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings

from antiphon.connect.registry import packages
from antiphon.kernel.problem import BadInputError, Problem
from antiphon.kernel.text import unprintable
from antiphon.plan import codes, links

LONGEST = {"text": 200_000, "title": 300, "comment": 20_000, "language": 35}
MOST_TAGS, LONGEST_TAG = 100, 100
LONGEST_POLL = 24 * 366  # hours; every network allows less


def check(facts: Mapping[str, Any]) -> None:
    """Refuse what cannot be kept, all of it at once; nothing has been stored by then."""
    if found := list(problems(facts)):
        raise BadInputError(*found)


def problems(facts: Mapping[str, Any]) -> Iterator[Problem]:
    """Everything that stands against keeping these parts of a post."""
    for field, longest in LONGEST.items():
        if facts.get(field):
            yield from _text(field, facts[field], longest)
    if facts.get("link"):
        yield from links.problems(facts["link"], private=settings.ALLOW_PRIVATE_NETWORKS)
    if facts.get("language"):
        yield from _language(facts["language"])
    yield from _tags(facts.get("tags") or [])
    if facts.get("poll") is not None:
        yield from _poll(facts["poll"])
    yield from _options(facts.get("options") or {})


def _text(field: str, text: str, longest: int) -> Iterator[Problem]:
    if len(text) > longest:
        say = f"The {field} is too long to keep: {len(text)} of {longest} characters."
        yield Problem(field=field, rule="too_long", actual=len(text), limit=longest, say=say)
    place = unprintable(text)
    if place is None:
        return
    if "\ud800" <= text[place] <= "\udfff":
        say = f"Character {place + 1} of the {field} is half a character. Remove it."
        yield Problem(field=field, rule="not_unicode", actual=place, say=say)
    else:
        say = f"Character {place + 1} of the {field} is a control character. Remove it."
        yield Problem(field=field, rule="control_character", actual=place, say=say)


def _language(tag: str) -> Iterator[Problem]:
    try:
        codes.language(tag)
    except BadInputError as error:
        yield from error.problems


def _tags(tags: list[str]) -> Iterator[Problem]:
    if len(tags) > MOST_TAGS:
        say = f"A post has at most {MOST_TAGS} tags, not {len(tags)}."
        yield Problem(field="tags", rule="too_many", actual=len(tags), limit=MOST_TAGS, say=say)
    for place, tag in enumerate(tags[:MOST_TAGS]):
        yield from _text(f"tags.{place}", tag, LONGEST_TAG)


def _poll(poll: Any) -> Iterator[Problem]:
    choices = poll.get("choices") if isinstance(poll, dict) else None
    if not isinstance(choices, list) or not all(isinstance(choice, str) for choice in choices):
        say = "A poll needs its choices as a list of texts."
        yield Problem(field="poll", rule="malformed", say=say)
        return
    for place, choice in enumerate(choices):
        yield from _text(f"poll.choices.{place}", choice, LONGEST["title"])
    if len(choices) < 2:
        say = f"A poll needs at least 2 choices, not {len(choices)}."
        yield Problem(field="poll.choices", rule="count", actual=len(choices), limit=2, say=say)
    hours = poll.get("hours", 24)
    if isinstance(hours, bool) or not isinstance(hours, int | float):
        say = "Say for how many hours the poll stays open, as a number."
        yield Problem(field="poll.hours", rule="malformed", actual=str(hours)[:40], say=say)
    elif not 0 < hours <= LONGEST_POLL:
        say = f"A poll stays open for more than 0 and at most {LONGEST_POLL} hours, not {hours}."
        yield Problem(field="poll.hours", rule="range", actual=hours, limit=LONGEST_POLL, say=say)


def _options(options: Mapping[str, Any]) -> Iterator[Problem]:
    for key, chosen in options.items():
        if key not in packages():
            say = f"There is no network “{key}”. Known are: {', '.join(packages())}."
            yield Problem(field=f"options.{key}", rule="unknown_network", actual=key, say=say)
        elif not isinstance(chosen, dict):
            say = "Options are written as names with their values."
            yield Problem(field=f"options.{key}", rule="malformed", say=say)
