"""Nothing secret is written down, whoever writes it and however."""

import json
import logging

import pytest
import structlog

from antiphon.kernel.secret import Secret
from antiphon.work.outside import logs

pytestmark = pytest.mark.promise("K1")

CANARY = "canary4be1c0ffee"


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
