"""The places of the navigation."""

from typing import Any

from django import template
from django.http import HttpRequest

from antiphon.web.shell.places import PLACES

register = template.Library()

WITHIN = dict.fromkeys(
    ("people", "outsiders", "library", "feeds", "keys", "hooks", "trail"), "settings"
)
"""Places that have their tab in another one, which the navigation then marks."""


@register.inclusion_tag("web/shell/place.html", takes_context=True)
def place(
    context: template.Context, name: str, count: int = 0, counted: str = ""
) -> dict[str, Any]:
    """A place at the side, and how many things wait there, in words."""
    return {**_place(context, name), "count": count, "counted": counted}


@register.inclusion_tag("web/shell/foot_place.html", takes_context=True)
def foot_place(context: template.Context, name: str, count: int = 0) -> dict[str, Any]:
    """A place at the foot of a phone."""
    return {**_place(context, name), "count": count}


def _place(context: template.Context, name: str) -> dict[str, Any]:
    stands = place_of(context["request"])
    shown = PLACES[name]
    here = name in {stands, WITHIN.get(stands)}
    return {"place": shown, "address": shown.address(context["workspace"]), "here": here}


@register.filter
def place_of(request: HttpRequest) -> str:
    """The place in which the page stands that is being shown: the first word of its name."""
    match = request.resolver_match
    return (match.url_name or "").partition("_")[0] if match else ""
