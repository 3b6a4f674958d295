"""Whatever a test keeps in a `Secret` is a canary: it must not stand in what was written (K1).

Every secret that is made while a test runs is noted, and looked for in what the program wrote to
its log meanwhile. Short ones are left out: they would be found by chance.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from antiphon.kernel.secret import Secret

LEAST = 12
_made: set[str] = set()
_begin = Secret.__init__


def _noting(self: Secret, text: str, *rest: Any, **named: Any) -> None:
    _begin(self, text, *rest, **named)
    if len(text) >= LEAST:
        _made.add(text)


def watch() -> None:
    """From now on note every secret that is made."""
    Secret.__init__ = _noting  # type: ignore[method-assign, assignment]


def found_in(written: str) -> int:
    """How many of the secrets made so far stand in this text."""
    return sum(secret in written for secret in _made)


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """Fail the test whose log holds a secret; the secret itself is not shown again."""
    try:
        yield
    finally:
        # Standard output is left out: there people are told, once, what they asked for.
        written = "".join(text for _, name, text in item._report_sections if name == "stderr")
        count = found_in(written) if written else 0
        _made.clear()
    if count:
        pytest.fail(f"{count} secrets stand in what was logged.", pytrace=False)
