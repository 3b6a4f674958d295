"""Secret links on the page of the team: told once, taken back, never somebody else's."""

import re
from typing import Any

import pytest
from django.test import Client

from antiphon.people.models import Member, Role
from antiphon.plan.models import SharedView
from antiphon.plan.outside import actions
from tests import builders as a
from tests.web.conftest import at

pytestmark = pytest.mark.django_db
FACTS = {"kind": "calendar", "name": "For the client", "days": "30", "shows": ["text"]}
ADDRESS = re.compile(r'value="[^"]*(/s/[^"]+)"')


@pytest.mark.parametrize(("kind", "ends"), [("calendar", "/"), ("ics", ".ics")])
def test_the_address_is_told_once_and_opens(
    page: Client, by: Member, client: Client, kind: str, ends: str
) -> None:
    told = page.post(at(by, "sharing/new"), FACTS | {"kind": kind}).content.decode()
    (path,) = ADDRESS.findall(told)

    assert path.endswith(ends)
    assert client.get(path).status_code == 200
    again = page.get(at(by, "sharing/")).content.decode()
    assert "For the client" in again
    assert path not in again


def test_what_was_taken_back_opens_nothing(page: Client, by: Member, client: Client) -> None:
    told = page.post(at(by, "sharing/new"), FACTS).content.decode()
    (path,) = ADDRESS.findall(told)
    page.post(at(by, f"sharing/{SharedView.objects.get().pk}/revoke"))

    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "wrong", [{"days": "0"}, {"days": "9999"}, {"name": "x" * 500}, {"shows": ["secrets"]}]
)
def test_a_wrong_link_is_refused_and_not_made(
    page: Client, by: Member, wrong: dict[str, Any]
) -> None:
    answer = page.post(at(by, "sharing/new"), FACTS | wrong)

    assert (answer.status_code, b'class="error"' in answer.content) == (422, True)
    assert not SharedView.objects.exists()


@pytest.mark.promise("W1")
def test_no_link_of_others_is_seen_or_taken_back(page: Client, by: Member) -> None:
    other = a.member()
    theirs, _token = actions.share_calendar(other, name="Theirs")
    foreign = a.channel(workspace=other.workspace)

    assert "Theirs" not in page.get(at(by, "sharing/")).content.decode()
    assert page.post(at(by, f"sharing/{theirs.pk}/revoke")).status_code == 404
    assert page.post(at(by, "sharing/new"), FACTS | {"channel": foreign.pk}).status_code == 404
    assert SharedView.objects.filter(revoked_at=None).count() == 1


def test_an_analyst_shares_nothing(client: Client, by: Member) -> None:
    client.force_login(a.member(workspace=by.workspace, role=Role.ANALYST).person)

    assert client.get(at(by, "sharing/")).status_code == 403
    assert client.post(at(by, "sharing/new"), FACTS).status_code == 403
