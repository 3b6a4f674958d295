"""Workspaces: one for each brand or client."""

import secrets

import click
from slugify import slugify

from antiphon.cli.door import in_house, json_option, show, table


@click.group()
def workspace() -> None:
    """Brands and clients, each with channels and people of its own."""


@workspace.command()
@click.argument("name")
@click.option("--owner", default="owner@localhost", help="E-mail address of its owner.")
@click.option("--time-zone", default="UTC")
@json_option
@in_house
def create(name: str, owner: str, time_zone: str, as_json: bool) -> None:
    """Make a workspace NAME; a new owner gets a password, shown once."""
    from antiphon.kernel.window import zone  # noqa: PLC0415
    from antiphon.people import actions, queries  # noqa: PLC0415

    zone(time_zone)
    person, password = queries.person(owner), ""
    if person is None:
        password = secrets.token_urlsafe(16)
        person = actions.take_in(owner, password=password)
    member = actions.found(name, slugify(name)[:60], owner=person, time_zone=time_zone)
    told = {"id": str(member.workspace_id), "slug": member.workspace.slug, "owner": owner}
    if password:
        told["password"] = password
    show(told, as_json=as_json, words=_made)


@workspace.command("list")
@json_option
@in_house
def list_all(as_json: bool) -> None:
    """All workspaces of this installation."""
    from antiphon.people import queries  # noqa: PLC0415

    rows = [{"slug": row.slug, "name": row.name} for row in queries.workspaces()]
    show(rows, as_json=as_json, words=lambda rows: table(rows, {"slug": "SHORT", "name": "NAME"}))


def _made(told: dict[str, str]) -> str:
    lines = [f"Made the workspace {told['slug']}. Its owner is {told['owner']}."]
    if "password" in told:
        lines.append(f"Password, shown only now: {told['password']}")
    return "\n".join(lines)
