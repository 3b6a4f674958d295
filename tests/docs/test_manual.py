"""What the manual names is there."""

import re
from pathlib import Path

from antiphon import environment

ROOT = Path(__file__).parents[2]
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "compose.yaml"]
EXAMPLES = {"ANTIPHON_X"}  # stands for any name
FOR_TESTS = {"ANTIPHON_REAL_SERVERS"}  # the program itself knows nothing of it


def named(pattern: str) -> set[tuple[str, str]]:
    """Page and word of all that the pages name in this form."""
    return {
        (str(page.relative_to(ROOT)), word)
        for page in PAGES
        for word in re.findall(pattern, page.read_text(encoding="utf-8"))
    }


def test_every_setting_that_the_manual_names_exists() -> None:
    known = {name.variable for name in environment.everything()} | EXAMPLES | FOR_TESTS
    found = named(r"\bANTIPHON_[A-Z][A-Z_]*[A-Z]\b|\bANTIPHON_X\b")

    unknown = {
        (page, word) for page, word in found if not {word, word.removesuffix("_FILE")} & known
    }
    assert unknown == set()


def test_every_make_target_that_the_manual_names_exists() -> None:
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    found = named(r"(?:^|`)make ([a-z]+)")

    assert {(page, word) for page, word in found if word not in targets} == set()
