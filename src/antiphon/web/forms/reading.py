"""Reading what was typed: every field by its kind, and no field that we do not know."""

from collections.abc import Callable, Sequence
from datetime import date, time
from typing import Any, TypeVar

from django.http import QueryDict
from django.utils.translation import gettext as _

from antiphon.kernel.problem import BadInputError, Problem
from antiphon.web.forms.fields import Field, Form, filled

OURS = frozenset({"csrfmiddlewaretoken"})
Made = TypeVar("Made")


class Again(Exception):
    """It was refused: the form as it was typed, with what is wrong."""

    def __init__(self, form: Form) -> None:
        super().__init__("refused")
        self.form = form


def kept(given: QueryDict, fields: Sequence[Field], deed: Callable[..., Made]) -> Made:
    """What the deed makes of what was typed; `Again` if that cannot be read or is refused."""
    try:
        return deed(**_read(given, fields))
    except BadInputError as refusal:
        raise Again(filled(fields, _typed(given, fields), refusal.problems)) from None


def _read(given: QueryDict, fields: Sequence[Field]) -> dict[str, Any]:
    unknown = sorted(set(given) - {one.name for one in fields} - OURS)
    problems = [
        Problem(field="form", rule="unknown", say=_("There is no field “%s” here.") % name[:40])
        for name in unknown
    ]
    values: dict[str, Any] = {}
    for one in fields:
        try:
            values[one.name] = _value(one, given)
        except BadInputError as refusal:
            problems += refusal.problems
    if problems:
        raise BadInputError(*problems)
    return values


def _typed(given: QueryDict, fields: Sequence[Field]) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for one in fields:
        if one.kind == "many":
            told[one.name] = given.getlist(one.name)
        elif one.kind == "check":
            told[one.name] = one.name in given
        else:
            told[one.name] = given.get(one.name, "")[: one.longest * 4]
    return told


def _value(one: Field, given: QueryDict) -> Any:
    if one.kind == "check":
        return one.name in given
    if one.kind == "many":
        return [_chosen(one, value) for value in dict.fromkeys(given.getlist(one.name))]
    text = given.get(one.name, "").strip()
    if one.needed and not text:
        raise _wrong(one, "empty", _("Fill in this field."))
    if len(text) > one.longest and one.kind not in {"select", "words"}:
        say = _("At most %(limit)d characters, not %(actual)d.")
        raise _wrong(one, "length", say % {"limit": one.longest, "actual": len(text)})
    return READERS.get(one.kind, _text)(one, text)


def _text(_one: Field, text: str) -> str:
    return text


def _words(_one: Field, text: str) -> list[str]:
    return [word.strip() for word in text.replace("\n", ",").split(",") if word.strip()]


def _chosen(one: Field, value: str) -> str:
    if value not in {str(key) for key, _word in one.choices}:
        raise _wrong(one, "choice", _("Choose one of the list."))
    return value


def _number(one: Field, text: str) -> int | None:
    low, high = one.between
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 9 and low <= int(text) <= high):
        say = _("Write a number from %(low)d to %(high)d.") % {"low": low, "high": high}
        raise _wrong(one, "range", say)
    return int(text)


def _date(one: Field, text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise _wrong(one, "malformed", _("Write a day like 2027-03-31.")) from None


def _time(one: Field, text: str) -> time | None:
    try:
        return time.fromisoformat(text) if text else None
    except ValueError:
        raise _wrong(one, "malformed", _("Write a time like 08:30.")) from None


READERS: dict[str, Callable[[Field, str], Any]] = {
    "words": _words, "select": _chosen, "number": _number, "date": _date, "time": _time,
    "tint": _number,
}  # fmt: skip


def _wrong(one: Field, rule: str, say: str) -> BadInputError:
    return BadInputError(Problem(field=one.name, rule=rule, say=say))
