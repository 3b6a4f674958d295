"""Looking after the house: tables, keys, the audit trail, and the doctor."""

import sys
from pathlib import Path
from typing import Any

import click

from antiphon.cli.door import (
    in_house,
    json_option,
    open_house,
    refusals,
    show,
    speaker,
    workspace_option,
)
from antiphon.kernel.errors import AntiphonError


@click.command()
@json_option
def migrate(as_json: bool) -> None:
    """Bring the database's tables to this version, and pack the files of the pages."""
    with refusals():
        open_house()
        from django.core.management import call_command  # noqa: PLC0415

        call_command("pack")
    show({"migrated": True}, as_json=as_json, words=lambda _told: "The tables are current.")


@click.command()
@json_option
@in_house
def doctor(as_json: bool) -> None:
    """Say what is missing, in words: for the installation, and for each network."""
    from antiphon.cli.diagnosis import diagnose  # noqa: PLC0415

    told = diagnose()
    show(told, as_json=as_json, words=_diagnosis)
    if not all(line["good"] for line in told if line["kind"] == "house"):
        raise click.exceptions.Exit(1)


@click.command()
@json_option
@in_house
def adopt(as_json: bool) -> None:
    """Send from this copy of the database; what may be out already is looked for first.

    For a copy that was started elsewhere, and after every restore. Stop the other installation
    first: two that send from copies of one database say everything twice.
    """
    from antiphon.publish import rewind  # noqa: PLC0415

    was_anothers, count = rewind.adopt()
    told = {"was_anothers": was_anothers, "looked_for": count}
    show(told, as_json=as_json, words=_adopted)


@click.group()
def audit() -> None:
    """The trail of what was done, chained so that a change shows."""


@audit.command()
@click.argument("export", required=False, type=click.Path(exists=True, dir_okay=False))
@workspace_option
@json_option
def verify(export: str | None, workspace: str, as_json: bool) -> None:
    """Check the chain: of the database, or of an EXPORT alone and offline."""
    with refusals():
        open_house(migrate=export is None)
        from antiphon.people import audit as trail  # noqa: PLC0415
        from antiphon.people import queries  # noqa: PLC0415

        if export:
            lines = Path(export).read_text(encoding="utf-8").splitlines()
            faults = {export: trail.verify_export(lines)}
        else:
            chosen = [row for row in queries.workspaces() if workspace in {"", row.slug}]
            faults = {row.slug: trail.verify(row) for row in chosen}
    told = [{"trail": name, "faults": [str(one) for one in f]} for name, f in faults.items()]
    show(told, as_json=as_json, words=_verdict)
    if any(found["faults"] for found in told):
        raise click.exceptions.Exit(1)


@audit.command()
@workspace_option
@in_house
def export(workspace: str) -> None:
    """Write the whole trail of a workspace to standard output, a JSON line each."""
    from antiphon.people import audit as trail  # noqa: PLC0415

    for line in trail.export(speaker(workspace).workspace):
        sys.stdout.write(line + "\n")


@click.group()
def keys() -> None:
    """The keys with which credentials are sealed in the database."""


@keys.command()
@json_option
@in_house
def rotate(as_json: bool) -> None:
    """Make a new key and seal everything with it, while running; may be stopped and resumed."""
    from antiphon.people.actions import sealing  # noqa: PLC0415

    number = sealing.add_key()
    moved = sealing.rotate()
    told = {"key": number, "sealed": moved}
    show(told, as_json=as_json, words=lambda told: f"Key {told['key']} seals now; "
         f"{told['sealed']} values were sealed again.")  # fmt: skip


@keys.command()
@click.argument("number", type=int)
@json_option
@in_house
def retire(number: int, as_json: bool) -> None:
    """Take key NUMBER out of use; refused while anything still needs it."""
    from antiphon.people.actions import sealing  # noqa: PLC0415

    sealing.retire(number)
    show({"retired": number}, as_json=as_json, words=lambda _told: f"Key {number} is retired.")


def _adopted(told: dict[str, int]) -> str:
    whose = "This database is ours now." if told["was_anothers"] else "This database was ours."
    return f"{whose} {told['looked_for']} publications are looked for before they are sent."


def _diagnosis(told: list[dict[str, Any]]) -> str:
    return "\n".join(
        f"{'✓' if line['good'] else '✗'} {line['name']}: {line['say']}" for line in told
    )


def _verdict(told: list[dict[str, Any]]) -> str:
    if not told:
        raise AntiphonError("There is no workspace yet, so there is no trail.")
    lines = []
    for found in told:
        lines.append(f"{found['trail']}: {'whole' if not found['faults'] else 'BROKEN'}")
        lines += [f"  {fault}" for fault in found["faults"]]
    return "\n".join(lines)
