"""Plain text and pictures as block markup, and block markup as a reader sees it; pure.

Block grammar: developer.wordpress.org/block-editor/reference-guides/core-blocks (seen 2026-11-21).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from antiphon.kernel import markup as html
from antiphon.kernel.markup import Form, Piece, Seen, anchor, attribute, inline, literal

LINK_CLASS = "antiphon-link"
"""Marks the paragraph of a link that the text itself does not hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture of the media library, as a block shows it."""

    id: int
    url: str
    alt: str = ""


def markup(text: str, pictures: Sequence[Picture] = (), link: tuple[str, str] | None = None) -> str:
    """The content of a post: pictures after the first block of text, a link of its own last."""
    told = [_told(piece) for piece in html.pieces(text)]
    shown = [_image(picture) for picture in pictures]
    last = [_link(*link)] if link and link[0] not in text else []
    return "\n\n".join([*told[:1], *shown, *told[1:], *last])


def _told(piece: Piece) -> str:
    match piece.form:
        case Form.HEADING:
            attributes = {"level": piece.level} if piece.level != 2 else {}
            return _block("heading", html.element(piece), **attributes)
        case Form.BULLETS:
            return _block("list", f"<ul>{_items(piece)}</ul>")
        case Form.NUMBERS:
            return _block("list", f"<ol>{_items(piece)}</ol>", ordered=True)
        case Form.QUOTE:
            within = _paragraph(piece.lines)
            return _block("quote", f'<blockquote class="wp-block-quote">{within}</blockquote>')
        case Form.PARAGRAPH:
            return _paragraph(piece.lines)


def _block(name: str, inner: str, **attributes: object) -> str:
    told = " " + json.dumps(attributes, separators=(",", ":")) if attributes else ""
    return f"<!-- wp:{name}{told} -->\n{inner}\n<!-- /wp:{name} -->"


def _items(piece: Piece) -> str:
    return "".join(_block("list-item", f"<li>{inline(item)}</li>") for item in piece.lines)


def _paragraph(lines: Sequence[str]) -> str:
    return _block("paragraph", html.element(Piece(Form.PARAGRAPH, tuple(lines))))


def _image(picture: Picture) -> str:
    image = (
        f'<img src="{attribute(picture.url)}" alt="{attribute(picture.alt)}" '
        f'class="wp-image-{picture.id}"/>'
    )
    figure = f'<figure class="wp-block-image size-full">{image}</figure>'
    return _block("image", figure, id=picture.id, sizeSlug="full")


def _link(url: str, title: str) -> str:
    told = f'<p class="{LINK_CLASS}">{anchor(url, literal(title or url))}</p>'
    return _block("paragraph", told, className=LINK_CLASS)


def seen(content: str) -> Seen:
    """What a reader sees of a post, without the link that stands apart."""
    return html.seen(content, hidden=LINK_CLASS)


def rendered(text: str) -> str:
    """What a text looks like when read back."""
    return seen(markup(text)).text
