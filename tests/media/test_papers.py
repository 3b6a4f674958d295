"""Documents come in as pages, and nothing in them acts."""

from io import BytesIO

import pytest
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from antiphon.connect.values import Kind
from antiphon.media import shelf
from tests.media.conftest import Refuse, Take


def paper(pages: int = 2, *, script: str = "", password: str = "") -> bytes:
    writer = PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(300, 400)
    writer.add_metadata({"/Author": "Somebody by name"})
    if script:
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(
            {
                NameObject("/S"): NameObject("/JavaScript"),
                NameObject("/JS"): TextStringObject(script),
            }
        )
        writer.add_attachment("evil.exe", b"MZ")
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def test_a_document_is_kept_without_scripts_attachments_and_names(take: Take) -> None:
    asset = take(paper(script="app.alert(1)"), "slides.pdf")

    kept = shelf.path_of(asset.file).read_bytes()
    assert (asset.kind, asset.mime, asset.frames) == (Kind.DOCUMENT, "application/pdf", 2)
    assert not any(part in kept for part in (b"alert", b"evil", b"Somebody"))
    assert "Scripts, forms and attachments were removed from the document." in asset.notes


@pytest.mark.promise("I5", "I6")
@pytest.mark.parametrize(
    ("body", "rule"),
    [
        (paper(301), "too_many_pages"),
        (paper(password="x"), "locked"),
        (paper()[:200], "damaged"),
        (b"%PDF-1.7\n" + b"1 0 obj <<" * 2_000, "damaged"),
    ],
    ids=["pages", "locked", "cut", "nested"],
)
def test_a_document_that_cannot_be_shown_is_refused(refuse: Refuse, body: bytes, rule: str) -> None:
    assert refuse(body, "slides.pdf").rule == rule
