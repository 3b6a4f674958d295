"""A secret shows itself to nobody who does not ask by name."""

import json
import logging
import traceback

import pytest

from antiphon.kernel.problem import BadInputError, Problem, Weight, blocking
from antiphon.kernel.secret import Secret

CANARY = "canary-71ab"


@pytest.mark.promise("K1")
def test_a_secret_is_not_seen_in_any_form_of_itself(caplog: pytest.LogCaptureFixture) -> None:
    secret = Secret(CANARY)

    logging.getLogger("test").warning("%s %r %s", secret, secret, {"kept": [secret]})

    shown = [str(secret), repr(secret), f"{secret}", f"{secret!r:>9}", caplog.text]
    assert all(CANARY not in one for one in shown)
    assert secret.reveal() == CANARY


@pytest.mark.promise("K1")
def test_a_secret_is_not_seen_in_a_traceback_and_not_as_json() -> None:
    with pytest.raises(ValueError, match=r"\*\*\*") as raised:
        int(Secret(CANARY).__repr__())
    assert CANARY not in "".join(traceback.format_exception(raised.value))
    with pytest.raises(TypeError):
        json.dumps({"token": Secret(CANARY)})


def test_an_empty_secret_is_none() -> None:
    assert not Secret("")
    assert Secret("x")


@pytest.mark.promise("I6")
def test_a_problem_tells_field_rule_actual_and_limit() -> None:
    problem = Problem(field="text", rule="too_long", say="Shorten it.", actual=12, limit=10)
    weak = Problem(field="text", rule="odd", say="Look.", weight=Weight.WARNS)

    assert problem.told() == {
        "field": "text", "rule": "too_long", "say": "Shorten it.", "actual": 12, "limit": 10,
        "weight": Weight.BLOCKS,
    }  # fmt: skip
    assert blocking([weak, problem]) == [problem]
    assert str(BadInputError(problem, weak)) == "Shorten it. Look."
