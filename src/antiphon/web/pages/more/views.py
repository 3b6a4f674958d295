"""Everything else, as a list."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from antiphon.people.models import Member
from antiphon.web.request import in_workspace
from antiphon.web.shell.places import open_to

GROUPS = (
    (_("Say"), ("queue", "campaigns", "imports")),
    (
        _("Set up"),
        (
            *("channels", "audiences", "people", "outsiders", "feeds", "keys", "hooks", "holds"),
            "settings",
        ),
    ),
    (_("You"), ("me", "notices", "welcome")),
)


@require_safe
@in_workspace
def more(request: HttpRequest, by: Member) -> HttpResponse:
    """The places that this member may go to, in groups."""
    groups = [(word, open_to(by, *names)) for word, names in GROUPS]
    told = {"groups": [group for group in groups if group[1]]}
    return render(request, "web/pages/more/page.html", told)
