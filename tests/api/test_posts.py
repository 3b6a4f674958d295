"""Posts through the door for programs."""

from typing import Any

import pytest

from antiphon.people.models import Role
from antiphon.plan.models import Post
from tests import builders as a
from tests.api.program import Program, kind, rules

pytestmark = pytest.mark.django_db


def drafted(program: Program, **parts: Any) -> dict[str, Any]:
    answer = program.post("/posts", {"text": "Lemons are here."} | parts)
    assert answer.status_code == 201, answer.content
    return answer.json()  # type: ignore[no-any-return]


def test_a_draft_is_told_as_it_was_stored() -> None:
    program = Program()
    picture = a.asset(workspace=program.by.workspace)
    files = [{"asset": str(picture.pk), "alt": "Lemons"}]

    made = drafted(program, tags=["lemon"], assets=files, poll={"choices": ["Yes", "No"]})

    assert program.get(f"/posts/{made['id']}").json() == made
    assert (made["state"], made["assets"], made["tags"]) == ("draft", files, ["lemon"])


def test_an_edit_names_the_version_that_was_seen() -> None:
    program = Program()
    made = drafted(program)

    edited = program.patch(f"/posts/{made['id']}", {"text": "More lemons.", "version": 1})

    assert (edited.json()["version"], edited.headers["ETag"]) == (2, '"2"')


def test_an_edit_without_a_version_is_asked_for_one() -> None:
    program = Program()
    made = drafted(program)

    answer = program.patch(f"/posts/{made['id']}", {"text": "More lemons."})

    assert (answer.status_code, kind(answer)) == (428, "version_missing")


@pytest.mark.parametrize("version", ["1", 'W/"1"', "*", '"x"', '"1", "2"', ""])
def test_a_version_is_an_etag_as_we_gave_it(version: str) -> None:
    program = Program()
    made = drafted(program)

    answer = program.patch(f"/posts/{made['id']}", {"text": "More."}, If_Match=version)

    assert (answer.status_code, rules(answer)) == (422, ["malformed"])


@pytest.mark.parametrize(("how", "status"), [("body", 409), ("header", 412)])
def test_a_stale_edit_is_told_who_changed_what(how: str, status: int) -> None:
    program = Program()
    path = f"/posts/{drafted(program)['id']}"
    program.patch(path, {"text": "First.", "version": 1})

    wanted = {"text": "Second."} | ({"version": 1} if how == "body" else {})
    answer = program.patch(path, wanted, **({"If_Match": '"1"'} if how == "header" else {}))

    told = answer.json()
    assert (answer.status_code, kind(answer)) == (status, "stale_edit")
    assert (told["given_version"], told["current_version"]) == (1, 2)
    assert program.by.person.email in told["detail"]
    assert told["current"]["text"] == Post.objects.get().text == "First."


def test_what_is_left_out_of_an_edit_stays() -> None:
    program = Program()
    made = drafted(program, title="Lemons", tags=["lemon"])

    edited = program.patch(f"/posts/{made['id']}", {"title": "Limes", "version": 1})

    told = edited.json()
    assert (told["title"], told["tags"], told["text"]) == ("Limes", ["lemon"], "Lemons are here.")


def test_a_post_goes_through_review() -> None:
    room = a.workspace(approval="one")
    writer = Program(by=a.member(workspace=room, role=Role.EDITOR))
    reader = Program(by=a.member(workspace=room, role=Role.APPROVER))
    path = f"/posts/{drafted(writer)['id']}"

    assert writer.post(f"{path}/submit").json()["state"] == "review"
    assert rules(reader.post(f"{path}/refuse", {"note": " "})) == ["empty"]
    assert reader.post(f"{path}/approve", {"note": "Good"}).json()["state"] == "approved"

    said = reader.get(f"{path}/reviews").json()
    assert [(word["verdict"], word["note"], word["counts"]) for word in said] == [
        ("agrees", "Good", True)
    ]


def test_nobody_approves_their_own() -> None:
    program = Program(by=a.member(workspace=a.workspace(approval="one")))
    path = f"/posts/{drafted(program)['id']}"
    program.post(f"{path}/submit")

    assert program.post(f"{path}/approve", {}).status_code == 403


def test_what_does_not_fit_the_state_is_a_conflict() -> None:
    program = Program()
    path = f"/posts/{drafted(program)['id']}"
    program.post(f"{path}/drop")

    answer = program.patch(path, {"text": "Back", "version": 1})

    assert (answer.status_code, kind(answer)) == (409, "not_now")
    assert program.post(f"{path}/reopen", {}).json()["state"] == "draft"
