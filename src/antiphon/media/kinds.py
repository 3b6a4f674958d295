"""What a file is, told from its first bytes; its name is only a claim to hold against them."""

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

import puremagic

from antiphon.connect.values import Kind
from antiphon.kernel.problem import BadInputError
from antiphon.media.refusals import refused


@dataclass(frozen=True, slots=True)
class Sort:
    """One sort of file that we take."""

    kind: Kind
    mime: str
    word: str
    demuxer: str = ""
    """By the name that the library for videos gives it."""


PNG = Sort(Kind.IMAGE, "image/png", "a PNG picture")
JPEG = Sort(Kind.IMAGE, "image/jpeg", "a JPEG picture")
WEBP = Sort(Kind.IMAGE, "image/webp", "a WebP picture")
GIF = Sort(Kind.GIF, "image/gif", "a GIF picture")
MP4 = Sort(Kind.VIDEO, "video/mp4", "an MP4 video", "mov")
MOV = Sort(Kind.VIDEO, "video/quicktime", "a QuickTime video", "mov")
WEBM = Sort(Kind.VIDEO, "video/webm", "a WebM video", "matroska")
PDF = Sort(Kind.DOCUMENT, "application/pdf", "a PDF document")

EXTENSIONS = {
    "image/png": "png", "image/jpeg": "jpg", "image/webp": "webp", "image/gif": "gif",
    "video/mp4": "mp4", "video/quicktime": "mov", "video/webm": "webm", "application/pdf": "pdf",
}  # fmt: skip
"""Ours: whatever a file was called, this is how its copy ends."""

_CLAIMS = {
    **dict.fromkeys(("png", "jpg", "jpeg", "jfif", "webp", "gif"), "a picture"),
    **dict.fromkeys(("mp4", "m4v", "mov", "webm"), "a video"),
    "pdf": "a document",
}
_FAMILY = {
    Kind.IMAGE: "a picture",
    Kind.GIF: "a picture",
    Kind.VIDEO: "a video",
    Kind.DOCUMENT: "a document",
}
_STILLS_IN_MP4 = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif", b"avis")
_MARKUP = (
    (re.compile(rb"<svg[\s>]", re.IGNORECASE), "SVG"),
    (re.compile(rb"<(?:!doctype\s+html|html|head|body|script|iframe)\b", re.IGNORECASE), "HTML"),
    (re.compile(rb"^\s*<\?xml", re.IGNORECASE), "XML"),
    (re.compile(rb"^\s*(?:#EXTM3U|ffconcat|\[playlist\])", re.IGNORECASE), "a playlist"),
)
_BINARIES = (
    (b"MZ", "a program"), (b"\x7fELF", "a program"), (b"\xcf\xfa\xed\xfe", "a program"),
    (b"#!", "a program"), (b"PK\x03\x04", "an archive"), (b"\x1f\x8b", "an archive"),
    (b"7z\xbc\xaf", "an archive"), (b"Rar!", "an archive"), (b"wOFF", "a font"),
    (b"wOF2", "a font"), (b"OTTO", "a font"), (b"\x00\x01\x00\x00\x00", "a font"),
)  # fmt: skip
_SAVE_AS = {"SVG": "Export it as PNG.", "an HEIC or AVIF picture": "Export it as JPEG.",
            "a Matroska video": "Save it as MP4."}  # fmt: skip


def sort_of(head: bytes) -> Sort | None:
    """The sort that the first bytes belong to, if it is one that we take."""
    for magic, sort in ((b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG), (b"GIF87a", GIF),
                        (b"GIF89a", GIF), (b"%PDF-", PDF)):  # fmt: skip
        if head.startswith(magic):
            return sort
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return WEBP
    if head.startswith(b"\x1aE\xdf\xa3"):
        return WEBM if b"\x42\x82\x84webm" in head[:64] else None
    return _boxed(head)


def _boxed(head: bytes) -> Sort | None:
    box, brand = head[4:8], head[8:12]
    if box == b"ftyp":
        return None if brand in _STILLS_IN_MP4 else MOV if brand == b"qt  " else MP4
    # QuickTime files older than the brand begin with one of these.
    return MOV if box in {b"moov", b"mdat", b"wide", b"free", b"skip"} else None


def looks_like(head: bytes) -> str:
    """What a file that we do not take seems to be, in words."""
    for pattern, word in _MARKUP:
        if pattern.search(head[:1024]):
            return word
    for magic, word in _BINARIES:
        if head.startswith(magic):
            return word
    if head[4:12] in {b"ftyp" + brand for brand in _STILLS_IN_MP4}:
        return "an HEIC or AVIF picture"
    if head.startswith(b"\x1aE\xdf\xa3"):
        return "a Matroska video"
    return _guess(head)


def _guess(head: bytes) -> str:
    try:
        found = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        found = []
    if found and found[0].confidence >= 0.5:
        return found[0].name or "something else"
    return "plain text" if b"\x00" not in head else "nothing that we know"


def insist(head: bytes, name: str) -> Sort:
    """The sort of a file, or the reason why we do not take it."""
    claim = _CLAIMS.get(PurePosixPath(name).suffix.lower().removeprefix("."), "")
    sort = sort_of(head)
    if sort is None:
        raise _unwelcome(looks_like(head), claim)
    if claim and claim != _FAMILY[sort.kind]:
        say = f"The file is called {claim}, but it is {sort.word}. Give it its right name."
        raise refused("not_what_it_says", say, actual=sort.mime)
    return sort


def _unwelcome(seems: str, claim: str) -> BadInputError:
    advice = _SAVE_AS.get(seems, "Take a PNG, JPEG, WebP or GIF, an MP4, MOV or WebM, or a PDF.")
    if claim == "a video":
        say = f"The file is called a video, but it looks like {seems}. {advice}"
        return refused("not_a_video", say, actual=seems)
    if claim:
        say = f"The file is called {claim}, but it looks like {seems}. {advice}"
        return refused("not_what_it_says", say, actual=seems)
    return refused("kind", f"We do not take {seems}. {advice}", actual=seems)
