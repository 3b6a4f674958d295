"""A key opens one workspace, within its scopes, and nothing else does."""

import pytest

from antiphon.people import actions
from antiphon.people.models import ApiKey, Role
from tests import builders as a
from tests.api.program import Program, kind

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "given", ["", "Bearer", "Bearer ", "Basic eDp5", "Bearer ant_nothing_here", "Bearer \u00e9"]
)
def test_without_a_key_that_holds_nothing_opens(given: str) -> None:
    answer = Program().get("/posts", Authorization=given)

    assert (answer.status_code, kind(answer)) == (401, "no_key")
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.promise("K7")
def test_unknown_ended_and_revoked_keys_are_told_the_same() -> None:
    unknown, revoked, left = Program(), Program(), Program(by=a.member(role=Role.EDITOR))
    unknown.key = f"{unknown.key[:-4]}zzzz"
    actions.revoke_key(ApiKey.objects.get(owner=revoked.by), by=revoked.by)
    actions.leave(left.by)

    answers = {program.get("/posts").content for program in (unknown, revoked, left)}

    assert len(answers) == 1


def test_a_session_opens_nothing_here() -> None:
    program = Program()
    program.client.force_login(program.by.person)

    assert program.get("/posts", Authorization="").status_code == 401


@pytest.mark.promise("W3")
def test_a_key_without_the_scope_is_refused_and_that_is_written_down() -> None:
    program = Program(scopes=("post.read",))

    answer = program.post("/posts", {"text": "no"})

    assert (answer.status_code, kind(answer)) == (403, "not_allowed")
    assert "post.write" in answer.json()["detail"]


def test_what_a_role_may_not_do_its_key_may_not_either() -> None:
    program = Program(by=a.member(role=Role.EDITOR))
    ApiKey.objects.update(scopes=["post.read", "post.approve"])

    row = a.post(workspace=program.by.workspace)

    assert program.post(f"/posts/{row.pk}/approve", {}).status_code == 403


def test_answers_are_kept_by_nobody_on_the_way() -> None:
    assert Program().get("/posts").headers["Cache-Control"] == "no-store"
