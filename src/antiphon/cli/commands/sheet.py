"""Taking a whole table of posts in: its report first, then all of it, or what is good of it."""

import time
from pathlib import Path
from typing import Any

import click

from antiphon.cli.door import in_house, json_option, show, speaker, table, workspace_option
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
PAUSE = 0.1


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what it would become; plan nothing.")
@click.option("--good-only", is_flag=True, help="Leave wrong rows out instead of taking none.")
@click.option("--zone", default="", help="Of times that name none; else the workspace's own.")
@workspace_option
@json_option
@in_house
def import_posts(
    file: Path, dry_run: bool, good_only: bool, zone: str, workspace: str, as_json: bool
) -> None:
    """Plan every row of a table FILE (CSV or XLSX), or name every wrong row and plan none.

    Its first line names the columns: text, title, link, at, zone, channels, language, comment,
    campaign, labels, tags, media, alt, state and for:AUDIENCE, or what other programs and other
    languages call them. Without a time a row goes to the next free slot of each channel. Files
    that lie beside the table are taken in by their names.
    """
    from antiphon.publish.sheets import actions  # noqa: PLC0415

    by = speaker(workspace)
    raw = _bytes(file)
    _take_files_in(by, raw, file.parent)
    sheet = actions.take_in_table(by, raw, file.name, zone=zone)
    _wait(sheet, actions.read_rows)
    problems = _problems(sheet)
    if dry_run or (problems and not good_only):
        told = _would_be(sheet)
        actions.drop_table(by, sheet)
        if problems and not good_only:
            raise BadInputError(*problems)
    else:
        sheet = actions.confirm(by, sheet)
        _wait(sheet, actions.make_rows)
        told = _made(by, sheet)
    show(told, as_json=as_json, words=lambda told: _words(told, dry_run=dry_run))


def _bytes(file: Path) -> bytes:
    from antiphon.publish.sheets.reading import MOST_BYTES  # noqa: PLC0415

    try:
        with file.open("rb") as opened:
            return opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise AntiphonError(f"{file} cannot be read: {error.strerror}.") from None


def _take_files_in(by: Any, raw: bytes, folder: Path) -> None:
    """Take in what lies on this machine, so that rows find it by its name."""
    from antiphon.media import actions  # noqa: PLC0415
    from antiphon.publish.sheets import reading, wishing  # noqa: PLC0415

    named = {name for _line, cells in reading.read(raw).rows for name in wishing.file_names(cells)}
    for name in sorted(named):
        for called in (name, name.partition(":")[0]):
            path = folder / called
            if "://" not in name and path.is_file():
                actions.take_in(by, path, name=path.name)
                break


def _wait(sheet: Any, do: Any) -> None:
    """Do what is to be done, or let a worker that was quicker finish."""
    from antiphon.publish.sheets import queries  # noqa: PLC0415

    while queries.is_under_way(sheet):
        if not do():
            time.sleep(PAUSE)
        sheet.refresh_from_db()
    if sheet.reason:
        raise AntiphonError(sheet.reason)


def _problems(sheet: Any) -> list[Problem]:
    from antiphon.publish.models import RowState  # noqa: PLC0415
    from antiphon.publish.sheets import queries  # noqa: PLC0415

    return [
        Problem(
            field=f"rows.{row.line}.{one['field']}",
            rule=one["rule"],
            say=f"Line {row.line}: {one['say']}",
            actual=one.get("actual"),
            limit=one.get("limit"),
        )
        for row in queries.rows(sheet, RowState.BAD)
        for one in row.problems
    ]


def _would_be(sheet: Any) -> list[dict[str, Any]]:
    from antiphon.publish.models import RowState  # noqa: PLC0415
    from antiphon.publish.sheets import queries  # noqa: PLC0415

    return [
        {"line": row.line, "due": one["at"], "network": one["network"], "channel": one["name"],
         "audience": None, "text": row.cells.get("text", "")}
        for row in queries.rows(sheet, RowState.GOOD)
        for one in row.told
    ]  # fmt: skip


def _made(by: Any, sheet: Any) -> list[dict[str, Any]]:
    from antiphon.publish import queries as publications  # noqa: PLC0415
    from antiphon.publish.models import RowState  # noqa: PLC0415
    from antiphon.publish.sheets import queries  # noqa: PLC0415

    lines = {row.post_id: row.line for row in queries.rows(sheet, RowState.MADE)}
    rows = publications.publications(by.workspace).filter(post__in=lines)
    told = [{"line": lines[row.post_id], **publications.told(row)} for row in rows]
    return sorted(told, key=lambda row: (row["line"], row["id"]))


def _words(told: list[dict[str, Any]], *, dry_run: bool) -> str:
    lines = len({row["line"] for row in told})
    end = "Nothing was planned." if dry_run else "They are planned."
    return f"{table(told, COLUMNS)}\n{lines} rows, {len(told)} publications. {end}"
