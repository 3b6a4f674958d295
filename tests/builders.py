"""Ready-made rows: say what matters, get sensible company for the rest.

Used as `from tests import builders as a`: `a.member(role=Role.EDITOR)`.
"""

from itertools import count
from typing import Any

from antiphon.people.models import Member, Person, Role, Workspace

_numbers = count(1)


def person(**given: Any) -> Person:
    """Somebody who can sign in."""
    facts = {"email": f"person{next(_numbers)}@example.org", "password": None} | given
    return Person.objects.create_user(**facts)


def workspace(**given: Any) -> Workspace:
    """A brand of its own."""
    number = next(_numbers)
    facts = {"name": f"Brand {number}", "slug": f"brand-{number}"} | given
    return Workspace.objects.create(**facts)


def member(**given: Any) -> Member:
    """Somebody who works in a workspace, as its owner unless another role is asked for."""
    facts = {"role": Role.OWNER} | given
    facts["person"] = facts.get("person") or person()
    facts["workspace"] = facts.get("workspace") or workspace()
    return Member.objects.create(**facts)
