"""Opening the house for one command: its database, its workspace, and who speaks."""

import functools
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import click

from antiphon.kernel.errors import AntiphonError
from antiphon.kernel.problem import BadInputError

if TYPE_CHECKING:
    from antiphon.people.models import Member

P = ParamSpec("P")
T = TypeVar("T")


class Refusal(Exception):
    """A command was refused, for a reason that is written for people."""

    def __init__(self, error: AntiphonError) -> None:
        super().__init__(str(error))
        self.error = error


def tell_refusal(refusal: Refusal, *, as_json: bool) -> int:
    """Say why, in words or as an object; the exit code for it."""
    error = refusal.error
    found = error.problems if isinstance(error, BadInputError) else ()
    if as_json:
        problems = [problem.told() for problem in found] or [{"say": str(error)}]
        click.echo(json.dumps({"problems": problems}, ensure_ascii=False, indent=2))
    else:
        for sentence in [problem.say for problem in found] or [str(error)]:
            click.echo(sentence, err=True)
    return 1


def open_house(*, migrate: bool = True) -> None:
    """Have the database running, its tables current, and Django ready."""
    import django  # noqa: PLC0415 -- settings read the environment when they load

    from antiphon.work import start  # noqa: PLC0415

    start.prepare()
    django.setup()
    if migrate:
        from django.core.management import call_command  # noqa: PLC0415

        call_command("migrate", verbosity=0, interactive=False)
        from antiphon.work import health  # noqa: PLC0415

        health.insist()


def in_house(command: Callable[P, T]) -> Callable[P, T]:
    """A command that needs the database; what we refuse on purpose becomes a sentence."""

    @functools.wraps(command)
    def inside(*args: P.args, **kwargs: P.kwargs) -> T:
        with refusals():
            open_house()
            return command(*args, **kwargs)

    return inside


@contextmanager
def refusals() -> Iterator[None]:
    """What we raise on purpose is an answer and not a crash."""
    try:
        yield
    except AntiphonError as error:
        raise Refusal(error) from error


def speaker(workspace: str = "") -> "Member":
    """Whoever runs a command on this machine speaks as the workspace's owner."""
    from antiphon.people import queries  # noqa: PLC0415

    found = queries.owner(workspace)
    if found is None:
        named = f" “{workspace}”" if workspace else ""
        raise AntiphonError(
            f"There is no workspace{named}. Make one: antiphon workspace create NAME"
        )
    return found


def show(value: Any, *, as_json: bool, words: Callable[[Any], str]) -> None:
    """Print a value for a program or for a person."""
    if as_json:
        click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=_plain))
    else:
        click.echo(words(value))


def table(rows: list[dict[str, Any]], columns: dict[str, str]) -> str:
    """Rows as people read them; columns by field, with their headings."""
    cells = [list(columns.values())]
    cells += [[_cell(row.get(field)) for field in columns] for row in rows]
    widths = [max(len(line[place]) for line in cells) for place in range(len(columns))]
    lines = [
        "  ".join(cell.ljust(w) for cell, w in zip(line, widths, strict=True)) for line in cells
    ]
    return "\n".join(line.rstrip() for line in [lines[0], "─" * sum(widths), *lines[1:]])


def _cell(value: object) -> str:
    text = "–" if value in (None, "") else str(value)
    text = " ".join(text.split())
    return text if len(text) <= 48 else f"{text[:47]}…"


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


workspace_option = click.option(
    "--workspace", "-w", default="", envvar="ANTIPHON_WORKSPACE", help="Its short name."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Answer as one JSON value.")
