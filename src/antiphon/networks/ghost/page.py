"""A post's body as HTML with cards, and such HTML as a reader meets it; pure.

Cards are written as the software's own parsers read them (kg-default-nodes 2.2.1 in the npm package
ghost 6.65.0, read 2026-11-28): `figure.kg-image-card`, `figure.kg-video-card`, `div.kg-file-card`,
`figure.kg-bookmark-card`.
"""

import re
from collections.abc import Mapping, Sequence

from antiphon.connect.values import Enclosure, Kind, LinkCard, Parcel
from antiphon.kernel.markup import attribute, html, literal, seen

FEATURE_ALT = 191
"""Longest alternative text of a feature image (data/schema/schema.js, 6.65.0)."""
_CLIP = re.compile(r"<figure class=\"[^\"]*\bkg-video-card\b")
_FILE = re.compile(r"<div class=\"[^\"]*\bkg-file-card\b.*?</a>\s*</div>", re.DOTALL)


def feature(parcel: Parcel) -> Enclosure | None:
    """The picture that stands above the post; its place holds only a short alternative text."""
    first = next(iter(parcel.enclosures), None)
    if first is None or first.kind not in {Kind.IMAGE, Kind.GIF}:
        return None
    wanted = parcel.options.get("feature_image", True)
    return first if wanted and len(first.alt) <= FEATURE_ALT else None


def body(parcel: Parcel, addresses: Mapping[str, str]) -> str:
    """The whole body: pictures after the first piece of text, a link's card last."""
    above = feature(parcel)
    inside = [one for one in parcel.enclosures if one is not above]
    told = html(parcel.text)
    shown = [_card(one, addresses[one.digest]) for one in inside]
    last = _bookmark(parcel.link, parcel.text)
    return "\n".join([*told[:1], *shown, *told[1:], *last])


def _card(file: Enclosure, url: str) -> str:
    match file.kind:
        case Kind.VIDEO:
            return _clip(file, url)
        case Kind.DOCUMENT:
            return _document(file, url)
        case Kind.IMAGE | Kind.GIF:
            size = f' width="{file.width}" height="{file.height}"' if file.width else ""
            image = f'<img src="{attribute(url)}" alt="{attribute(file.alt)}"{size}>'
            return f'<figure class="kg-card kg-image-card">{image}</figure>'


def _clip(file: Enclosure, url: str) -> str:
    size = f' width="{file.width}" height="{file.height}"' if file.width else ""
    said = f"<figcaption>{literal(file.alt)}</figcaption>" if file.alt else ""
    seconds = round(file.seconds)
    lasts = f'<p class="kg-video-duration">{seconds // 60}:{seconds % 60:02}</p>'
    clip = f'<video src="{attribute(url)}"{size}></video>{lasts if seconds else ""}'
    return (
        f'<figure class="kg-card kg-video-card"><div class="kg-video-container">{clip}</div>'
        f"{said}</figure>"
    )


def _document(file: Enclosure, url: str) -> str:
    name = url.rsplit("/", 1)[-1]
    parts = {"title": file.alt or name, "caption": "", "filename": name, "filesize": _size(file)}
    said = "".join(
        f'<div class="kg-file-card-{part}">{literal(text)}</div>' for part, text in parts.items()
    )
    link = f'<a class="kg-file-card-container" href="{attribute(url)}">{said}</a>'
    return f'<div class="kg-card kg-file-card">{link}</div>'


def _size(file: Enclosure) -> str:
    return f"{max(1, round(file.size / 1024))} KB"


def _bookmark(link: LinkCard | None, text: str) -> Sequence[str]:
    if link is None or link.url in text:
        return []
    parts = {"title": link.title or link.url, "description": link.description}
    said = "".join(
        f'<div class="kg-bookmark-{part}">{literal(told)}</div>' for part, told in parts.items()
    )
    inner = f'<div class="kg-bookmark-content">{said}</div>'
    anchor = f'<a class="kg-bookmark-container" href="{attribute(link.url)}">{inner}</a>'
    return [f'<figure class="kg-card kg-bookmark-card">{anchor}</figure>']


def read(markup: str) -> tuple[str, tuple[str, ...], int]:
    """Words, alternative texts and number of files of a body as the site shows it."""
    files = len(_FILE.findall(markup))
    words = seen(_FILE.sub("", _without_bookmarks(markup)))
    return words.text, words.alts, words.images + len(_CLIP.findall(markup)) + files


def _without_bookmarks(markup: str) -> str:
    """A bookmark's own thumbnail and icon are no pictures of ours."""
    card = r"<figure class=\"[^\"]*\bkg-bookmark-card\b.*?</figure>"
    return re.sub(card, "", markup, flags=re.DOTALL)


def rendered(text: str) -> str:
    """What a text looks like when read back."""
    return seen("\n".join(html(text))).text
