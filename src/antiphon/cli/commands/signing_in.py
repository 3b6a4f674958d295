"""Which sign-in fits what was given to `channel connect`, and the journey where nothing was."""

from typing import Any

import click

from antiphon.cli.arrival import Desk
from antiphon.cli.door import show
from antiphon.cli.secret_words import of_field, revealed
from antiphon.kernel.errors import AntiphonError
from antiphon.kernel.problem import BadInputError, Problem

SECRETS = ("token", "app_password", "password")
ALSO = {
    "token": ("token", "access_token"),
    "app_password": ("app_password", "password", "application_password"),
    "password": ("password", "app_password", "application_password"),
    "handle": ("handle", "identifier", "user"),
    "user": ("user", "username", "handle", "identifier"),
}
"""Options have one name everywhere; a sign-in may call the same thing otherwise."""
PATIENCE = 600.0
"""Seconds; a journey lasts ten minutes."""


def typed_secrets(given: dict[str, Any]) -> dict[str, str]:
    """What was given that proves something, by the name of its option or field."""
    found = {name: revealed(name, given[name], given[f"{name}_file"]) for name in SECRETS}
    typed = {name: value for name, value in found.items() if value}
    for field in given["fields"]:
        name, equals, value = field.partition("=")
        if not equals or not name:
            raise AntiphonError(f"--field {name} has no value: write it as NAME=VALUE.")
        typed[name] = of_field(name, value)
    return typed


def sign_in_for(network: str, typed: dict[str, str]) -> tuple[str, dict[str, str]]:
    """The sign-in that asks for just these, and what it calls them."""
    from antiphon.connect.oauth import Enters  # noqa: PLC0415
    from antiphon.connect.registry import network as find_network  # noqa: PLC0415

    found = find_network(network)
    ways = [way for way in found.sign_ins if way.can(Enters)]
    for way in ways:
        renamed = _renamed(typed, [field.key for field in way.fields])
        if renamed is not None:
            return way.key, renamed
    asked = "; or ".join(", ".join(_option(field.key) for field in way.fields) for way in ways)
    named = ", ".join(_option(name) for name in typed)
    say = f"{found.name} has no sign-in with {named}. Give {asked or 'nothing, and open a page'}."
    raise BadInputError(Problem(field="sign_in", rule="unknown", say=say))


def journey(
    by: Any, network: str, given: dict[str, str], server: str, *, wait: bool, as_json: bool
) -> Any:
    """Send a person to the network's own page; with `wait`, what they brought back."""
    from antiphon.channels import actions  # noqa: PLC0415
    from antiphon.channels.actions.registration import redirect_uri  # noqa: PLC0415

    if not wait:
        url = actions.begin(by, network, given, server=server)
        show({"open": url}, as_json=as_json, words=lambda told: f"Open this page: {told['open']}")
        return None
    desk = Desk(redirect_uri())
    url = actions.begin(by, network, given, server=server)
    click.echo(f"Open this page: {url}", err=True)
    return actions.arrive(by, desk.wait(PATIENCE))


def _renamed(typed: dict[str, str], asked: list[str]) -> dict[str, str] | None:
    """The same by the sign-in's own names; None if it does not ask for one of them."""
    found = {}
    for name, value in typed.items():
        key = next((key for key in ALSO.get(name, (name,)) if key in asked), None)
        if key is None or key in found:
            return None
        found[key] = value
    return found


def _option(key: str) -> str:
    name = next((name for name in ALSO if ALSO[name][0] == key or key in ALSO[name][:2]), "")
    return f"--{name.replace('_', '-')}" if name else f"--field {key}=…"
