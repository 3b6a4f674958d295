"""The map of pages, walked: a new route is found by itself."""

import inspect
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

INSIDE = "w/<slug:workspace>/"
PROGRAMS = "api/"
"""The other door has a matrix of its own, made from its description: tests/api."""

OPEN = {
    "live": "the process answers; says nothing more",
    "ready": "the whole can work; says nothing more",
    "work": "asks for a key or an administrator by itself",
    "come_in": "the token of the invitation opens it",
    "begin": "who may begin a workspace of their own; tests/people/test_founding.py",
    "mcp": "asks for a key by itself; tests/agents",
    "first": "leads to a workspace of one's own, or to signing in",
    "connect": "the workspace is named in the form; tests/web/test_connecting.py",
    "back": "belongs to the browser that left; tests/web/test_connecting.py",
    "confirm": "belongs to the browser that left; tests/web/test_connecting.py",
    "client_document": "who this installation is, the same for everybody",
    "short_link": "leads to a stored target and shows nothing",
    "lent_file": "a signed address of a file that is shown anyway; tests/web/test_lent_files.py",
    "feed": "for everybody to read; tests/web/test_feeds.py",
    "feed_page": "for everybody to read; tests/web/test_feeds.py",
    "feed_item": "asks for the feed's token by itself; tests/web/test_feeds.py",
    "feed_about": "asks for the feed's token by itself; tests/web/test_feeds.py",
}
"""Routes that are not below a workspace, each with the reason why."""
OPEN_BELOW = {
    "accounts/": "about the person who is signed in, and no workspace",
    "s/": "a secret link; tests/web/test_outsiders*.py",
    "r/": "a review by secret link; tests/web/test_outsiders*.py",
    "patterns/": "parts of pages with invented rows",
}
PLAUSIBLE: dict[str, Any] = {
    "token": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "rendition": "small",
    "key": "no-network",
    "kind": "day",
    "year": 2026,
    "month": 11,
    "number": 1,
    "version": 1,
    "code": "AAAAAAAA",
    "form": "csv",
    "shelf": "labels",
}
"""A value for each parameter that names no row. Is one missing? Add it, or make it a `uuid:`."""


@dataclass(frozen=True)
class Route:
    """One address of the map."""

    path: str
    name: str
    converters: tuple[tuple[str, str], ...]
    page: str = ""
    """The Python of the page that answers, to see which words it listens to."""

    def __str__(self) -> str:
        return f"{self.name or '-'} {self.path}"

    @property
    def is_inside(self) -> bool:
        """Whether it is below a workspace."""
        return self.path.startswith(INSIDE)

    @property
    def rows(self) -> list[str]:
        """Its parameters that name rows."""
        return [name for name, converter in self.converters if converter == "UUIDConverter"]

    def at(self, workspace: str, row: object = "") -> str:
        """The address, its rows all replaced by this one."""
        filled = f"/{self.path}"
        for name, converter in self.converters:
            value = workspace if name == "workspace" else PLAUSIBLE.get(name, "")
            if converter == "UUIDConverter":
                value = row
            for kind in ("uuid", "slug", "str", "int", "path"):
                filled = filled.replace(f"<{kind}:{name}>", str(value))
            filled = filled.replace(f"<{name}>", str(value))
        return filled


def routes() -> list[Route]:
    """All of them."""
    return list(_walk(get_resolver().url_patterns, "", {}))


def _walk(patterns: list[Any], before: str, known: dict[str, Any]) -> Iterator[Route]:
    for one in patterns:
        path = before + str(one.pattern)
        converters = known | getattr(one.pattern, "converters", {})
        if isinstance(one, URLResolver):
            yield from _walk(one.url_patterns, path, converters)
        elif isinstance(one, URLPattern):
            names = tuple((name, type(each).__name__) for name, each in converters.items())
            yield Route(path, one.name or "", names, _source(one.callback))


@cache
def _source(view: Any) -> str:
    """All that stands beside the view, in its own folder."""
    whole = getattr(view, "view_class", view)
    while isinstance(whole, partial):
        whole = whole.func
    module = inspect.unwrap(whole).__module__
    folder = Path(str(sys.modules[module].__file__)).parent
    return "".join(file.read_text() for file in sorted(folder.glob("*.py")))
