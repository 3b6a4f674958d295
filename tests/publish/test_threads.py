"""Threads and first comments: each step an attempt of its own, in order, resumed where it broke."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest

from antiphon.publish import actions
from antiphon.publish.models import Attempt, Publication
from antiphon.publish.states import State
from antiphon.sandbox.lines import Line, Trouble
from antiphon.sandbox.serving import Sandbox
from antiphon.work import clock
from tests import builders as a
from tests.publish import choice, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def line(sandbox: Sandbox) -> Iterator[Line]:
    with Line(sandbox.port).running() as carried:
        yield carried


def _thread(line: Line, sandbox: Sandbox, key: str) -> tuple[Publication, list[str]]:
    """A thread of three parts over the line."""
    tag = uuid4().hex[:12]
    texts = [f"Part {number} of {tag}." for number in (1, 2, 3)]
    channel = world.channel_on(sandbox, key, server=line.base(key))
    return world.publication_on(channel, *texts), texts


def _told(sandbox: Sandbox, key: str, texts: list[str]) -> list[str]:
    """The texts of a thread as they are seen, in the order in which they came."""
    posts = sandbox.simulators[key].timeline()
    return [text for post in posts for text in texts if text in post.text]


def _until_settled(row: Publication) -> None:
    for _ in range(40):
        if row.state in {State.LIVE, State.ASKING, State.REFUSED}:
            return
        world.make_due(row)
        world.settle(row)


@pytest.mark.promise("P8")
@pytest.mark.parametrize("key", choice.THREADED)
def test_the_parts_of_a_thread_go_out_in_order_each_under_its_parent(
    sandbox: Sandbox, line: Line, key: str
) -> None:
    row, texts = _thread(line, sandbox, key)

    world.settle(row)

    assert (row.state, _told(sandbox, key, texts)) == (State.LIVE, texts), row.reason
    posts = sandbox.simulators[key].timeline()
    mine = [post for post in posts if any(text in post.text for text in texts)]
    assert [post.parent for post in mine] == [None, mine[0].id, mine[1].id]
    sent = Attempt.objects.filter(publication_id=row.pk, verb="publish")
    assert list(sent.order_by("number").values_list("step", flat=True)) == [0, 1, 2]


@pytest.mark.promise("P8", "F10", "F11")
@pytest.mark.parametrize("key", choice.THREADED)
@pytest.mark.parametrize("part", [0, 1, 2])
@pytest.mark.parametrize("trouble", [Trouble.LOSE_BEFORE, Trouble.LOSE_AFTER])
def test_a_thread_goes_on_at_the_part_whose_answer_was_lost(
    sandbox: Sandbox, line: Line, key: str, part: int, trouble: Trouble
) -> None:
    row, texts = _thread(line, sandbox, key)
    for _ in range(part):
        actions.deliver(key)
    line.go_wrong(trouble, method="POST", times=1)

    actions.deliver(key)

    row.refresh_from_db()
    assert (row.at_step, row.state) != (part, State.LIVE)
    assert len(_told(sandbox, key, texts)) <= part + 1
    _until_settled(row)
    if row.state == State.ASKING and not choice.can_be_known(row.channel):
        actions.say_it_is_not_there(a.member(workspace=row.workspace), row)
        _until_settled(row)
    assert (row.state, _told(sandbox, key, texts)) == (State.LIVE, texts), row.reason


@pytest.mark.promise("P8")
@pytest.mark.parametrize("key", choice.THREADED)
def test_a_refused_part_keeps_all_later_parts_back(sandbox: Sandbox, line: Line, key: str) -> None:
    row, texts = _thread(line, sandbox, key)
    actions.deliver(key)
    line.go_wrong(Trouble.ANSWER, method="POST", times=-1, status=429, body="{}")
    for _ in range(3):
        world.make_due(row)
        actions.deliver(key)

    row.refresh_from_db()
    assert (row.at_step, _told(sandbox, key, texts)) == (1, texts[:1])


@pytest.mark.promise("P8", "F23")
@pytest.mark.parametrize("key", choice.COMMENTED)
def test_a_first_comment_follows_its_post(sandbox: Sandbox, line: Line, key: str) -> None:
    tag = uuid4().hex[:12]
    texts = [f"Post {tag}.", f"Comment {tag}."]
    channel = world.channel_on(sandbox, key, server=line.base(key))
    row = world.publication_on(channel, texts[0], comment=texts[1])

    world.settle(row)

    posts = [p for p in sandbox.simulators[key].timeline() if tag in p.text]
    assert (row.state, [p.text for p in posts]) == (State.LIVE, texts), row.reason
    assert posts[1].parent == posts[0].id
    assert row.remote_id


@pytest.mark.promise("P8", "F11", "F23")
@pytest.mark.parametrize("key", choice.COMMENTED)
@pytest.mark.parametrize("trouble", [Trouble.LOSE_BEFORE, Trouble.LOSE_AFTER])
def test_a_lost_first_comment_never_sends_the_post_again(
    sandbox: Sandbox, line: Line, key: str, trouble: Trouble
) -> None:
    tag = uuid4().hex[:12]
    channel = world.channel_on(sandbox, key, server=line.base(key))
    row = world.publication_on(channel, f"Post {tag}.", comment=f"Comment {tag}.")
    actions.deliver(key)
    line.go_wrong(trouble, method="POST", times=1)
    actions.deliver(key)

    row.refresh_from_db()
    _until_settled(row)

    seen = [world.shown(sandbox, key, f"{what} {tag}.") for what in ("Post", "Comment")]
    assert seen == [1, int(row.state == State.LIVE or trouble == Trouble.LOSE_AFTER)], row.reason
    assert row.state in {State.LIVE, State.ASKING}, row.reason


@pytest.mark.promise("P8")
@pytest.mark.parametrize("key", choice.EVERY)
def test_what_is_due_on_one_channel_goes_out_in_its_order(sandbox: Sandbox, key: str) -> None:
    tag = uuid4().hex[:12]
    channel = world.channel_on(sandbox, key)
    texts = [f"Number {number} of {tag}." for number in range(5)]
    first = clock.now() - timedelta(seconds=30)
    rows = [
        world.publication_on(channel, text, due_at=first + timedelta(seconds=number))
        for number, text in reversed([*enumerate(texts)])
    ]

    world.settle(*rows)

    assert {row.state for row in rows} == {State.LIVE}
    assert _told(sandbox, key, texts) == texts


@pytest.mark.promise("P13")
def test_a_network_that_fails_touches_no_other(sandbox: Sandbox, line: Line) -> None:
    failing, *others = choice.EVERY
    broken = world.publication_on(
        world.channel_on(sandbox, failing, server=line.base(failing)), f"Broken {uuid4()}"
    )
    fine = [
        world.publication_on(world.channel_on(sandbox, key), f"Fine {uuid4()}") for key in others
    ]
    line.go_wrong(Trouble.ANSWER, times=-1, status=503, body="")

    world.settle(broken, *fine, rounds=4)

    assert {row.state for row in fine} == {State.LIVE}
    assert {row.tries for row in fine} <= {1, 2}
    assert broken.state != State.LIVE
