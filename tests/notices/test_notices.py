"""What members are told of: failures first, one cause as one, and closed when it is gone."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from antiphon.channels.states import State as ChannelState
from antiphon.kernel.errors import NotHereError
from antiphon.kernel.problem import BadInputError
from antiphon.notices import actions, queries, words
from antiphon.notices.models import Hook, Notice
from antiphon.notices.states import About, HookState
from antiphon.people.models import Member, Role
from antiphon.plan.models import Comment, Post
from antiphon.publish import actions as publish
from antiphon.publish.models import Publication
from antiphon.publish.states import State
from antiphon.work import clock
from tests import builders as a
from tests.notices.standing import failed, gather

pytestmark = pytest.mark.django_db


def abouts(by: Member) -> list[str]:
    return [row.about for row in queries.for_member(by)]


def test_twenty_failures_of_one_cause_are_one_notice(by: Member) -> None:
    channel = a.channel(workspace=by.workspace)
    for _ in range(20):
        failed(channel)
    failed(channel, "No picture.")

    gather(by.workspace)

    told = {words.reason(row): words.title(row) for row in queries.for_member(by)}
    assert told == {
        "Too long.": f"20 publications on {channel} failed",
        "No picture.": f"1 publication on {channel} failed",
    }
    assert queries.count(by) == 2


def test_a_notice_closes_when_its_cause_is_gone(by: Member) -> None:
    row = failed(a.channel(workspace=by.workspace))
    gather(by.workspace)
    Publication.objects.filter(pk=row.pk).update(state=State.CANCELLED)

    gather(by.workspace)

    assert abouts(by) == []
    assert Notice.objects.get().closed_at is not None


def test_failures_stand_before_what_is_younger(by: Member) -> None:
    channel = a.channel(workspace=by.workspace)
    failed(channel)
    gather(by.workspace)
    publish.hold(by, "A crisis.")
    gather(by.workspace)

    assert abouts(by) == [About.FAILED, About.ON_HOLD]


def test_what_was_seen_is_unread_again_only_when_something_new_comes_to_it(by: Member) -> None:
    channel = a.channel(workspace=by.workspace)
    first, _second = failed(channel), failed(channel)
    gather(by.workspace)
    assert actions.seen(by) == 1
    Publication.objects.filter(pk=first.pk).update(state=State.CANCELLED)
    gather(by.workspace)
    assert queries.count(by) == 0

    failed(channel)
    gather(by.workspace)

    assert queries.count(by) == 1


def test_seen_by_one_is_not_seen_by_another(by: Member) -> None:
    other = a.member(workspace=by.workspace)
    failed(a.channel(workspace=by.workspace))
    gather(by.workspace)
    row = queries.for_member(by).get()

    actions.seen(by, row)

    assert (queries.count(by), queries.count(other)) == (0, 1)


def test_each_is_told_only_what_they_may_do_something_about(by: Member) -> None:
    client = a.member(workspace=by.workspace, role=Role.CLIENT)
    failed(a.channel(workspace=by.workspace))
    a.channel(workspace=by.workspace, state=ChannelState.LOST)
    publish.hold(by, "A crisis.")

    gather(by.workspace)

    assert abouts(client) == [About.ON_HOLD]
    assert set(abouts(by)) == {About.FAILED, About.CHANNEL_LOST, About.ON_HOLD}


def test_a_channel_that_ends_is_told_a_week_before_and_one_that_renews_itself_is_not(
    by: Member,
) -> None:
    soon = clock.now() + timedelta(days=3)
    ends = a.channel(workspace=by.workspace, expires_at=soon, renew_at=soon)
    a.channel(workspace=by.workspace, expires_at=soon, renew_at=soon - timedelta(hours=1))
    later = clock.now() + timedelta(days=30)
    a.channel(workspace=by.workspace, expires_at=later, renew_at=later)

    gather(by.workspace)

    row = queries.for_member(by).get()
    assert (row.about, row.items) == (About.CHANNEL_ENDING, [str(ends.pk)])
    assert str(ends) in words.title(row)


def test_who_may_agree_is_told_what_waits_and_nobody_of_their_own_work(by: Member) -> None:
    other = a.member(workspace=by.workspace, role=Role.APPROVER)
    for _ in range(2):
        Post.objects.create(workspace=by.workspace, text="Hello", state="review", author=by)

    gather(by.workspace)

    assert abouts(by) == []
    assert [words.title(row) for row in queries.for_member(other)] == ["2 posts wait for your word"]


def test_who_is_mentioned_is_told_alone_until_it_is_resolved(by: Member) -> None:
    other, third = a.member(workspace=by.workspace), a.member(workspace=by.workspace)
    post = a.post(workspace=by.workspace)
    said = Comment.objects.create(
        workspace=by.workspace,
        post=post,
        version=1,
        author=by,
        text="@you look",
        mentions=[other.pk],
    )
    gather(by.workspace)
    assert (abouts(other), abouts(third), abouts(by)) == ([About.MENTIONED], [], [])

    Comment.objects.filter(pk=said.pk).update(resolved_at=clock.now())
    gather(by.workspace)

    assert abouts(other) == []


def test_a_disabled_hook_is_told(by: Member) -> None:
    Hook.objects.create(
        workspace=by.workspace, by=by, name="Chat", url="https://example.org/",
        state=HookState.DISABLED, reason="Gone.",
    )  # fmt: skip

    gather(by.workspace)

    assert [words.title(row) for row in queries.for_member(by)] == ["The webhook Chat was disabled"]


@pytest.mark.promise("W1")
def test_nobody_sees_or_touches_a_notice_of_another_workspace(by: Member) -> None:
    failed(a.channel(workspace=by.workspace))
    gather(by.workspace)
    stranger = a.member()
    row = queries.for_member(by).get()

    assert abouts(stranger) == []
    with pytest.raises(NotHereError):
        actions.seen(stranger, row)


def test_what_somebody_does_not_want_to_know_is_not_told(by: Member) -> None:
    failed(a.channel(workspace=by.workspace))
    gather(by.workspace)

    actions.set_preference(by, ways={"failed": "none"})

    assert abouts(by) == []


@pytest.mark.parametrize("ways", [{"eaten": "bell"}, {"failed": "pigeon"}])
def test_a_way_or_kind_that_is_not_there_is_refused(by: Member, ways: dict[str, str]) -> None:
    with pytest.raises(BadInputError):
        actions.set_preference(by, ways=ways)


def test_the_bell_asks_the_database_a_fixed_number_of_times(by: Member) -> None:
    for number in range(30):
        failed(a.channel(workspace=by.workspace), f"Reason {number}")
    gather(by.workspace)

    with CaptureQueriesContext(connection) as asked:
        rows = list(queries.for_member(by))
        assert queries.count(by) == 30

    assert len(rows) == 30
    assert len(asked) <= 4
