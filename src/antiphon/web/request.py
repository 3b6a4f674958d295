"""Who asks, in which workspace, and from which browser."""

import secrets

from django.http import Http404, HttpRequest

from antiphon.people import queries
from antiphon.people.models import Member, Person

BROWSER = "browser"
WORKSPACE = "workspace"


def person_of(request: HttpRequest) -> Person:
    """Who is signed in, where somebody must be."""
    if not isinstance(request.user, Person):
        raise Http404
    return request.user


def memberships(request: HttpRequest) -> list[Member]:
    """The workspaces of who is signed in."""
    return list(queries.memberships(person_of(request)))


def member_of(request: HttpRequest) -> Member:
    """Who asks, in the workspace named or their first; foreign is missing."""
    mine = memberships(request)
    slug = request.GET.get(WORKSPACE, "") or request.POST.get(WORKSPACE, "")
    found = next((one for one in mine if not slug or one.workspace.slug == slug), None)
    if found is None:
        raise Http404
    return found


def browser_of(request: HttpRequest) -> str:
    """A value that only this browser's session can show again."""
    if BROWSER not in request.session:
        request.session[BROWSER] = secrets.token_urlsafe(32)
    return str(request.session[BROWSER])
