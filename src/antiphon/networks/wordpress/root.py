"""Where a site's REST interface begins, found from any address of the site.

developer.wordpress.org/rest-api/using-the-rest-api/discovery (seen 2026-11-21): a `Link` header or
a `<link>` of every page names the root; sites with plain links have it below `?rest_route=`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

from antiphon.connect.errors import ChangeIt
from antiphon.connect.http import Answer, Http

EVERYWHERE = "/?rest_route=/"
"""This root works on every site, whatever its links look like."""
RELATION = "https://api.w.org/"
INDEX = "name,description,url,home,namespaces,authentication,timezone_string,gmt_offset"
_ANY = range(300, 600)
_HEADER = re.compile(r'<([^<>]+)>\s*;[^<]*?rel="?https://api\.w\.org/"?')
_TAG = re.compile(r"<link\b[^>]*>", re.IGNORECASE)
_HREF = re.compile(r"""href=["']([^"']+)["']""", re.IGNORECASE)
_DEEP = 4


@dataclass(frozen=True, slots=True)
class Root:
    """The root; a path on the channel's own server, or a whole address."""

    url: str

    def at(self, route: str) -> tuple[str, dict[str, str]]:
        """Address and query for one route."""
        head, mark, rest = self.url.partition("rest_route=")
        if not mark:
            return self.url + route, {}
        return head.rstrip("?&") or "/", {"rest_route": f"{rest or '/'}{route}"}

    def seen_from(self, server: str) -> "Root":
        """The same root, as short as the channel's server allows."""
        return Root(self.url.removeprefix(server)) if self.url.startswith(f"{server}/") else self


@dataclass(frozen=True, slots=True)
class Found:
    """A root that answered, and what it says of its site."""

    root: Root
    index: Mapping[str, Any]

    @property
    def authorization(self) -> str:
        """The page that makes application passwords; empty where they are switched off."""
        told = self.index.get("authentication")
        ways = told.get("application-passwords") if isinstance(told, dict) else None
        endpoints = ways.get("endpoints") if isinstance(ways, dict) else None
        page = endpoints.get("authorization") if isinstance(endpoints, dict) else None
        return page if isinstance(page, str) else ""

    @property
    def authority(self) -> str:
        """Host and port of the root."""
        return authority(self.root.url)


def authority(url: str) -> str:
    """Host and port of an address."""
    parts = urlsplit(url)
    return f"{parts.hostname}:{parts.port or (443 if parts.scheme == 'https' else 80)}"


def typed(http: Http) -> str:
    """The address that the person gave, with a scheme."""
    given = http.line.server.rstrip("/")
    return given if "://" in given else f"https://{given}"


def nearer(http: Http, url: str) -> Http:
    """The same line, led to where the site's own page said its root is."""
    parts = urlsplit(url)
    return Http(http.door, replace(http.line, server=f"{parts.scheme}://{parts.netloc}"))


async def find(http: Http) -> Found:
    """The root behind any address of a site; nothing secret is sent on the way."""
    start = typed(http)
    page = await http.get(f"{start}/", signed=False, follow=5, allow=_ANY)
    for candidate in dict.fromkeys(candidates(start, page)):
        if index := await _index(http, candidate):
            return Found(Root(candidate), index)
    raise ChangeIt(
        "No WordPress REST interface was found there. Give the address of the blog itself; "
        "if it is right, a plugin or the host has switched the interface off."
    )


async def _index(http: Http, candidate: str) -> dict[str, Any] | None:
    url, query = Root(candidate).at("")
    answer = await http.get(url, params={**query, "_fields": INDEX}, signed=False, allow=_ANY)
    told = answer.told() if answer.ok else {}
    spaces = told.get("namespaces")
    return told if isinstance(spaces, list) and "wp/v2" in spaces else None


def candidates(start: str, page: Answer) -> Iterator[str]:
    """Where the root may be, the likeliest first; never without https if that was typed."""
    for declared in _declared(page):
        here = urlsplit(start)
        # Behind a relay the site does not know the address by which we reach it.
        yield urlsplit(declared)._replace(scheme=here.scheme, netloc=here.netloc).geturl()
        if here.scheme == "http" or declared.startswith("https:"):
            yield declared
    bases = list(dict.fromkeys([*_upwards(start), *_upwards(page.url)]))
    if start.startswith("https:"):
        bases = [base for base in bases if base.startswith("https:")]
    yield from (f"{base}/wp-json/" for base in bases)
    yield from (f"{base}{EVERYWHERE}" for base in bases)


def _declared(page: Answer) -> Iterator[str]:
    told = [match[1] for match in _HEADER.finditer(page.headers.get("link", ""))]
    tags = [tag for tag in _TAG.findall(page.text()) if RELATION in tag]
    told += [unescape(href[1]) for tag in tags if (href := _HREF.search(tag))]
    for url in told:
        whole = urljoin(page.url, url)
        yield whole if whole.endswith("/") or "rest_route=" in whole else f"{whole}/"


def _upwards(url: str) -> Iterator[str]:
    parts = urlsplit(url)
    steps = [step for step in parts.path.split("/") if step][:_DEEP]
    while True:
        yield f"{parts.scheme}://{parts.netloc}" + "".join(f"/{step}" for step in steps)
        if not steps:
            return
        steps.pop()
