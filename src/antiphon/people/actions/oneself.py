"""What somebody says about themselves, in any workspace that they belong to."""

from django.conf import settings
from django.db import transaction
from django.db.models import F

from antiphon.kernel.problem import BadInputError, Problem
from antiphon.kernel.text import has_bidi_control, unprintable
from antiphon.kernel.window import zone_names
from antiphon.people.actions.trail import note, permit
from antiphon.people.models import Member, Person
from antiphon.people.policy import Refused

LONGEST_NAME = 120


def languages() -> frozenset[str]:
    """In which languages the pages are there; the empty one leaves it to others."""
    return frozenset({"", *(code for code, _name in settings.LANGUAGES)})


def change_oneself(by: Member, *, name: str, time_zone: str, language: str) -> Person:
    """Another name, clock or language; one's own deed alone, never through a key."""
    _only_oneself(by)
    facts = {"name": _name(name), "time_zone": time_zone, "language": language}
    if time_zone not in zone_names():
        say = f"“{time_zone[:64]}” is not a time zone. Choose one of the list."
        raise BadInputError(Problem(field="time_zone", rule="unknown_zone", say=say))
    if language not in languages():
        say = "The pages are not there in that language."
        raise BadInputError(Problem(field="language", rule="choice", say=say))
    with transaction.atomic():
        Person.objects.filter(pk=by.person_id).update(**facts)
        note(by, "workspace.read", by, after=facts)
    by.person.refresh_from_db()
    return by.person


def end_sessions(by: Member) -> Person:
    """Sign out everywhere; whoever asks stays only where they sign in anew."""
    _only_oneself(by)
    with transaction.atomic():
        Person.objects.filter(pk=by.person_id).update(turn=F("turn") + 1)
        note(by, "workspace.read", by, after={"sessions": "ended"})
    by.person.refresh_from_db()
    return by.person


def _only_oneself(by: Member) -> None:
    permit(by, "workspace.read")
    if by.scopes is not None:
        raise Refused("No key speaks about its owner.")


def _name(name: str) -> str:
    found = " ".join(name.split())
    if len(found) > LONGEST_NAME or unprintable(found) is not None or has_bidi_control(found):
        say = f"A name has at most {LONGEST_NAME} printable characters."
        raise BadInputError(Problem(field="name", rule="length", limit=LONGEST_NAME, say=say))
    return found
