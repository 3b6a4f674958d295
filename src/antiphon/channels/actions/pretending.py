"""Channels on pretend networks: accounts that the sandbox opens for us, entered like real ones."""

from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress

from antiphon.channels import pretended
from antiphon.channels.actions.connecting import enter
from antiphon.channels.models import Channel
from antiphon.channels.states import State
from antiphon.connect.errors import FixSetup
from antiphon.connect.registry import network as find_network
from antiphon.connect.simulation import Entrance
from antiphon.kernel.errors import AntiphonError
from antiphon.people.actions import permit
from antiphon.people.models import Workspace
from antiphon.people.policy import By, Engine

KIND = "organization"


def pretend(by: By, key: str, handle: str, name: str, country: str = "") -> Channel:
    """Open an account on the pretend network, or find it, and make a channel of it."""
    permit(by, "channel.connect")
    _insist_on_sandbox()
    entrance = pretended.sandbox().open_account(
        find_network(key).key, handle, name, kind=KIND, country=country
    )
    return _enter(by, key, entrance)


def pretend_again(*, besides: str = "") -> int:
    """A sandbox forgets when it stops: open its accounts once more, for the channels they had.

    They are called as their workspaces are; one workspace may be left out. A sandbox counts its
    accounts, so they come in the order of the first time, those out of use as well.
    """
    rows = Channel.objects.filter(server__startswith=pretended.home())
    rows = rows.exclude(workspace__slug=besides).select_related("workspace")
    groups: dict[tuple[Workspace, str], list[Channel]] = defaultdict(list)
    for row in rows.order_by("connected_at", "pk"):
        groups[row.workspace, row.network].append(row)
    # One account that cannot be opened again keeps none of the others away.
    return sum(_was_opened(those) for those in groups.values())


def _was_opened(rows: Sequence[Channel]) -> bool:
    first = rows[0]
    with suppress(AntiphonError):
        entrance = pretended.sandbox().open_account(
            first.network, first.workspace.slug, first.workspace.name, kind=KIND
        )
        mine = next((row for row in rows if row.remote_id == entrance.id), None)
        if mine and mine.state != State.RETIRED:
            _enter(Engine(workspace=mine.workspace, name="sandbox"), mine.network, entrance)
            return True
    return False


def _enter(by: By, key: str, entrance: Entrance) -> Channel:
    """A sign-in may bring the person behind the account as well; we speak only for the account."""
    only = [entrance.id]
    (mine,) = enter(by, key, entrance.sign_in, entrance.given, server=entrance.server, only=only)
    return mine


def _insist_on_sandbox() -> None:
    if not pretended.is_on_offer():
        say = "No sandbox runs here: start one with `antiphon up`, or set ANTIPHON_SANDBOX_PORT."
        raise FixSetup(say)
