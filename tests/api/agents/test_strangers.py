"""Who comes to the door for agents without a key, or from a page of another site."""

import json
from typing import Any

import pytest
from django.test import Client

from tests.api.program import Program

pytestmark = pytest.mark.django_db

ACCEPT = "application/json, text/event-stream"
ASKS = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}


def ask(key: str = "", **headers: str) -> Any:
    given = {"Accept": ACCEPT, **headers}
    given |= {"Authorization": f"Bearer {key}"} if key else {}
    return Client(raise_request_exception=False).post(
        "/mcp", json.dumps(ASKS), content_type="application/json", headers=given
    )


@pytest.mark.promise("S29")
@pytest.mark.parametrize("key", ["", "ant_nothing_here", "null"])
def test_without_a_key_nobody_comes_in(key: str) -> None:
    answer = ask(key)

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.promise("S29")
@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "null", "http://localhost:8000.evil.example", "http://localhost"],
)
def test_a_page_of_another_site_is_refused_even_with_a_key(origin: str) -> None:
    assert ask(Program().key, Origin=origin).status_code == 403


@pytest.mark.promise("S29")
def test_a_host_name_that_is_not_ours_is_refused(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["antiphon.example"]

    assert ask(Program().key, Host="rebound.example").status_code == 400
    assert ask(Program().key, Host="antiphon.example").status_code == 200


def test_a_page_of_ours_and_a_program_come_in(settings: Any) -> None:
    key = Program().key

    assert ask(key).status_code == 200
    assert ask(key, Origin=settings.PUBLIC_URL).status_code == 200


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'"x"', b"\xff", b'{"jsonrpc": "1.0"}', b"[" * 50_000]
)
def test_what_is_no_message_is_refused_and_never_our_failure(body: bytes) -> None:
    answer = Client(raise_request_exception=False).post(
        "/mcp", body, content_type="application/json",
        headers={"Authorization": f"Bearer {Program().key}", "Accept": ACCEPT},
    )  # fmt: skip

    assert 400 <= answer.status_code < 500


def test_a_session_of_a_browser_opens_nothing_here() -> None:
    program = Program()
    program.client.force_login(program.by.person)

    assert program.client.post("/mcp", "{}", content_type="application/json").status_code == 401
