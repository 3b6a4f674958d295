"""What a publication's buttons ask."""

from django import template
from django.urls import reverse

from antiphon.people.models import Workspace
from antiphon.people.policy import may
from antiphon.publish.models import Publication
from antiphon.web.shell.context import Rights
from antiphon.web.shown.deeds import Deed

register = template.Library()


@register.filter
def is_for(deed: Deed, rights: Rights) -> bool:
    """Whether whoever looks may do that."""
    return may(rights.by, deed.right)


@register.simple_tag
def deed_address(deed: Deed, workspace: Workspace, row: Publication) -> str:
    """Where a button posts."""
    return reverse(f"publication_{deed.name}", args=[workspace.slug, row.pk])
