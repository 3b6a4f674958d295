"""People of a workspace, and the keys with which programs act for them."""

from datetime import timedelta
from typing import Any

import click

from antiphon.cli.door import in_house, json_option, parted, show, speaker, table, workspace_option
from antiphon.kernel.errors import AntiphonError

ROLES = ("manager", "editor", "approver", "analyst", "client")

as_option = click.option("--as", "email", default="", help="Speak as this member, not as owner.")


@click.group()
def person() -> None:
    """Who works in a workspace."""


@person.command()
@click.argument("email")
@click.option("--role", type=click.Choice(ROLES), default="editor")
@click.option("--days", type=click.IntRange(1, 60), default=7, help="How long it is good.")
@workspace_option
@json_option
@in_house
def invite(email: str, role: str, days: int, workspace: str, as_json: bool) -> None:
    """Invite EMAIL; prints the link to send, which is shown only now and works once."""
    from django.conf import settings  # noqa: PLC0415

    from antiphon.people import actions  # noqa: PLC0415
    from antiphon.people.models import Role  # noqa: PLC0415

    by = speaker(workspace)
    row, token = actions.invite(address(email), Role(role), by=by, lasts=timedelta(days=days))
    link = f"{settings.PUBLIC_URL}/invitations/{token.reveal()}/"
    told = {"email": row.email, "role": row.role, "ends": row.ends_at.isoformat(), "link": link}
    show(told, as_json=as_json, words=lambda told: f"Send this link to {told['email']}:\n{link}")


@person.command("list")
@workspace_option
@json_option
@in_house
def list_people(workspace: str, as_json: bool) -> None:
    """Who is in the workspace, and who is invited."""
    from antiphon.people import queries  # noqa: PLC0415

    room = speaker(workspace).workspace
    rows: list[dict[str, Any]] = [
        {"email": one.person.email, "role": one.role, "since": one.joined_at.date().isoformat()}
        for one in queries.members(room)
    ]
    rows += [{"email": one.email, "role": f"{one.role} (invited)", "since": None}
             for one in queries.invitations(room)]  # fmt: skip
    columns = {"email": "ADDRESS", "role": "ROLE", "since": "SINCE"}
    show(rows, as_json=as_json, words=lambda rows: table(rows, columns))


@person.command()
@click.argument("email")
@click.option("--again", is_flag=True, help="Let them sign in again.")
@json_option
@in_house
def disable(email: str, again: bool, as_json: bool) -> None:
    """Shut EMAIL out of the whole installation: their sessions and keys end at once."""
    from antiphon.people import actions, queries  # noqa: PLC0415

    row = queries.person(address(email))
    if row is None:
        raise AntiphonError(f"Nobody here has the address {email[:80]}.")
    (actions.let_in if again else actions.shut_out)(row)
    say = "may sign in again; keys have to be made anew" if again else "is shut out"
    told = {"email": row.email, "may_sign_in": again}
    show(told, as_json=as_json, words=lambda told: f"{told['email']} {say}.")


@click.group()
def key() -> None:
    """API keys: each acts for its maker, within its scopes."""


@key.command()
@click.argument("name")
@click.option("--scope", "scopes", multiple=True, help="An action such as post.write; several.")
@click.option("--role", "like", type=click.Choice(ROLES), help="All that this role may do.")
@click.option("--days", type=click.IntRange(1, 366), default=365)
@workspace_option
@as_option
@json_option
@in_house
def create(
    name: str,
    scopes: tuple[str, ...],
    like: str | None,
    days: int,
    workspace: str,
    email: str,
    as_json: bool,
) -> None:
    """Make a key NAME; it is shown only now."""
    from antiphon.people import actions, policy  # noqa: PLC0415
    from antiphon.people.models import Role  # noqa: PLC0415

    wanted = {word for scope in scopes for word in parted(scope)}
    wanted |= policy.rights(Role(like)) if like else frozenset()
    if not wanted:
        raise AntiphonError("Say what the key may do: --scope post.write …, or --role editor.")
    by = speaker(workspace, email)
    row, secret = actions.make_key(name[:80], wanted, by=by, lasts=timedelta(days=days))
    show({**_told(row), "key": secret.reveal()}, as_json=as_json, words=_made)


@key.command("list")
@workspace_option
@json_option
@in_house
def list_keys(workspace: str, as_json: bool) -> None:
    """All keys, never the secret itself."""
    from antiphon.people import queries  # noqa: PLC0415

    rows = [_told(row) for row in queries.keys(speaker(workspace).workspace)]
    columns = {"prefix": "KEY", "name": "NAME", "owner": "OF", "state": "STATE", "ends": "ENDS"}
    show(rows, as_json=as_json, words=lambda rows: table(rows, columns))


@key.command()
@click.argument("prefix")
@workspace_option
@json_option
@in_house
def revoke(prefix: str, workspace: str, as_json: bool) -> None:
    """End the key that begins with PREFIX, at once."""
    from antiphon.people import actions, queries  # noqa: PLC0415

    by = speaker(workspace)
    wanted = prefix.removeprefix("ant_").partition("_")[0]
    row = queries.keys(by.workspace).filter(prefix=wanted).first()
    if row is None:
        raise AntiphonError(f"There is no key {prefix[:20]} in this workspace.")
    actions.revoke_key(row, by=by)
    row.refresh_from_db()
    show(_told(row), as_json=as_json, words=lambda told: f"Key {told['prefix']} is ended.")


def address(email: str) -> str:
    """An e-mail address as it is stored, or a sentence."""
    from django.core.exceptions import ValidationError  # noqa: PLC0415
    from django.core.validators import validate_email  # noqa: PLC0415

    try:
        validate_email(email.strip())
    except ValidationError:
        raise AntiphonError(f"“{email[:80]}” is not an e-mail address.") from None
    return email.strip().lower()


def _told(row: Any) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "prefix": row.prefix,
        "name": row.name,
        "owner": row.owner.person.email,
        "scopes": row.scopes,
        "state": "in use" if row.is_good else "ended",
        "ends": row.ends_at.isoformat(),
    }


def _made(told: dict[str, Any]) -> str:
    return f"Key {told['name']}, shown only now:\n{told['key']}"
