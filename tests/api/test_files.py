"""Files through the door: in a form, in pieces, and out again; and tables of posts."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from antiphon.api.core.wire import PIECE
from antiphon.media.models import Asset
from tests import builders as a
from tests.api.program import V1, Program, kind, rules

pytestmark = pytest.mark.django_db


def form(program: Program, path: str, **fields: Any) -> Any:
    """A call with a form, as browsers and curl send one."""
    key = {"Authorization": f"Bearer {program.key}"}
    return program.client.post(V1 + path, fields, headers=key)


def picture() -> SimpleUploadedFile:
    return SimpleUploadedFile("lemon.png", a.drawn(), "image/png")


def test_a_picture_is_taken_in_and_given_back() -> None:
    program = Program()

    made = form(program, "/assets", file=picture(), alt="A lemon")

    told = made.json()
    assert (made.status_code, told["alt"], told["name"]) == (201, "A lemon", "lemon.png")
    answer = program.get(f"/assets/{told['id']}/content")
    assert b"".join(answer).startswith(b"\x89PNG")
    assert answer.headers["Content-Type"] == "application/octet-stream"


def test_a_large_file_comes_in_pieces() -> None:
    program, raw = Program(), a.drawn()
    begun = program.post("/uploads", {"name": "lemon.png", "size": len(raw)}).json()
    path = f"/uploads/{begun['id']}"

    half = program.call("PATCH", f"{path}?offset=0", raw[:500], Content_Type=PIECE)
    again = program.call("PATCH", f"{path}?offset=0", raw[:500], Content_Type=PIECE)
    assert (half.json()["received"], rules(again)) == (500, ["offset"])
    assert program.get(path).json()["received"] == 500
    whole = program.call("PATCH", f"{path}?offset=500", raw[500:], Content_Type=PIECE)

    assert whole.json()["asset"]["kind"] == "image"
    assert Asset.objects.count() == 1


def test_an_upload_can_be_stopped() -> None:
    program = Program()
    path = f"/uploads/{program.post('/uploads', {'name': 'a.png', 'size': 9}).json()['id']}"

    assert program.call("DELETE", path).status_code == 204
    assert program.get(path).status_code == 404


@pytest.mark.promise("I6")
def test_what_is_no_picture_is_refused_by_name() -> None:
    page = SimpleUploadedFile("a.png", b"<html><script>alert(1)</script></html>", "image/png")

    answer = form(Program(), "/assets", file=page)

    assert (answer.status_code, rules(answer)) == (422, ["not_what_it_says"])
    assert not Asset.objects.exists()


@pytest.mark.promise("W7")
def test_a_form_is_as_closed_as_any_schema() -> None:
    answer = form(Program(), "/assets", file=picture(), workspace="other")

    assert rules(answer) == ["unknown_field"]
    assert rules(form(Program(), "/assets", alt="no file")) == ["missing"]


@pytest.mark.promise("P17")
def test_the_same_form_under_one_name_is_taken_in_once() -> None:
    program, raw = Program(), a.drawn()
    key = {"Authorization": f"Bearer {program.key}", "Idempotency-Key": "one"}

    first, second = (
        program.client.post(f"{V1}/assets", {"file": SimpleUploadedFile("a.png", raw)}, headers=key)
        for _ in range(2)
    )

    assert first.json() == second.json()
    assert second.headers["Idempotent-Replay"] == "true"


def test_what_a_network_would_make_of_a_file_is_foreseen() -> None:
    program = Program()
    row = a.asset(workspace=program.by.workspace)
    networks = [one["key"] for one in program.get("/networks").json()]

    told = {key: program.get(f"/assets/{row.pk}/fits?network={key}").json() for key in networks}

    assert any(told.values())
    assert kind(program.get(f"/assets/{row.pk}/fits?network=none")) == "not_here"


def test_a_table_is_judged_before_anything_is_made() -> None:
    program = Program()
    a.channel(workspace=program.by.workspace, handle="fizz")
    table = SimpleUploadedFile("t.csv", b"text,channels\nLemons,all\n,all\n", "text/csv")

    made = form(program, "/imports", file=table, zone="Europe/Berlin")

    assert (made.status_code, made.json()["state"]) == (201, "reading"), made.content
    rows = program.get(f"/imports/{made.json()['id']}/rows?limit=1").json()
    assert (rows["items"][0]["line"], bool(rows["next"])) == (2, True)
