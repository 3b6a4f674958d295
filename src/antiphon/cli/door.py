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
        tell_problems([problem.told() for problem in found] or [{"say": str(error)}])
    else:
        for sentence in dict.fromkeys([problem.say for problem in found] or [str(error)]):
            click.echo(sentence, err=True)
    return 1


def tell_problems(problems: list[dict[str, Any]]) -> None:
    """Print the object that stands for a refusal."""
    click.echo(json.dumps({"problems": problems}, ensure_ascii=False, indent=2))


def open_house(*, migrate: bool = True) -> None:
    """Have the database running, its tables current, and Django ready."""
    import django  # noqa: PLC0415 -- settings read the environment when they load
    from django.apps import apps  # noqa: PLC0415

    from antiphon.work import start  # noqa: PLC0415

    if not apps.ready:  # once in a process, however many commands it runs
        start.prepare()
        django.setup()
    if migrate:
        _bring_up()
        from antiphon.work import health  # noqa: PLC0415

        health.insist()


def _bring_up() -> None:
    from antiphon.work import health, tables  # noqa: PLC0415

    if not health.migrations().is_good:
        tables.bring_up()


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
    """What we raise on purpose is an answer and not a crash; nor is a database that is away."""
    import psycopg  # noqa: PLC0415 -- slow to load, and `--help` needs none

    try:
        yield
    except AntiphonError as error:
        raise Refusal(error) from error
    except Exception as error:
        if isinstance(error.__cause__ or error, psycopg.OperationalError):
            say = f"The database does not answer: {str(error).strip().splitlines()[0]}"
            raise Refusal(AntiphonError(say)) from error
        raise


def speaker(workspace: str = "", email: str = "") -> "Member":
    """Who runs a command on this machine speaks as the workspace's owner, or as whom they name."""
    from antiphon import environment  # noqa: PLC0415
    from antiphon.people import queries  # noqa: PLC0415

    slug = workspace or environment.WORKSPACE.value()
    owner = queries.owner(slug)
    if owner is None:
        raise AntiphonError(_which(slug, [row.slug for row in queries.workspaces()]))
    if not email:
        return owner
    here = queries.members(owner.workspace).filter(person__email=email.strip().lower()).first()
    if here is None:
        raise AntiphonError(f"Nobody in this workspace has the address {email}.")
    return here


def _which(slug: str, known: list[str]) -> str:
    if not known:
        return "There is no workspace. Make one: antiphon workspace create NAME"
    which = f"There is no workspace “{slug}”" if slug else "There is more than one workspace"
    return f"{which}: name one with --workspace. Known are: {', '.join(known[:20])}."


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
    rule = "─" * (sum(widths) + 2 * (len(widths) - 1))
    return "\n".join(line.rstrip() for line in [lines[0], rule, *lines[1:]])


def parted(text: str) -> list[str]:
    """The words of a list that is parted by commas."""
    return [word.strip() for word in text.split(",") if word.strip()]


def _cell(value: object) -> str:
    if isinstance(value, list | tuple):
        value = ",".join(str(one) for one in value)
    text = "–" if value in (None, "") else str(value)
    # One line, and nothing that a terminal would obey.
    text = "".join(sign if sign.isprintable() else "�" for sign in " ".join(text.split()))
    return text if len(text) <= 48 else f"{text[:47]}…"


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


workspace_option = click.option(
    "--workspace", "-w", default="", help="Its short name, where there are several."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Answer as one JSON value.")
