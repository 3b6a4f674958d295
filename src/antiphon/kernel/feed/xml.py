"""Writing XML that every parser reads."""

import re
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
MEDIA = "http://search.yahoo.com/mrss/"
# Characters that XML 1.0 cannot hold in any spelling (its production `Char`).
_NEVER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

for _prefix, _space in (("atom", ATOM), ("content", CONTENT), ("media", MEDIA)):
    register_namespace(_prefix, _space)


def put(above: Element, name: str, text: str | None = None, **about: str) -> Element:
    """One more element, with a text that XML can hold."""
    found = SubElement(above, name, {key: clean(value) for key, value in about.items()})
    found.text = None if text is None else clean(text)
    return found


def clean(text: str) -> str:
    """Without what XML cannot hold."""
    return _NEVER.sub("", text)


def written(root: Element) -> bytes:
    """The whole document."""
    told: bytes = tostring(root, encoding="utf-8")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + told
