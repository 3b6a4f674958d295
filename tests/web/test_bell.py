"""The bell, and the place for everything else."""

from typing import Any

import pytest
from django.test import Client

from antiphon.notices import actions, queries
from antiphon.notices.states import About, Way
from antiphon.people.models import Member, Role
from antiphon.publish.states import State
from tests import builders as a
from tests.web.conftest import at
from tests.web.test_home import publication

pytestmark = pytest.mark.django_db


@pytest.fixture
def failed(by: Member) -> None:
    """Something failed, and was noticed."""
    publication(by, "Behind the oven door", state=State.REFUSED, reason="Too long.")
    while actions.gather():
        pass


@pytest.mark.usefixtures("failed")
def test_what_failed_is_on_the_bell_until_it_is_read(page: Client, by: Member) -> None:
    told = page.get(at(by, "notices/")).content.decode()
    assert "1 publication on" in told
    assert "Notifications, 1 new" in told
    page.post(at(by, "notices/seen"), {"notice": str(queries.for_member(by)[0].pk)})
    told = page.get(at(by, "notices/")).content.decode()

    assert "1 publication on" in told
    assert "Notifications, 1 new" not in told


def test_an_empty_bell_says_what_will_stand_there(page: Client, by: Member) -> None:
    assert "All is well." in page.get(at(by, "notices/")).content.decode()


@pytest.mark.promise("W1")
@pytest.mark.usefixtures("failed")
def test_a_foreign_notice_is_neither_shown_nor_read(by: Member) -> None:
    stranger = a.member()
    client = Client()
    client.force_login(stranger.person)
    mine = str(queries.for_member(by)[0].pk)

    assert "oven" not in client.get(at(stranger, "notices/")).content.decode()
    assert client.post(at(stranger, "notices/seen"), {"notice": mine}).status_code == 404
    assert client.post(at(stranger, "notices/seen"), {"notice": "x"}).status_code == 404
    assert queries.count(by) == 1


def test_how_one_is_told_is_kept(page: Client, by: Member) -> None:
    form = {About.FAILED.value: Way.DAILY.value, "quiet_from": "22:00", "quiet_until": "06:30",
            "daily_at": "07:15"}  # fmt: skip
    page.post(at(by, "notices/ways"), form)
    said = queries.preference(by)

    assert said.ways[About.FAILED] == Way.DAILY
    assert (said.quiet_from, said.quiet_until) == (said.quiet_from, said.quiet_until)
    assert f"{said.daily_at:%H:%M}" == "07:15"


@pytest.mark.promise("I6")
@pytest.mark.parametrize("form", [{"quiet_from": "25:00"}, {"daily_at": "soon"},
                                  {About.FAILED.value: "shout"}])  # fmt: skip
def test_a_way_that_is_none_is_refused(page: Client, by: Member, form: dict[str, Any]) -> None:
    assert page.post(at(by, "notices/ways"), form).status_code == 422


def test_the_bell_asks_little(page: Client, by: Member, django_assert_max_num_queries: Any) -> None:
    for number in range(12):
        publication(by, f"Number {number}", state=State.REFUSED)
    while actions.gather():
        pass

    with django_assert_max_num_queries(12):
        page.get(at(by, "notices/"))


def test_more_leads_to_what_one_may_see(page: Client, by: Member) -> None:
    told = page.get(at(by, "more")).content.decode()
    assert at(by, "channels/") in told
    assert "New workspace" in told
    client = Client()
    client.force_login(a.member(workspace=by.workspace, role=Role.CLIENT).person)
    told = client.get(at(by, "more")).content.decode()

    assert at(by, "channels/") in told
    assert at(by, "welcome/") not in told
