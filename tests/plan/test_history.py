"""Edits are kept so that they can be taken back, and a pause in typing makes no version to show."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from antiphon.people.models import Approval, Member
from antiphon.plan import actions, queries
from antiphon.plan.desk import actions as desk
from antiphon.plan.errors import StaleEditError
from antiphon.plan.models import Post, Revision
from antiphon.tailor import actions as tailor
from tests import builders as a

pytestmark = pytest.mark.django_db


def typed(by: Member, post: Post, *texts: str) -> Post:
    for text in texts:
        post = actions.edit(by, post, post.version, text=text)
    return post


def changes(post: Post) -> list[tuple[int, list[str]]]:
    return [(row.version, sorted(row.changed)) for row in queries.revisions(post)]


def test_a_kept_draft_costs_six_questions_at_most() -> None:
    by = a.member()
    post = typed(by, actions.draft(by, text="H"), "Hi")

    with CaptureQueriesContext(connection) as asked:
        actions.edit(by, post.pk, post.version, text="Hi there")

    real = [one["sql"] for one in asked if "SAVEPOINT" not in one["sql"]]
    assert len(real) <= 6, "\n".join(real)


def test_what_one_person_types_within_minutes_is_one_edit() -> None:
    by = a.member()
    post = typed(by, actions.draft(by, text=""), "H", "Hi", "Hi t", "Hi there")
    post = actions.edit(by, post, post.version, title="Greeting")

    assert post.version == 6
    assert changes(post) == [(6, ["text", "title"])]


def test_an_edit_after_a_while_stands_by_itself() -> None:
    by = a.member()
    post = typed(by, actions.draft(by, text=""), "H")
    Revision.objects.update(at=queries.revisions(post)[0].at - timedelta(minutes=11))

    typed(by, post, "Hi")

    assert changes(post) == [(3, ["text"]), (2, ["text"])]


def test_an_edit_of_somebody_else_stands_by_itself() -> None:
    by = a.member()
    post = typed(by, actions.draft(by, text=""), "H")

    post = typed(a.member(workspace=by.workspace), post, "Ho")
    typed(by, post, "Hu")

    assert [version for version, _names in changes(post)] == [4, 3, 2]


def test_a_remark_or_a_word_parts_what_came_before_from_what_comes_after() -> None:
    by = a.member(workspace=a.workspace(approval=Approval.ONE))
    post = typed(by, actions.draft(by, text=""), "H")
    desk.say(by, post, "More, please")
    post = typed(by, post, "Hi")
    actions.submit(by, post)
    post = actions.refuse(a.member(workspace=by.workspace), post, "Still more")
    post = typed(by, post, "Hi there")

    assert [version for version, _names in changes(post)] == [4, 3, 2]


def test_who_opened_the_post_before_folded_edits_is_still_told() -> None:
    by = a.member()
    post = typed(by, actions.draft(by, text=""), "H", "Hi")

    with pytest.raises(StaleEditError, match="changed text"):
        actions.edit(by, post, 2, text="Ho")


def test_an_edit_is_taken_back_and_taken_up_again() -> None:
    by = a.member()
    campaign = actions.make_campaign(by, "Summer")
    picture = a.asset(workspace=by.workspace)
    first = actions.draft(by, text="Hi", assets=[(picture, "A can")], campaign=campaign)
    second = actions.edit(by, first, 1, text="Ho", assets=[], campaign=None, tags=["x"])

    back = actions.go_back(by, second, 2, to=1)
    assert (back.text, back.tags, back.campaign, back.version) == ("Hi", [], campaign, 3)
    assert [(file.asset, file.alt) for file in back.files.all()] == [(picture, "A can")]

    again = actions.go_back(by, back, 3, to=2)
    assert (again.text, again.tags, again.campaign) == ("Ho", ["x"], None)
    assert not again.files.exists()


def test_going_back_on_an_old_version_is_told_who_changed_what() -> None:
    by = a.member()
    post = typed(by, actions.draft(by, text="Hi"), "Ho", "Hu")

    with pytest.raises(StaleEditError):
        actions.go_back(by, post, 2, to=1)


def test_variants_are_named_and_stay_when_the_post_goes_back() -> None:
    by = a.member()
    post = actions.draft(by, text="Hi")
    channel = a.channel(workspace=by.workspace)
    tailor.tell(by, post, channel=channel, text="Hi there")
    post.refresh_from_db()

    assert changes(post) == [(2, ["variants"])]
    assert actions.go_back(by, post, 2, to=1).version == 2
