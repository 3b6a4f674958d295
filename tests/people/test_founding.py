"""Beginning a workspace from a page: who may, and how it is called."""

import pytest
from pytest_django import Settings

from antiphon.kernel.problem import BadInputError
from antiphon.people import actions, queries
from antiphon.people.models import Role, TrailLine, Workspace
from antiphon.people.policy import Refused
from tests import builders as a

pytestmark = pytest.mark.django_db


def test_who_comes_first_begins_a_workspace_and_owns_it() -> None:
    person = a.person()
    member = actions.found_own(person, "  Quay   Books ", time_zone="Asia/Kolkata")

    assert (member.role, member.person) == (Role.OWNER, person)
    assert (member.workspace.name, member.workspace.slug) == ("Quay Books", "quay-books")
    assert member.workspace.time_zone == "Asia/Kolkata"
    assert TrailLine.objects.filter(workspace=member.workspace).exists()


def test_an_owner_begins_another_and_an_editor_none(settings: Settings) -> None:
    owner = a.member()
    editor = a.member(workspace=owner.workspace, role=Role.EDITOR).person
    actions.found_own(owner.person, "A second client")
    with pytest.raises(Refused, match="Only owners"):
        actions.found_own(editor, "Mine")
    settings.OPEN_TO_FOUNDERS = True

    assert actions.found_own(editor, "Mine").workspace.slug == "mine"


def test_who_left_everywhere_is_no_owner_any_more() -> None:
    owner = a.member()
    a.member(workspace=owner.workspace)
    actions.leave(owner)

    assert not queries.may_found(owner.person)


def test_the_same_name_twice_makes_two_short_names() -> None:
    person = a.member().person
    slugs = [actions.found_own(person, name).workspace.slug for name in ("Olé", "Ole", "ole!")]

    assert slugs == ["ole", "ole-2", "ole-3"]
    assert actions.found_own(person, "日本").workspace.slug == "workspace"


@pytest.mark.promise("I6")
@pytest.mark.parametrize(
    ("name", "zone"), [("", "UTC"), ("  ", "UTC"), ("x" * 121, "UTC"), ("a\x00b", "UTC"),
                       ("a\u202eb", "UTC"), ("Fine", "Mars/Base"), ("Fine", "../etc/passwd")],
)  # fmt: skip
def test_a_bad_name_or_zone_begins_nothing(name: str, zone: str) -> None:
    with pytest.raises(BadInputError):
        actions.found_own(a.person(), name, time_zone=zone)

    assert not Workspace.objects.exists()
