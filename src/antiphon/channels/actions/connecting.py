"""Connecting accounts: with what a person types, or by a journey to the network's own page."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import timedelta
from urllib.parse import urlsplit

from django.db import transaction

from antiphon.channels import safe
from antiphon.channels.actions.registration import app_for
from antiphon.channels.models import Channel, Journey
from antiphon.channels.states import State
from antiphon.connect.network import Network
from antiphon.connect.oauth import App, Enters, Grant, SignIn, Travels, new_state
from antiphon.connect.registry import network as find_network
from antiphon.connect.values import Account
from antiphon.kernel.errors import AntiphonError
from antiphon.kernel.problem import BadInputError, Problem
from antiphon.people import vault
from antiphon.people.actions import note, permit
from antiphon.people.models import Member
from antiphon.people.policy import By
from antiphon.work import clock
from antiphon.work.office import office

JOURNEYS_LAST = timedelta(minutes=10)


class NotStartedHereError(AntiphonError):
    """What came back from a network's page belongs to no journey of this person and browser."""


def enter(
    by: By, key: str, sign_in_key: str, given: Mapping[str, str], *, server: str = ""
) -> list[Channel]:
    """Connect every account that these typed secrets may speak for."""
    permit(by, "channel.connect")
    network = find_network(key)
    sign_in = _sign_in(network, sign_in_key, Enters)
    _insist_on_fields(network, sign_in, given)
    at = server_of(network, server)
    app = app_for(network, sign_in, at) if sign_in.needs_app else None
    grant: Grant = office().sign_in(
        network,
        sign_in,
        lambda desk: desk.enter(given),
        app=app or App(),
        server=at,
    )
    return connect_accounts(by, network, grant, server=at)


def begin(
    by: Member, key: str, given: Mapping[str, str], *, server: str = "", browser: str = ""
) -> str:
    """Start a journey to the network's own page: the address to open."""
    permit(by, "channel.connect")
    network = find_network(key)
    sign_in = next((way for way in network.sign_ins if way.can(Travels)), None)
    if sign_in is None:
        raise BadInputError(_no_way(network, "a page of its own"))
    at, state = server_of(network, server), new_state()
    departure = office().sign_in(
        network,
        sign_in,
        lambda desk: desk.begin(state, given),
        app=app_for(network, sign_in, at),
        server=at,
    )
    journey = Journey(
        workspace=by.workspace,
        member=by,
        network=key,
        server=at,
        sign_in=sign_in.key,
        state_digest=digest(state),
        browser_digest=digest(browser) if browser else "",
    )
    vault.put(journey, "memory", safe.memory_written(departure.memory))
    journey.save()
    return str(departure.url)


def arrive(by: Member, answer: Mapping[str, str], *, browser: str = "") -> list[Channel]:
    """Somebody came back from the network's page; it must be who left, from here, just now."""
    journey = _use(by, answer.get("state", ""), browser)
    network = find_network(journey.network)
    sign_in = _sign_in(network, journey.sign_in, Travels)
    memory = safe.memory_read(vault.take(journey, "memory"))
    grant: Grant = office().sign_in(
        network,
        sign_in,
        lambda desk: desk.arrive(memory, answer),
        app=app_for(network, sign_in, journey.server),
        server=journey.server,
    )
    return connect_accounts(by, network, grant, server=journey.server)


def connect_accounts(
    by: By, network: Network, grant: Grant, *, server: str, only: Sequence[str] = ()
) -> list[Channel]:
    """Make a channel of each account of a grant, or bring a known one back."""
    with transaction.atomic():
        return [
            _connect(by, network, account, grant, server)
            for account in grant.accounts
            if not only or account.id in only
        ]


def digest(text: str) -> str:
    """What is kept of a value that only its owner may know."""
    return hashlib.sha256(text.encode()).hexdigest()


def server_of(network: Network, server: str) -> str:
    """The base URL of the server meant: the network's own, or the one a person typed."""
    typed = server.strip().rstrip("/") or network.server
    if not typed:
        say = f"{network.name} has many servers: say which, for example --server https://…"
        raise BadInputError(Problem(field="server", rule="empty", say=say))
    if "://" not in typed:
        typed = f"https://{typed.rpartition('@')[2]}"
    parts = urlsplit(typed)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
        say = f"“{server}” is not the address of a server. Write it like https://example.org"
        raise BadInputError(Problem(field="server", rule="malformed", say=say))
    return typed


def _connect(by: By, network: Network, account: Account, grant: Grant, server: str) -> Channel:
    where = {"workspace": by.workspace, "network": network.key, "server": server}
    row = Channel.objects.filter(**where, remote_id=account.id).first()
    row = row or Channel(**where, remote_id=account.id)
    credential = account.credential or grant.credential
    row.handle, row.name, row.url, row.kind = (
        account.handle, account.name, account.url, account.kind,
    )  # fmt: skip
    row.facts = dict(account.facts)
    row.state, row.reason, row.sign_in = State.CONNECTED, "", credential.sign_in
    row.expires_at, row.checked_at = credential.expires_at, clock.now()
    vault.put(row, "credential", safe.written(credential))
    row.save()
    note(by, "channel.connect", row, after={"network": network.key, "account": str(account.id)})
    return row


def _use(by: Member, state: str, browser: str) -> Journey:
    """Take a journey out of use: it serves once, in time, to who began it."""
    mine = Journey.objects.filter(
        state_digest=digest(state),
        member=by,
        workspace=by.workspace,
        browser_digest=digest(browser) if browser else "",
        used_at=None,
        began_at__gt=clock.now() - JOURNEYS_LAST,
    )
    if not state or not mine.update(used_at=clock.now()):
        raise NotStartedHereError(
            "This sign-in was not started here, or too long ago. Start it again."
        )
    return Journey.objects.get(state_digest=digest(state))


def _sign_in(network: Network, key: str, ability: type) -> SignIn:
    found = next((way for way in network.sign_ins if way.key == key and way.can(ability)), None)
    if found is None:
        raise BadInputError(_no_way(network, key))
    return found


def _no_way(network: Network, key: str) -> Problem:
    ways = ", ".join(way.key for way in network.sign_ins)
    say = f"{network.name} has no sign-in by {key}. It has: {ways}."
    return Problem(field="sign_in", rule="unknown", say=say)


def _insist_on_fields(network: Network, sign_in: SignIn, given: Mapping[str, str]) -> None:
    known = {field.key: field for field in sign_in.fields}
    missing = [field for field in sign_in.fields if not given.get(field.key, "").strip()]
    problems = [
        Problem(field=key, rule="unknown_field", say=f"{network.name} does not ask for “{key}”.")
        for key in given
        if key not in known
    ]
    problems += [
        Problem(field=field.key, rule="empty", say=f"{network.name} needs: {field.name}.")
        for field in missing
        if not field.optional
    ]
    if problems:
        raise BadInputError(*problems)
