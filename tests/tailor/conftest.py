"""Two made-up networks, found as any other package's networks are: by entry point."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from antiphon.connect.registry import packages

ENTRIES = "[antiphon.networks]\nagora = tests.tailor.agora\nstoa = tests.tailor.stoa\n"


@pytest.fixture(autouse=True)
def made_up_networks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Installed for the time of a test."""
    package = tmp_path / "made_up-1.dist-info"
    package.mkdir()
    (package / "METADATA").write_text("Metadata-Version: 2.1\nName: made-up\nVersion: 1\n")
    (package / "entry_points.txt").write_text(ENTRIES)
    monkeypatch.syspath_prepend(tmp_path)
    packages.cache_clear()
    yield
    monkeypatch.undo()
    packages.cache_clear()
