"""The bell of who made the key."""

from uuid import UUID

from antiphon.api.core.call import Call
from antiphon.api.core.routes import Routes
from antiphon.api.schemas import notices as told
from antiphon.api.schemas.fields import given
from antiphon.notices import actions, queries

notices = Routes("notices")


@notices.get("/notices", "workspace.read", list[told.NoticeTold])
def list_notices(request: Call) -> list[told.NoticeTold]:
    """What the key's owner should know, failures first; at most 200."""
    return [told.notice(row) for row in queries.for_member(request.by)[:200]]


@notices.post("/notices/seen", "workspace.read", told.CountTold)
def see_notices(request: Call) -> told.CountTold:
    """Mark all of them as read."""
    return told.CountTold(count=actions.seen(request.by))


@notices.post("/notices/{uuid:id}/seen", "workspace.read", told.CountTold)
def see_notice(request: Call, id: UUID) -> told.CountTold:
    """Mark one of them as read."""
    return told.CountTold(count=actions.seen(request.by, id))


@notices.get("/notices/preferences", "workspace.read", told.WaysTold)
def get_preferences(request: Call) -> told.WaysTold:
    """How the key's owner wants to be told."""
    return told.ways(queries.preference(request.by))


@notices.patch("/notices/preferences", "workspace.read", told.WaysTold)
def set_preferences(request: Call, body: told.WaysChange) -> told.WaysTold:
    """Say how to be told of each kind, when no mail may come, and when the daily one."""
    facts = given(body)
    if {"quiet_from", "quiet_until"} & facts.keys():
        said = queries.preference(request.by)
        begins = facts.pop("quiet_from", said.quiet_from)
        facts["quiet"] = (begins, facts.pop("quiet_until", said.quiet_until))
    return told.ways(actions.set_preference(request.by, **facts))
