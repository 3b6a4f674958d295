"""What every template, style and script of the pages keeps to."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.sources import SRC

WEB = SRC / "web"
STYLES = [p for p in WEB.rglob("*.css") if "vendor" not in p.parts and p.name != "tokens.css"]
TEMPLATES = [*WEB.rglob("*.html")]
SCRIPTS = [p for p in WEB.rglob("*.js") if "vendor" not in p.parts]

# A network or a face is tinted by a hue: lightness and chroma stand where the tint is used.
LITERAL = re.compile(
    r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch|oklab|lab|lch)a?\((?![^)]*var\(--tint)"
    r"|\b\d*\.?\d+m?s\b|\b(?:white|black|red|green|blue)\b(?!-)"
)
INLINE = re.compile(
    r"(?i)\sstyle\s*=|<style|\son(?!e=)[a-z]+\s*=|hx-on|javascript:|\bjs:|<script(?![^>]*\ssrc=)"
)
ELSEWHERE = re.compile(r"""(?:src|href|action)\s*=\s*["'](?:https?:)?//""")
SAID = re.compile(r"""(?:textContent|innerText|ariaLabel|title)\s*=\s*["'`][^"'`]*[A-Za-z]{2,} """)


def said_of(file: Path, pattern: re.Pattern[str]) -> Iterator[str]:
    """Each line in which the pattern stands, outside comments."""
    text = re.sub(
        r"/\*.*?\*/", lambda m: "\n" * m.group().count("\n"), file.read_text(), flags=re.DOTALL
    )
    for number, line in enumerate(text.splitlines(), 1):
        if pattern.search(line):
            yield f"{file.relative_to(WEB)}:{number}: {line.strip()[:100]}"


@pytest.mark.parametrize("file", STYLES, ids=lambda p: str(p.relative_to(WEB)))
def test_colours_and_durations_come_from_the_tokens(file: Path) -> None:
    assert [*said_of(file, LITERAL)] == []


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda p: str(p.relative_to(WEB)))
def test_templates_hold_no_script_no_style_and_nothing_from_elsewhere(file: Path) -> None:
    assert [*said_of(file, INLINE), *said_of(file, ELSEWHERE)] == []


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda p: str(p.relative_to(WEB)))
def test_a_template_says_first_what_it_wants(file: Path) -> None:
    assert file.read_text().startswith("{#")


@pytest.mark.parametrize("file", SCRIPTS, ids=lambda p: str(p.relative_to(WEB)))
def test_scripts_bring_no_words_of_their_own(file: Path) -> None:
    assert [*said_of(file, SAID)] == []


@pytest.mark.parametrize("file", SCRIPTS, ids=lambda p: str(p.relative_to(WEB)))
def test_scripts_import_only_by_relative_address(file: Path) -> None:
    names = re.findall(r"""(?:from|import)\s+["']([^"']+)["']""", file.read_text())

    assert [name for name in names if not name.startswith(".")] == []
