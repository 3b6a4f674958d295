"""Plain text and pictures as block markup, and block markup as a reader sees it; pure.

Block grammar: developer.wordpress.org/block-editor/reference-guides/core-blocks (seen 2026-11-21).
Text becomes paragraphs, headings (`# …`), lists (`- …`, `1. …`), quotes (`> …`), links and bold.
Nothing of it is taken as HTML, as a comment that ends a block, or as a shortcode.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

import regex

from antiphon.kernel.text import links

LINK_CLASS = "antiphon-link"
"""Marks the paragraph of a link that the text itself does not hold."""

_INLINE = regex.compile(
    r"\[(?P<say>[^\[\]\n]+)\]\((?P<to>https?://[^\s<>()\"]+)\)"
    r"|\*\*(?P<strong>[^\s*](?:[^*\n]*[^\s*])?)\*\*"
)
_HEADING = re.compile(r"(#{1,6}) +(\S.*)")
_BULLET = re.compile(r"[-*•] +(\S.*)")
_NUMBER = re.compile(r"\d{1,3}[.)] +(\S.*)")
_QUOTE = re.compile(r"> +(\S.*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture of the media library, as a block shows it."""

    id: int
    url: str
    alt: str = ""


def markup(text: str, pictures: Sequence[Picture] = (), link: tuple[str, str] | None = None) -> str:
    """The content of a post: pictures after the first block of text, a link of its own last."""
    told = [block for chunk in _chunks(text) for block in _blocks(chunk)]
    shown = [_image(picture) for picture in pictures]
    last = [_link(*link)] if link and link[0] not in text else []
    return "\n\n".join([*told[:1], *shown, *told[1:], *last])


def _chunks(text: str) -> list[list[str]]:
    clean = text.replace("\r\n", "\n").strip()
    return [chunk.split("\n") for chunk in re.split(r"\n(?:[ \t]*\n)+", clean) if chunk.strip()]


def _blocks(lines: list[str]) -> Iterator[str]:
    while lines and (heading := _HEADING.fullmatch(lines[0].rstrip())):
        yield _heading(len(heading[1]), heading[2])
        lines = lines[1:]
    for pattern, write in (
        (_BULLET, _bullets),
        (_NUMBER, _numbers),
        (_QUOTE, _quote),
        (None, _paragraph),
    ):
        found = [pattern.fullmatch(line.strip()) if pattern else None for line in lines]
        if lines and (pattern is None or all(found)):
            yield write(
                [match[1] if match else line for match, line in zip(found, lines, strict=True)]
            )
            return


def _block(name: str, inner: str, **attributes: object) -> str:
    told = " " + json.dumps(attributes, separators=(",", ":")) if attributes else ""
    return f"<!-- wp:{name}{told} -->\n{inner}\n<!-- /wp:{name} -->"


def _heading(marks: int, text: str) -> str:
    # The title is the page's first-level heading, so the text's own begin below it.
    level = max(2, marks)
    told = f"<h{level}>{inline(text)}</h{level}>"
    return _block("heading", told) if level == 2 else _block("heading", told, level=level)


def _bullets(items: list[str]) -> str:
    return _block("list", f"<ul>{_items(items)}</ul>")


def _numbers(items: list[str]) -> str:
    return _block("list", f"<ol>{_items(items)}</ol>", ordered=True)


def _items(items: list[str]) -> str:
    return "".join(_block("list-item", f"<li>{inline(item)}</li>") for item in items)


def _quote(lines: list[str]) -> str:
    return _block("quote", f'<blockquote class="wp-block-quote">{_paragraph(lines)}</blockquote>')


def _paragraph(lines: list[str]) -> str:
    return _block("paragraph", f"<p>{'<br>'.join(inline(line.strip()) for line in lines)}</p>")


def _image(picture: Picture) -> str:
    image = (
        f'<img src="{attribute(picture.url)}" alt="{attribute(picture.alt)}" '
        f'class="wp-image-{picture.id}"/>'
    )
    figure = f'<figure class="wp-block-image size-full">{image}</figure>'
    return _block("image", figure, id=picture.id, sizeSlug="full")


def _link(url: str, title: str) -> str:
    told = f'<p class="{LINK_CLASS}">{_anchor(url, literal(title or url))}</p>'
    return _block("paragraph", told, className=LINK_CLASS)


def inline(text: str) -> str:
    """One line with its links and its bold words."""
    told, at = [], 0
    for match in _INLINE.finditer(text):
        told.append(_bare(text[at : match.start()]))
        if match["to"]:
            told.append(_anchor(match["to"], literal(match["say"])))
        else:
            told.append(f"<strong>{_bare(match['strong'])}</strong>")
        at = match.end()
    return "".join([*told, _bare(text[at:])])


def _bare(text: str) -> str:
    told, at = [], 0
    for start, end in links(text):
        told += [literal(text[at:start]), _anchor(text[start:end], literal(text[start:end]))]
        at = end
    return "".join([*told, literal(text[at:])])


def _anchor(url: str, inner: str) -> str:
    return f'<a href="{attribute(url)}">{inner}</a>'


def literal(text: str) -> str:
    """A text that means only itself: no tag, no comment, no shortcode."""
    return escape(text, quote=False).replace("[", "&#91;")


def attribute(text: str) -> str:
    """A text inside the quotes of an attribute."""
    return escape(text).replace("[", "&#91;")


_PARAGRAPHS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "pre"})
_HIDDEN = frozenset({"figure", "script", "style"})


@dataclass(frozen=True, slots=True)
class Seen:
    """Markup as a reader meets it."""

    text: str
    alts: tuple[str, ...]
    images: int


@dataclass
class _Gathered:
    words: list[str] = field(default_factory=list)
    alts: list[str] = field(default_factory=list)
    hidden: int = 0


class _Reader(HTMLParser):
    """Gathers words and alternative texts."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found = _Gathered()
        self._ends: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Break lines where a browser would."""
        told = dict(attrs)
        if tag == "img":
            self.found.alts.append(told.get("alt") or "")
        elif tag in _HIDDEN or LINK_CLASS in (told.get("class") or "").split():
            self._ends.append(tag)
        elif tag == "br":
            self.found.words.append("\n")
        elif tag in _PARAGRAPHS or tag == "li":
            self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        """End what was begun."""
        if self._ends and self._ends[-1] == tag:
            self._ends.pop()
        elif tag in _PARAGRAPHS or tag == "li":
            self._break(tag)

    def handle_data(self, data: str) -> None:
        """Keep words that a reader sees."""
        if not self._ends:
            self.found.words.append(re.sub(r"[ \t\r\n\f]+", " ", data))

    def _break(self, tag: str) -> None:
        self.found.words.append("\n" if tag == "li" else "\n\n")


def seen(html: str) -> Seen:
    """What a reader sees of some markup."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    words = re.sub(r" *\n *", "\n", "".join(reader.found.words))
    items = re.sub(r"\n{3,}", "\n\n", words).strip()
    return Seen(items, tuple(reader.found.alts), len(reader.found.alts))


def rendered(text: str) -> str:
    """What a text looks like when read back."""
    return seen(markup(text)).text
