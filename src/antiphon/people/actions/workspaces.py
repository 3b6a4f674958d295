"""Founding a workspace, changing what holds in it, taking people in."""

from contextlib import suppress
from datetime import timedelta
from secrets import token_hex
from typing import Any
from zoneinfo import available_timezones

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils.text import slugify

from antiphon.kernel.problem import BadInputError, Problem
from antiphon.kernel.text import has_bidi_control, unprintable
from antiphon.kernel.window import zone_names
from antiphon.people import queries
from antiphon.people.actions.oneself import languages
from antiphon.people.actions.trail import note, permit
from antiphon.people.models import (
    Approval,
    LatePolicy,
    Member,
    Person,
    Role,
    WeekStart,
    Workspace,
)
from antiphon.people.policy import Refused

LONGEST_NAME, LONGEST_SLUG = 120, 50
MOST_APPROVALS = 20
CHANGEABLE = frozenset(
    {
        *("name", "time_zone", "language", "week_start", "grace", "late_policy"),
        *("strict_duplicates", "approval", "approvals_needed"),
    }
)


def take_in(
    email: str, *, name: str = "", password: str | None = None, proved: bool = False
) -> Person:
    """Make a person who can sign in; the installation's own doing, so there is no workspace yet.

    With `proved` the operator vouches for the address, and no mail asks whether it is theirs.
    """
    with transaction.atomic():
        person = Person.objects.create_user(email, password, name=name)
        if proved:
            EmailAddress.objects.create(
                user=person, email=person.email, primary=True, verified=True
            )
    return person


def found(name: str, slug: str, *, owner: Person, **facts: Any) -> Member:
    """Begin a workspace; who founds it owns it."""
    _check(facts)
    with transaction.atomic():
        workspace = Workspace.objects.create(name=name, slug=slug, **facts)
        member = Member.objects.create(workspace=workspace, person=owner, role=Role.OWNER)
        note(member, "workspace.change", workspace, after={"name": name, "slug": slug})
    return member


def found_own(person: Person, name: str, *, time_zone: str = "UTC") -> Member:
    """Begin a workspace from a page, if this person may; its short name is made of its name."""
    if not queries.may_found(person):
        raise Refused("Only owners of a workspace begin others here. Ask one of them.")
    name = _checked_name(name)
    if time_zone not in zone_names():
        say = f"“{time_zone[:64]}” is not a time zone. Choose one of the list."
        raise BadInputError(Problem(field="time_zone", rule="unknown_zone", say=say))
    wanted = slugify(name)[:LONGEST_SLUG].strip("-") or "workspace"
    for slug in (wanted, *(f"{wanted}-{number}" for number in range(2, 10))):
        if not Workspace.objects.filter(slug=slug).exists():
            with suppress(IntegrityError), transaction.atomic():
                return found(name, slug, owner=person, time_zone=time_zone)
    return found(name, f"{wanted}-{token_hex(4)}", owner=person, time_zone=time_zone)


def change_workspace(by: Member, **facts: Any) -> Workspace:
    """Change what holds in the workspace: its name, clock, grace, approvals."""
    workspace = by.workspace
    permit(by, "workspace.change", workspace)
    if "name" in facts:
        facts["name"] = _checked_name(facts["name"])
    _check(facts)
    with transaction.atomic():
        current = Workspace.objects.select_for_update().get(pk=workspace.pk)
        before = {name: getattr(current, name) for name in facts}
        for name, value in facts.items():
            setattr(current, name, value)
        current.save(update_fields=[*facts])
        note(by, "workspace.change", current, before=before, after=facts)
    return current


def _checked_name(name: str) -> str:
    name = " ".join(name.split())
    is_odd = unprintable(name) is not None or has_bidi_control(name)
    if is_odd or not 1 <= len(name) <= LONGEST_NAME:
        say = f"A workspace needs a name of 1 to {LONGEST_NAME} printable characters."
        raise BadInputError(
            Problem(field="name", rule="length", actual=len(name), limit=LONGEST_NAME, say=say)
        )
    return name


def _check(facts: dict[str, Any]) -> None:
    if unknown := set(facts) - CHANGEABLE:
        raise Refused(f"A workspace has no {', '.join(sorted(unknown))} to change.")
    if facts.get("time_zone", "UTC") not in available_timezones():
        raise Refused(f"{facts['time_zone']} is not a time zone.")
    if facts.get("late_policy", LatePolicy.ASK) not in LatePolicy.values:
        raise Refused("What is late is sent late, skipped, or asked about.")
    if facts.get("approval", Approval.NONE) not in Approval.values:
        raise Refused("Approval is by nobody, one or several.")
    _check_amounts(facts)
    if facts.get("language", "") not in languages():
        raise Refused("The pages are not there in that language.")
    if facts.get("week_start") not in {None, *WeekStart.values}:
        raise Refused("A week begins with Monday, Saturday or Sunday.")


def _check_amounts(facts: dict[str, Any]) -> None:
    if not 1 <= facts.get("approvals_needed", 1) <= MOST_APPROVALS:
        raise Refused(f"From 1 to {MOST_APPROVALS} agree to a post.")
    if not timedelta(0) <= facts.get("grace", timedelta(0)) <= timedelta(days=30):
        raise Refused("The grace is between nothing and thirty days.")
