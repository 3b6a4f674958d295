"""Journeys to a network's own page and back: who left must return, from where they left, once."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction

from antiphon.channels import safe
from antiphon.channels.actions.connecting import connect_accounts
from antiphon.channels.actions.desks import at_desk, insist_on_fields, no_way, sign_in_by
from antiphon.channels.actions.registration import app_for, be_known, forget
from antiphon.channels.models import Channel, Journey
from antiphon.channels.servers import server_of
from antiphon.connect.errors import ChangeIt, FixSetup
from antiphon.connect.oauth import Grant, Registers, Travels, new_state
from antiphon.connect.registry import network as find_network
from antiphon.connect.transport.guard import NotPublicError
from antiphon.kernel.errors import AntiphonError
from antiphon.people import vault
from antiphon.people.actions import permit
from antiphon.people.models import Member
from antiphon.work import clock

JOURNEYS_LAST = timedelta(minutes=10)
KEPT = timedelta(days=1)


class NotStartedHereError(AntiphonError):
    """What came back from a network's page belongs to no journey of this person and browser."""


def begin(
    by: Member, key: str, given: Mapping[str, str], *, server: str = "", browser: str = ""
) -> str:
    """Start a journey to the network's own page: the address to open.

    `browser` is a value that only the browser of who leaves can show again; who leaves from a
    terminal has none, and may come back in any browser in which they are signed in.
    """
    permit(by, "channel.connect")
    network = find_network(key)
    sign_in = next((way for way in network.sign_ins if way.can(Travels)), None)
    if sign_in is None:
        raise no_way(network, "a page of its own", Travels)
    insist_on_fields(network, sign_in, given)
    at, state = server_of(network, server), new_state()
    departure = at_desk(
        network,
        sign_in,
        lambda desk: desk.begin(state, given),
        app=be_known(network, sign_in, at),
        server=at,
    )
    journey = Journey(
        workspace=by.workspace,
        member=by,
        network=key,
        server=at,
        sign_in=sign_in.key,
        state_digest=safe.digest(state),
        browser_digest=safe.digest(browser) if browser else "",
    )
    vault.put(journey, "memory", safe.memory_written(departure.memory))
    journey.save()
    return str(departure.url)


def receive(by: Member, answer: Mapping[str, str], *, browser: str = "") -> Journey:
    """Somebody came back; what they brought is kept sealed until they confirm it (S10)."""
    permit(by, "channel.connect")
    journey = _use(by, answer.get("state", ""), browser)
    try:
        grant = _granted(journey, answer)
    finally:
        journey.memory = None
        journey.save(update_fields=["memory"])
    vault.put(journey, "grant", safe.grant_written(grant))
    journey.save(update_fields=["grant"])
    return journey


def confirm(
    by: Member, id: Any, *, browser: str = "", only: Sequence[str] | None = None
) -> list[Channel]:
    """They say yes: the accounts that they mean become channels of the workspace they see."""
    permit(by, "channel.connect")
    with transaction.atomic():
        waiting = Journey.objects.select_for_update().exclude(grant=None)
        journey = waiting.filter(pk=id, **_theirs(by, browser)).first()
        if journey is None:
            raise _NOT_HERE
        grant = safe.grant_read(vault.take(journey, "grant"))
        journey.grant = None
        journey.save(update_fields=["grant"])
        network = find_network(journey.network)
        return connect_accounts(by, network, grant, server=journey.server, only=only)


def arrive(by: Member, answer: Mapping[str, str], *, browser: str = "") -> list[Channel]:
    """Come back and confirm in one step: for who began it at the same terminal a moment ago."""
    return confirm(by, receive(by, answer, browser=browser).pk, browser=browser)


def decline(by: Member, id: Any, *, browser: str = "") -> None:
    """They say no: what was brought is forgotten.

    It is not given back to the network: there that may end the permission of channels in use.
    """
    Journey.objects.filter(pk=id, **_theirs(by, browser)).update(grant=None)


def forget_journeys() -> int:
    """Journeys of yesterday, and what nobody confirmed, are gone for good."""
    moment = clock.now()
    late = Journey.objects.filter(began_at__lt=moment - 2 * JOURNEYS_LAST)
    late.exclude(grant=None, memory=None).update(grant=None, memory=None)
    return Journey.objects.filter(began_at__lt=moment - KEPT).delete()[0]


_NOT_HERE = NotStartedHereError(
    "This sign-in was not started here, or too long ago. Start it again."
)


def _granted(journey: Journey, answer: Mapping[str, str]) -> Grant:
    network = find_network(journey.network)
    sign_in = sign_in_by(network, journey.sign_in, Travels)
    memory = safe.memory_read(vault.take(journey, "memory"))
    try:
        grant: Grant = at_desk(
            network,
            sign_in,
            lambda desk: desk.arrive(memory, answer),
            app=app_for(network, sign_in, journey.server),
            server=journey.server,
        )
    except NotPublicError:
        raise
    except FixSetup as error:
        if not sign_in.can(Registers):
            raise
        # The server does not know the installation under whose name this journey began.
        forget(network, journey.server)
        say = f"{network.name} no longer knew this installation. Start the sign-in again."
        raise ChangeIt(say) from error
    if not grant.accounts:
        raise ChangeIt(f"There was no account on {network.name} to connect.")
    return grant


def _use(by: Member, state: str, browser: str) -> Journey:
    """Take a journey out of use: it serves once, in time, to who began it."""
    mine = Journey.objects.filter(
        state_digest=safe.digest(state), used_at=None, **_theirs(by, browser)
    )
    if not state or not mine.update(used_at=clock.now()):
        raise _NOT_HERE
    return Journey.objects.get(state_digest=safe.digest(state))


def _theirs(by: Member, browser: str) -> dict[str, Any]:
    return {
        "member": by,
        "workspace": by.workspace,
        "browser_digest__in": ["", safe.digest(browser)] if browser else [""],
        "began_at__gt": clock.now() - JOURNEYS_LAST,
    }
