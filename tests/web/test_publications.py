"""A publication's page: its whole story, what to do next, and what is done there."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from antiphon.people.models import Approval, Member, Role, Workspace
from antiphon.plan import actions as plan
from antiphon.publish import actions as publish
from antiphon.publish.models import Attempt, Publication
from antiphon.publish.states import State
from antiphon.tailor.choosing import tellings
from antiphon.work import clock
from tests import builders as a
from tests.publish import choice
from tests.web.conftest import at
from tests.web.test_home import publication

pytestmark = pytest.mark.django_db
SOON = timedelta(hours=3)


def planned(by: Member, text: str = "Lemon or lime?", **given: Any) -> Publication:
    """Scheduled as a person does it, then in whatever state is wanted."""
    channel = a.channel(workspace=by.workspace, network=given.pop("network", choice.FIRST))
    post = plan.submit(by, plan.draft(by, text=text))
    row = publish.schedule(by, post, tellings(post, [channel]))[0]
    Publication.objects.filter(pk=row.pk).update(**given)
    row.refresh_from_db()
    return row


def refused(by: Member, **given: Any) -> Publication:
    facts = {"state": State.REFUSED, "due_at": None, "reason": "Too long: 600 of 500.",
             "remedy": "change_it"} | given  # fmt: skip
    return planned(by, **facts)


def told(page: Client, by: Member, row: Publication) -> str:
    return page.get(at(by, f"publications/{row.pk}")).content.decode()


def press(page: Client, by: Member, row: Publication, deed: str, **given: str) -> Any:
    answer = page.post(at(by, f"publications/{row.pk}/{deed}"), given)
    row.refresh_from_db()
    return answer


def test_every_state_says_what_is_so_and_what_to_do(page: Client, by: Member) -> None:
    said = {
        State.WAITING: ("It goes out by itself at its hour.", "cancel"),
        State.HELD: ("It is on hold.", "cancel"),
        State.ACCEPTED: ("still works on it", ""),
        State.UNSURE: ("cannot appear twice", "look"),
        State.ASKING: ("Open the channel on the network", "again"),
        State.MISSED: ("Its hour passed", "late"),
        State.REFUSED: ("Nothing was published", "mend"),
        State.LIVE: ("It can be seen.", ""),
        State.CANCELLED: ("It was taken back before it went out.", "back"),
        State.WITHDRAWN: ("was taken back from the network", ""),
    }
    for state, (words, deed) in said.items():
        timed = state in {State.WAITING, State.ACCEPTED, State.UNSURE}
        due = clock.now() + SOON
        row = publication(by, "Hello", state=state, planned_at=due, due_at=due if timed else None)
        shown = told(page, by, row)
        assert words in shown, state
        assert not deed or f"/publications/{row.pk}/{deed}" in shown, state


def test_the_story_names_who_wrote_who_agreed_and_what_was_asked(page: Client) -> None:
    room = a.workspace(approval=Approval.ONE)
    by = a.member(workspace=room, person=a.person(name="Olga Lind"))
    editor = a.member(workspace=room, role=Role.EDITOR, person=a.person(name="Emil Sand"))
    page.force_login(by.person)
    post = plan.submit(editor, plan.draft(editor, text="Lemon or lime?"))
    plan.approve(by, post, "Lime.")
    post.refresh_from_db()
    channel = a.channel(workspace=room, network=choice.FIRST)
    row = publish.schedule(by, post, tellings(post, [channel]))[0]
    shown = told(page, by, row)

    assert "Emil Sand" in shown
    assert "Olga Lind agreed" in shown
    assert "Lime." in shown
    assert "Olga Lind planned it" in shown


@pytest.mark.promise("W1")
def test_a_foreign_publication_is_missing(page: Client, by: Member) -> None:
    theirs = planned(a.member())

    assert page.get(at(by, f"publications/{theirs.pk}")).status_code == 404
    assert press(page, by, theirs, "cancel").status_code == 404
    assert theirs.state == State.WAITING


def test_what_was_refused_is_said_otherwise_and_sent_again(page: Client, by: Member) -> None:
    row = refused(by)
    before = row.digest

    assert press(page, by, row, "mend", text="Lime.").status_code == 302
    assert (row.state, row.steps[0]["text"], row.reason) == (State.WAITING, "Lime.", "")
    assert row.digest != before


def test_new_words_wait_for_others_where_others_must_agree(page: Client, by: Member) -> None:
    row = refused(by)
    Workspace.objects.filter(pk=by.workspace_id).update(approval=Approval.ONE)
    press(page, by, row, "mend", text="Lime.")
    assert (row.state, row.post.state) == (State.REFUSED, "review")
    assert "wait for somebody to agree" in told(page, by, row)

    plan.approve(a.member(workspace=row.workspace), row.post)
    assert "Send it as it reads now" in told(page, by, row)
    press(page, by, row, "anew")
    assert (row.state, row.steps[0]["text"]) == (State.WAITING, "Lime.")


def test_words_that_would_be_refused_again_are_not_sent(page: Client, by: Member) -> None:
    row = refused(by)
    answer = press(page, by, row, "mend", text="x" * 70_000)

    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()
    assert "x" * 1000 in answer.content.decode()
    assert (row.state, row.post.state) == (State.REFUSED, "approved")


def test_a_cancelled_one_comes_back_by_undo(page: Client, by: Member) -> None:
    due = clock.now() + SOON
    row = planned(by, planned_at=due, due_at=due)
    press(page, by, row, "cancel")
    assert row.state == State.CANCELLED

    way = re.search(r'data-way="([^"]+)"', told(page, by, row))
    assert way
    page.post(way[1])
    assert Publication.objects.filter(post=row.post, state=State.WAITING).count() == 1


def test_a_moved_one_comes_back_by_undo(page: Client, by: Member) -> None:
    due = clock.now() + SOON
    row = planned(by, planned_at=due, due_at=due)
    later = f"{due + timedelta(days=2):%Y-%m-%dT%H:%M}"
    press(page, by, row, "move", at=later)
    assert f"{row.planned_at:%Y-%m-%dT%H:%M}" == later

    way = re.search(r'data-way="([^"]+)"', told(page, by, row))
    assert way
    page.post(way[1])
    row.refresh_from_db()
    assert row.planned_at == due


def test_nothing_is_moved_into_the_past(page: Client, by: Member) -> None:
    row = planned(by, due_at=clock.now() + SOON)
    answer = press(page, by, row, "move", at="2020-01-01T10:00")

    assert answer.status_code == 422
    assert "is past" in answer.content.decode()


def test_a_person_says_that_it_is_there_and_where(page: Client, by: Member) -> None:
    row = planned(by, state=State.ASKING, due_at=None)
    assert press(page, by, row, "there", url="javascript:alert(1)").status_code == 422
    press(page, by, row, "there", url="https://shown.example/7")

    assert (row.state, row.url) == (State.LIVE, "https://shown.example/7")


def test_an_unsure_one_is_never_sent_again_by_hand(page: Client, by: Member) -> None:
    due = clock.now() + SOON
    row = planned(by, state=State.UNSURE, due_at=due, planned_at=due)

    assert "send again" not in told(page, by, row)
    assert press(page, by, row, "retry").status_code == 409
    press(page, by, row, "look")
    assert row.due_at is not None
    assert row.due_at <= clock.now()


def test_the_read_back_shows_what_differs(page: Client, by: Member) -> None:
    seen = {"at": "2026-11-01T10:00:00", "text": "Lemon or line?", "differs": ["text"]}
    row = planned(by, state=State.LIVE, due_at=None, seen=seen)

    assert "<del>lime</del><ins>line</ins>" in told(page, by, row)


def test_a_part_that_has_not_changed_is_not_sent_again(page: Client, by: Member) -> None:
    due = clock.now()
    row = planned(by, state=State.UNSURE, due_at=due, planned_at=due)
    address = at(by, f"publications/{row.pk}/now")
    shown = page.get(address).content.decode()
    tag = re.search(r'data-tag="([0-9a-f]+)"', shown)

    assert "every 20s" in shown
    assert tag
    assert page.get(address, headers={"If-None-Match": tag[1]}).status_code == 304
    Publication.objects.filter(pk=row.pk).update(reason="The list lags.")
    assert page.get(address, headers={"If-None-Match": tag[1]}).status_code == 200


@pytest.mark.parametrize("amount", [2, 60])
def test_the_page_asks_as_much_for_a_long_story_as_for_a_short_one(
    page: Client, by: Member, amount: int, django_assert_max_num_queries: Any
) -> None:
    row = planned(by, state=State.LIVE, due_at=None)
    for number in range(amount):
        Attempt.objects.create(
            workspace_id=row.workspace_id, publication_id=row.pk, number=number, step=0,
            verb="look", key="k", digest="d", lease=1, began_at=clock.now(), ended_at=clock.now(),
            outcome="absent",
        )  # fmt: skip
    with django_assert_max_num_queries(15):
        told(page, by, row)


def test_the_list_is_walked_page_by_page_without_losing_one(page: Client, by: Member) -> None:
    channel = a.channel(workspace=by.workspace)
    for number in range(60):
        publication(by, f"n{number}", channel=channel, state=State.REFUSED)
    address, seen = at(by, "publications/?show=failed"), set[str]()
    for _page in range(2):
        shown = page.get(address).content.decode()
        seen |= set(re.findall(r'data-row href="[^"]+/publications/([0-9a-f-]{36})"', shown))
        after = re.search(r'rel="next" href="([^"]+)"', shown)
        address = at(by, "publications/" + after[1].replace("&amp;", "&")) if after else ""

    assert len(seen) == 60
    assert address == ""
