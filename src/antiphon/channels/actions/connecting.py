"""Connecting accounts with what a person types, and making channels of what was granted."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from antiphon.channels import renewing, safe
from antiphon.channels.actions.desks import at_desk, insist_on_fields, sign_in_by
from antiphon.channels.actions.registration import app_for
from antiphon.channels.models import Channel
from antiphon.channels.servers import server_of
from antiphon.channels.states import State
from antiphon.connect.errors import ChangeIt
from antiphon.connect.network import Network
from antiphon.connect.oauth import Enters, Grant
from antiphon.connect.registry import network as find_network
from antiphon.connect.values import Account
from antiphon.people import vault
from antiphon.people.actions import note, permit
from antiphon.people.models import Workspace
from antiphon.people.policy import By
from antiphon.work import clock


def enter(  # noqa: PLR0913 -- a sign-in has as many parties
    by: By,
    key: str,
    sign_in_key: str,
    given: Mapping[str, str],
    *,
    server: str = "",
    only: Sequence[str] | None = None,
) -> list[Channel]:
    """Connect every account that these typed secrets may speak for, or those that are meant."""
    permit(by, "channel.connect")
    network = find_network(key)
    sign_in = sign_in_by(network, sign_in_key, Enters)
    insist_on_fields(network, sign_in, given)
    at = server_of(network, server)
    grant: Grant = at_desk(
        network,
        sign_in,
        lambda desk: desk.enter(given),
        app=app_for(network, sign_in, at),
        server=at,
    )
    return connect_accounts(by, network, grant, server=at, only=only)


def connect_accounts(
    by: By, network: Network, grant: Grant, *, server: str, only: Sequence[str] | None = None
) -> list[Channel]:
    """Make a channel of each account of a grant, or bring a known one back."""
    wanted = [one for one in grant.accounts if only is None or one.id in only]
    if not wanted:
        none = f"There was no account on {network.name} to connect."
        raise ChangeIt("No account was chosen." if grant.accounts else none)
    with transaction.atomic():
        # Two sign-ins to the same account at once follow each other, and make one channel.
        Workspace.objects.select_for_update(no_key=True).get(pk=by.workspace.pk)
        return [_connect(by, network, account, grant, server) for account in wanted]


def _connect(by: By, network: Network, account: Account, grant: Grant, server: str) -> Channel:
    row = _known(by, network, account, server)
    credential = account.credential or grant.credential
    row.server = server
    row.handle, row.name, row.url, row.kind = (
        account.handle, account.name, account.url, account.kind,
    )  # fmt: skip
    row.facts = dict(account.facts)
    row.state, row.reason, row.sign_in = State.CONNECTED, "", credential.sign_in
    row.by_hand = row.by_hand or not row.is_signed_in
    row.checked_at = clock.now()
    row.check_at = renewing.next_check(row.checked_at)
    row.expires_at, row.renew_failures = credential.expires_at, 0
    row.renew_at = renewing.due(network, credential)
    vault.put(row, "credential", safe.written(credential))
    row.save()
    note(by, "channel.connect", row, after={"network": network.key, "account": str(account.id)})
    return row


def _known(by: By, network: Network, account: Account, server: str) -> Channel:
    """The channel of this account; ids of a network with one server mean the same everywhere."""
    where: dict[str, Any] = {
        "workspace": by.workspace,
        "network": network.key,
        "remote_id": account.id,
    }
    rows = Channel.objects.select_for_update().filter(**where)
    here = rows.filter(server=server).first()
    if here is None and network.server:
        here = rows.order_by("connected_at").first()
    return here or Channel(**where)
