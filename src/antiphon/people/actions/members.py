"""Changing a role, leaving, being removed, becoming an owner."""

from django.db import transaction
from django.db.models import F

from antiphon.people import policy
from antiphon.people.actions.trail import note, permit
from antiphon.people.models import ApiKey, Member, Person, Role
from antiphon.people.policy import Refused
from antiphon.work import clock


def change_role(member: Member, role: Role, *, by: Member) -> Member:
    """Give somebody another role, at most what one has oneself."""
    permit(by, "member.change", member)
    if not (policy.may_give(by, role) and _may_touch(by, member)):
        _refuse(by, "member.change", member)
    return _change(member, role, by)


def make_owner(member: Member, *, by: Member) -> Member:
    """Make somebody an owner beside oneself: an owner's deed alone, never through a key."""
    permit(by, "owner.make", member)
    if by.scopes is not None or not member.is_here:
        _refuse(by, "owner.make", member)
    return _change(member, Role.OWNER, by)


def remove(member: Member, *, by: Member) -> None:
    """Have somebody leave; their keys end with them."""
    permit(by, "member.remove", member)
    if not _may_touch(by, member):
        _refuse(by, "member.remove", member)
    _end(member, by)


def leave(by: Member) -> None:
    """Leave of one's own accord; the last owner stays."""
    _end(by, by)


def _may_touch(by: Member, member: Member) -> bool:
    """Nobody takes from somebody who has more than they have."""
    return policy.rights(Role(member.role)) <= policy.rights(Role(by.role))


def _refuse(by: Member, action: str, member: Member) -> None:
    note(by, action, member, after={"refused": True})
    raise Refused("Nobody gives or takes more than they have themselves.")


def _change(member: Member, role: Role, by: Member) -> Member:
    with transaction.atomic():
        current = _held(member)
        before = {"role": current.role}
        lost = policy.rights(Role(current.role)) - policy.rights(role)
        current.move(role=role)
        if lost:
            _close(current)
        note(by, "member.change", current, before=before, after={"role": role})
    return current


def _end(member: Member, by: Member) -> None:
    with transaction.atomic():
        current = _held(member)
        current.move(left_at=clock.now())
        _close(current)
        note(by, "member.remove", current, after={"left": True})


def _close(member: Member) -> None:
    """What somebody opened with a role that they lost ends: their keys here, their sessions."""
    ApiKey.objects.filter(owner=member, revoked_at=None).update(revoked_at=clock.now())
    Person.objects.filter(pk=member.person_id).update(turn=F("turn") + 1)


def _held(member: Member) -> Member:
    """The member as they are now, with all owners held still; a last owner cannot change."""
    owners = Member.objects.select_for_update().filter(
        workspace=member.workspace_id, role=Role.OWNER, left_at=None
    )
    keys = {owner.pk for owner in owners.order_by("pk")}
    current = Member.objects.select_for_update().get(pk=member.pk)
    if keys == {current.pk}:
        raise Refused("The last owner stays: make somebody else an owner first.")
    return current
