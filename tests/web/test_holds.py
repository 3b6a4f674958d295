"""The pages on which one stops and lets go."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from antiphon.people.models import Member, Role
from antiphon.plan.models import Campaign
from antiphon.publish import actions
from antiphon.publish.models import Hold
from antiphon.publish.states import State
from antiphon.work import clock
from tests import builders as a
from tests.publish import choice
from tests.web.conftest import at
from tests.web.test_home import publication

pytestmark = pytest.mark.django_db


def standing(by: Member) -> list[Hold]:
    return list(Hold.objects.filter(workspace=by.workspace, released_at=None))


@pytest.mark.parametrize("what", ["workspace", "network", "channel", "campaign"])
def test_anything_of_a_workspace_is_stopped(page: Client, by: Member, what: str) -> None:
    channel = a.channel(workspace=by.workspace, network=choice.FIRST)
    campaign = Campaign.objects.create(workspace=by.workspace, name="Summer")
    which = {"network": choice.FIRST, "channel": channel.pk,
             "campaign": campaign.pk}.get(what, "")  # fmt: skip
    given = {"what": f"{what}:{which}", "reason": "Wait.", "afterwards": "late"}
    answer = page.post(at(by, "holds/set"), given)

    assert answer.status_code == 302
    assert [(one.reason, one.afterwards) for one in standing(by)] == [("Wait.", "late")]


def test_why_must_be_said(page: Client, by: Member) -> None:
    answer = page.post(at(by, "holds/set"), {"what": "workspace", "reason": "  "})

    assert answer.status_code == 422
    assert "Say why" in answer.content.decode()
    assert standing(by) == []


@pytest.mark.promise("W1")
def test_what_is_not_ours_is_neither_stopped_nor_let_go(page: Client, by: Member) -> None:
    other = a.member()
    channel, held = a.channel(workspace=other.workspace), actions.hold(other, "Wait.")
    answer = page.post(at(by, "holds/set"), {"what": f"channel:{channel.pk}", "reason": "Wait."})

    assert answer.status_code == 404
    assert page.get(at(by, f"holds/{held.pk}")).status_code == 404
    assert page.post(at(by, f"holds/{held.pk}/release")).status_code == 404
    assert len(standing(other)) == 1


def test_before_it_is_let_go_one_sees_what_goes_out(page: Client, by: Member) -> None:
    held = actions.hold(by, "Wait.")
    for number in range(3):
        publication(by, f"n{number}", state=State.HELD, planned_at=clock.now())
    shown = page.get(at(by, f"holds/{held.pk}?afterwards=late")).content.decode()
    assert "Release 3 posts" in shown
    assert "Keep the hold" in shown

    page.post(at(by, f"holds/{held.pk}/release"), {"afterwards": "late"})
    assert standing(by) == []


def test_an_editor_may_stop_but_not_let_go(page: Client, by: Member) -> None:
    editor = a.member(workspace=by.workspace, role=Role.EDITOR)
    held = actions.hold(by, "Wait.")
    page.force_login(editor.person)

    assert page.post(at(by, f"holds/{held.pk}/release")).status_code == 403
    assert len(standing(by)) == 1


def test_the_page_asks_as_much_for_many_as_for_few(
    page: Client, by: Member, django_assert_max_num_queries: Any
) -> None:
    actions.hold(by, "Wait.")
    for number in range(30):
        row = a.channel(workspace=by.workspace, handle=f"number{number}")
        publication(by, "Soon", channel=row, due_at=clock.now() + timedelta(hours=number))
    with django_assert_max_num_queries(15):
        assert "number29" in page.get(at(by, "holds/")).content.decode()
