"""Workspaces: one for each brand or client."""

import secrets
from datetime import timedelta
from typing import Any

import click
from slugify import slugify

from antiphon.cli.commands.people import address
from antiphon.cli.door import in_house, json_option, show, speaker, table, workspace_option
from antiphon.kernel.errors import AntiphonError


@click.group()
def workspace() -> None:
    """Brands and clients, each with channels and people of its own."""


@workspace.command()
@click.argument("name")
@click.option("--owner", default="owner@localhost.localdomain", help="Its owner's e-mail address.")
@click.option("--time-zone", default="UTC")
@json_option
@in_house
def create(name: str, owner: str, time_zone: str, as_json: bool) -> None:
    """Make a workspace NAME; a new owner gets a password, shown once."""
    from django.db import transaction  # noqa: PLC0415

    from antiphon.kernel.window import zone  # noqa: PLC0415
    from antiphon.people import actions, queries  # noqa: PLC0415

    slug, where = _short(name), zone(time_zone).key
    with transaction.atomic():
        person, password = queries.person(address(owner)), ""
        if person is None:
            password = secrets.token_urlsafe(16)
            person = actions.take_in(owner, password=password, proved=True)
        member = actions.found(name.strip(), slug, owner=person, time_zone=where)
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


@workspace.command("set")
@click.option("--approval", type=click.Choice(["none", "one", "several"]))
@click.option("--approvals-needed", type=click.IntRange(1, 20))
@click.option("--late", "late_policy", type=click.Choice(["late", "skip", "ask"]))
@click.option("--grace", type=click.IntRange(0), help="Seconds after its hour to go out still.")
@click.option("--strict-duplicates/--no-strict-duplicates", default=None)
@click.option("--time-zone")
@workspace_option
@json_option
@in_house
def set_rules(workspace: str, as_json: bool, **given: Any) -> None:
    """Change what holds in the workspace: who must agree, what happens to what is late."""
    from antiphon.people import actions  # noqa: PLC0415

    facts = {name: value for name, value in given.items() if value is not None}
    if "grace" in facts:
        facts["grace"] = timedelta(seconds=facts["grace"])
    row = actions.change_workspace(speaker(workspace), **facts)
    names = ("slug", "name", "time_zone", "approval", "approvals_needed", "late_policy")
    told = {name: getattr(row, name) for name in names}
    told |= {"grace": row.grace.total_seconds(), "strict_duplicates": row.strict_duplicates}
    show(told, as_json=as_json, words=lambda told: f"{told['name']} is changed.")


def _short(name: str) -> str:
    """The name in an address; taken or empty ones are refused."""
    from antiphon.people import queries  # noqa: PLC0415

    slug = slugify(name)[:60]
    if not slug or len(name) > 120:
        raise AntiphonError("A workspace needs a name of 1 to 120 letters and figures.")
    if queries.workspace(slug):
        raise AntiphonError(f"There is a workspace “{slug}” already.")
    return slug


def _made(told: dict[str, str]) -> str:
    lines = [f"Made the workspace {told['slug']}. Its owner is {told['owner']}."]
    if "password" in told:
        lines.append(f"Password, shown only now: {told['password']}")
    return "\n".join(lines)
