"""The examples of the manual run as they stand, and its description is that of the program."""

import re
from pathlib import Path
from typing import Any

import pytest

from docs import generate, programs
from tests import builders as a
from tests.api.program import key_for

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "use-the-api.md"
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.mark.django_db(transaction=True)
def test_the_examples_run_as_they_stand(live_server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    by, names = a.member(), dict[str, Any]()
    for _ in range(2):
        a.channel(workspace=by.workspace, countries=["BR"])
    monkeypatch.setenv("SOCIAL_SERVER", live_server.url)
    monkeypatch.setenv("SOCIAL_KEY", key_for(by).reveal())
    blocks = BLOCK.findall(PAGE.read_text(encoding="utf-8"))

    for block in blocks:
        exec(compile(block, str(PAGE), "exec"), names)

    assert len(blocks) == 7


def test_the_committed_description_is_that_of_the_program() -> None:
    committed = (generate.REFERENCE / "openapi.json").read_text(encoding="utf-8")

    assert committed == programs.openapi(), "Run `make docs` and read what changed."


@pytest.mark.django_db
def test_the_description_is_told_to_whoever_asks(client: Any) -> None:
    told = client.get("/api/v1/openapi.json")

    assert told.json() == programs.ready().described()
    assert told.json()["openapi"].startswith("3.1")
