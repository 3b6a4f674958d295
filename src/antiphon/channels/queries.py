"""What can be asked."""

from uuid import UUID

from django.db.models import Q, QuerySet

from antiphon.channels import safe
from antiphon.channels.models import Channel, Journey
from antiphon.channels.states import State
from antiphon.people import vault
from antiphon.people.models import Member, Person, Workspace


def channels(workspace: Workspace) -> QuerySet[Channel]:
    """The channels of a workspace that are in use."""
    mine = Channel.objects.filter(workspace=workspace).exclude(state=State.RETIRED)
    return mine.order_by("network", "handle", "pk")


def away(workspace: Workspace) -> QuerySet[Channel]:
    """Channels out of use whose permission was not given back yet, so that they can come back."""
    return Channel.objects.filter(workspace=workspace, state=State.RETIRED).exclude(credential=None)


def who_left(person: Person, state: str) -> Member | None:
    """As whom, and so for which workspace, this person began the journey of that state."""
    mine = Journey.objects.filter(state_digest=safe.digest(state), member__person=person)
    found = mine.select_related("member__workspace", "member__person").first()
    return found.member if found else None


def brought(journey: Journey) -> list[dict[str, str]]:
    """The accounts that a journey brought and nobody confirmed yet; nothing that proves them."""
    grant = safe.grant_read(vault.take(journey, "grant"))
    return [
        {"id": str(one.id), "handle": one.handle, "name": one.name, "kind": one.kind}
        for one in grant.accounts
    ]


def channel(workspace: Workspace, name: str) -> Channel | None:
    """One channel of this workspace by id, handle, or `network:handle`."""
    mine = channels(workspace)
    try:
        return mine.filter(pk=UUID(name)).first()
    except ValueError:
        network, _, handle = name.partition(":")
        handle = handle.lstrip("@")
        by_handle = Q(handle__iexact=name) | Q(handle__iexact=name.lstrip("@"))
        by_both = Q(network=network) & Q(handle__iexact=handle)
        found = list(mine.filter(by_handle | by_both | Q(name__iexact=name))[:2])
        return found[0] if len(found) == 1 else None
