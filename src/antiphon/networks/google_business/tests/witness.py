"""What Google wrote about its APIs: discovery documents; of the older API a list made from one."""

import json
import os
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

SHARED = Path(os.environ.get("ANTIPHON_SHARED") or Path(__file__).parents[6] / "shared")
SPECS = SHARED / "specs" / "google_business"
MISSING = "Google's discovery documents are not beside this checkout."

needed = pytest.mark.skipif(not SPECS.is_dir(), reason=MISSING)

DOCUMENTS = {
    "mybusinessaccountmanagement.googleapis.com": "mybusinessaccountmanagement.v1.json",
    "mybusinessbusinessinformation.googleapis.com": "mybusinessbusinessinformation.v1.json",
    "": "mybusiness.v4.derived.json",
}
"""By host; posts and reviews lie on the network's own server."""
BODIES = {
    "localPosts.create": ("LocalPost", "LocalPost"),
    "localPosts.patch": ("LocalPost", "LocalPost"),
    "localPosts.get": ("", "LocalPost"),
    "localPosts.list": ("", "ListLocalPostsResponse"),
    "localPosts.delete": ("", "MybusinessEmpty"),
    "reviews.list": ("", "ListReviewsResponse"),
    "reviews.get": ("", "Review"),
    "reviews.updateReply": ("ReviewReply", "ReviewReply"),
    "reviews.deleteReply": ("", "MybusinessEmpty"),
}
"""What the older API's methods take and give, by the reference; the derived list leaves it out."""
_TYPES = {"string": str, "boolean": bool, "integer": int, "number": (int, float), "object": dict,
          "array": list, "scalar": (str, int, float, bool)}  # fmt: skip


@cache
def document(host: str) -> dict[str, Any]:
    """One document."""
    text = (SPECS / DOCUMENTS[host]).read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


@cache
def methods(host: str) -> list[tuple[str, str, re.Pattern[str], Mapping[str, Any]]]:
    """Name, HTTP method, the form of the path, and the description of every method."""
    found = []
    for name, told in _methods(document(host)["resources"], ""):
        path = (
            re.escape(told.get("flatPath") or told["path"])
            .replace(r"\{\+", "{")
            .replace(r"\{", "{")
        )
        form = re.sub(r"\{[^}]*\}", "[^/]+(?:/[^/:]+)*" if host == "" else "[^/]+", path)
        found.append((name, told["httpMethod"], re.compile(form.replace(r"\}", "")), told))
    return found


def _methods(resources: Mapping[str, Any], above: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, resource in resources.items():
        here = f"{above}{name}."
        for method, told in (resource.get("methods") or _bare(resource)).items():
            yield here + method, told
        yield from _methods(resource.get("resources", {}), here)


def _bare(resource: Mapping[str, Any]) -> Mapping[str, Any]:
    """The derived list has its methods without a name around them."""
    return {name: told for name, told in resource.items() if "httpMethod" in told}


def method(host: str, verb: str, path: str) -> tuple[str, Mapping[str, Any]] | None:
    """Which method a call is; of several that fit, the one whose path says most."""
    fitting = [
        (form.pattern.count("[^"), -len(form.pattern), name, told)
        for name, wanted, form, told in methods(host)
        if wanted == verb and form.fullmatch(path.lstrip("/"))
    ]
    resource = "reviews" if "/reviews" in path else "localPosts"
    mine = [one for one in fitting if host or f".{resource}." in one[2]]
    return min(mine)[2:] if mine else None


def shapes(host: str, name: str, told: Mapping[str, Any]) -> tuple[str, str]:
    """The schema of what a method takes, and of what it gives."""
    if host == "":
        return BODIES[".".join(name.split(".")[-2:])]
    given = [(told.get(part) or {}).get("$ref", "") for part in ("request", "response")]
    return given[0], given[1]


def complaints(host: str, schema: str, told: Any, *, sent: bool = False) -> Iterator[str]:
    """What of this value the document does not know; what we send may name nothing read-only."""
    if not schema:
        return
    if not isinstance(told, dict):
        yield f"{schema} is no object"
        return
    properties = document(host)["schemas"][schema].get(
        "properties", document(host)["schemas"][schema]
    )
    read_only = document(host).get("readOnly", {}).get(schema, []) if sent else []
    for name, value in told.items():
        if name not in properties or name in read_only:
            yield f"{schema}.{name}"
            continue
        yield from _value(host, f"{schema}.{name}", properties[name], value, sent=sent)


def _value(
    host: str, where: str, form: Mapping[str, Any], value: Any, *, sent: bool
) -> Iterator[str]:
    if "$ref" in form:
        yield from complaints(host, form["$ref"], value, sent=sent)
        return
    kind = _TYPES[form["type"]]
    allowed = form.get("enum") or document(host).get("enums", {}).get(where)
    if not isinstance(value, kind) or (allowed and value not in allowed):  # type: ignore[arg-type]
        yield f"{where}: {value!r}"
    elif isinstance(value, list):
        for one in value:
            yield from _value(host, where, form["items"], one, sent=sent)
