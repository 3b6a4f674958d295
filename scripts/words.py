"""Gathers what the pages say into the catalogues, and packs the catalogues for the program.

    python -m scripts.words            gather: new words in, old words out, translations kept
    python -m scripts.words --pack     write the .mo files that Django reads

Words come from templates, from gettext calls, and from the sentences in which the stages refuse
something (`raise …("…")`, `say="…"`): the pages translate those where they show them.
"""

import argparse
import ast
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
SOURCES = ROOT / "src" / "antiphon"
CATALOGUES = SOURCES / "web" / "locale"
LANGUAGES = ("de", "es", "pt_BR")
KEYWORDS = {
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "_": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
HEADER = """# What the pages say. `make words` gathers; only the translations are written by hand.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Language: {language}\\n"
"Plural-Forms: {plural}\\n"

"""
NOT_SHOWN = ("migrations", "tests", "simulator", "sandbox", "cli", "work", "vendor")

Found = tuple[int, str | tuple[str, ...], str | None]


def gathered() -> Catalog:
    """Every word that a page can say, with the files in which it stands."""
    catalogue = Catalog(project="Antiphon", charset="utf-8")
    for file in sorted(SOURCES.rglob("*")):
        parts = file.relative_to(SOURCES).parts
        if file.suffix in {".html", ".txt", ".py"} and not set(parts) & set(NOT_SHOWN):
            for _line, words, context in _said_in(file):
                where = [(file.relative_to(ROOT).as_posix(), None)]
                catalogue.add(words, locations=where, context=context)  # type: ignore[arg-type]
    return catalogue


def _said_in(file: Path) -> Iterator[Found]:
    text = file.read_text(encoding="utf-8")
    if file.suffix != ".py":
        text = _as_python(text, str(file))
    told = extract("python", io.BytesIO(text.encode()), keywords=KEYWORDS)
    yield from ((line, words, context) for line, words, _comments, context in told)
    if file.suffix == ".py":
        yield from _refusals(ast.parse(text))


def _as_python(template: str, name: str) -> str:
    """A template as calls of gettext, one to a line, so that one reader serves both."""
    from django.utils.translation.template import templatize  # noqa: PLC0415

    return "\n".join(line.lstrip() for line in templatize(template, origin=name).splitlines())


def _refusals(tree: ast.AST) -> Iterator[Found]:
    """The whole sentences in which something is refused."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            yield from _sentences(node.exc.args)
        if isinstance(node, ast.keyword) and node.arg == "say":
            yield from _sentences([node.value])


def _sentences(values: list[ast.expr]) -> Iterator[Found]:
    for value in values:
        said = value.value if isinstance(value, ast.Constant) else None
        if isinstance(said, str) and re.search(r"\w+ \w+.*[.?]$", said):
            yield value.lineno, said, None


def gather() -> None:
    """Bring every catalogue up to what is said today."""
    template = gathered()
    for language in LANGUAGES:
        file = CATALOGUES / language / "LC_MESSAGES" / "django.po"
        file.parent.mkdir(parents=True, exist_ok=True)
        mine = _read(file, language)
        mine.update(template, no_fuzzy_matching=True, keep_user_comments=False)
        mine.obsolete.clear()
        with file.open("wb") as out:
            out.write(HEADER.format(language=language, plural=mine.plural_forms).encode())
            write_po(out, mine, width=100, sort_output=True, omit_header=True, no_location=True)
        left = sum(1 for message in mine if message.id and not _is_told(message.string))
        print(f"{language}: {len(mine)} messages, {left} without a translation")


def _read(file: Path, language: str) -> Catalog:
    if not file.exists():
        return Catalog(locale=language, project="Antiphon", charset="utf-8")
    with file.open("rb") as source:
        return read_po(source, locale=language)


def _is_told(translation: str | tuple[str, ...] | list[str] | None) -> bool:
    told = [translation] if isinstance(translation, str) else [*(translation or ())]
    return bool(told) and all(told)


def pack() -> None:
    """Write each catalogue in the form that Django reads."""
    for language in LANGUAGES:
        file = CATALOGUES / language / "LC_MESSAGES" / "django.po"
        if file.exists():
            with file.with_suffix(".mo").open("wb") as out:
                write_mo(out, _read(file, language))


def main() -> int:
    """Gather, or pack."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pack", action="store_true", help="write the .mo files")
    if parser.parse_args().pack:
        pack()
        return 0
    from django.conf import settings  # noqa: PLC0415

    settings.configure(USE_I18N=True)
    gather()
    return 0


if __name__ == "__main__":
    sys.exit(main())
