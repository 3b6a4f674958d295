"""How deeds on channels are undone."""

from collections.abc import Mapping
from typing import Any

from antiphon.channels import actions, queries
from antiphon.channels.models import Channel
from antiphon.kernel.errors import NotHereError
from antiphon.people.models import Member
from antiphon.plan.desk import actions as desk
from antiphon.publish import actions as publish
from antiphon.publish import queries as publications


def bring_back(by: Member, facts: Mapping[str, Any]) -> None:
    """A channel that was put away."""
    row = queries.away(by.workspace).filter(pk=facts["id"]).first()
    actions.bring_back(by, _here(row))


def reach(by: Member, facts: Mapping[str, Any]) -> None:
    """Whom a channel reached before."""
    actions.set_reach(by, _channel(by, facts), **facts["before"])


def goal(by: Member, facts: Mapping[str, Any]) -> None:
    """What was wanted of a channel before."""
    desk.set_goal(by, _channel(by, facts), facts["before"])


def release(by: Member, facts: Mapping[str, Any]) -> None:
    """A hold that was set a moment ago."""
    held = publications.holds(by.workspace).filter(pk=facts["id"]).first()
    if held is not None:
        publish.release(by, held)


def _channel(by: Member, facts: Mapping[str, Any]) -> Channel:
    return _here(queries.channels(by.workspace).filter(pk=facts["id"]).first())


def _here(row: Channel | None) -> Channel:
    if row is None:
        raise NotHereError("There is no such channel any more.")
    return row
