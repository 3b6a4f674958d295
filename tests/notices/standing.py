"""Something that people should know."""

from uuid import uuid4

from antiphon.channels.models import Channel
from antiphon.notices import actions
from antiphon.notices.models import Gathering
from antiphon.people.models import Workspace
from antiphon.publish.models import Publication
from antiphon.publish.states import State
from antiphon.work import clock
from tests.publish import world


def gather(workspace: Workspace) -> None:
    """Look through it now, whenever it was looked through last."""
    Gathering.objects.filter(workspace=workspace).update(looked_at=None)
    actions.gather()


def failed(channel: Channel, reason: str = "Too long.") -> Publication:
    return world.publication_on(
        channel, uuid4().hex, state=State.REFUSED, due_at=None, planned_at=clock.now(),
        reason=reason, remedy="change_it",
    )  # fmt: skip
