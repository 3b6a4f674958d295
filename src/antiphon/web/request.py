"""Who asks, in which workspace, and from which browser."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache

from antiphon.people import queries
from antiphon.people.models import Member, Person, Workspace

BROWSER = "browser"
WORKSPACE = "workspace"

Rest = ParamSpec("Rest")
View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Here:
    """Where a request stands: who asks, and in which workspaces they may ask at all."""

    by: Member
    mine: tuple[Member, ...]

    @property
    def others(self) -> list[Workspace]:
        """The workspaces that one could go to from here."""
        return [one.workspace for one in self.mine if one.pk != self.by.pk]


def in_workspace(view: Callable[Concatenate[HttpRequest, Member, Rest], HttpResponse]) -> View:
    """The view, told which member asks in the workspace of the address; a foreign one is missing.

    Everything is shown in the workspace's time zone, and nothing of it is kept by the browser.
    """

    @never_cache
    @wraps(view)
    def inner(request: HttpRequest, workspace: str, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return _sign_in(request)
        mine = tuple(memberships(request))
        by = next((one for one in mine if one.workspace.slug == workspace), None)
        if by is None:
            raise Http404
        request.here = Here(by, mine)  # type: ignore[attr-defined]  # the shell reads it
        _speak(by)
        with timezone.override(by.workspace.time_zone):
            return view(request, by, *args, **kwargs)

    return inner


def _speak(by: Member) -> None:
    """In their language, else the workspace's, else what their browser asks for."""
    if language := by.person.language or by.workspace.language:
        translation.activate(language)


def _sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page; a part of a page asks the browser to take all of the page there."""
    if not is_part(request):
        return redirect_to_login(request.get_full_path())
    return HttpResponse(status=401, headers={"HX-Redirect": resolve_url(settings.LOGIN_URL)})


def here_of(request: HttpRequest) -> Here | None:
    """Where the request stands, once `in_workspace` has found out."""
    return getattr(request, "here", None)


def is_part(request: HttpRequest) -> bool:
    """Whether a part of a page is asked for, and not a page."""
    return request.headers.get("HX-Request") == "true"


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
