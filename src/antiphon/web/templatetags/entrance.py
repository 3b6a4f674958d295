"""What the pages of signing in ask for."""

from typing import Any

from django import template
from django.forms import BoundField
from django.utils.safestring import SafeString

from antiphon.people.adapter import invitation_of
from antiphon.people.models import Invitation

register = template.Library()
TICKED = frozenset({"checkbox", "radio"})


@register.simple_tag(takes_context=True)
def invited(context: template.Context) -> Invitation | None:
    """The invitation through which somebody came, while it opens the door."""
    return invitation_of(context["request"])


@register.filter
def drawn(field: BoundField) -> SafeString:
    """A field of a form in our manner."""
    attrs: dict[str, Any] = {} if is_ticked(field) else {"class": "input"}
    return field.as_widget(attrs=attrs)


@register.filter
def is_ticked(field: BoundField) -> bool:
    """Whether it is ticked and not written in."""
    return getattr(field.field.widget, "input_type", "") in TICKED
