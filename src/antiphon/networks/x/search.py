"""Whether a post among our own is a certain parcel: same words, same place, same files."""

import html
from collections.abc import Iterator, Mapping
from typing import Any

from antiphon.connect.values import Parcel
from antiphon.networks.x import reading, wire


def match(parcel: Parcel, told: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The posts of a page that are this parcel, those with the very files first and alone."""
    polls = {poll["id"]: poll for poll in (told.get("includes") or {}).get("polls", [])}
    found = [post for post in _alike(parcel, told) if _same_poll(parcel, post, polls)]
    wanted = frozenset(
        parcel.handles[name] for name in wire.names(parcel.enclosures) if name in parcel.handles
    )
    exact = [post for post in found if wanted and reading.media_ids(post) == wanted]
    return exact or found


def _alike(parcel: Parcel, told: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    text, parent = reading.same(wire.told(parcel)), parcel.parent.id if parcel.parent else None
    quoted = None if parent else wire.quote(parcel) or None
    for post in told.get("data", []):
        # A quotation made by id has a link put to its end; one that was written has it anyway.
        said = reading.plain(post, whole=not quoted)
        if (
            reading.same(said) == text
            and reading.target(post, "replied_to") == parent
            and (quoted is None or reading.target(post, "quoted") == quoted)
            and len(reading.media_ids(post)) == len(parcel.enclosures)
        ):
            yield post


def _same_poll(
    parcel: Parcel, post: Mapping[str, Any], polls: Mapping[str, Mapping[str, Any]]
) -> bool:
    ids = (post.get("attachments") or {}).get("poll_ids", [])
    if parcel.poll is None or not ids:
        return (parcel.poll is None) == (not ids)
    options = polls.get(ids[0], {}).get("options", [])
    labels = [html.unescape(one.get("label", "")) for one in options]
    return not labels or labels == list(parcel.poll.choices)
