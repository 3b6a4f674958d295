"""Every page that there is, found from the map of addresses, with a row for each name in it."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import resolve, reverse

from antiphon.kernel.ids import uuid7
from antiphon.plan import queries as plans
from tests.pages.brand import Brand
from tests.web.routes import Route, routes

NOT_ALLOWED = 405
# Addresses that answer with a part of a page, a file or nothing to look at.
NO_PAGES = frozenset({"find", "undo", "file", "file_made", "files", "uploads", "upload"})
ENDINGS = ("_part", "_rows", "_poll", "_now", "_file", "_csv", "_xlsx", "_ics")


def pages() -> list[Route]:
    """Those below a workspace that are pages to look at."""
    inside = [route for route in routes() if route.is_inside and takes_get(route)]
    return [r for r in inside if r.name not in NO_PAGES and not r.name.endswith(ENDINGS)]


def takes_get(route: Route) -> bool:
    """Whether a browser may look at it; asked of the view itself, which sends a stranger away."""
    asked = RequestFactory().get(route.at("nowhere", uuid7()))
    asked.user = AnonymousUser()
    found = resolve(asked.path_info)
    status: int = found.func(asked, *found.args, **found.kwargs).status_code
    return status != NOT_ALLOWED


def address(route: Route, brand: Brand) -> str | None:
    """Where the page is for a row of the brand; None where no row goes by that name."""
    given = {name: sample(route, name, brand) for name, _converter in route.converters}
    return None if None in given.values() else reverse(route.name, kwargs=given)


def sample(route: Route, name: str, brand: Brand) -> Any:
    """What stands in the address: the workspace, or the row that its place deals with."""
    if name == "workspace":
        return brand.by.workspace.slug
    if name != "pk":
        return _words(brand).get(name)
    place = route.name.split("_")[0]
    rows = _rows(brand)
    return rows.get(route.name) or rows.get(place) or getattr(brand.rows.get(place), "pk", None)


def _rows(brand: Brand) -> dict[str, Any]:
    """By the place of the navigation that shows it, or by its own name."""
    return {
        "compose": brand.posts[1].pk,
        "approvals": brand.rows["asked"].pk,
        "holds": brand.rows["hold"].pk,
        "publication": brand.publications[0].pk,
        "publication_finish": brand.rows["in_hand"].pk,
        "channels": brand.channels[0].pk,
        "queue": brand.channels[0].pk,
        "campaigns": brand.rows["campaign"].pk,
        "audiences": brand.rows["audience"].pk,
        "welcome": brand.posts[0].pk,
    }


def _words(brand: Brand) -> dict[str, Any]:
    """What else an address can name."""
    network = brand.channels[0].network
    slot = plans.slots(brand.channels[0]).first()
    named = {"form": "csv", "slot": slot.pk if slot else None}
    return named | {
        "network": network,
        "key": network,
        "post": brand.posts[1].pk,
        "shelf": "labels",
        "hook": brand.rows["hook"].pk,
    }
