"""Nothing secret is written down, whoever writes it and however."""

import json
import logging

import pytest
import structlog

from antiphon.kernel.secret import Secret
from antiphon.work.outside import logs

pytestmark = pytest.mark.promise("K1")

CANARY = "canary4be1c0ffee"


@pytest.mark.promise("S30")
@pytest.mark.parametrize(
    "text",
    [
        f"Authorization: Bearer {CANARY}",
        f"GET /me?access_token={CANARY}&x=1",
        f'{{"refresh_token": "{CANARY}"}}',
        f"https://somewhere.example/bot12345:{CANARY}{CANARY}/sendMessage",
        f"postgresql://ada:{CANARY}@db/antiphon",
        f"key ant_0123456789_{CANARY}{CANARY}",
        f"eyJhbGciOi.{CANARY}.{CANARY}",
        f"Forbidden: /invitations/{CANARY}_{CANARY}-x/",
        f"Not Found: /s/{CANARY}_{CANARY}-x.ics",
        f"<WSGIRequest: GET '/accounts/confirm-email/MQ:1t:{CANARY}/'>",
        f"GET /accounts/password/reset/key/1-{CANARY}/",
    ],
)
def test_the_shape_of_a_secret_is_blotted_out(
    capsys: pytest.CaptureFixture[str], text: str
) -> None:
    logging.getLogger("theirs").warning("it said %s", text)
    structlog.get_logger("ours").warning("it said", answer={"deep": [text]})

    written = capsys.readouterr().err
    assert CANARY not in written
    assert written.count(logs.HIDDEN) >= 2


@pytest.mark.parametrize("name", ["token", "client_secret", "password", "api_key", "cookie"])
def test_what_stands_under_the_name_of_a_secret_is_blotted_out(
    capsys: pytest.CaptureFixture[str], name: str
) -> None:
    structlog.get_logger("ours").warning("it said", **{name: CANARY}, facts={name: CANARY})
    logging.getLogger("theirs").warning("it said", extra={name: CANARY})

    assert CANARY not in capsys.readouterr().err


@pytest.mark.promise("S30")
def test_a_traceback_holds_no_secret(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        int(f"token={CANARY} {Secret(CANARY)}")
    except ValueError:
        structlog.get_logger("ours").exception("it broke")

    line = json.loads(capsys.readouterr().err)
    assert CANARY not in str(line)
    assert "ValueError" in line["exception"]


@pytest.mark.parametrize("name", logs.TOO_TALKATIVE)
def test_who_writes_whole_addresses_writes_nothing(
    capsys: pytest.CaptureFixture[str], name: str
) -> None:
    logging.getLogger(name).warning("GET https://x/%s", CANARY)

    assert capsys.readouterr().err == ""


def test_a_line_is_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    with structlog.contextvars.bound_contextvars(request_id="abc"):
        structlog.get_logger("ours").info("two\nlines", number=1)

    (line,) = capsys.readouterr().err.splitlines()
    facts = json.loads(line)
    assert (facts["event"], facts["number"], facts["request_id"]) == ("two\nlines", 1, "abc")


def test_an_id_in_a_path_can_be_read(capsys: pytest.CaptureFixture[str]) -> None:
    id = "0199f3c2-1b7e-7c3d-9a50-2f6c1d0e4b77"
    structlog.get_logger("ours").info("asked", path=f"/publications/{id}/")

    assert id in capsys.readouterr().err


@pytest.mark.promise("S31")
@pytest.mark.promise("I7")
@pytest.mark.parametrize("sign", ["\n", "\r", "\x1b[31m", "\x00", "\u2028"])
def test_text_from_outside_stays_on_its_line(capsys: pytest.CaptureFixture[str], sign: str) -> None:
    structlog.get_logger("ours").warning("it said", words=f"one{sign}{{two}}")
    logging.getLogger("theirs").warning("it said one%stwo", sign)

    lines = capsys.readouterr().err.split("\n")
    assert [json.loads(line)["level"] for line in lines if line] == ["warning", "warning"]
    assert not any(mark in line for line in lines for mark in ("\x1b", "\x00", "\r", "\u2028"))
