"""Saying something, and sending what was agreed on."""

import sys
from typing import Any

import click

from antiphon.cli.door import in_house, json_option, show, speaker, table, workspace_option
from antiphon.cli.message import channels_of, fetched_files, message_of
from antiphon.cli.waiting import somebody_works, wait_for
from antiphon.kernel.errors import AntiphonError
from antiphon.kernel.typed import moment

COLUMNS = {
    "network": "NETWORK",
    "channel": "CHANNEL",
    "audience": "AUDIENCE",
    "state": "STATE",
    "url": "ADDRESS",
    "id": "ID",
}
LONGEST_INPUT = 1_000_000


@click.command()
@click.argument("text")
@click.option("--to", "to", multiple=True, default=("all",), help="A channel, or all.")
@click.option("--for", "told_to", multiple=True, help="AUDIENCE=TEXT, told to them instead.")
@click.option("--media", multiple=True, help="FILE:ALT or “URL ALT”: a picture, what it shows.")
@click.option("--link", default="")
@click.option("--title", default="")
@click.option("--language", default="", help="BCP 47: en, pt-BR …")
@click.option("--comment", default="", help="The first comment, where a network has one.")
@click.option("--campaign", default="")
@click.option("--tag", "tags", multiple=True, help="A tag; several times.")
@click.option("--option", "options", multiple=True, help="NETWORK.NAME=VALUE.")
@click.option("--poll", multiple=True, help="One answer of a poll; several times.")
@click.option("--at", default="", help="When: 2026-12-24T18:00+01:00, or with --zone.")
@click.option("--zone", default="", help="The zone of --at: Europe/Berlin …")
@click.option("--fold", type=click.IntRange(0, 1), help="Which, where a time occurs twice.")
@click.option("--queue", is_flag=True, help="At the next free slot of each channel.")
@click.option("--now", "at_once", is_flag=True, help="Now (what happens without --at).")
@click.option("--wait", is_flag=True, help="Wait until it is live, or somebody must decide.")
@click.option("--again", is_flag=True, help="Say it although the very same was said today.")
@click.option("--submit", is_flag=True, help="Hand it in for review; `publish` sends it later.")
@click.option("--dry-run", is_flag=True, help="Show who would see what; store nothing.")
@workspace_option
@json_option
@in_house
def post(text: str, workspace: str, as_json: bool, **given: Any) -> None:
    """Say TEXT (or - for the standard input) once, on every channel, in each network's own way.

    The same command again within a day is the same message: it shows what became of the first.
    """
    from django.db import transaction  # noqa: PLC0415

    from antiphon.cli import preview  # noqa: PLC0415 -- needs the house open, as do all stages

    by = speaker(workspace)
    fetched = fetched_files(by, given["media"])
    # One transaction: what is refused leaves nothing behind, no draft and no picture.
    with transaction.atomic():
        message = message_of(by, _read(text), given, fetched)
        if given["dry_run"]:
            told = preview.previewed(by, message)
        elif given["submit"]:
            told = _handed_in(by, message)
        else:
            told = {"rows": _announced(by, message, again=given["again"])}
    if "rows" in told:
        tell(told["rows"], wait=given["wait"], as_json=as_json)
    else:
        show(told, as_json=as_json, words=preview.words if given["dry_run"] else _handed)
    if told.get("problems"):
        raise click.exceptions.Exit(1)


def _handed(told: dict[str, Any]) -> str:
    return f"Post {told['id']} is {told['state']}."


@click.command()
@click.argument("post_id", metavar="POST")
@click.option("--to", "to", multiple=True, default=("all",), help="A channel, or all.")
@click.option("--at", default="", help="When: 2026-12-24T18:00+01:00, or with --zone.")
@click.option("--zone", default="", help="The zone of --at: Europe/Berlin …")
@click.option("--fold", type=click.IntRange(0, 1), help="Which, where a time occurs twice.")
@click.option("--wait", is_flag=True, help="Wait until it is live, or somebody must decide.")
@workspace_option
@json_option
@in_house
def publish(
    post_id: str,
    to: tuple[str, ...],
    at: str,
    zone: str,
    fold: int | None,
    wait: bool,
    workspace: str,
    as_json: bool,
) -> None:
    """Send an approved POST: now, or at an hour; the same command again sends nothing again."""
    from antiphon.plan import queries  # noqa: PLC0415
    from antiphon.publish import actions  # noqa: PLC0415
    from antiphon.tailor.choosing import tellings  # noqa: PLC0415
    from antiphon.work import clock  # noqa: PLC0415

    by = speaker(workspace)
    row, channels = queries.post(by.workspace, post_id), channels_of(by, to)
    when = moment(at, zone, fold) if at else None
    told = tellings(row, channels, on=(when.instant if when else clock.now()).date())
    named = actions.Message(text=str(row.pk), channels=channels, at=when)
    rows = actions.schedule(by, row, told, at=when, repeat=named.repeat())
    tell(rows, wait=wait, as_json=as_json)


def tell(rows: list[Any], *, wait: bool, as_json: bool) -> None:
    """Show what became of publications; with `wait`, when nothing more happens by itself."""
    from antiphon.publish import queries  # noqa: PLC0415

    if wait:
        rows = wait_for(rows)
    told = [queries.told(row) for row in rows]
    show(told, as_json=as_json, words=_words)
    if not as_json and not wait and not somebody_works():
        click.echo("No worker is running: start one with antiphon up, or antiphon work.", err=True)
    if wait and any(row["state"] != "live" for row in told):
        raise click.exceptions.Exit(1)


def _announced(by: Any, message: Any, *, again: bool) -> list[Any]:
    from antiphon.publish import actions  # noqa: PLC0415

    return actions.announce(by, message, repeat=None if again else message.repeat())


def _handed_in(by: Any, message: Any) -> dict[str, Any]:
    from antiphon.plan import actions  # noqa: PLC0415
    from antiphon.tailor.actions import tell_each  # noqa: PLC0415

    row = actions.draft(by, text=message.text, assets=list(message.assets), **message.parts)
    versions = [{"channel": None, "audience": who, "words": w} for who, w in message.told_to]
    if versions:
        tell_each(by, row, versions)  # type: ignore[arg-type]
    row = actions.submit(by, row)
    return {"id": str(row.pk), "state": str(row.state)}


def _read(text: str) -> str:
    if text != "-":
        return text
    found = sys.stdin.read(LONGEST_INPUT + 1)
    if len(found) > LONGEST_INPUT:
        raise AntiphonError(f"That is too long: at most {LONGEST_INPUT} characters.")
    return found.rstrip("\n")


def _words(rows: list[dict[str, Any]]) -> str:
    from antiphon.cli.preview import price  # noqa: PLC0415

    lines = [table(rows, COLUMNS)]
    lines += [
        f"{row['network']}:{row['channel']}: {row['reason']}" for row in rows if row["reason"]
    ]
    if cost := sum(row["price"] for row in rows):
        lines.append(price(cost))
    return "\n".join(lines)
