"""Fields as data: what they are called, what they hold, what was wrong with them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time
from typing import Any

from django.utils.translation import gettext as _

from antiphon.kernel.problem import Problem

Choices = Sequence[tuple[Any, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing to be typed, chosen or ticked, and how it stands on the page."""

    name: str
    word: Any
    kind: str = "text"
    """text, area, email, url, number, tint, date, time, select, many, check, or words with
    commas."""
    hint: Any = ""
    choices: Choices = ()
    longest: int = 200
    between: tuple[int, int] = (0, 1_000_000)
    needed: bool = False
    value: Any = ""
    problem: str = ""

    @property
    def holds(self) -> Any:
        """The value as an input shows it."""
        if self.kind == "words" and not isinstance(self.value, str):
            return ", ".join(self.value or ())
        if isinstance(self.value, date):
            return self.value.isoformat()
        if isinstance(self.value, time):
            return f"{self.value:%H:%M}"
        return "" if self.value is None else self.value

    @property
    def described(self) -> str:
        """The ids of what is said about it."""
        ids = [f"{self.name}-wrong"] if self.problem else []
        return " ".join([*ids, *([f"{self.name}-hint"] if self.hint else [])])


@dataclass(frozen=True, slots=True)
class Form:
    """Fields with their values, and problems that belong to none of them."""

    fields: tuple[Field, ...]
    others: tuple[str, ...] = field(default=())

    def __getitem__(self, name: str) -> Field:
        """One of the fields, for a template that places it by hand."""
        return {one.name: one for one in self.fields}[name]


def filled(
    fields: Iterable[Field], values: Mapping[str, Any], problems: Iterable[Problem] = ()
) -> Form:
    """The fields with these values; each problem stands at its field, others above all."""
    said: dict[str, str] = {}
    for problem in problems:
        said.setdefault(problem.field.partition(".")[0], _(problem.say))
    told = tuple(
        replace(one, value=values.get(one.name, one.value), problem=said.pop(one.name, ""))
        for one in fields
    )
    return Form(told, tuple(said.values()))
