"""What can be asked."""

from uuid import UUID

from django.db.models import Q, QuerySet

from antiphon.channels.models import Channel
from antiphon.channels.states import State
from antiphon.people.models import Workspace


def channels(workspace: Workspace) -> QuerySet[Channel]:
    """The channels of a workspace that are in use."""
    mine = Channel.objects.filter(workspace=workspace).exclude(state=State.RETIRED)
    return mine.order_by("network", "handle", "pk")


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
