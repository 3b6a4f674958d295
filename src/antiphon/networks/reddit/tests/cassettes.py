"""What was recorded between others' programs and the real Reddit; beside the checkout, no part."""

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from antiphon.connect.http import Answer

_CHECKOUT = Path(__file__).parents[5]
SHARED = Path(os.environ.get("ANTIPHON_SHARED") or _CHECKOUT.parent / "shared")
SPECS = SHARED / "specs" / "reddit" / "praw_cassettes"
needs_recordings = pytest.mark.skipif(
    not SPECS.is_dir(), reason="The recorded traffic is not beside this checkout."
)
_OPEN = (
    (r"^/user/[^/]+", "/user/{}"),
    (r"^/r/[^/]+", "/r/{}"),
    (r"/comments/\w+(/.+)?$", "/comments/{}"),
    (r"^/api/v1/[^/]+/post_requirements", "/api/v1/{}/post_requirements"),
    (r"/conversations/(?!bulk|subreddits|unread|read)\w+", "/conversations/{}"),
    (r"^/api/live/(?!create|happening)\w+.*", "/api/live/{}"),
    (r"^/message/messages/\w+", "/message/messages"),
)


@dataclass(frozen=True)
class Recorded:
    """One question and its answer."""

    method: str
    host: str
    path: str
    """With its changing parts left open."""
    fields: dict[str, Any]
    answer: Answer

    @property
    def name(self) -> str:
        """What was asked, as the tables of the tests name it."""
        host = "" if self.host == "oauth.reddit.com" else self.host
        return f"{self.method} {host}{self.path}"


@cache
def recorded() -> tuple[Recorded, ...]:
    """All of it, in the order of the files."""
    return tuple(_read())


def _read() -> Iterator[Recorded]:
    for path in sorted(SPECS.glob("*.json")):
        for one in json.loads(path.read_text(encoding="utf-8"))["interactions"]:
            asked, told = one["request"], one["response"]
            where = urlsplit(asked["uri"])
            yield Recorded(
                asked["method"], where.netloc, shape(where.path), _fields(_body(asked)),
                Answer(
                    status=told["status"]["code"],
                    headers={name.lower(): value[0] for name, value in told["headers"].items()},
                    body=_body(told).encode(),
                    url=asked["uri"],
                    effect=asked["method"] != "GET",
                ),
            )  # fmt: skip


def _body(told: dict[str, Any]) -> str:
    body = told.get("body") or ""
    return str(body if isinstance(body, str) else body.get("string") or "")


def _fields(body: str) -> dict[str, Any]:
    if body.startswith("{"):
        found = json.loads(body)
        return found if isinstance(found, dict) else {}
    return dict(parse_qsl(body)) if "form-data" not in body else {}


def shape(path: str) -> str:
    """A path with its changing parts left open."""
    path = path.rstrip("/")
    for pattern, instead in _OPEN:
        path = re.sub(pattern, instead, path)
    return path


def places(told: Any, where: str) -> set[str]:
    """Every place of an answer that holds something; in a thing it is named by the kind."""
    if isinstance(told, list):
        return set().union(*(places(one, where) for one in told))
    if not isinstance(told, dict) or where.endswith(".media_metadata"):
        return {where}
    if {"kind", "data"} <= told.keys():
        return places(told["data"], str(told["kind"]))
    return set().union({where}, *(places(one, f"{where}.{name}") for name, one in told.items()))
