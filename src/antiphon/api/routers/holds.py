"""The stop switch."""

from typing import Any
from uuid import UUID

from antiphon.api.core.call import Call
from antiphon.api.core.routes import Routes
from antiphon.api.core.rows import one
from antiphon.api.schemas import publications as told
from antiphon.channels import queries as channels
from antiphon.connect import registry
from antiphon.kernel.problem import BadInputError, Problem
from antiphon.plan import queries as plans
from antiphon.publish import actions as publish
from antiphon.publish import queries

holds = Routes("holds")


@holds.get("/holds", "publication.read", list[told.HoldTold])
def list_holds(request: Call) -> list[told.HoldTold]:
    """Every stop that stands over this workspace."""
    return [told.hold(row) for row in queries.holds(request.by.workspace).order_by("-since")[:200]]


@holds.post("/holds", "stop.set", told.HoldTold, status=201)
def set_hold(request: Call, body: told.Stop) -> told.HoldTold:
    """Stop every new send of the workspace, or of one channel or campaign; nothing is lost."""
    if body.channel and body.campaign:
        say = "Stop one channel or one campaign. For both, stop twice."
        raise BadInputError(Problem(field="campaign", rule="twice", say=say))
    within: dict[str, Any] = {}
    if body.channel:
        within["channel"] = one(channels.channels(request.by.workspace), body.channel)
    if body.campaign:
        within["campaign"] = one(plans.campaigns(request.by.workspace), body.campaign)
    row = publish.hold(request.by, body.reason, afterwards=body.afterwards, **within)
    row.refresh_from_db()
    return told.hold(row)


@holds.post("/holds/network", "stop.set", list[told.HoldTold], status=201)
def hold_network(request: Call, body: told.StopNetwork) -> list[told.HoldTold]:
    """Stop every channel that this workspace has on a network; other workspaces go on."""
    key = registry.network(body.network).key
    rows = publish.hold_network(request.by, key, body.reason, afterwards=body.afterwards)
    for row in rows:
        row.refresh_from_db()
    return [told.hold(row) for row in rows]


@holds.post("/holds/{uuid:id}/release", "stop.release", told.ReleasedTold)
def release_hold(request: Call, id: UUID) -> told.ReleasedTold:
    """Let a stop of this workspace go."""
    mine = queries.holds(request.by.workspace).filter(workspace=request.by.workspace)
    return told.ReleasedTold(kept=publish.release(request.by, one(mine, id)))
