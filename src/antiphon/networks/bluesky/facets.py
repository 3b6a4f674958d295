"""Links, mentions and tags of a text, by where their UTF-8 bytes stand.

Nothing is detected for us: an address without a facet is dead text (bsky-docs, @390c1e9).
"""

from collections.abc import Mapping
from typing import Any

import regex

from antiphon.kernel.text import TAG, graphemes, links

TAG_LIMIT = 64
"""Graphemes of one tag (lexicon app.bsky.richtext.facet, @d6296a1)."""
RICH = "app.bsky.richtext.facet"
# A handle as the specification wants it: labels of letters, digits and inner hyphens, the last one
# beginning with a letter, at most 253 characters (atproto.com/specs/handle; interop-test-files).
_LABEL = r"[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
_HANDLE = rf"(?:{_LABEL}\.)+[a-zA-Z](?:[a-zA-Z0-9-]{{0,61}}[a-zA-Z0-9])?"
HANDLE = regex.compile(rf"(?=.{{1,253}}\Z){_HANDLE}")
MENTION = regex.compile(rf"(?:^|(?<=[\s(]))@({_HANDLE})(?![\w@-])")


def mentioned(text: str) -> list[str]:
    """The handles that a text mentions, each once, in order, in lower case."""
    return list(dict.fromkeys(match[1].lower() for match in MENTION.finditer(text)))


def facets(text: str, people: Mapping[str, str]) -> list[dict[str, Any]]:
    """Every facet in order, none over another; `people` leads from a handle to its DID."""
    found = [(start, end, "link", {"uri": text[start:end]}) for start, end in links(text)]
    for match in MENTION.finditer(text):
        did = people.get(match[1].lower(), "")
        if did:
            found.append((match.start(), match.end(), "mention", {"did": did}))
    found += [
        (match.start(), match.end(), "tag", {"tag": match[1]})
        for match in TAG.finditer(text)
        if graphemes(match[1]) <= TAG_LIMIT
    ]
    return [
        {
            "index": {"byteStart": _bytes(text, start), "byteEnd": _bytes(text, end)},
            "features": [{"$type": f"{RICH}#{kind}", **what}],
        }
        for start, end, kind, what in _apart(found)
    ]


Found = tuple[int, int, str, dict[str, str]]


def _apart(found: list[Found]) -> list[Found]:
    kept: list[Found] = []
    for one in sorted(found, key=lambda it: it[:2]):
        if not kept or one[0] >= kept[-1][1]:
            kept.append(one)
    return kept


def _bytes(text: str, place: int) -> int:
    return len(text[:place].encode())
