"""Every module says what it is, every test says what holds, and every package has its tests."""

import ast
import json
import re
from pathlib import Path

from tests.architecture.sources import NETWORKS, ROOT, SRC, TESTS, modules, packages, suites

SENTENCE = re.compile(r"test(_[a-z0-9]+){3,}$")
# Empty package marks and Django's own files say nothing that their place does not say.
SAYS_ENOUGH = {"migrations"}


def test_every_module_says_what_it_is() -> None:
    silent = [
        str(m)
        for m in modules()
        if m.tree.body and not ast.get_docstring(m.tree) and not SAYS_ENOUGH & set(m.parts)
    ]

    assert silent == []


def test_tests_are_sentences() -> None:
    found = [
        f"{m}: {function.name}"
        for m in suites()
        for function in m.functions()
        if function.name.startswith("test") and not SENTENCE.match(function.name)
    ]

    assert found == []


def test_every_package_has_its_tests() -> None:
    ours = [p for p in packages() if p.parent == SRC and p.name != "networks"]
    networks = [p for p in packages() if p.parent == NETWORKS]
    missing = [p.name for p in ours if not list((TESTS / p.name).rglob("test_*.py"))]
    missing += [p.name for p in networks if not list((p / "tests").glob("test_*.py"))]

    assert missing == []


def test_a_test_file_mirrors_a_package_of_ours() -> None:
    known = {p.name for p in packages() if p.parent == SRC} | {
        *("architecture", "journeys", "pages", "bench", "docs"),
    }
    folders = [p for p in TESTS.iterdir() if p.is_dir() and list(p.rglob("test_*.py"))]

    assert [p.name for p in folders if p.name not in known] == []


def test_the_package_lock_names_no_place() -> None:
    """Anybody's mirror of the Node index serves as well; digests say what must arrive."""
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    packages_in_it = [entry for name, entry in lock["packages"].items() if name]

    assert [p for p in packages_in_it if "resolved" in p or "integrity" not in p] == []


def test_links_within_the_manual_lead_somewhere() -> None:
    pages = [*(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md")]
    broken = [
        f"{page.relative_to(ROOT)} -> {target}"
        for page in pages
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8"))
        if "://" not in target and not target.startswith("mailto:")
        if not Path(page.parent / target).exists()
    ]

    assert broken == []
