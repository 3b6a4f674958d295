"""The watch over secrets in logs sees what it is there to see."""

import pytest
import structlog

from antiphon.kernel.secret import Secret
from tests import canary

pytestmark = pytest.mark.promise("K1")


def test_a_secret_that_was_logged_is_noticed(capsys: pytest.CaptureFixture[str]) -> None:
    secret = Secret("a canary that sings out loud")

    structlog.get_logger("ours").warning("it sang", song=f"<{secret.reveal()}>")

    assert canary.found_in(capsys.readouterr().err) == 1


def test_a_secret_that_shows_itself_to_nobody_is_not_found(
    capsys: pytest.CaptureFixture[str],
) -> None:
    secret = Secret("a canary that keeps its mouth shut")

    structlog.get_logger("ours").warning("it did not sing", song=secret, words=f"{secret}")

    assert canary.found_in(capsys.readouterr().err) == 0
