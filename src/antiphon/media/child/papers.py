"""Documents: their pages copied, and nothing that acts."""

from pathlib import Path
from typing import Any

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, NameObject

from antiphon.media.child.refusal import Refusal, damaged
from antiphon.media.limits import PAGES

_LEADS = {"/URI", "/GoTo"}
_CATALOG = {"/OpenAction", "/AA", "/AcroForm", "/Names", "/Metadata"}


def take(path: Path, out: Path) -> dict[str, Any]:
    """Count the pages of a PDF and copy them without scripts, forms, attachments and notes."""
    try:
        return _copied(path, out)
    except (PyPdfError, OSError, ValueError, KeyError, TypeError, AttributeError,
            IndexError, RecursionError, AssertionError) as error:  # fmt: skip
        raise damaged() from error


def _copied(path: Path, out: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        reader = PdfReader(file, strict=False)
        if reader.is_encrypted:
            raise Refusal("locked", "The document is locked with a password. Save it without.")
        pages = len(reader.pages)
        if pages > PAGES:
            say = f"The document has {pages} pages; we take up to {PAGES}. Shorten it."
            raise Refusal("too_many_pages", say, actual=pages, limit=PAGES)
        if not pages:
            raise damaged()
        notes = _left_out(reader)
        writer = PdfWriter()
        for page in reader.pages:
            _quiet(writer.add_page(page))
        writer.metadata = None
        with out.open("wb") as made:
            writer.write(made)
    first = reader.pages[0].mediabox
    return {
        "kind": "document",
        "mime": "application/pdf",
        "frames": pages,
        "notes": notes,
        "width": round(abs(float(first.width))),
        "height": round(abs(float(first.height))),
    }


def _quiet(page: PageObject) -> None:
    """A page may lead somewhere when it is clicked, and do nothing else."""
    page.pop(NameObject("/AA"), None)
    kept = [note for note in page.get("/Annots") or () if _only_leads(note.get_object())]
    page.pop(NameObject("/Annots"), None)
    if kept:
        page[NameObject("/Annots")] = ArrayObject(kept)


def _only_leads(note: Any) -> bool:
    action = note.get("/A")
    return (
        note.get("/Subtype") == "/Link"
        and "/AA" not in note
        and (action is None or action.get_object().get("/S") in _LEADS)
    )


def _left_out(reader: PdfReader) -> list[str]:
    notes = []
    if reader.metadata:
        notes.append("Title, author and program were removed from the document.")
    if _CATALOG - {"/Metadata"} & set(reader.root_object):
        notes.append("Scripts, forms and attachments were removed from the document.")
    return notes
