"""The workspace, its people, their invitations and keys, as they come in and go out."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from django.conf import settings
from pydantic import Field, Strict

from antiphon.api.schemas.fields import Changes, Closed, Paging, Switch, Whole, Zone
from antiphon.kernel.secret import Secret
from antiphon.people.models import (
    ApiKey,
    Approval,
    Invitation,
    LatePolicy,
    Member,
    Role,
    TrailLine,
    Workspace,
)

Email = Annotated[str, Field(max_length=254, pattern=r"^[^@\s]{1,64}@[^@\s]{1,189}$")]


class Invited(StrEnum):
    """What somebody can be invited as; nobody is invited as owner."""

    MANAGER = "manager"
    EDITOR = "editor"
    APPROVER = "approver"
    ANALYST = "analyst"
    CLIENT = "client"


class WorkspaceTold(Closed):
    """One brand or client."""

    id: UUID
    name: str
    slug: str
    time_zone: str
    grace: int = Field(description="Seconds after its hour in which a publication may still go.")
    late_policy: LatePolicy
    strict_duplicates: bool
    approval: Approval
    approvals_needed: int
    created_at: datetime


class WorkspaceChange(Changes):
    """What holds in the workspace; what is left out stays."""

    name: Annotated[str, Field(min_length=1, max_length=120)] = ""
    time_zone: Zone = "UTC"
    grace: Annotated[int, Strict(), Field(ge=0, le=2_592_000)] = 3600
    late_policy: LatePolicy = LatePolicy.ASK
    strict_duplicates: Switch = False
    approval: Approval = Approval.NONE
    approvals_needed: Annotated[int, Strict(), Field(ge=1, le=50)] = 1

    def facts(self) -> dict[str, Any]:
        """The same as the action takes it."""
        found = self.model_dump(exclude_unset=True)
        return found | ({"grace": timedelta(seconds=found["grace"])} if "grace" in found else {})


class KeyTold(Closed):
    """An API key; never the key itself."""

    id: UUID
    name: str
    prefix: str
    owner: UUID
    scopes: list[str]
    created_at: datetime
    ends_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None


class SpeakerTold(Closed):
    """Who speaks through this key, and for which workspace."""

    workspace: UUID
    slug: str
    member: UUID
    role: Role
    prefix: str
    scopes: list[str] = Field(description="What it may do: its own scopes that its role has too.")


class ScopeTold(Closed):
    """Something that can be done, and which roles may."""

    scope: str
    roles: list[Role]


class MemberTold(Closed):
    """A person in the workspace."""

    id: UUID
    name: str
    email: str
    role: Role
    joined_at: datetime


class RoleChange(Closed):
    """What somebody is from now on."""

    role: Invited


class Invite(Closed):
    """Whom to invite, as what, and for how many days the link is good."""

    email: Email
    role: Invited
    days: Annotated[int, Strict(), Field(ge=1, le=60)] = 7


class InvitationTold(Closed):
    """A way in for one address and one role."""

    id: UUID
    email: str
    role: Role
    invited_by: UUID
    invited_at: datetime
    ends_at: datetime


class InvitationMade(InvitationTold):
    """The same with its link, which is told only now."""

    link: str


class TrailFilter(Paging):
    """Which lines of the trail."""

    object: Annotated[str, Field(max_length=200)] = ""
    action: Annotated[str, Field(max_length=60)] = ""


class TrailTold(Closed):
    """What was done, by whom, to what; chained to the line before."""

    number: Whole
    at: datetime
    who: str
    action: str
    object: str
    before: str
    after: str
    note: str
    request: str
    hash: str


def workspace(row: Workspace) -> WorkspaceTold:
    """One workspace."""
    names = ("id", "name", "slug", "time_zone", "late_policy", "strict_duplicates", "approval")
    told = {name: getattr(row, name) for name in (*names, "approvals_needed", "created_at")}
    return WorkspaceTold(**told, grace=int(row.grace.total_seconds()))


def member(row: Member) -> MemberTold:
    """One member."""
    return MemberTold(
        id=row.pk, name=row.person.name, email=row.person.email, role=Role(row.role),
        joined_at=row.joined_at,
    )  # fmt: skip


def members(rows: Sequence[Member]) -> list[MemberTold]:
    """Several."""
    return [member(row) for row in rows]


def key(row: ApiKey) -> KeyTold:
    """One key."""
    names = ("name", "prefix", "scopes", "created_at", "ends_at", "used_at", "revoked_at")
    return KeyTold(id=row.pk, owner=row.owner_id, **{name: getattr(row, name) for name in names})


def keys(rows: Sequence[ApiKey]) -> list[KeyTold]:
    """Several."""
    return [key(row) for row in rows]


def invitation(row: Invitation) -> InvitationTold:
    """One invitation."""
    return InvitationTold(**_invitation(row))


def invitation_made(row: Invitation, token: Secret) -> InvitationMade:
    """One invitation and its link."""
    link = f"{settings.PUBLIC_URL}/invitations/{token.reveal()}/"
    return InvitationMade(**_invitation(row), link=link)


def trail(rows: Sequence[TrailLine]) -> list[TrailTold]:
    """Lines of the trail."""
    return [TrailTold.model_validate({f: getattr(row, f) for f in _LINE}) for row in rows]


_LINE = (*TrailTold.model_fields,)


def _invitation(row: Invitation) -> dict[str, Any]:
    names = ("email", "role", "invited_at", "ends_at")
    told = {name: getattr(row, name) for name in names}
    return {"id": row.pk, "invited_by": row.invited_by_id, **told}
