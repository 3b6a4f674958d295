"""The places of the navigation."""

from typing import Any

from django import template
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from antiphon.people.models import Workspace

register = template.Library()

WITHIN = dict.fromkeys(("people", "outsiders", "library", "keys", "hooks", "trail"), "settings")
"""Places that have their tab in another one, which the navigation then marks."""


@register.inclusion_tag("web/shell/place.html", takes_context=True)
def place(context: template.Context, name: str, icon: str, *about: Any) -> dict[str, Any]:
    """A place at the side: its key, its word, and how many things wait there, in words."""
    key, word, *counted = about
    count, said = counted or (0, "")
    return {**_place(context, name, icon, word), "key": key, "count": count, "counted": said}


@register.inclusion_tag("web/shell/foot_place.html", takes_context=True)
def foot_place(
    context: template.Context, name: str, icon: str, word: str, count: int = 0
) -> dict[str, Any]:
    """A place at the foot of a phone."""
    return {**_place(context, name, icon, word), "count": count}


def _place(context: template.Context, name: str, icon: str, word: str) -> dict[str, Any]:
    stands = place_of(context["request"])
    here = name in {stands, WITHIN.get(stands)}
    address = _address(name, context["workspace"])
    return {"address": address, "icon_name": icon, "word": word, "here": here}


def _address(name: str, workspace: Workspace) -> str:
    try:
        return reverse(name, args=[workspace.slug])
    except NoReverseMatch:
        return ""


@register.filter
def place_of(request: HttpRequest) -> str:
    """The place in which the page stands that is being shown: the first word of its name."""
    match = request.resolver_match
    return (match.url_name or "").partition("_")[0] if match else ""
