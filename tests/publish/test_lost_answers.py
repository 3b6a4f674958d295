"""Whatever happens to the request or its answer, nothing goes out twice and nothing is lost."""

from collections.abc import Iterator
from uuid import uuid4

import pytest

from antiphon.publish import actions
from antiphon.publish.models import Attempt, Publication
from antiphon.publish.states import State
from antiphon.sandbox.lines import Line, Trouble
from antiphon.sandbox.serving import Sandbox
from tests.publish import choice, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def line(sandbox: Sandbox) -> Iterator[Line]:
    with Line(sandbox.port).running() as carried:
        yield carried


def _sent_over(line: Line, sandbox: Sandbox, key: str, text: str, **trouble: object) -> Publication:
    """A publication whose creating request meets that trouble."""
    channel = world.channel_on(sandbox, key, server=line.base(key))
    row = world.publication_on(channel, text)
    seen = len(line.requests)
    line.go_wrong(**{"method": "", "times": 1} | trouble)  # type: ignore[arg-type]
    actions.deliver(key)
    row.refresh_from_db()
    assert len(line.requests) > seen
    return row


def _until_settled(row: Publication) -> None:
    """Let every next time come, look by look."""
    for _ in range(40):
        if row.state in {State.LIVE, State.ASKING, State.REFUSED}:
            return
        world.make_due(row)
        world.settle(row)


@pytest.mark.promise("P2", "P3", "F11")
@pytest.mark.parametrize("key", world.NETWORKS)
def test_an_answer_lost_after_the_effect_never_becomes_two_posts(
    sandbox: Sandbox, line: Line, key: str
) -> None:
    text = f"Lost after, on {key}."
    row = _sent_over(line, sandbox, key, text, trouble=Trouble.LOSE_AFTER)

    _until_settled(row)

    assert world.shown(sandbox, key, text) == 1
    assert row.state in choice.ends(row.channel), row.reason


@pytest.mark.promise("P2", "P3", "F10")
@pytest.mark.parametrize("key", world.NETWORKS)
def test_a_request_lost_before_the_effect_is_sent_once(
    sandbox: Sandbox, line: Line, key: str
) -> None:
    text = f"Lost before, on {key}."
    row = _sent_over(line, sandbox, key, text, trouble=Trouble.LOSE_BEFORE)

    _until_settled(row)

    assert row.state in choice.ends(row.channel), row.reason
    assert world.shown(sandbox, key, text) == int(row.state == State.LIVE)


@pytest.mark.promise("P21", "F13", "F15", "F17")
@pytest.mark.parametrize("key", world.NETWORKS)
@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, "<html>Welcome</html>"),
        (200, "[]"),
        (200, '{"unexpected": true}'),
        (200, '{"id": []}'),
        (302, ""),
        (418, "{}"),
        (500, "{}"),
        (502, "<html>Bad gateway</html>"),
    ],
)
def test_an_answer_that_nobody_understands_is_neither_success_nor_refusal(
    sandbox: Sandbox, line: Line, key: str, status: int, body: str
) -> None:
    text = f"Misunderstood {status} on {key}: {uuid4()}"
    row = _sent_over(
        line, sandbox, key, text, trouble=Trouble.ANSWER_AFTER, status=status, body=body
    )
    assert row.state in {State.UNSURE, State.ASKING, State.WAITING}, row.reason

    _until_settled(row)

    assert world.shown(sandbox, key, text) == 1
    assert row.state in choice.ends(row.channel), row.reason


@pytest.mark.promise("F9")
@pytest.mark.parametrize("key", world.NETWORKS)
def test_a_server_that_cannot_be_reached_is_tried_later(sandbox: Sandbox, key: str) -> None:
    with Line(sandbox.port).running() as line:
        channel = world.channel_on(sandbox, key, server=line.base(key))
        row = world.publication_on(channel, f"Unreachable {key}.")

    actions.deliver(key)

    row.refresh_from_db()
    assert (row.state, row.remedy) == (State.WAITING, "try_later")
    assert [one.outcome for one in Attempt.objects.filter(publication_id=row.pk)] == ["try_later"]


@pytest.mark.promise("F25", "P16")
@pytest.mark.parametrize("key", world.NETWORKS)
def test_too_many_calls_make_the_row_wait_as_long_as_it_was_told(
    sandbox: Sandbox, line: Line, key: str
) -> None:
    row = _sent_over(
        line, sandbox, key, f"Too many on {key}.", trouble=Trouble.ANSWER, status=429,
        headers={"Retry-After": "120"}, body="{}",
    )  # fmt: skip

    assert row.state == State.WAITING, row.reason
    assert row.due_at is not None
    assert world.seconds_until(row.due_at) > 60
