"""Who works here: members, invitations, and the keys of their programs."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from ninja import Query

from antiphon.api.core.call import Call
from antiphon.api.core.cursors import Order, leaf
from antiphon.api.core.routes import Routes
from antiphon.api.core.rows import one
from antiphon.api.schemas import people as told
from antiphon.api.schemas.fields import Page, Paging
from antiphon.people import actions as people
from antiphon.people import queries
from antiphon.people.models import Role

staff = Routes("people")


@staff.get("/members", "member.read", Page[told.MemberTold])
def list_members(request: Call, filters: Query[Paging]) -> dict[str, Any]:  # noqa: ARG001
    """Who belongs to the workspace now, who came first first."""
    rows = queries.members(request.by.workspace)
    return leaf(request, rows, Order("joined_at", falling=False), told.members)


@staff.get("/members/{uuid:id}", "member.read", told.MemberTold)
def get_member(request: Call, id: UUID) -> told.MemberTold:
    """One of them."""
    return told.member(one(queries.members(request.by.workspace), id))


@staff.patch("/members/{uuid:id}", "member.change", told.MemberTold)
def change_role(request: Call, id: UUID, body: told.RoleChange) -> told.MemberTold:
    """Give somebody another role, at most what one has oneself."""
    row = one(queries.members(request.by.workspace), id)
    people.change_role(row, Role(body.role), by=request.by)
    return told.member(one(queries.members(request.by.workspace), id))


@staff.delete("/members/{uuid:id}", "member.remove")
def remove_member(request: Call, id: UUID) -> None:
    """Have somebody leave; their keys end with them."""
    people.remove(one(queries.members(request.by.workspace), id), by=request.by)


@staff.get("/invitations", "member.invite", list[told.InvitationTold])
def list_invitations(request: Call) -> list[told.InvitationTold]:
    """Those that still open the door, the youngest first; the last 200."""
    return [told.invitation(row) for row in queries.invitations(request.by.workspace)[:200]]


@staff.post("/invitations", "member.invite", told.InvitationMade, status=201)
def invite_member(request: Call, body: told.Invite) -> told.InvitationMade:
    """Invite an address into one role; the link is told only now, and works once."""
    lasts = timedelta(days=body.days)
    row, token = people.invite(body.email, Role(body.role), by=request.by, lasts=lasts)
    row.refresh_from_db()
    return told.invitation_made(row, token)


@staff.delete("/invitations/{uuid:id}", "member.invite")
def revoke_invitation(request: Call, id: UUID) -> None:
    """Take an invitation back."""
    people.revoke_invitation(one(queries.invitations(request.by.workspace), id), by=request.by)


@staff.get("/keys", "key.revoke", Page[told.KeyTold])
def list_keys(request: Call, filters: Query[Paging]) -> dict[str, Any]:  # noqa: ARG001
    """All API keys, the youngest first; never the key itself."""
    return leaf(request, queries.keys(request.by.workspace), Order("created_at"), told.keys)


@staff.delete("/keys/{uuid:id}", "key.revoke")
def revoke_key(request: Call, id: UUID) -> None:
    """End a key at once: one's own, or as somebody who leads anybody's."""
    people.revoke_key(one(queries.keys(request.by.workspace), id), by=request.by)
