"""Channels: the accounts we may speak for."""

from typing import Any

import click

from antiphon.cli.door import in_house, json_option, show, speaker, table, workspace_option
from antiphon.kernel.errors import AntiphonError

_SIGN_IN_BY = {"token": "token", "app_password": "app_password", "password": "app_password"}


@click.group()
def channel() -> None:
    """Accounts we may speak for."""


@channel.command()
@click.argument("network")
@click.option("--server", default="", help="Base URL, where a network has many servers.")
@click.option("--token", default="", help="An access token made by hand.")
@click.option("--app-password", default="", help="An app password; with --handle.")
@click.option("--handle", default="")
@click.option("--user", default="", help="With --password.")
@click.option("--password", default="", help="An application password; with --user.")
@click.option(
    "--field", "fields", multiple=True, help="NAME=VALUE, what else the sign-in asks for."
)
@click.option("--country", default="", help="Whom it reaches: IN,BR …")
@click.option("--language", default="", help="What they speak: en,pt-BR …")
@click.option("--time-zone", default="")
@workspace_option
@json_option
@in_house
def connect(network: str, workspace: str, as_json: bool, **given: Any) -> None:
    """Connect an account on NETWORK; without secrets, prints the page to open for signing in."""
    from antiphon.channels import actions  # noqa: PLC0415

    by = speaker(workspace)
    typed = _typed(given)
    if not typed:
        url = actions.begin(by, network, {}, server=given["server"])
        show({"open": url}, as_json=as_json, words=lambda told: f"Open this page: {told['open']}")
        return
    sign_in, fields = _sign_in(network, typed)
    rows = actions.enter(by, network, sign_in, fields, server=given["server"])
    reach = _reach(given)
    for row in rows:
        if reach:
            actions.set_reach(by, row, **reach)
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


@channel.command()
@click.argument("channel")
@workspace_option
@json_option
@in_house
def disconnect(channel: str, workspace: str, as_json: bool) -> None:
    """Take CHANNEL (its id or handle) out of use and give the permission back."""
    from antiphon.channels import actions  # noqa: PLC0415

    by = speaker(workspace)
    row = found(by, channel)
    actions.retire(by, row)
    show({"id": str(row.pk)}, as_json=as_json, words=lambda _told: f"{row} is out of use.")


def found(by: Any, name: str) -> Any:
    """One channel of this workspace, or a sentence that says which there are."""
    from antiphon.channels import queries  # noqa: PLC0415

    row = queries.channel(by.workspace, name)
    if row is None:
        known = ", ".join(f"{r.network}:{r.handle}" for r in queries.channels(by.workspace)[:20])
        raise AntiphonError(f"There is no channel “{name}”. Known are: {known or 'none yet'}.")
    return row


def _typed(given: dict[str, Any]) -> dict[str, str]:
    names = ("token", "app_password", "handle", "user", "password")
    typed = {name: given[name] for name in names if given[name]}
    for field in given["fields"]:
        name, equals, value = field.partition("=")
        if not equals:
            raise AntiphonError(f"--field {name} has no value: write it as NAME=VALUE.")
        typed[name] = value
    return typed


def _sign_in(network: str, typed: dict[str, str]) -> tuple[str, dict[str, str]]:
    """Which sign-in these secrets are for, and what its own names for them are."""
    from antiphon.connect.oauth import Enters  # noqa: PLC0415
    from antiphon.connect.registry import network as find_network  # noqa: PLC0415

    ways = [way for way in find_network(network).sign_ins if way.can(Enters)]
    wanted = next((key for name, key in _SIGN_IN_BY.items() if name in typed), "")
    way = next((one for one in ways if one.key == wanted), ways[0] if ways else None)
    if way is None:
        raise AntiphonError(f"{network} has no sign-in that can be typed.")
    return way.key, _renamed(typed, [field.key for field in way.fields])


def _renamed(typed: dict[str, str], asked: list[str]) -> dict[str, str]:
    """Options have one name everywhere; a sign-in may call the same thing otherwise."""
    also = {
        "token": ("access_token", "token"),
        "app_password": ("app_password", "password"),
        "handle": ("handle", "identifier", "user"),
        "user": ("user", "username", "user_login"),
        "password": ("password", "app_password", "application_password"),
    }
    return {
        next((key for key in also.get(name, (name,)) if key in asked), name): value
        for name, value in typed.items()
    }


def _reach(given: dict[str, Any]) -> dict[str, Any]:
    reach: dict[str, Any] = {}
    for option, field in (("country", "countries"), ("language", "languages")):
        if given[option]:
            reach[field] = [word.strip() for word in given[option].split(",") if word.strip()]
    if given["time_zone"]:
        from antiphon.kernel.window import zone  # noqa: PLC0415

        zone(given["time_zone"])
        reach["time_zone"] = given["time_zone"]
    return reach


def _told(row: Any) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "network": row.network,
        "handle": row.handle,
        "name": row.name,
        "server": row.server,
        "state": row.state,
        "reason": row.reason,
        "countries": row.countries,
        "languages": row.languages,
    }


def _words(rows: list[dict[str, Any]]) -> str:
    shown = [{**row, "countries": ",".join(row["countries"])} for row in rows]
    columns = {"network": "NETWORK", "handle": "HANDLE", "state": "STATE", "countries": "REACHES"}
    return table(shown, {**columns, "id": "ID"})
