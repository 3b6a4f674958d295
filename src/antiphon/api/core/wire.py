"""Bodies and parameters as they come over the wire: read strictly, or refused by name."""

import json
from collections.abc import Iterator
from difflib import get_close_matches
from math import isfinite
from typing import Any

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict

from antiphon.kernel.errors import AntiphonError
from antiphon.kernel.problem import BadInputError, Problem
from antiphon.kernel.text import unprintable

LONGEST_BODY = 2_500_000
"""Bytes of JSON: the longest post in the longest spelling."""
DEEPEST = 32
MOST_DIGITS = 18
"""Every number of ours fits into 64 bits."""
JSON, FORM = "application/json", "multipart/form-data"
PIECE = "application/offset+octet-stream"
"""Bytes that go on where others ended."""


class UnreadableError(AntiphonError):
    """The body is no JSON of the kind that we take."""

    def __init__(self, rule: str, say: str) -> None:
        super().__init__(say)
        self.rule = rule


class TooLargeError(AntiphonError):
    """The body is larger than we read."""


class WrongTypeError(AntiphonError):
    """The body is of a type that this route does not take."""


def read(request: HttpRequest, wanted: str, form: frozenset[str] = frozenset()) -> Any:
    """The body of a call as `wanted` (a content type; empty: none), or a refusal."""
    type = request.content_type or ""
    if wanted == FORM:
        _insist(type == FORM, type, wanted)
        insist_known(request.POST, form)
        insist_known(request.FILES, form)
        return None
    if wanted == PIECE:
        _insist(type == PIECE, type, wanted)
        return None
    _insist_on_length(request)
    raw = request.body
    if not raw:
        return None
    if not wanted:
        raise UnreadableError("unexpected_body", "This call takes no body.")
    _insist(type == JSON, type, wanted)
    found = parsed(raw)
    insist_printable(found)
    return found


def parsed(raw: bytes) -> Any:
    """JSON with one value per name, finite numbers of a sane size, and no bottomless nesting."""
    try:
        found = json.loads(
            raw.decode("utf-8"),
            object_pairs_hook=_once,
            parse_constant=_no_number,
            parse_float=_finite,
            parse_int=_short,
        )
    except RecursionError:
        raise _too_deep() from None
    except ValueError:  # of the decoder, or of what is not UTF-8
        raise UnreadableError("not_json", "The body is not JSON in UTF-8.") from None
    if any(depth > DEEPEST for _path, depth, _value in walk(found)):
        raise _too_deep()
    return found


def walk(value: Any) -> Iterator[tuple[str, int, Any]]:
    """Every value within a value, with its path and how deep it lies; names count as values."""
    ahead: list[tuple[str, int, Any]] = [("", 1, value)]
    while ahead:
        path, depth, here = ahead.pop()
        yield path, depth, here
        if isinstance(here, dict):
            for name, inner in here.items():
                yield path, depth, name
                ahead.append((f"{path}.{name}" if path else name, depth + 1, inner))
        elif isinstance(here, list):
            ahead += [(f"{path}.{at}".strip("."), depth + 1, it) for at, it in enumerate(here)]


def insist_printable(value: Any) -> None:
    """Refuse control characters and halves of characters wherever they stand."""
    for path, _depth, here in walk(value):
        if isinstance(here, str) and (place := unprintable(here)) is not None:
            raise BadInputError(_unprintable(path, here, place))


def insist_known(given: MultiValueDict[str, Any], known: frozenset[str]) -> None:
    """Refuse parameters that nobody asks for (W7), and one that comes twice."""
    for name, values in given.lists():
        insist_printable({name: values})
        if name not in known:
            raise BadInputError(unknown(name, known))
        if len(values) > 1:
            say = f"“{name[:40]}” was given {len(values)} times. Give it once."
            raise BadInputError(Problem(field=name[:40], rule="twice", say=say))


def unknown(name: str, known: frozenset[str]) -> Problem:
    """What is said to a name that we do not know: the nearest one that we do."""
    shown = name.rpartition(".")[2][:40]
    near = get_close_matches(shown, sorted(known), n=1)
    hint = f"Did you mean “{near[0]}”?" if near else f"Known are: {', '.join(sorted(known))}."
    say = f"There is no “{shown}” here. {hint if known else ''}".strip()
    return Problem(field=name[:200], rule="unknown_field", say=say)


def _insist(right: bool, given: str, wanted: str) -> None:  # noqa: FBT001 -- a condition
    if not right:
        raise WrongTypeError(f"Send {wanted}, not {given[:60] or 'something without a type'}.")


def _insist_on_length(request: HttpRequest) -> None:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > LONGEST_BODY:
        raise TooLargeError(f"The body has {length} bytes; at most {LONGEST_BODY} are read.")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise UnreadableError("duplicate_name", "A name stands twice in the same object.")
    return found


def _no_number(word: str) -> Any:
    raise UnreadableError("not_json", f"{word} is no number of JSON.")


def _finite(digits: str) -> float:
    number = float(digits)
    if not isfinite(number):
        raise UnreadableError("too_large", "A number is larger than we count.")
    return number


def _short(digits: str) -> int:
    if len(digits.lstrip("-")) > MOST_DIGITS:
        raise UnreadableError("too_large", f"A number has more than {MOST_DIGITS} digits.")
    return int(digits)


def _too_deep() -> UnreadableError:
    return UnreadableError("too_deep", f"The body is nested more than {DEEPEST} deep.")


def _unprintable(path: str, text: str, place: int) -> Problem:
    half = "\ud800" <= text[place] <= "\udfff"
    rule = "not_unicode" if half else "control_character"
    what = "half a character" if half else "a control character"
    shown = path.encode("utf-8", "replace").decode()[:200]
    say = f"Character {place + 1} is {what}. Remove it."
    return Problem(field=shown, rule=rule, actual=place, say=say)
