"""What browsers get: styles in one file, and nothing that runs on the server."""

import gzip
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from pytest_django import Settings

from antiphon.web.packing import INDEX, Packed, joined

THEME = Path(str(finders.find(INDEX)))


@pytest.fixture
def packed(settings: Settings, tmp_path: Path) -> Path:
    settings.STATIC_ROOT = tmp_path
    call_command("pack")
    return tmp_path


def test_all_styles_come_in_one_small_file(packed: Path) -> None:
    text = (packed / Packed().stored_name(INDEX)).read_text()

    assert "@import" not in text
    assert "@layer parts {" in text
    assert len(gzip.compress(text.encode())) < 20_000


def test_each_sheet_is_there_once() -> None:
    sheets = list(THEME.parent.parent.glob("parts/*/part.css"))

    assert len(sheets) == joined(THEME).count("@layer parts {")


def test_a_file_has_another_name_when_it_changes(packed: Path) -> None:
    name = Packed().stored_name("web/parts/undo_toast/part.js")

    assert name != "web/parts/undo_toast/part.js"
    assert (packed / name).exists()
    assert (packed / f"{name}.gz").exists()


def test_packing_again_costs_nothing(packed: Path) -> None:
    before = (packed / "staticfiles.json").stat().st_mtime_ns
    call_command("pack")

    assert (packed / "staticfiles.json").stat().st_mtime_ns == before


@pytest.mark.promise("S17")
@pytest.mark.parametrize(
    "path",
    ["web/urls.py", "web/pages/home/views.py", "web/pages/home/page.html", "web/../settings.py",
     "web/theme/../../settings.py", "web/theme/../urls.py", "settings.py", "web/theme"],
)  # fmt: skip
def test_nothing_that_runs_here_is_given_to_a_browser(path: str) -> None:
    assert not finders.find(path)


def test_names_stay_plain_where_nothing_was_packed(settings: Settings, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path / "nowhere"

    assert Packed().stored_name(INDEX) == INDEX
