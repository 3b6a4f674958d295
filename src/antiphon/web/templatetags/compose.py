"""A field of the composer: what was typed, whether it is wrong, and why."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from antiphon.kernel.problem import Problem

register = template.Library()


@register.simple_tag(takes_context=True)
def typed(context: template.Context, name: str, stands: Any) -> Any:
    """What was typed and could not be kept, else what stands there."""
    given = context.get("typed") or {}
    return given.get(name, stands if stands is not None else "")


@register.simple_tag
def invalid(problems: Mapping[str, Problem] | None, name: str) -> SafeString | str:
    """What a field says of itself when it was refused."""
    if _found(problems, name) is None:
        return ""
    return format_html(' aria-invalid="true" aria-describedby="wrong-{}"', name)


@register.inclusion_tag("web/parts/field/wrong.html")
def wrong(problems: Mapping[str, Problem] | None, name: str) -> dict[str, Any]:
    """Why a field was refused, below it."""
    return {"problem": _found(problems, name), "name": name}


def _found(problems: Mapping[str, Problem] | None, name: str) -> Problem | None:
    known = problems or {}
    return next((one for key, one in known.items() if key.partition(".")[0] == name), None)
