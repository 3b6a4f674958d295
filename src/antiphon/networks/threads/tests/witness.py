"""What others wrote about the Threads API: Meta's own collection of requests, recorded answers."""

import json
import os
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

SHARED = Path(os.environ.get("ANTIPHON_SHARED") or Path(__file__).parents[6] / "shared")
SPECS = SHARED / "specs" / "threads"
MISSING = "Meta's collection and the recordings are not beside this checkout."
COLLECTION = "threads-api.postman_collection.json"

needed = pytest.mark.skipif(not SPECS.is_dir(), reason=MISSING)

UNLISTED = {
    ("POST", "{}/threads"): {"allowlisted_country_codes", "enable_reply_approvals"},
    ("GET", "{}/conversation"): {"limit", "after"},
}
"""Parameters of Meta's pages that its collection of 2025-12-16 does not have yet."""
UNTOLD = {"text_attachment"}
"""A field of Meta's page of 2025-12-15 (…/create-posts/text-attachments), not of its lists."""

# What is no parameter there is written in braces and dots.
_HOLE = re.compile(r"<string>|\"(?:string|<string>)\"")


def recorded(name: str | Path) -> Any:
    """One recorded answer."""
    return json.loads((SPECS / name).read_text(encoding="utf-8"))


@cache
def requests() -> dict[tuple[str, str], set[str]]:
    """Method and path of every call, and the names of its parameters."""
    found: dict[tuple[str, str], set[str]] = {}
    for item in _items(recorded(COLLECTION)["item"]):
        url = item["request"]["url"]
        key = (item["request"]["method"], _bare("/".join(url["path"])))
        found.setdefault(key, set()).update(one["key"] for one in url.get("query", []))
    for key, names in UNLISTED.items():
        found[key] |= names
    return found


def answers() -> Iterator[tuple[str, Any]]:
    """Every sample answer of the collection by the name of its request, its holes filled in."""
    for item in _items(recorded(COLLECTION)["item"]):
        for response in item.get("response", []):
            body = _HOLE.sub('"17900000000000001"', response.get("body") or "")
            body = re.sub(r",\s*\.\.\.", "", body)
            yield item["name"], json.loads(body) if body.strip() else None


@cache
def fields(which: str) -> set[str]:
    """The names of a list of fields: threads, replies, profile, quota, container."""
    told = {one["key"]: one["value"] for one in recorded(COLLECTION)["variable"]}
    return set(re.sub(r"\{[^}]*\}", "", told[f"fields_{which}"]).split(","))


def place(method: str, path: str) -> tuple[str, str]:
    """A call of ours as the collection names it."""
    return method, _bare(path.removeprefix("/threads").removeprefix("/v1.0").strip("/"))


def _bare(path: str) -> str:
    return re.sub(r"\{\{\w+\}\}|\bme\b|\d{6,}", "{}", path.strip("/"))


def _items(items: list[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for item in items:
        if "item" in item:
            yield from _items(item["item"])
        else:
            yield item
