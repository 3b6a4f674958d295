"""Taking a whole table of posts in, or none of it."""

import re
from pathlib import Path
from typing import Any

import click

from antiphon.cli.door import in_house, json_option, show, speaker, table, workspace_option
from antiphon.cli.message import fetched_files, message_of
from antiphon.cli.table_of_posts import FOR, Row, read
from antiphon.kernel.errors import AntiphonError
from antiphon.kernel.problem import BadInputError, Problem

COLUMNS = {
    "line": "LINE",
    "due": "DUE",
    "network": "NETWORK",
    "channel": "CHANNEL",
    "audience": "AUDIENCE",
    "text": "TEXT",
}


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show what it would become; store nothing.")
@workspace_option
@json_option
@in_house
def import_posts(file: Path, dry_run: bool, workspace: str, as_json: bool) -> None:
    """Plan every row of a CSV FILE, or name every wrong row and store nothing.

    Columns: text, title, link, at, zone, fold, to, language, comment, campaign, tags, media and
    for:AUDIENCE. Without at a row goes to the next free slot of each channel. In to and tags
    several stand with commas between them, in media one FILE:ALT on each line of the cell.
    """
    from django.db import transaction  # noqa: PLC0415

    by = speaker(workspace)
    rows = read(file)
    media = [word for _line, cells in rows for word in _files(cells)]
    fetched = fetched_files(by, media)
    with transaction.atomic():
        told = _planned(by, rows, fetched)
        transaction.set_rollback(dry_run)
    show(told, as_json=as_json, words=lambda told: _words(told, dry_run=dry_run))


def _planned(by: Any, rows: list[Row], fetched: dict[str, Any]) -> list[dict[str, Any]]:
    """Every row as publications; all problems of all rows at once, if there are any."""
    told: list[dict[str, Any]] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for line, cells in rows:
        try:
            told += _announced(by, line, cells, fetched, seen)
        except AntiphonError as error:
            problems += _at_line(line, error)
    if problems:
        raise BadInputError(*problems)
    return told


def _announced(
    by: Any, line: int, cells: dict[str, str], fetched: dict[str, Any], seen: dict[str, int]
) -> list[dict[str, Any]]:
    from django.db import transaction  # noqa: PLC0415

    from antiphon.publish import actions, queries  # noqa: PLC0415

    # A row that fails is taken back alone, so that the rows after it can be judged as well.
    with transaction.atomic():
        message = message_of(by, cells["text"], _options(cells), fetched)
        repeat = message.repeat()
        if (first := seen.setdefault(repeat.key, line)) != line:
            raise AntiphonError(f"This says the very same as line {first}.")
        made = actions.announce(by, message, repeat=repeat)
        return [{"line": line, **queries.told(row)} for row in made]


def _options(cells: dict[str, str]) -> dict[str, Any]:
    """A row in the words of the command `post`."""
    cell = {name: value.strip() for name, value in cells.items()}
    fold = cell.get("fold", "")
    if fold not in {"", "0", "1"}:
        raise AntiphonError(f"fold is 0 for the first or 1 for the second, not “{fold[:20]}”.")
    names = ("title", "link", "at", "zone", "language", "comment", "campaign")
    told_to = {name[len(FOR) :]: text for name, text in cells.items() if name.startswith(FOR)}
    return {
        **{name: cell.get(name, "") for name in names},
        "fold": int(fold) if fold else None,
        "to": _several(cell.get("to", "")) or ("all",),
        "tags": _several(cell.get("tags", "")),
        "told_to": [f"{name}={text}" for name, text in told_to.items() if text.strip()],
        "media": _files(cells),
        "queue": not cell.get("at"),
    }


def _several(cell: str) -> list[str]:
    return [word.strip() for word in re.split(r"[,;\n]", cell) if word.strip()]


def _files(cells: dict[str, str]) -> list[str]:
    return [word.strip() for word in cells.get("media", "").splitlines() if word.strip()]


def _at_line(line: int, error: AntiphonError) -> list[Problem]:
    found = error.problems if isinstance(error, BadInputError) else ()
    known = {problem.say: problem for problem in found}
    if not known:
        return [Problem(field=f"rows.{line}", rule="refused", say=f"Line {line}: {error}")]
    return [
        Problem(
            field=f"rows.{line}.{one.field}", rule=one.rule, say=f"Line {line}: {one.say}",
            actual=one.actual, limit=one.limit,
        )
        for one in known.values()
    ]  # fmt: skip


def _words(told: list[dict[str, Any]], *, dry_run: bool) -> str:
    lines = len({row["line"] for row in told})
    end = "Nothing was stored." if dry_run else "They are planned."
    return f"{table(told, COLUMNS)}\n{lines} rows, {len(told)} publications. {end}"
