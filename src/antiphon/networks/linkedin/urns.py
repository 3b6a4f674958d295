"""URNs, how they stand in paths and queries, and where their pages are."""

import re
from collections.abc import Iterable
from urllib.parse import quote

from antiphon.connect.values import RemoteId

_COMMENT = re.compile(r"^urn:li:comment:\((?P<about>urn:li:[A-Za-z]+:[^,()]+),(?P<id>[^,()]+)\)$")


def coded(urn: str) -> str:
    """One URN, as it stands in a path or a query."""
    return quote(urn, safe="")


def listed(urns: Iterable[str]) -> str:
    """Rest.li's `List(a,b)`: its own brackets raw, what stands in them encoded."""
    return f"List({','.join(map(coded, urns))})"


def sort(urn: str) -> str:
    """What kind of thing a URN names: share, ugcPost, comment …"""
    parts = urn.split(":", 3)
    return parts[2] if len(parts) == 4 else ""


def comment_urn(about: str, id: str) -> RemoteId:
    """The name of a comment."""
    return RemoteId(f"urn:li:comment:({about},{id})")


def comment_path(urn: str) -> str | None:
    """Where a comment lives; None when the URN names no comment."""
    found = _COMMENT.match(urn)
    return found and f"/rest/socialActions/{coded(found['about'])}/comments/{coded(found['id'])}"


def about(urn: str) -> str:
    """The post that a comment stands under; any other URN itself."""
    found = _COMMENT.match(urn)
    return found["about"] if found else urn


def page_of(urn: str) -> str:
    """Where a reader finds it."""
    found = _COMMENT.match(urn)
    if found is None:
        return f"https://www.linkedin.com/feed/update/{urn}"
    return f"https://www.linkedin.com/feed/update/{found['about']}?commentUrn={coded(urn)}"
