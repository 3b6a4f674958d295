"""Commands with a name of their own, and how many calls a key may make."""

from typing import Any
from uuid import uuid4

import pytest

from antiphon.people.models import KeptAnswer, Role, TrailLine
from antiphon.plan.models import Post
from antiphon.publish.models import Publication
from tests import builders as a
from tests.api.program import Program, kind, rules

pytestmark = pytest.mark.django_db


@pytest.mark.promise("P17")
def test_the_same_command_again_is_answered_and_not_done() -> None:
    program = Program()

    first, second = (
        program.post("/posts", {"text": "Lemons"}, Idempotency_Key="one") for _ in range(2)
    )

    assert first.status_code == second.status_code == 201
    assert first.content == second.content
    assert first.headers["ETag"] == second.headers["ETag"]
    assert "Idempotent-Replay" not in first.headers
    assert second.headers["Idempotent-Replay"] == "true"
    assert Post.objects.count() == 1


@pytest.mark.promise("P17")
def test_another_command_under_the_same_name_is_refused() -> None:
    program = Program()
    program.post("/posts", {"text": "Lemons"}, Idempotency_Key="one")

    answer = program.post("/posts", {"text": "Limes"}, Idempotency_Key="one")

    assert (answer.status_code, rules(answer)) == (422, ["key_reused"])
    assert Post.objects.count() == 1


def test_what_was_refused_may_be_put_right_under_the_same_name() -> None:
    program = Program()
    assert program.post("/posts", {"text": 5}, Idempotency_Key="one").status_code == 422

    assert program.post("/posts", {"text": "Five"}, Idempotency_Key="one").status_code == 201


@pytest.mark.parametrize("path", ["/publications", "/announcements"])
def test_what_goes_out_to_people_must_have_a_name(path: str) -> None:
    answer = Program().post(path, {"text": "Lemons", "channels": [str(uuid4())]})

    assert (answer.status_code, kind(answer)) == (428, "key_missing")


@pytest.mark.parametrize("key", ["", " ", "a b", "\u00e9", "x" * 201])
def test_a_name_is_visible_and_short(key: str) -> None:
    answer = Program().post("/posts", {"text": "Lemons"}, Idempotency_Key=key)

    assert rules(answer) == ["malformed"]


@pytest.mark.promise("P17")
def test_a_message_said_twice_goes_out_once() -> None:
    program = Program()
    channel = a.channel(workspace=program.by.workspace)
    said = {"text": "Lemons", "channels": [str(channel.pk)]}

    answers = [program.post("/announcements", said, Idempotency_Key="one") for _ in range(3)]

    assert {answer.content for answer in answers} == {answers[0].content}
    assert answers[0].status_code == 201, answers[0].content
    assert (Post.objects.count(), Publication.objects.count()) == (1, 1)


@pytest.mark.promise("W3")
def test_a_refusal_is_written_down_although_all_else_is_undone() -> None:
    room = a.workspace(approval="one")
    program = Program(by=a.member(workspace=room, role=Role.OWNER))
    path = f"/posts/{program.post('/posts', {'text': 'Mine'}).json()['id']}"
    program.post(f"{path}/submit")
    before = TrailLine.objects.count()

    assert program.post(f"{path}/approve", {}, Idempotency_Key="one").status_code == 403

    assert TrailLine.objects.count() > before
    assert not KeptAnswer.objects.exists()


def test_a_key_is_told_how_much_it_has_left(settings: Any) -> None:
    settings.API_CALLS = 3
    program = Program()

    told = [program.get("/key").headers for _ in range(2)]

    assert [it["RateLimit-Remaining"] for it in told] == ["2", "1"]
    assert told[0]["RateLimit-Policy"] == '"key";q=3;w=60'
    assert told[0]["RateLimit"].startswith('"key";r=2;t=')
    assert 0 < int(told[0]["RateLimit-Reset"]) <= 60


def test_too_many_calls_are_told_to_wait(settings: Any) -> None:
    settings.API_CALLS = 1
    program, other = Program(), Program()
    program.get("/key")

    answer = program.post("/posts", {"text": "Lemons"})

    assert (answer.status_code, kind(answer)) == (429, "too_many_calls")
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    assert answer.headers["RateLimit-Remaining"] == "0"
    assert not Post.objects.exists()
    assert other.get("/key").status_code == 200


def test_where_there_is_no_limit_none_is_told(settings: Any) -> None:
    settings.API_CALLS = 0

    assert "RateLimit" not in Program().get("/key").headers
