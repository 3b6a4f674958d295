"""What a schema found wrong, in the words that every other refusal has."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from antiphon.kernel.problem import Problem

Found = Mapping[str, Any]

_OUTER = frozenset({"body", "query", "path", "header", "form", "file"})
"""Where a value came from; a field is named without it."""


def told(errors: Iterable[Found]) -> list[dict[str, object]]:
    """Every error as field, rule, words, actual and limit."""
    return [_problem(error).told() for error in errors]


def _problem(error: Found) -> Problem:
    field, context = _field(error["loc"]), error.get("ctx", {})
    rule, say, limit = _WORDS.get(error["type"], _other)(error, context)
    actual = context.get("actual_length")
    return Problem(field=field, rule=rule, say=f"{field}: {say}", actual=actual, limit=limit)


def _field(place: Iterable[Any]) -> str:
    """The path to a field, without the names that our own code gave its parameters."""
    parts = [str(part) for part in place]
    if parts and parts[0] in _OUTER:
        parts = parts[1:]
    return ".".join(part for part in parts if part not in {"body", "filters"})[:200] or "body"


Words = tuple[str, str, int | float | str | None]


def _other(error: Found, _context: Found) -> Words:
    return "malformed", f"{error['msg']}.", None


def _limit(rule: str, key: str, words: str) -> Callable[[Found, Found], Words]:
    def said(_error: Found, context: Found) -> Words:
        limit = context.get(key)
        return rule, words.format(limit), limit if isinstance(limit, int | float) else str(limit)

    return said


def _plain(rule: str, words: str) -> Callable[[Found, Found], Words]:
    return lambda _error, _context: (rule, words, None)


_WORDS: dict[str, Callable[[Found, Found], Words]] = {
    "missing": _plain("missing", "this must be there."),
    "extra_forbidden": _plain("unknown_field", "nobody asks for this. Leave it out."),
    "string_too_long": _limit("too_long", "max_length", "at most {} characters."),
    "string_too_short": _limit("too_short", "min_length", "at least {} characters."),
    "too_long": _limit("too_many", "max_length", "at most {} of them."),
    "too_short": _limit("too_few", "min_length", "at least {} of them."),
    "greater_than_equal": _limit("range", "ge", "{} or more."),
    "less_than_equal": _limit("range", "le", "{} or less."),
    "enum": _limit("choice", "expected", "one of {}."),
    "literal_error": _limit("choice", "expected", "one of {}."),
    "string_pattern_mismatch": _plain("malformed", "it is not written as it must be."),
    "string_type": _plain("type", "a text."),
    "int_type": _plain("type", "a whole number."),
    "int_parsing": _plain("type", "a whole number."),
    "bool_type": _plain("type", "true or false."),
    "float_type": _plain("type", "a number."),
    "list_type": _plain("type", "a list."),
    "dict_type": _plain("type", "an object."),
    "model_type": _plain("type", "an object."),
    "model_attributes_type": _plain("type", "an object."),
    "uuid_parsing": _plain("malformed", "an id, as we gave it."),
    "uuid_type": _plain("malformed", "an id, as we gave it."),
}
