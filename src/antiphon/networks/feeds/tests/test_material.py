"""Held against 2,107 documents that we did not write, each of which says what is in it.

They are feedparser's own tests (commit a22c552, 2026-07-30). `TABLE` says what became of them; of
the 811 whose sentence speaks of what we keep, 801 are read as expected. The ten others: five want
headers that we do not hand on, three have a summary beside the body and we keep one, two have an id
that is written as an address and was put in order. A sentence about what we do not keep (places,
chapters, details of people) is only read; one of another form (dates as tuples) is not understood.
"""

import os
from collections import Counter
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from antiphon.kernel.markup import seen
from antiphon.networks.feeds.reading import Document, Item, Refused, read
from antiphon.networks.feeds.tests.expected import Said, expected

SHARED = Path(os.environ.get("ANTIPHON_SHARED", Path(__file__).parents[6] / "shared"))
TESTS = SHARED / "specs" / "feeds" / "feedparser" / "tests"
pytestmark = pytest.mark.skipif(
    not TESTS.is_dir(), reason=f"the documents are not at {TESTS}; ANTIPHON_SHARED says where"
)
TABLE: Mapping[str, int] = {
    "read as expected": 801,
    "read otherwise": 10,
    "read, says nothing of what we keep": 973,
    "read, its sentence of another form": 73,
    "an item that says nothing is left out": 240,
    "refused as unknown": 8,
    "refused as hostile": 2,
}
URL = "http://127.0.0.1:8097/"


def flat(markup: object) -> str:
    """As a reader meets it, however it is spelt."""
    return " ".join(seen(str(markup)).text.split())


def same(ours: str, theirs: object) -> bool:
    """Whether a text says the same, whichever of the two is still markup."""
    return ours == theirs or flat(theirs) in {flat(ours), " ".join(ours.split())}


OF_FEED: Mapping[tuple[str | int, ...], Callable[[Document], str]] = {
    ("title",): lambda it: it.title,
    ("link",): lambda it: it.url,
    ("language",): lambda it: it.language,
}
OF_ITEM: Mapping[tuple[str | int, ...], Callable[[Item], str]] = {
    ("title",): lambda it: it.title,
    ("link",): lambda it: it.url,
    ("id",): lambda it: it.id,
    ("author",): lambda it: it.author,
    ("description",): lambda it: it.html,
    ("summary",): lambda it: it.html,
    ("content", 0, "value"): lambda it: it.html,
    ("tags", 0, "term"): lambda it: it.tags[0] if it.tags else "",
    ("enclosures", 0, "href"): lambda it: it.files[0].url if it.files else "",
    ("enclosures", 0, "type"): lambda it: it.files[0].mime if it.files else "",
}


def is_left_out(said: Said, found: Document) -> bool:
    """Whether it speaks of an item with no id, address or title."""
    match said.path:
        case ("entries" | "items", int() as place, *_rest):
            return place >= len(found.items)
        case _:
            return False


def judged(said: Said, found: Document) -> bool | None:
    """Whether a part holds; None where it speaks of what we do not keep."""
    if not isinstance(said.value, str):
        if said.path == ("entries", "len"):
            return bool(len(found.items) == said.value)
        return not found.broken if said.path == ("bozo",) and not said.value else None
    match said.path:
        case ("feed" | "channel", *rest) if tuple(rest) in OF_FEED:
            return same(OF_FEED[tuple(rest)](found), said.value)
        case ("entries" | "items", int() as place, *rest) if tuple(rest) in OF_ITEM:
            return same(OF_ITEM[tuple(rest)](found.items[place]), said.value)
        case _:
            return None


@cache
def outcomes() -> Mapping[str, list[str]]:
    """What became of each document."""
    found: dict[str, list[str]] = {}
    for path in sorted(one for one in TESTS.rglob("*") if one.is_file()):
        found.setdefault(outcome(path.read_bytes()), []).append(str(path.relative_to(TESTS)))
    return found


def outcome(body: bytes) -> str:
    said, mime = expected(body)
    try:
        document = read(body, url=URL, mime=mime)
    except Refused as error:
        return f"refused as {error.why}"
    if said is None:
        return "read, its sentence of another form"
    if any(is_left_out(part, document) for part in said):
        return "an item that says nothing is left out"
    answers = [answer for part in said if (answer := judged(part, document)) is not None]
    if False in answers:
        return "read otherwise"
    return "read as expected" if any(p.path != ("bozo",) for p in said) and len(
        answers
    ) > 1 else "read, says nothing of what we keep"  # fmt: skip


def test_every_document_is_read_or_refused_and_the_table_says_how() -> None:
    counted = {what: len(which) for what, which in outcomes().items()}

    assert sum(counted.values()) == 2107
    assert counted == TABLE


def test_no_markup_that_runs_is_left_in_any_document() -> None:
    left: Counter[str] = Counter()
    for path in (TESTS / "wellformed" / "sanitize").iterdir():
        document: Any = read(path.read_bytes(), url=URL)
        for item in document.items:
            for word in ("<script", "javascript:", "onload=", "onclick=", "<iframe", "<object"):
                left[word] += word in item.html.lower()
                left[word] += word in item.title.lower() and "<" in item.title

    assert sum(left.values()) == 0
