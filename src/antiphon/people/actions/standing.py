"""Whether somebody may sign in at all: the installation's own matter, above all workspaces."""

from django.db import transaction
from django.db.models import F

from antiphon.people.actions.trail import note
from antiphon.people.models import Member, Person
from antiphon.people.policy import Engine


def shut_out(person: Person) -> None:
    """Nobody comes in under this name any more; all sessions and keys end for good."""
    _stand(person, may_sign_in=False)


def let_in(person: Person) -> None:
    """They may sign in again; keys have to be made anew."""
    _stand(person, may_sign_in=True)


def _stand(person: Person, *, may_sign_in: bool) -> None:
    with transaction.atomic():
        Person.objects.filter(pk=person.pk).update(is_active=may_sign_in, epoch=F("epoch") + 1)
        for member in Member.objects.filter(person=person).select_related("workspace"):
            engine = Engine(member.workspace, name="operator")
            note(engine, "member.change", member, after={"may_sign_in": may_sign_in})
