"""Whatever is malformed is refused by name, and nothing is half done."""

import json
from typing import Any

import pytest
from django.db import connection, transaction

from antiphon.plan.models import Post
from tests import builders as a
from tests.api.program import Program, kind, rules

pytestmark = [pytest.mark.django_db, pytest.mark.promise("I6", "W7")]

DEEP = b"[" * 100_000 + b"]" * 100_000
POSTS = "/posts"


@pytest.fixture
def program() -> Program:
    return Program()


@pytest.mark.parametrize(
    ("raw", "status", "rule"),
    [
        (b"{", 400, "not_json"),
        (b"text", 400, "not_json"),
        (b'{"text": NaN}', 400, "not_json"),
        (b'{"text": Infinity}', 400, "not_json"),
        (b'{"text": "\xff"}', 400, "not_json"),
        (b'\xef\xbb\xbf{"text": "x"}', 400, "not_json"),
        (b'{"text": "a", "text": "b"}', 400, "duplicate_name"),
        (b'{"poll": {"hours": ' + b"9" * 5_000 + b"}}", 400, "too_large"),
        (b'{"poll": {"hours": 1e999}}', 400, "too_large"),
        (DEEP, 400, "too_deep"),
        (b'{"options": ' + b'{"a":' * 40 + b"1" + b"}" * 41, 400, "too_deep"),
        (b'"text"', 422, "bad_input"),
        (b"null", 422, "bad_input"),
        (b"[]", 422, "bad_input"),
        (b"", 422, "bad_input"),
    ],
)
def test_what_is_no_json_of_ours_is_refused(
    program: Program, raw: bytes, status: int, rule: str
) -> None:
    answer = program.call("POST", POSTS, raw)

    assert (answer.status_code, kind(answer)) == (status, rule)
    assert not Post.objects.exists()


@pytest.mark.promise("I5")
def test_ten_megabytes_of_text_are_not_read(program: Program) -> None:
    answer = program.post(POSTS, {"text": "x" * 10_000_000})

    assert answer.status_code == 413
    assert not Post.objects.exists()


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("a\0b", "control_character"),
        ("a\x1b[31m", "control_character"),
        ("a\x85", "control_character"),
        ("\ud800", "not_unicode"),
        ("x" * 200_001, "too_long"),
    ],
)
def test_what_cannot_be_kept_is_named(program: Program, text: str, rule: str) -> None:
    answer = program.post(POSTS, {"text": text})

    assert (answer.status_code, rules(answer)) == (422, [rule])
    assert answer.json()["errors"][0]["field"] == "text"


def test_right_to_left_and_families_of_emoji_are_texts_like_others(program: Program) -> None:
    for text in ("שלום עולם", "\u202eabc", "👨‍👩‍👧‍👦" * 50, "é̀̂" * 20, "مرحبا https://example.org"):
        answer = program.post(POSTS, {"text": text})
        assert (answer.status_code, answer.json()["text"]) == (201, text)


@pytest.mark.promise("S6")
@pytest.mark.parametrize(
    "name", ["skedule_at", "workspace", "workspace_id", "id", "state", "author"]
)
def test_a_field_that_nobody_asks_for_is_refused(program: Program, name: str) -> None:
    answer = program.post(POSTS, {"text": "Lemons", name: "x"})

    assert rules(answer) == ["unknown_field"]
    assert answer.json()["errors"][0]["field"] == name
    assert not Post.objects.exists()


@pytest.mark.promise("S7")
@pytest.mark.parametrize(
    "query",
    [
        *("order=channel__token", "_connector=OR", "fields=*", "channel__workspace=1", "page=2"),
        *("state__in=draft", "search=x", "workspace=other"),
    ],
)
def test_a_filter_that_nobody_offers_is_refused(program: Program, query: str) -> None:
    answer = program.get(f"{POSTS}?{query}")

    assert (answer.status_code, rules(answer)) == (422, ["unknown_field"])


@pytest.mark.parametrize(
    ("query", "rule"),
    [
        ("limit=1000000000", "range"),
        ("limit=-1", "range"),
        ("limit=0", "range"),
        ("limit=many", "type"),
        ("limit=1&limit=2", "twice"),
        ("cursor=abc", "bad_cursor"),
        ("state=frozen", "choice"),
        ("campaign=%00", "control_character"),
        ("campaign=1", "malformed"),
    ],
)
def test_a_filter_that_makes_no_sense_is_named(program: Program, query: str, rule: str) -> None:
    assert rules(program.get(f"{POSTS}?{query}")) == [rule]


@pytest.mark.parametrize("time", ["13276", "1e12", "-5", "tomorrow", "2026-12-24T10:00", "18:00"])
def test_an_instant_is_written_with_its_day_and_its_offset(program: Program, time: str) -> None:
    assert program.get(f"/publications?since={time}").status_code == 422


@pytest.mark.parametrize(
    ("type", "body"),
    [
        ("text/plain", b'{"text": "x"}'),
        ("application/x-www-form-urlencoded", b"text=x"),
        ("multipart/form-data; boundary=x", b"--x--"),
        ("application/xml", b"<x/>"),
    ],
)
def test_a_body_of_another_type_is_refused(program: Program, type: str, body: bytes) -> None:
    answer = program.call("POST", POSTS, body, Content_Type=type)

    assert answer.status_code == 415
    assert not Post.objects.exists()


def test_a_call_without_a_body_takes_none(program: Program) -> None:
    row = a.post(workspace=program.by.workspace)

    answer = program.post(f"/posts/{row.pk}/drop", {"really": True})

    assert (answer.status_code, kind(answer)) == (400, "unexpected_body")


@pytest.mark.parametrize("path", ["/nothing", "/posts/", "/posts/1", "/posts/%2e%2e/key", "/"])
def test_an_address_at_which_nothing_is_answers_in_json(program: Program, path: str) -> None:
    answer = program.get(path)

    assert (answer.status_code, kind(answer)) == (404, "not_here")


def test_what_cannot_be_done_at_an_address_says_what_can(program: Program) -> None:
    answer = program.call("DELETE", POSTS)

    assert (answer.status_code, kind(answer)) == (405, "wrong_method")
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "POST"}


def test_all_that_is_wrong_is_told_at_once(program: Program) -> None:
    answer = program.post(POSTS, {"text": 5, "tags": "lemon", "poll": {"choices": ["one"]}})

    fields = {error["field"]: error["rule"] for error in answer.json()["errors"]}
    assert fields == {"text": "type", "tags": "type", "poll.choices": "too_few"}


def test_every_field_of_a_post_refuses_control_characters(program: Program) -> None:
    parts: dict[str, Any] = {
        "text": "\x07", "title": "\x07", "comment": "\x07", "tags": ["\x07"], "link": "\x07",
        "poll": {"choices": ["\x07", "b"]}, "options": {"a": {"b": "\x07"}}, "language": "\x07",
    }  # fmt: skip
    for name, value in parts.items():
        answer = program.post(POSTS, {name: value})
        assert (answer.status_code, rules(answer)) == (422, ["control_character"]), name

    assert not Post.objects.exists()


def test_an_error_of_ours_says_nothing_of_itself(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("antiphon.plan.queries.posts", lambda *_args, **_more: 1 / 0)

    answer = program.get(POSTS)

    assert (answer.status_code, kind(answer)) == (500, "unforeseen")
    assert "ZeroDivision" not in json.dumps(answer.json())


@pytest.mark.promise("S35")
def test_a_question_that_takes_too_long_is_told_to_ask_for_less(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(*_args: Any, **_more: Any) -> Any:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("set local statement_timeout = 5")
            cursor.execute("select pg_sleep(5)")

    monkeypatch.setattr("antiphon.plan.queries.posts", slow)

    assert kind(program.get(POSTS)) == "too_much"
