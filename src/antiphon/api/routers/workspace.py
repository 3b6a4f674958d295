"""The key itself, its workspace, and what was done there."""

from typing import Any

from ninja import Query

from antiphon.api.core.call import Call
from antiphon.api.core.cursors import Order, leaf
from antiphon.api.core.routes import Routes
from antiphon.api.schemas import people as told
from antiphon.api.schemas.fields import Page
from antiphon.people import actions as people
from antiphon.people import policy, queries
from antiphon.people.models import Role

workspace = Routes("workspace")


@workspace.get("/key", "", told.SpeakerTold)
def get_key(request: Call) -> told.SpeakerTold:
    """Who speaks through this key, for which workspace, and what it may do."""
    by = request.by
    may = sorted(scope for scope in policy.ACTIONS if policy.may(by, scope))
    return told.SpeakerTold(
        workspace=by.workspace_id, slug=by.workspace.slug, member=by.pk, role=Role(by.role),
        prefix=by.key_prefix, scopes=may,
    )  # fmt: skip


@workspace.get("/scopes", "", list[told.ScopeTold])
def list_scopes(request: Call) -> list[told.ScopeTold]:  # noqa: ARG001 -- the same for all
    """Everything that a key can be made for, and which roles may do it."""
    return [
        told.ScopeTold(scope=scope, roles=sorted(roles)) for scope, roles in policy.ACTIONS.items()
    ]


@workspace.get("/workspace", "workspace.read", told.WorkspaceTold)
def get_workspace(request: Call) -> told.WorkspaceTold:
    """The workspace that this key opens."""
    return told.workspace(request.by.workspace)


@workspace.patch("/workspace", "workspace.change", told.WorkspaceTold)
def change_workspace(request: Call, body: told.WorkspaceChange) -> told.WorkspaceTold:
    """Change what holds in it: its name, its clock, its approvals."""
    return told.workspace(people.change_workspace(request.by, **body.facts()))


@workspace.get("/trail", "audit.read", Page[told.TrailTold])
def list_trail(request: Call, filters: Query[told.TrailFilter]) -> dict[str, Any]:
    """The audit trail, the youngest line first."""
    rows = queries.trail(request.by.workspace)
    wanted = {"object": filters.object, "action": filters.action}
    rows = rows.filter(**{name: word for name, word in wanted.items() if word})
    return leaf(request, rows, Order("number"), told.trail)
