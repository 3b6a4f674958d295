"""Files are shown to members of their workspace alone, and a browser runs none of them."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from antiphon.media import shelf
from antiphon.media.models import Asset, Upload
from antiphon.people.models import Member, Role
from tests import builders as a

pytestmark = pytest.mark.django_db
PIECE = "application/offset+octet-stream"


@pytest.fixture
def at(by: Member) -> str:
    """Where the workspace's pages begin."""
    return f"/w/{by.workspace.slug}"


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


@pytest.mark.promise("S16")
def test_a_file_is_what_we_made_of_it_and_runs_nowhere(page: Client, by: Member, at: str) -> None:
    asset = a.picture(by)
    answer = page.get(f"{at}/files/{asset.pk}")

    assert body(answer) == shelf.path_of(asset.file).read_bytes()
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; sandbox")
    assert answer.headers["Cache-Control"] == "private, max-age=3600"
    assert answer.headers["Content-Disposition"] == f'inline; filename="{asset.pk}.png"'
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.promise("S16", "S17")
@pytest.mark.parametrize("name", ["../../x.html", "..\\x.html", 'a".html\r\nX: y', "naïve.png"])
def test_the_bytes_as_they_came_can_only_be_kept(
    page: Client, by: Member, at: str, name: str
) -> None:
    asset = a.picture(by)
    Asset.objects.filter(pk=asset.pk).update(name=name)
    answer = page.get(f"{at}/files/{asset.pk}/original")

    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert ".." not in answer.headers["Content-Disposition"]
    assert "X" not in answer.headers


def test_a_paper_is_kept_and_not_opened(page: Client, by: Member, at: str) -> None:
    asset = a.picture(by)
    Asset.objects.filter(pk=asset.pk).update(kind="document", mime="application/pdf")

    answer = page.get(f"{at}/files/{asset.pk}")
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert page.get(f"{at}/files/{asset.pk}/small").status_code == 404


@pytest.mark.parametrize(("size", "width"), [("small", 320), ("large", 960)])
def test_pages_get_small_pictures(page: Client, by: Member, at: str, size: str, width: int) -> None:
    asset = a.picture(by, (1200, 900))
    answer = page.get(f"{at}/files/{asset.pk}/{size}")

    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("image/")
    assert asset.renditions.get().width == width


def test_what_the_browser_has_is_not_sent_again(page: Client, by: Member, at: str) -> None:
    path = f"{at}/files/{a.picture(by).pk}"
    tag = page.get(path).headers["ETag"]
    again = page.get(path, headers={"If-None-Match": tag})

    assert (again.status_code, again.headers["ETag"]) == (304, tag)
    assert page.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


PARTS = [
    ("bytes=0-9", slice(10)), ("bytes=10-", slice(10, None)), ("bytes=-5", slice(-5, None)),
    ("bytes=5-5", slice(5, 6)), ("bytes=0-99999999", slice(None)),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "wanted"), PARTS)
def test_a_player_gets_the_part_that_it_asks_for(
    page: Client, by: Member, at: str, asked: str, wanted: slice
) -> None:
    asset = a.clip(by)
    whole = shelf.path_of(asset.file).read_bytes()
    answer = page.get(f"{at}/files/{asset.pk}", headers={"Range": asked})

    assert answer.status_code == 206
    part = body(answer)
    assert part == whole[wanted]
    assert answer.headers["Content-Length"] == str(len(part))
    assert answer.headers["Content-Range"].endswith(f"/{len(whole)}")


@pytest.mark.parametrize(
    ("asked", "status"),
    [("bytes=999999999-", 416), ("bytes=-0", 416), ("bytes=9-3", 200), ("bytes=0-1,5-6", 200),
     ("lines=1-2", 200), ("bytes=-", 200), ("bytes=" + "9" * 400 + "-", 200), ("", 200)],
)  # fmt: skip
def test_a_strange_part_is_the_whole_or_is_refused(
    page: Client, by: Member, at: str, asked: str, status: int
) -> None:
    answer = page.get(f"{at}/files/{a.picture(by).pk}", headers={"Range": asked})

    assert answer.status_code == status


def test_a_part_of_an_older_file_is_the_whole_new_one(page: Client, by: Member, at: str) -> None:
    headers = {"Range": "bytes=0-3", "If-Range": '"older"'}

    assert page.get(f"{at}/files/{a.picture(by).pk}", headers=headers).status_code == 200


@pytest.mark.promise("W1", "S5", "S37")
@pytest.mark.parametrize("made", ["", "/small", "/large", "/original"])
def test_a_foreign_file_is_a_missing_one(page: Client, at: str, made: str) -> None:
    foreign = a.picture(a.member())
    missing = page.get(f"{at}/files/00000000-0000-7000-8000-000000000000{made}")
    theirs = page.get(f"{at}/files/{foreign.pk}{made}")

    assert theirs.status_code == missing.status_code == 404
    assert theirs.content == missing.content
    assert not foreign.renditions.exists()
    assert Client().get(f"{at}/files/{foreign.pk}{made}").status_code == 302


RAW = ["../../secret-key", "..\\..\\secret-key", "/etc/passwd", "%00", "a.png", "secret-key"]
ONCE = ["%2e%2e%2f%2e%2e%2fsecret-key", "%2e%2e/%2e%2e/secret-key", "..%5c..%5csecret-key"]
TWICE = ["%252e%252e%252fsecret-key", "%252fetc%252fpasswd", "..%255csecret-key"]


@pytest.mark.promise("S17")
@pytest.mark.parametrize("path", [*RAW, *ONCE, *TWICE])
def test_no_path_leads_to_a_file(page: Client, by: Member, at: str, path: str) -> None:
    asset = a.picture(by)

    for place in (path, f"{asset.pk}/{path}", f"{asset.pk}/small/{path}", asset.file):
        assert page.get(f"{at}/files/{place}").status_code == 404
    assert page.get(f"/static/{path}").status_code == 404


def test_a_whole_file_comes_in(page: Client, at: str, by: Member) -> None:
    sent = SimpleUploadedFile("one.png", a.drawn(), "image/png")
    told = page.post(f"{at}/files", {"file": sent, "alt": "A gradient"})

    assert told.status_code == 201
    asset = Asset.objects.get(workspace=by.workspace)
    assert (told.json()["id"], told.json()["alt"]) == (str(asset.pk), "A gradient")
    assert page.get(told.json()["small"]).status_code == 200


@pytest.mark.promise("I6", "W7", "S6", "S16")
@pytest.mark.parametrize(
    ("form", "rule"),
    [({}, "missing"), ({"file": ("a.png", b"")}, "missing"), ({"workspace": "x"}, "unknown_field"),
     ({"file": ("a.png", b"<html><script>1</script>")}, "not_what_it_says"),
     ({"file": ("a.svg", b"<svg onload=x>")}, "kind"),
     ({"photo": ("a.png", b"x")}, "unknown_field"),
     ({"file": ("a.png", b"\x89PNG\r\n\x1a\n"), "alt": "x" * 5_001}, "too_long")],
)  # fmt: skip
def test_a_file_is_refused_with_its_rule(
    page: Client, at: str, form: dict[str, Any], rule: str
) -> None:
    sent = {name: SimpleUploadedFile(*value) if isinstance(value, tuple) else value
            for name, value in form.items()}  # fmt: skip
    answer = page.post(f"{at}/files", sent)

    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["errors"][0]["rule"] in {rule, "empty_file"}
    assert not Asset.objects.exists()


@pytest.mark.promise("F52")
def test_a_file_comes_in_pieces_and_goes_on_where_it_was_cut(page: Client, at: str) -> None:
    whole = a.drawn((640, 480))
    begun = page.post(f"{at}/uploads", {"name": "one.png", "size": len(whole)})
    path = begun.headers["Location"]

    def bring(offset: int, piece: bytes) -> Any:
        return page.patch(path, piece, PIECE, headers={"Upload-Offset": str(offset)})

    assert bring(0, whole[:400]).status_code == 204
    assert bring(0, whole[:400]).status_code == 409
    assert page.head(path).headers["Upload-Offset"] == "400"
    done = bring(400, whole[400:])
    assert (done.status_code, done.json()["width"]) == (201, 640)
    assert page.head(path).status_code == 404


@pytest.mark.promise("I5", "I6")
def test_a_piece_that_is_none_is_refused(page: Client, at: str) -> None:
    path = page.post(f"{at}/uploads", {"name": "a.png", "size": 99}).headers["Location"]
    zero = {"Upload-Offset": "0"}

    assert page.patch(path, b"x", "application/json", headers=zero).status_code == 415
    assert page.patch(path, b"x", PIECE).status_code == 422
    assert page.patch(path, b"x", PIECE, headers={"Upload-Offset": "-1"}).status_code == 422
    assert page.patch(path, b"x" * 100, PIECE, headers=zero).status_code == 422
    assert page.patch(path, b"x" * 33_000_000, PIECE, headers=zero).status_code == 413
    assert page.head(path).headers["Upload-Offset"] == "0"
    assert page.delete(path).status_code == 204
    assert not Upload.objects.exists()


def test_who_may_add_no_files_brings_none(by: Member, at: str) -> None:
    client = Client()
    client.force_login(a.member(workspace=by.workspace, role=Role.ANALYST).person)

    assert client.post(f"{at}/uploads", {"name": "a.png", "size": 9}).status_code == 403
    sent = SimpleUploadedFile("one.png", a.drawn())
    assert client.post(f"{at}/files", {"file": sent}).status_code == 403
