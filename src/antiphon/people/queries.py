"""What can be asked."""

from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from antiphon.people.models import (
    ApiKey,
    Guest,
    Invitation,
    KeptAnswer,
    Member,
    Person,
    Role,
    TrailLine,
    Workspace,
)
from antiphon.work.clock import ClockTimestamp


def memberships(person: Person) -> QuerySet[Member]:
    """The workspaces somebody belongs to now, through their membership."""
    return (
        Member.objects.filter(person=person, left_at=None, person__is_active=True)
        .select_related("workspace", "person")
        .order_by("workspace__name")
    )


def membership(person: Person, slug: str) -> Member | None:
    """Somebody's place in the workspace of this short name, if they have one."""
    return memberships(person).filter(workspace__slug=slug).first()


def still_may(by: Member) -> bool:
    """Whether they are still who they were when something long was opened for them.

    For what stays open: a stream, a session of an agent. It asks now and then, and ends on a no.
    """
    now = Member.objects.filter(pk=by.pk).select_related("person").first()
    if now is None or not now.is_here or now.role != by.role:
        return False
    if (now.person.epoch, now.person.turn) != (by.person.epoch, by.person.turn):
        return False
    if not by.key_prefix:
        return True
    key = ApiKey.objects.filter(prefix=by.key_prefix, ends_at__gt=ClockTimestamp())
    return any(one.is_good for one in key.select_related("owner__person"))


def members(workspace: Workspace) -> QuerySet[Member]:
    """Who belongs to a workspace now."""
    here = Member.objects.filter(workspace=workspace, left_at=None)
    return here.select_related("person").order_by("joined_at")


def member(workspace: Workspace, id: UUID) -> Member | None:
    """One of them."""
    return members(workspace).filter(pk=id).first()


def invitations(workspace: Workspace) -> QuerySet[Invitation]:
    """Those that still open the door."""
    return Invitation.objects.filter(
        workspace=workspace, used_at=None, revoked_at=None, ends_at__gt=ClockTimestamp()
    ).order_by("-invited_at")


def invitation(digest: str) -> Invitation | None:
    """The one whose token has this hash, if it still opens the door."""
    return Invitation.objects.filter(
        digest=digest, used_at=None, revoked_at=None, ends_at__gt=ClockTimestamp()
    ).first()


def guests(workspace: Workspace) -> QuerySet[Guest]:
    """People without a seat whose word is asked for."""
    return Guest.objects.filter(workspace=workspace, ended_at=None).order_by("name")


def guest(workspace: Workspace, id: UUID) -> Guest | None:
    """One of them."""
    return guests(workspace).filter(pk=id).first()


def keys(workspace: Workspace) -> QuerySet[ApiKey]:
    """All API keys, the youngest first."""
    return (
        ApiKey.objects.filter(workspace=workspace).select_related("owner__person").order_by("-id")
    )


def was_answered(by: Member, key: str) -> bool:
    """Whether a command of this name was done by them, and its answer is still kept."""
    return KeptAnswer.objects.filter(member=by, key=key, status__gt=0).exists()


def trail(workspace: Workspace) -> QuerySet[TrailLine]:
    """The audit trail, the youngest line first."""
    return TrailLine.objects.filter(workspace=workspace).order_by("-number")


def workspace(slug: str) -> Workspace | None:
    """The workspace of this short name: for the command line, which stands above all of them."""
    return Workspace.objects.filter(slug=slug).first()


def person(email: str) -> Person | None:
    """Somebody by address."""
    return Person.objects.filter(email=email.strip().lower()).first()


def may_found(person: Person) -> bool:
    """Whether somebody may begin a workspace: owners, who comes first, or everybody if so set."""
    mine = Member.objects.filter(person=person, role=Role.OWNER, left_at=None)
    return (
        settings.OPEN_TO_FOUNDERS or mine.exists() or not Workspace.objects.exists()
    ) and person.is_active


def workspaces() -> QuerySet[Workspace]:
    """All of this installation: for the command line, which stands above them."""
    return Workspace.objects.order_by("slug")


def owner(slug: str = "") -> Member | None:
    """The longest-standing owner of that workspace, or of the only one there is."""
    rows = Member.objects.filter(role=Role.OWNER, left_at=None).select_related(
        "workspace", "person"
    )
    if slug:
        rows = rows.filter(workspace__slug=slug)
    elif Workspace.objects.count() != 1:
        return None
    return rows.order_by("joined_at", "pk").first()
