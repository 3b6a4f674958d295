"""What a sign-in asks for besides the usual comes by name, and secrets by ways that nobody sees."""

import io
from pathlib import Path

import pytest

from antiphon.cli.secret_words import of_field


def test_a_field_is_typed_kept_in_a_file_or_comes_through_a_pipe(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "key"
    kept.write_text("from a file\n", encoding="utf-8")
    monkeypatch.setattr("sys.stdin", io.StringIO("from a pipe\n"))

    assert of_field("media", "as typed") == "as typed"
    assert of_field("key", f"@{kept}") == "from a file"
    assert of_field("key", "-") == "from a pipe"
