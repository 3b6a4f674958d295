"""A network's own words, written in Markdown, as a page shows them."""

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt
from markdown_it.token import Token

register = template.Library()

# A page has its own heading, so a text's begin one below it.
TAGS = {
    **{f"h{level}": f"h{min(level + 1, 6)}" for level in range(1, 7)},
    **{tag: tag for tag in ("p", "ul", "ol", "li", "strong", "em", "blockquote", "hr", "br")},
    **{tag: tag for tag in ("table", "thead", "tbody", "tr", "th", "td")},
}
_READER = MarkdownIt("commonmark", {"html": False}).enable("table")


@register.simple_tag
def manual(text: str) -> SafeString:
    """The text as headings, lists, tables and links; whatever else it holds is shown as written."""
    pieces = _pieces(_without_empty_heads(_READER.parse(text)))
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def _pieces(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type == "inline":
            yield from _pieces(token.children or ())
        elif token.type in {"code_block", "fence"}:
            yield format_html('<pre tabindex="0"><code>{}</code></pre>', token.content)
        elif token.type == "code_inline":
            yield format_html("<code>{}</code>", token.content)
        elif token.tag == "a":
            yield _link(token)
        elif token.tag in TAGS and not token.hidden:
            yield _tag(token)
        else:
            yield "\n" if token.type == "softbreak" else token.content


def _link(token: Token) -> SafeString:
    address = str(token.attrGet("href") or "")
    if token.nesting < 0 or urlsplit(address).scheme != "https":
        return format_html("<{}a>", "/" if token.nesting < 0 else "")
    return format_html('<a href="{}" rel="noopener noreferrer">', address)


def _tag(token: Token) -> SafeString:
    name = TAGS[token.tag]
    if name == "table" and token.nesting > 0:
        return format_html('<div class="scroll" tabindex="0"><{}>', name)
    if name == "table":
        return format_html("</{}></div>", name)
    return format_html("</{}>" if token.nesting < 0 else "<{}>", name)


def _without_empty_heads(tokens: Sequence[Token]) -> list[Token]:
    """Tables whose columns have no names have no head either."""
    found: list[Token] = []
    head: list[Token] | None = None
    for token in tokens:
        if token.type == "thead_open":
            head = []
        (found if head is None else head).append(token)
        if token.type == "thead_close" and head is not None:
            named = any(one.type == "inline" and one.content for one in head)
            found += head if named else []
            head = None
    return found
