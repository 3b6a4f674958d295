"""Files as one network takes them, and texts in as many parts as they need."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import regex
from django.conf import settings

from antiphon.connect.network import Network
from antiphon.connect.rules import FileRule, PostRule
from antiphon.connect.values import Enclosure, Kind, Parcel, PostType
from antiphon.kernel.text import cut, is_blank
from antiphon.media.actions import fit as make_fit
from antiphon.media.models import Asset
from antiphon.media.queries import foreseen

_WIDEST = "999/999"
"""Room for any number: no network takes a thousand parts."""


@dataclass(frozen=True, slots=True)
class File:
    """An asset as this telling shows it."""

    asset: Asset
    alt: str

    @property
    def kind(self) -> Kind:
        """What it is where it came from."""
        return Kind(self.asset.kind)

    def raw(self) -> Enclosure:
        """As it was accepted, made to fit nothing."""
        asset = self.asset
        return Enclosure(
            path=Path(settings.MEDIA_ROOT) / asset.file,
            kind=self.kind,
            mime=asset.mime,
            size=asset.size,
            digest=asset.digest,
            alt=self.alt,
            width=asset.width,
            height=asset.height,
            seconds=asset.seconds,
            focus=(asset.focus_x, asset.focus_y),
        )


@dataclass(frozen=True, slots=True)
class Form:
    """How a network tells it: the form of the post, and what each of its files becomes."""

    type: PostType
    kinds: tuple[Kind, ...]


def form(network: Network, parcel: Parcel, chosen: PostType | None) -> Form:
    """The form that was chosen, or the one that the network would take; what each file becomes.

    A moving picture stays one where the network has them. Alone it becomes a video where there are
    videos; else its first frame stands for it.
    """
    kinds = tuple(enclosure.kind for enclosure in parcel.enclosures)
    type = chosen or network.type_of(parcel)
    if Kind.GIF not in kinds or _takes(network, type, Kind.GIF):
        return Form(type, kinds)
    if chosen is None and len(kinds) == 1 and _takes(network, PostType.VIDEO, Kind.VIDEO):
        return Form(PostType.VIDEO, (Kind.VIDEO,))
    instead = Kind.IMAGE if _takes(network, type, Kind.IMAGE) else Kind.VIDEO
    return Form(type, tuple(instead if kind is Kind.GIF else kind for kind in kinds))


def packed(
    files: Iterable[File], shape: Form, rule: PostRule | None, *, fit: bool
) -> list[Enclosure]:
    """Each file as it will be, or, if it is to `fit`, as it has been made."""
    known = rule.media.files if rule and rule.media else {}
    return [
        _one(file, kind, known.get(kind), fit=fit)
        for file, kind in zip(files, shape.kinds, strict=True)
    ]


_BREAK = regex.compile(r"\n[ \t]*-{3,}[ \t]*(?:\n|$)")
"""A line of hyphens: here somebody wants a new part."""


def joined(text: str) -> str:
    """The text as one, where there are no parts."""
    return _BREAK.sub("\n\n", text).rstrip() if _BREAK.search(text) else text


def parts(text: str, fits: Callable[[str], bool], *, numbered: bool) -> list[str]:
    """The text in parts that fit, at lines of hyphens and at sentence ends.

    “2/5” is added only if somebody wants it.
    """
    pieces = [piece for piece in _BREAK.split(text) if not is_blank(piece)]
    if len(pieces) < 2:
        text = pieces[0] if pieces and _BREAK.search(text) else text
        pieces = [text]
        if fits(text):
            return pieces
    if not numbered:
        return [part for piece in pieces for part in cut(piece, fits)]
    found = [part for piece in pieces for part in cut(piece, lambda p: fits(f"{p} {_WIDEST}"))]
    return [f"{part} {number}/{len(found)}" for number, part in enumerate(found, 1)]


_SENTENCE_END = regex.compile(r"(?<=[.!?…。！？।؟])\s|\n")
HEADLINE = 80
"""Letters of a title that is taken from the text; longer ones are cut in lists of posts."""


def title(given: str, text: str, rule: PostRule | None) -> str:
    """The title, or, where a network insists on one, how the text begins: its first sentence."""
    if given.strip() or rule is None or not rule.needs_title or is_blank(text):
        return given

    def fits(words: str) -> bool:
        measure = rule.title
        return len(words) <= HEADLINE and (measure is None or measure.count(words) <= measure.limit)

    sentence = _SENTENCE_END.split(text.strip(), maxsplit=1)[0]
    return cut(sentence, fits)[0].rstrip(".。।,;:")


def _takes(network: Network, type: PostType, kind: Kind) -> bool:
    rule = network.posts.get(type)
    return bool(rule and rule.media and kind in rule.media.files)


def _one(file: File, kind: Kind, rule: FileRule | None, *, fit: bool) -> Enclosure:
    if rule is None:
        return file.raw()
    focus = (file.asset.focus_x, file.asset.focus_y)
    made = make_fit if fit else foreseen
    return made(file.asset, rule, alt=file.alt, focus=focus, kind=kind)
