"""Asking somebody outside for their word, and asking them no longer."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from antiphon.kernel.problem import BadInputError, Problem
from antiphon.kernel.text import is_blank, unprintable
from antiphon.people.actions.trail import note, permit
from antiphon.people.models import Guest, Member
from antiphon.work import clock

LONGEST_NAME = 120


def invite_guest(by: Member, name: str, email: str) -> Guest:
    """Take somebody outside in, without a seat; who was one before is one again."""
    permit(by, "guest.invite")
    facts = {"name": _checked_name(name), "invited_by": by, "ended_at": None}
    address = _checked_email(email)
    with transaction.atomic():
        guest, _made = Guest.objects.update_or_create(
            workspace=by.workspace, email=address, defaults=facts
        )
        note(by, "guest.invite", guest, after={"email": address})
    return guest


def end_guest(by: Member, guest: Guest) -> Guest:
    """Ask them no longer: their links stop opening, their words stop counting."""
    permit(by, "guest.invite", guest)
    with transaction.atomic():
        Guest.objects.filter(pk=guest.pk, ended_at=None).update(ended_at=clock.now())
        note(by, "guest.invite", guest, after={"ended": True})
    guest.refresh_from_db()
    return guest


def _checked_name(name: str) -> str:
    found = " ".join(name.split())
    if is_blank(found) or len(found) > LONGEST_NAME or unprintable(found) is not None:
        say = f"A guest needs a name of at most {LONGEST_NAME} characters."
        raise BadInputError(Problem(field="name", rule="length", limit=LONGEST_NAME, say=say))
    return found


def _checked_email(email: str) -> str:
    found = email.strip().lower()
    try:
        validate_email(found)
    except ValidationError:
        say = f"“{found[:80]}” is no e-mail address."
        raise BadInputError(Problem(field="email", rule="malformed", say=say)) from None
    return found
