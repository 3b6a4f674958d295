"""Inviting somebody, and coming in."""

import hashlib
import secrets
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db import transaction

from antiphon.kernel.secret import Secret
from antiphon.people import policy
from antiphon.people.actions.trail import note, permit
from antiphon.people.models import Invitation, Member, Person, Role
from antiphon.people.policy import Refused
from antiphon.work import clock

WEEK = timedelta(days=7)
TOKEN_BYTES = 32


def digest_of(token: str) -> str:
    """How a token is stored: it is random and long, so a plain hash keeps it."""
    return hashlib.sha256(token.encode()).hexdigest()


def invite(
    email: str, role: Role, *, by: Member, lasts: timedelta = WEEK
) -> tuple[Invitation, Secret]:
    """Invite an address into one role, at most what one has oneself; the token is told once."""
    permit(by, "member.invite")
    if not policy.may_give(by, role):
        note(by, "member.invite", email, after={"refused": role})
        raise Refused("Nobody gives more than they have, and nobody is invited as owner.")
    token = secrets.token_urlsafe(TOKEN_BYTES)
    with transaction.atomic():
        invitation = Invitation.objects.create(
            workspace=by.workspace,
            email=email.strip().lower(),
            role=role,
            digest=digest_of(token),
            invited_by=by,
            ends_at=clock.now() + lasts,
        )
        note(by, "member.invite", invitation, after={"email": invitation.email, "role": role})
    return invitation, Secret(token)


def revoke_invitation(invitation: Invitation, *, by: Member) -> None:
    """Take an invitation back."""
    permit(by, "member.invite", invitation)
    with transaction.atomic():
        Invitation.objects.filter(pk=invitation.pk, used_at=None).update(revoked_at=clock.now())
        note(by, "member.invite", invitation, after={"revoked": True})


def accept(token: Secret, *, person: Person) -> Member:
    """Come in: once, in time, and only whose address was invited and is proved."""
    return accept_by_digest(digest_of(token.reveal()), person=person)


def accept_by_digest(digest: str, *, person: Person) -> Member:
    """The same, for a session that remembers which invitation it came through."""
    with transaction.atomic():
        invitation = Invitation.objects.select_for_update().filter(digest=digest).first()
        now = clock.now()
        if (
            invitation is None
            or invitation.used_at
            or invitation.revoked_at
            or invitation.ends_at <= now
        ):
            raise Refused("This invitation does not open anything any more; ask for a new one.")
        _must_be_theirs(invitation, person)
        member = _come_in(invitation, person)
        invitation.used_at = now
        invitation.save(update_fields=["used_at"])
        note(member, "member.invite", invitation, after={"accepted": member.role})
    return member


def _must_be_theirs(invitation: Invitation, person: Person) -> None:
    proved = EmailAddress.objects.filter(
        user=person, verified=True, email__iexact=invitation.email
    ).exists()
    if not proved:
        raise Refused("This invitation is for another address, or yours is not confirmed yet.")


def _come_in(invitation: Invitation, person: Person) -> Member:
    """Who is here already keeps their role; who left comes back in the invited one."""
    member, _ = Member.objects.get_or_create(
        workspace=invitation.workspace, person=person, defaults={"role": invitation.role}
    )
    if member.left_at:
        member.move(role=invitation.role, left_at=None)
    return member
