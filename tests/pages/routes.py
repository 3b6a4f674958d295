"""Every page that there is, found from the map of addresses, with a row for each name in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLResolver, get_resolver, reverse

from tests.pages.brand import Brand

PREFIX = "w/<slug:workspace>/"

# Addresses that answer with a part of a page, a file or nothing to look at.
NO_PAGES = frozenset({"find", "undo", "file", "file_made", "files", "uploads", "upload"})
ENDINGS = ("_part", "_rows", "_poll", "_file", "_csv", "_xlsx", "_ics")


@dataclass(frozen=True)
class Route:
    """One address of the map."""

    name: str
    pattern: str
    takes: tuple[str, ...]


def in_a_workspace() -> Iterator[Route]:
    """All addresses below a workspace, in the order of the map."""
    yield from (route for route in _walk(get_resolver(), "") if route.pattern.startswith(PREFIX))


def pages() -> list[Route]:
    """Those that are pages to look at, once each."""
    return [r for r in in_a_workspace() if r.name not in NO_PAGES and not r.name.endswith(ENDINGS)]


def address(route: Route, brand: Brand) -> str | None:
    """Where the page is for a row of the brand; None where no row goes by that name."""
    given = {name: sample(route, name, brand) for name in route.takes}
    return None if None in given.values() else reverse(route.name, kwargs=given)


def sample(route: Route, name: str, brand: Brand) -> Any:
    """What stands in the address: the workspace, or the row that its place deals with."""
    if name == "workspace":
        return brand.by.workspace.slug
    place = route.name.split("_")[0]
    return {**_rows(brand), **brand.rows}.get(name if name != "pk" else place)


def _rows(brand: Brand) -> dict[str, Any]:
    """By the place of the navigation that shows it."""
    keys = {
        "compose": brand.posts[1].pk,
        "approvals": brand.rows["asked"].pk,
        "holds": brand.rows["hold"].pk,
        "publication": brand.publications[0].pk,
        "channels": brand.channels[0].pk,
        "queue": brand.channels[0].pk,
        "campaigns": brand.rows["campaign"].pk,
        "audiences": brand.rows["audience"].pk,
    }
    return keys | {"network": brand.channels[0].network, "key": brand.channels[0].network}


def _walk(resolver: URLResolver, prefix: str) -> Iterator[Route]:
    for one in resolver.url_patterns:
        pattern = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _walk(one, pattern)
        elif one.name:
            yield Route(one.name, pattern, tuple(_names(pattern)))


def _names(pattern: str) -> Iterator[str]:
    for piece in pattern.split("<")[1:]:
        yield piece.partition(">")[0].rpartition(":")[2]
