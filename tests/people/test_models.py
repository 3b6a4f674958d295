"""The nouns keep their own word."""

import pytest
from django.db import IntegrityError

from antiphon.people.models import Invitation, Member, Person, Role
from tests import builders as a

pytestmark = pytest.mark.django_db


def test_an_address_is_one_however_it_is_written() -> None:
    a.person(email="Ada@Example.org")

    assert Person.objects.get_by_natural_key(" ADA@example.ORG ").email == "ada@example.org"
    with pytest.raises(IntegrityError):
        a.person(email="ADA@EXAMPLE.ORG")


def test_a_person_is_in_a_workspace_once() -> None:
    member = a.member()

    with pytest.raises(IntegrityError):
        Member.objects.create(person=member.person, workspace=member.workspace, role=Role.EDITOR)


@pytest.mark.promise("W4")
def test_the_database_itself_knows_no_invitation_as_owner() -> None:
    owner = a.member()

    with pytest.raises(IntegrityError):
        Invitation.objects.create(
            workspace=owner.workspace,
            email="b@example.org",
            role=Role.OWNER,
            digest="0" * 64,
            invited_by=owner,
            ends_at="2030-01-01T00:00:00Z",
        )
