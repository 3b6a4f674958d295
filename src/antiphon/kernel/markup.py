"""Plain text as HTML that shows it, and HTML as a reader meets it; pure.

Text becomes paragraphs, headings (`# …`), lists (`- …`, `1. …`), quotes (`> …`), links and bold.
Nothing of it is taken as HTML, as a comment that ends a block, or as a shortcode.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from html import escape
from html.parser import HTMLParser

import regex

from antiphon.kernel.text import links

_INLINE = regex.compile(
    r"\[(?P<say>[^\[\]\n]+)\]\((?P<to>https?://[^\s<>()\"]+)\)"
    r"|\*\*(?P<strong>[^\s*](?:[^*\n]*[^\s*])?)\*\*"
)
_HEADING = re.compile(r"(#{1,6}) +(\S.*)")


class Form(StrEnum):
    """What a piece of a text is, by how its lines begin."""

    HEADING = "heading"
    BULLETS = "bullets"
    NUMBERS = "numbers"
    QUOTE = "quote"
    PARAGRAPH = "paragraph"


_BEGINNINGS = {
    Form.BULLETS: re.compile(r"[-*•] +(\S.*)"),
    Form.NUMBERS: re.compile(r"\d{1,3}[.)] +(\S.*)"),
    Form.QUOTE: re.compile(r"> +(\S.*)"),
    Form.PARAGRAPH: re.compile(r"(.*)"),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A few lines that belong together, without the marks that they began with."""

    form: Form
    lines: tuple[str, ...]
    level: int = 0
    """Of a heading."""


def pieces(text: str) -> list[Piece]:
    """The pieces of a text in order."""
    clean = text.replace("\r\n", "\n").strip()
    chunks = [part.split("\n") for part in re.split(r"\n(?:[ \t]*\n)+", clean) if part.strip()]
    return [piece for chunk in chunks for piece in _pieces(chunk)]


def _pieces(lines: list[str]) -> Iterator[Piece]:
    while lines and (heading := _HEADING.fullmatch(lines[0].rstrip())):
        # The title is the page's first-level heading, so the text's own begin below it.
        yield Piece(Form.HEADING, (heading[2],), max(2, len(heading[1])))
        lines = lines[1:]
    for form, begins in _BEGINNINGS.items():
        found = [begins.fullmatch(line.strip()) for line in lines]
        if lines and all(found):
            yield Piece(form, tuple(match[1] for match in found if match))
            return


def html(text: str) -> list[str]:
    """One element of HTML for each piece of a text."""
    return [element(piece) for piece in pieces(text)]


def element(piece: Piece) -> str:
    """A piece as one element of HTML."""
    told = "<br>".join(inline(line) for line in piece.lines)
    match piece.form:
        case Form.HEADING:
            return f"<h{piece.level}>{told}</h{piece.level}>"
        case Form.BULLETS | Form.NUMBERS:
            tag = "ul" if piece.form is Form.BULLETS else "ol"
            items = "".join(f"<li>{inline(line)}</li>" for line in piece.lines)
            return f"<{tag}>{items}</{tag}>"
        case Form.QUOTE:
            return f"<blockquote><p>{told}</p></blockquote>"
        case Form.PARAGRAPH:
            return f"<p>{told}</p>"


def inline(text: str) -> str:
    """One line with its links and its bold words."""
    told, at = [], 0
    for match in _INLINE.finditer(text):
        told.append(_bare(text[at : match.start()]))
        if match["to"]:
            told.append(anchor(match["to"], literal(match["say"])))
        else:
            told.append(f"<strong>{_bare(match['strong'])}</strong>")
        at = match.end()
    return "".join([*told, _bare(text[at:])])


def _bare(text: str) -> str:
    told, at = [], 0
    for start, end in links(text):
        told += [literal(text[at:start]), anchor(text[start:end], literal(text[start:end]))]
        at = end
    return "".join([*told, literal(text[at:])])


def anchor(url: str, inner: str) -> str:
    """A link around what is markup already."""
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


class _Reader(HTMLParser):
    """Gathers words and alternative texts."""

    def __init__(self, hidden: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found = _Gathered()
        self._hidden = hidden
        self._ends: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Break lines where a browser would."""
        told = dict(attrs)
        if tag == "img":
            self.found.alts.append(told.get("alt") or "")
        elif tag in _HIDDEN or self._hidden in (told.get("class") or "").split():
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


def seen(markup: str, *, hidden: str = "") -> Seen:
    """What a reader sees of some markup; elements of the class `hidden` are left out."""
    reader = _Reader(hidden)
    reader.feed(markup)
    reader.close()
    words = re.sub(r" *\n *", "\n", "".join(reader.found.words))
    items = re.sub(r"\n{3,}", "\n\n", words).strip()
    return Seen(items, tuple(reader.found.alts), len(reader.found.alts))
