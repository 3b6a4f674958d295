"""Choosing a network and signing in to it: by typing, by its own page, or pretended."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from antiphon.channels import actions, pretended
from antiphon.channels.ways import Way, ways
from antiphon.connect.network import Network
from antiphon.connect.registry import network, networks, packages, readme
from antiphon.kernel.errors import AntiphonError
from antiphon.people.actions import permit
from antiphon.people.models import Member
from antiphon.plan import actions as plan
from antiphon.web.answer import Done, onward
from antiphon.web.request import browser_of, in_workspace
from antiphon.web.shown.networks import abilities_of, sign_in_of


@require_safe
@in_workspace
def pick(request: HttpRequest, by: Member) -> HttpResponse:
    """All networks, with what can be done on each."""
    permit(by, "channel.connect", by.workspace)
    found = [
        {"network": one, "can": abilities_of(one), "way": sign_in_of(one)} for one in networks()
    ]
    told = {"found": found, "is_on_offer": pretended.is_on_offer()}
    return render(request, "web/pages/connect/pick.html", told)


@require_safe
@in_workspace
def to(request: HttpRequest, by: Member, key: str) -> HttpResponse:
    """One network: its own words beside the ways to sign in."""
    permit(by, "channel.connect", by.workspace)
    return _page(request, _known(key))


@require_POST
@in_workspace
def enter(request: HttpRequest, by: Member, key: str) -> HttpResponse:
    """Connect with what was typed."""
    one, way = _known(key), _way(request, key)
    try:
        server = request.POST.get("server", "")
        rows = actions.enter(by, key, way.sign_in.key, _given(request, way), server=server)
    except AntiphonError as error:
        return _page(request, one, at=way.sign_in.key, problem=str(error), status=422)
    return _welcome(request, by, one, len(rows))


@require_POST
@in_workspace
def leave(request: HttpRequest, by: Member, key: str) -> HttpResponse:
    """A page that links to the network's own: our policy lets no form lead elsewhere."""
    one, way = _known(key), _way(request, key)
    try:
        url = actions.begin(
            by, key, _given(request, way),
            server=request.POST.get("server", ""), browser=browser_of(request),
        )  # fmt: skip
    except AntiphonError as error:
        return _page(request, one, at=way.sign_in.key, problem=str(error), status=422)
    return render(request, "web/pages/connect/leave.html", {"url": url, "network": one})


@require_POST
@in_workspace
def pretend(request: HttpRequest, by: Member, key: str) -> HttpResponse:
    """Open an account on the pretend network of that kind."""
    one, here = _known(key), by.workspace
    try:
        row = actions.pretend(by, key, here.slug, here.name)
    except AntiphonError as error:
        return _page(request, one, at="pretend", problem=str(error), status=422)
    actions.set_reach(by, row, time_zone=here.time_zone)
    plan.spread_slots(by, row)
    return _welcome(request, by, one, 1)


def _known(key: str) -> Network:
    if key not in packages():
        raise Http404
    return network(key)


def _way(request: HttpRequest, key: str) -> Way:
    wanted = request.POST.get("way", "")
    found = next((way for way in ways(network(key)) if way.sign_in.key == wanted), None)
    if found is None:
        raise Http404
    return found


def _given(request: HttpRequest, way: Way) -> dict[str, str]:
    typed = {field.key: request.POST.get(field.key, "") for field in way.fields}
    return {name: value for name, value in typed.items() if value}


def _page(request: HttpRequest, one: Network, *, status: int = 200, **refused: str) -> HttpResponse:
    told: dict[str, Any] = {
        "network": one,
        "ways": ways(one),
        "words": readme(one.key),
        "is_on_offer": pretended.is_on_offer(),
        # What is secret is typed again; the rest is not.
        "given": {name: request.POST.get(name, "") for name in _open_fields(one)},
        **refused,
    }
    return render(request, "web/pages/connect/to.html", told, status=status)


def _open_fields(one: Network) -> set[str]:
    fields = {field.key for way in one.ways_in for field in way.fields if not field.secret}
    return {"server", *fields}


def _welcome(request: HttpRequest, by: Member, one: Network, count: int) -> HttpResponse:
    told = ngettext(
        "%(count)d account on %(name)s is connected.",
        "%(count)d accounts on %(name)s are connected.",
        count,
    )
    words = told % {"count": count, "name": one.name}
    return onward(request, reverse("channels", args=[by.workspace.slug]), Done(words=words))
