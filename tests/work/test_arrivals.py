"""What is turned away at the door: foreign writes, doubled headers, floods, questions too long."""

from typing import Any

import pytest
from django.db import OperationalError, connection, connections
from django.test import Client, RequestFactory
from pytest_django import Settings

from antiphon.work.outside import bounds
from antiphon.work.outside.headers import POLICY
from antiphon.work.outside.middleware import Patience
from antiphon.work.outside.refusing import refusal

SITES = ["cross-site", "same-site", "same-origin, cross-site", "nonsense"]
pages = pytest.mark.parametrize("path", ["/health/live", "/accounts/login/", "/no-such-page"])


@pages
@pytest.mark.django_db
@pytest.mark.promise("S14", "S15")
def test_every_answer_says_that_nothing_foreign_runs_or_frames_it(
    client: Client, path: str
) -> None:
    told = client.get(path).headers

    assert told["Content-Security-Policy"] == POLICY
    assert told["X-Frame-Options"] == "DENY"
    assert told["X-Content-Type-Options"] == "nosniff"
    assert told["Cross-Origin-Opener-Policy"] == "same-origin"
    assert told["Cross-Origin-Resource-Policy"] == "same-origin"
    assert told["Referrer-Policy"] == "same-origin"


def test_the_policy_makes_no_exception() -> None:
    assert "unsafe" not in POLICY
    assert "http" not in POLICY
    assert POLICY.startswith("default-src 'none'; ")


@pytest.mark.promise("S14")
@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_is_written_from_the_page_of_another_site(
    client: Client, site: str, method: str
) -> None:
    told = getattr(client, method)("/accounts/login/", headers={"Sec-Fetch-Site": site})

    assert told.status_code == 403
    assert b"another site" in told.content


@pytest.mark.django_db
@pytest.mark.promise("S14")
def test_links_from_elsewhere_lead_in_and_our_own_forms_work(client: Client) -> None:
    from_elsewhere = client.get("/accounts/login/", headers={"Sec-Fetch-Site": "cross-site"})
    own = client.post("/accounts/login/", headers={"Sec-Fetch-Site": "same-origin"})

    assert from_elsewhere.status_code == own.status_code == 200


@pytest.mark.promise("S36")
@pytest.mark.parametrize(
    "headers",
    [{"Host": "localhost, evil.example"}, {"Host": "evil.example"}, {"Host": "localhost@evil"},
     {"Host": "localhost/../x"}, {"Host": ""}, {"Authorization": "Bearer a, Bearer b"},
     {"Content-Type": "text/plain, application/json"}, {"Origin": "null, http://localhost"}],
)  # fmt: skip
def test_doubled_headers_and_forged_hosts_are_refused(
    client: Client, headers: dict[str, str]
) -> None:
    asked = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
    asked["CONTENT_TYPE"] = headers.get("Content-Type", "text/plain")
    environ: dict[str, Any] = {name: asked[name] for name in asked if name != "HTTP_CONTENT_TYPE"}

    assert client.generic("GET", "/accounts/login/", **environ).status_code == 400


@pytest.mark.django_db
@pytest.mark.promise("S36")
def test_a_forwarded_host_is_not_believed(client: Client, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]
    headers = {"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}

    assert b"evil" not in client.get("/accounts/password/reset/", headers=headers).content


@pytest.mark.promise("I5", "I6")
def test_ten_megabytes_of_text_are_refused_before_they_are_read(client: Client) -> None:
    text = "text=" + "x" * 10_000_000
    told = client.post("/l/x", text, content_type="application/x-www-form-urlencoded")

    assert told.status_code == 413
    assert b"too much at once" in told.content


@pytest.mark.django_db
@pytest.mark.promise("I5", "I6")
def test_a_form_with_files_has_no_room_for_ten_megabytes_of_text_either(client: Client) -> None:
    assert client.post("/accounts/login/", {"login": "x" * 10_000_000}).status_code == 413


@pytest.mark.promise("I6")
def test_a_program_is_told_field_rule_actual_and_limit(client: Client) -> None:
    told = client.post("/accounts/login/", b"x" * 10_000_000, content_type="application/json",
                       headers={"Accept": "application/json"})  # fmt: skip

    assert told.headers["Content-Type"] == "application/problem+json"
    (error,) = told.json()["errors"]
    assert (error["rule"], error["actual"]) == ("too_large", 10_000_000)
    assert error["limit"] == bounds.TEXT
    assert error["say"]


@pytest.mark.django_db
@pytest.mark.promise("I5", "I6")
@pytest.mark.parametrize("length", ["-1", "many", "5, 5"])
def test_a_length_that_is_none_is_refused(client: Client, length: str) -> None:
    assert client.post("/accounts/login/", CONTENT_LENGTH=length).status_code == 400


@pytest.mark.django_db
@pytest.mark.promise("I5", "I6")
def test_a_form_with_thousands_of_fields_is_refused(client: Client) -> None:
    form = {f"field{number}": "x" for number in range(bounds.FIELDS + 1)}

    assert client.post("/accounts/login/", form).status_code == 400


@pytest.mark.django_db
@pytest.mark.promise("S14")
def test_a_form_without_its_token_is_refused_in_words() -> None:
    told = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "a@b.example"})

    assert told.status_code == 403
    assert b"grown old" in told.content


@pytest.mark.django_db
@pytest.mark.promise("S35", "I6")
def test_a_question_that_takes_too_long_is_ended_and_said() -> None:
    request = RequestFactory().get("/")
    with connection.cursor() as cursor:
        cursor.execute("set local statement_timeout = 50")
        with pytest.raises(OperationalError) as caught:
            cursor.execute("select pg_sleep(5)")
    told = Patience(lambda _: refusal(request, 404, "")).process_exception(request, caught.value)

    assert told is not None
    assert (told.status_code, told.headers["Retry-After"]) == (503, "60")
    assert b"longer than it may" in told.content


@pytest.mark.promise("S35")
def test_a_process_that_serves_pages_waits_five_seconds_at_most(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given = {**connections.settings["default"]["OPTIONS"], "options": "-c search_path=public"}
    monkeypatch.setitem(connections.settings["default"], "OPTIONS", given)
    bounds.be_patient()

    assert given["options"] == "-c search_path=public -c statement_timeout=5000"


def test_any_other_mistake_is_not_called_slow() -> None:
    request = RequestFactory().get("/")

    told = Patience(lambda _: refusal(request, 404, ""))
    assert told.process_exception(request, ValueError()) is None


@pytest.mark.parametrize("status", [400, 403, 404, 413, 429, 500, 503])
def test_every_error_says_what_is_so_and_what_can_be_done(status: int) -> None:
    told = refusal(RequestFactory().get("/"), status, "")
    words = told.content.decode()

    assert told.status_code == status
    assert "<h1>" in words
    assert 'href="/"' in words
    assert "style=" not in words
    assert told.headers["Cache-Control"] == "no-store"
