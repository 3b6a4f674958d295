"""A real site for a journey that knows no network by name, and what it shows to everybody."""

import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from typing import NamedTuple
from urllib.request import urlopen

import pytest

from antiphon.networks.wordpress.tests.real_site import need_packages, real_site


class Seen(NamedTuple):
    """One post as the site tells it to everybody."""

    text: str
    alts: tuple[str, ...]
    pictures: tuple[bytes, ...]


class Real(NamedTuple):
    """A user of a running site, and how the command line is told of it."""

    server: str
    options: tuple[str, ...]
    secret: str
    """For the option that reads it from a pipe."""
    creating: str
    """A regular expression in the path of the request that makes a post."""

    def posts(self) -> list[Seen]:
        """Every post that is public now, except the one that a new site begins with."""
        where = f"{self.server}/?rest_route=/wp/v2/posts&per_page=100&exclude=1"
        with urlopen(where, timeout=20) as answer:
            return [_seen(one["content"]["rendered"]) for one in json.load(answer)]


def _seen(content: str) -> Seen:
    images = re.findall(r"<img\b[^>]*>", content)
    alts = tuple(unescape(_part(image, "alt")) for image in images)
    pictures = tuple(_picture(unescape(_part(image, "src"))) for image in images)
    return Seen(unescape(re.sub(r"<[^>]*>", "", content)).strip(), alts, pictures)


def _part(image: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', image)
    return found[1] if found else ""


def _picture(url: str) -> bytes:
    with urlopen(url, timeout=20) as answer:
        picture: bytes = answer.read()
        return picture


@contextmanager
def running() -> Iterator[Real]:
    """A site with one user who may write, for a journey that knows no network by name."""
    if os.environ.get("ANTIPHON_REAL_SERVERS") != "1":
        pytest.skip("Set ANTIPHON_REAL_SERVERS=1 to start a real server.")
    need_packages()
    with real_site() as site:
        yield Real(
            server=site.home,
            options=("--user", "writer", "--password", "-"),
            secret=site.app_password("writer"),
            creating=r"/wp/v2/posts\b",
        )
