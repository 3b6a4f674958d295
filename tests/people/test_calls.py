"""A program's calls: counted, and answered once."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from antiphon.kernel.problem import BadInputError
from antiphon.people import actions
from antiphon.people.actions import Answer, Named
from antiphon.people.models import KeptAnswer, Member, Workspace
from antiphon.work import clock
from tests import builders as a

A_MINUTE = timedelta(minutes=1)
MINE = Named("order-17", "d" * 64)


def with_key() -> Member:
    by = a.member()
    by.key_prefix = "abc123"
    return by


@pytest.mark.django_db
def test_calls_are_counted_within_their_window() -> None:
    by = with_key()

    counted = [actions.count_call(by, per=A_MINUTE) for _ in range(3)]

    assert [calls for calls, _seconds in counted] == [1, 2, 3]
    assert all(0 < seconds <= 60 for _calls, seconds in counted)


@pytest.mark.django_db
def test_a_new_window_begins_at_one() -> None:
    by = with_key()
    actions.count_call(by, per=timedelta(0))

    assert actions.count_call(by, per=timedelta(0))[0] == 1


@pytest.mark.django_db
@pytest.mark.promise("P17")
@pytest.mark.parametrize("once", [actions.answer_once, actions.answer_once_outside])
def test_the_same_command_again_gets_the_kept_answer(once: object) -> None:
    by, done = a.member(), []

    def do() -> Answer:
        done.append(1)
        return Answer(201, '{"number": 1}', {"Location": "/there"})

    first, second = (once(by, MINE, do) for _ in range(2))  # type: ignore[operator]

    assert first == (Answer(201, '{"number": 1}', {"Location": "/there"}), False)
    assert second == (first[0], True)
    assert len(done) == 1


@pytest.mark.django_db
@pytest.mark.promise("P17")
def test_another_command_under_the_same_name_is_refused() -> None:
    by = a.member()
    actions.answer_once(by, MINE, lambda: Answer(200))

    with pytest.raises(BadInputError) as refused:
        actions.answer_once(by, Named(MINE.key, "e" * 64), lambda: Answer(200))

    assert refused.value.problems[0].rule == "key_reused"


@pytest.mark.django_db
def test_a_name_belongs_to_one_person_in_one_workspace() -> None:
    actions.answer_once(a.member(), MINE, lambda: Answer(200, "theirs"))

    answer, again = actions.answer_once(a.member(), MINE, lambda: Answer(200, "mine"))

    assert (answer.body, again) == ("mine", False)


@pytest.mark.django_db
def test_what_was_refused_leaves_nothing_and_frees_its_name() -> None:
    by = a.member()

    def do() -> Answer:
        a.workspace(slug="half-done")
        return Answer(422)

    actions.answer_once(by, MINE, do)
    assert not Workspace.objects.filter(slug="half-done").exists()
    actions.answer_once_outside(by, MINE, do)
    assert not KeptAnswer.objects.exists()


@pytest.mark.django_db
def test_a_command_that_was_cut_off_is_not_done_again() -> None:
    by, began = a.member(), clock.now() - timedelta(hours=1)
    KeptAnswer.objects.create(
        workspace=by.workspace, member=by, key=MINE.key, digest=MINE.digest, began_at=began
    )

    with pytest.raises(actions.CutOffError, match="cut off"):
        actions.answer_once_outside(by, MINE, lambda: pytest.fail("done again"))


@pytest.mark.django_db
def test_answers_of_yesterday_are_forgotten() -> None:
    by, began = a.member(), clock.now() - timedelta(hours=25)
    facts = {"workspace": by.workspace, "member": by, "digest": MINE.digest, "status": 200}
    KeptAnswer.objects.create(key="old", began_at=began, **facts)
    KeptAnswer.objects.create(key="new", **facts)

    actions.forget_answers()

    assert [row.key for row in KeptAnswer.objects.all()] == ["new"]


@pytest.mark.django_db
@pytest.mark.promise("K1")
def test_a_kept_answer_is_sealed() -> None:
    actions.answer_once(a.member(), MINE, lambda: Answer(201, "shown only once"))

    assert b"shown only once" not in bytes(KeptAnswer.objects.get().body)


@pytest.mark.django_db(transaction=True)
@pytest.mark.promise("P17")
@pytest.mark.parametrize("once", [actions.answer_once, actions.answer_once_outside])
def test_two_at_once_have_one_effect(once: object) -> None:
    by, begun, go_on, told = a.member(), threading.Event(), threading.Event(), []

    def do() -> Answer:
        begun.set()
        assert go_on.wait(10)
        return Answer(200, "done")

    def first() -> None:
        told.append(once(by, MINE, do))  # type: ignore[operator]
        connection.close()

    slow = threading.Thread(target=first)
    slow.start()
    assert begun.wait(10)
    with pytest.raises(actions.StillRunningError):
        once(by, MINE, lambda: pytest.fail("done twice"))  # type: ignore[operator]
    go_on.set()
    slow.join()

    assert told == [(Answer(200, "done"), False)]
