"""Channels: the accounts we may speak for."""

from typing import Any

import click

from antiphon.cli.commands.signing_in import journey, sign_in_for, typed_secrets
from antiphon.cli.door import (
    in_house,
    json_option,
    parted,
    show,
    speaker,
    table,
    workspace_option,
)
from antiphon.cli.finding import channel_found


@click.group()
def channel() -> None:
    """Accounts we may speak for."""


@channel.command()
@click.argument("network")
@click.option("--server", default="", help="Base URL, where a network has many servers.")
@click.option("--token", default="", help="An access token made by hand; - reads it from a pipe.")
@click.option("--token-file", default="", help="A file that holds it: safer, as for every secret.")
@click.option("--handle", default="", help="The account's name; with --app-password.")
@click.option("--app-password", default="", help="An app password, or -.")
@click.option("--app-password-file", default="")
@click.option("--user", default="", help="The account's name; with --password.")
@click.option("--password", default="", help="An application password, or -.")
@click.option("--password-file", default="")
@click.option(
    "--field",
    "fields",
    multiple=True,
    help="NAME=VALUE, NAME=@FILE or NAME=-: what else is asked for.",
)
@click.option("--country", default="", help="Whom it reaches: IN,BR …")
@click.option("--language", default="", help="What they speak: en,pt-BR …")
@click.option("--time-zone", default="", help="The clock on its wall.")
@click.option("--wait", is_flag=True, help="Wait here for the answer of the network's page.")
@workspace_option
@json_option
@in_house
def connect(network: str, workspace: str, as_json: bool, wait: bool, **given: Any) -> None:
    """Connect an account on NETWORK; without a secret, prints the page to open for signing in.

    What stands on a command line is seen by others on this machine and kept by your shell: give
    secrets in files, or as - at a prompt or through a pipe.
    """
    from antiphon.channels import actions  # noqa: PLC0415

    by = speaker(workspace)
    reach = reached(given)
    secrets = typed_secrets(given)
    if secrets:
        way, fields = sign_in_for(network, {**secrets, **_names(given)})
        rows = actions.enter(by, network, way, fields, server=given["server"])
    else:
        found = journey(by, network, _names(given), given["server"], wait=wait, as_json=as_json)
        if found is None:
            return
        rows = found
    if reach:
        rows = [actions.set_reach(by, row, **reach) for row in rows]
    show([_told(row) for row in rows], as_json=as_json, words=_words)


@channel.command("list")
@workspace_option
@json_option
@in_house
def list_all(workspace: str, as_json: bool) -> None:
    """The channels in use."""
    from antiphon.channels import queries  # noqa: PLC0415

    rows = queries.channels(speaker(workspace).workspace)
    show([_told(row) for row in rows], as_json=as_json, words=_words)


@channel.command("set")
@click.argument("channel")
@click.option("--country", default="", help="Whom it reaches: IN,BR …")
@click.option("--language", default="", help="What they speak: en,pt-BR …")
@click.option("--time-zone", default="", help="The clock on its wall.")
@workspace_option
@json_option
@in_house
def set_one(channel: str, workspace: str, as_json: bool, **given: str) -> None:
    """Say whom CHANNEL (its id, handle, or NETWORK:HANDLE) reaches."""
    from antiphon.channels import actions  # noqa: PLC0415

    by = speaker(workspace)
    row = actions.set_reach(by, channel_found(by, channel), **reached(given))
    show([_told(row)], as_json=as_json, words=_words)


@channel.command()
@click.argument("channels", nargs=-1)
@workspace_option
@json_option
@in_house
def check(channels: tuple[str, ...], workspace: str, as_json: bool) -> None:
    """Ask each of CHANNELS (all, if none is named) whether we may still speak for it."""
    from antiphon.channels import actions, queries  # noqa: PLC0415

    by = speaker(workspace)
    rows = [channel_found(by, name) for name in channels] or list(queries.channels(by.workspace))
    told = []
    for row in rows:
        good = actions.check(row)
        row.refresh_from_db()
        told.append({**_told(row), "good": good and row.state == "connected"})
    show(told, as_json=as_json, words=_checked)
    if not all(row["good"] for row in told):
        raise click.exceptions.Exit(1)


@channel.command()
@click.argument("channel")
@workspace_option
@json_option
@in_house
def disconnect(channel: str, workspace: str, as_json: bool) -> None:
    """Take CHANNEL out of use and give the permission back."""
    from antiphon.channels import actions  # noqa: PLC0415

    by = speaker(workspace)
    row = channel_found(by, channel)
    actions.retire(by, row)
    show({"id": str(row.pk)}, as_json=as_json, words=lambda _told: f"{row} is out of use.")


def reached(given: dict[str, Any]) -> dict[str, Any]:
    """Whom a channel reaches, as the options say."""
    from antiphon.kernel.window import zone  # noqa: PLC0415
    from antiphon.plan import codes  # noqa: PLC0415

    reach: dict[str, Any] = {}
    if given["country"]:
        reach["countries"] = [codes.country(word) for word in parted(given["country"])]
    if given["language"]:
        reach["languages"] = [codes.language(word) for word in parted(given["language"])]
    if given["time_zone"]:
        reach["time_zone"] = zone(given["time_zone"]).key
    return reach


def _names(given: dict[str, Any]) -> dict[str, str]:
    return {name: given[name] for name in ("handle", "user") if given[name]}


def _told(row: Any) -> dict[str, Any]:
    names = ("network", "handle", "name", "server", "state", "reason", "countries", "languages")
    told = {"id": str(row.pk), **{name: getattr(row, name) for name in names}}
    return {**told, "time_zone": row.time_zone}


def _words(rows: list[dict[str, Any]]) -> str:
    columns = {"network": "NETWORK", "handle": "HANDLE", "state": "STATE", "countries": "REACHES"}
    return table(rows, {**columns, "id": "ID"}) if rows else "There is no channel yet."


def _checked(rows: list[dict[str, Any]]) -> str:
    return "\n".join(
        f"{'✓' if row['good'] else '✗'} {row['network']}:{row['handle']}: "
        f"{row['reason'] or row['state']}"
        for row in rows
    )
