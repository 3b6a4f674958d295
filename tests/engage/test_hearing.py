"""Whatever the order and however often it is heard, each answer is one row in its place."""

from datetime import timedelta
from itertools import permutations

import pytest
from django.db import IntegrityError, connection, transaction

from antiphon.channels.safe import network_of
from antiphon.channels.states import State as ChannelState
from antiphon.connect.abilities import Converses
from antiphon.connect.registry import networks
from antiphon.connect.simulation import ReactionKind
from antiphon.connect.values import Message as Heard
from antiphon.connect.values import RemoteId
from antiphon.engage import actions, queries
from antiphon.engage.jobs import SWEEPS
from antiphon.engage.models import Cursor, Message
from antiphon.publish.models import Publication
from antiphon.sandbox.lines import Line, Trouble
from antiphon.sandbox.serving import Sandbox
from antiphon.work import clock
from tests import builders as a
from tests.engage import answering
from tests.publish import world

pytestmark = pytest.mark.django_db
HEARD = [one.key for one in networks() if one.can(Converses)]
"""Networks that let us hear."""
FLOOD = 120
"""More than fits on most networks' pages."""


@pytest.mark.promise("I2")
@pytest.mark.parametrize("key", HEARD)
def test_an_answer_becomes_one_message_below_its_publication(sandbox: Sandbox, key: str) -> None:
    row = answering.live(answering.channel(sandbox, key))
    id = answering.react(sandbox, row, ReactionKind.REPLY, "Where can I get it?")

    assert [actions.hear(row.channel), actions.hear(row.channel)] == [1, 0]

    (message,) = queries.messages(row.workspace)
    assert message.remote_id == id
    assert message.publication_id in answering.homes(row)
    assert message.text.endswith("Where can I get it?")
    assert message.author
    assert list(queries.answers(row)) == ([message] if message.publication_id else [])


@pytest.mark.parametrize("key", HEARD)
def test_an_answer_to_an_answer_is_below_the_same_publication(sandbox: Sandbox, key: str) -> None:
    row = answering.live(answering.channel(sandbox, key))
    first = answering.react(sandbox, row, ReactionKind.REPLY, "Where can I get it?")
    answering.react(sandbox, row, ReactionKind.REPLY, "I wonder too.", to=first)

    actions.hear(row.channel)

    found = {one.remote_id: one.publication_id for one in queries.messages(row.workspace)}
    assert first in found
    assert {*found.values()} <= answering.homes(row)


@pytest.mark.parametrize("key", HEARD)
def test_what_we_say_ourselves_is_no_message(sandbox: Sandbox, key: str) -> None:
    channel = answering.channel(sandbox, key)
    takes_one = network_of(channel).comment is not None
    answering.live(channel, comment="And a first comment of ours." if takes_one else "")

    assert actions.hear(channel) == 0


def some(id: str, **given: str) -> Heard:
    about, parent = given.get("about"), given.get("parent")
    return Heard(
        id=RemoteId(id), about=RemoteId(about) if about else None,
        parent=RemoteId(parent) if parent else None, author=given.get("author", "Bo"),
        author_id=RemoteId("bo"), text=given.get("text", "Hello."), at=clock.now(),
    )  # fmt: skip


@pytest.mark.promise("I2", "F53", "F54")
def test_any_order_and_any_repetition_end_in_the_same_rows(sandbox: Sandbox) -> None:
    row = answering.live(answering.channel(sandbox, world.NETWORKS[0]))
    heard = [
        some("one", about=row.remote_id),
        some("two", parent="one"),
        some("three", parent="two"),
        some("four"),
    ]
    places = {RemoteId(row.remote_id): row}
    ends: set[tuple[tuple[str, object], ...]] = set()
    for order in permutations(heard):
        Message.objects.all().delete()
        for one in (*order, *reversed(order)):
            actions._write(row.channel, [one], places)
        rows = Message.objects.order_by("remote_id").values_list("remote_id", "publication_id")
        ends.add(tuple(rows))

    assert ends == {(("four", None), ("one", row.pk), ("three", row.pk), ("two", row.pk))}


@pytest.mark.promise("F53")
def test_an_answer_that_came_before_its_publication_finds_it_later(sandbox: Sandbox) -> None:
    row = answering.live(answering.channel(sandbox, world.NETWORKS[0]))
    actions._write(row.channel, [some("early", about=row.remote_id)], {})
    assert Message.objects.get().publication_id is None

    actions.hear(row.channel)

    assert Message.objects.get().publication_id == row.pk


@pytest.mark.promise("F11")
@pytest.mark.parametrize("key", HEARD)
def test_answers_from_before_a_doubt_was_settled_are_heard(sandbox: Sandbox, key: str) -> None:
    row = answering.live(answering.channel(sandbox, key))
    id = answering.react(sandbox, row, ReactionKind.REPLY, "I was early.")
    actions.hear(row.channel)
    Message.objects.all().delete()
    # As if it had been live for us only after that hearing.
    asked = Cursor.objects.get().asked_at
    assert asked is not None
    Publication.objects.filter(pk=row.pk).update(
        sent_at=asked - timedelta(seconds=9), live_at=asked + timedelta(seconds=1)
    )

    actions.hear(row.channel)

    assert Message.objects.get().remote_id == id


@pytest.mark.promise("I7")
def test_strange_strings_are_kept_as_they_can_be(sandbox: Sandbox) -> None:
    row = answering.live(answering.channel(sandbox, world.NETWORKS[0]))
    strange = some("odd", text="a\0b \ud800 <script>", author="x" * 900)

    actions._write(row.channel, [strange, some("y" * 5000)], {})

    message = Message.objects.get()
    assert message.text == "ab ? <script>"
    assert len(message.author) == 300


@pytest.mark.promise("F35")
@pytest.mark.parametrize("key", HEARD)
def test_a_revoked_channel_is_lost_and_the_sweep_goes_on(sandbox: Sandbox, key: str) -> None:
    channel = answering.channel(sandbox, key, handle="leaving")
    answering.live(channel)
    actions.hear_due(key)
    Cursor.objects.update(due_at=clock.now())
    sandbox.simulators[key].revoke("leaving")

    assert actions.hear_due(key) == 1

    channel.refresh_from_db()
    cursor = Cursor.objects.get(channel=channel)
    assert cursor.reason
    assert cursor.due_at is not None
    assert cursor.due_at > clock.now()
    assert channel.state == ChannelState.LOST or channel.expires_at is not None


@pytest.mark.promise("F15", "P15")
@pytest.mark.parametrize("body", ["<html>Oh</html>", "[]", '{"data": 7}'])
@pytest.mark.parametrize("key", HEARD)
def test_a_strange_answer_writes_nothing_and_is_asked_again(
    sandbox: Sandbox, key: str, body: str
) -> None:
    with Line(sandbox.port).running() as line:
        channel = answering.channel(sandbox, key, server=line.base(key))
        answering.live(channel)
        actions.hear_due(key)
        Cursor.objects.update(due_at=clock.now())
        line.go_wrong(Trouble.ANSWER, times=-1, status=200, body=body)
        actions.hear_due(key)

    assert not Message.objects.exists()
    due = Cursor.objects.get(channel=channel).due_at
    assert due is not None
    assert due > clock.now()


def test_a_channel_is_heard_soon_at_first_and_then_ever_more_seldom(sandbox: Sandbox) -> None:
    row = answering.live(answering.channel(sandbox, world.NETWORKS[0]))
    pauses = []
    for hours in (0, 1, 24, 24 * 20):
        Publication.objects.update(live_at=clock.now() - timedelta(hours=hours))
        actions.hear(row.channel)
        due = Cursor.objects.get().due_at
        assert due is not None
        pauses.append(round((due - clock.now()).total_seconds() / 60))

    assert pauses == [0, 6, 144, 360]


@pytest.mark.promise("I2")
@pytest.mark.parametrize("key", HEARD)
def test_a_flood_is_heard_to_its_end_without_a_long_pause(sandbox: Sandbox, key: str) -> None:
    row = answering.live(answering.channel(sandbox, key))
    answering.react(sandbox, row, ReactionKind.REPLY, "The first.")
    actions.hear(row.channel)
    Publication.objects.update(live_at=clock.now() - timedelta(days=10))
    for number in range(FLOOD):
        answering.react(sandbox, row, ReactionKind.REPLY, f"Me, too, {number}!")

    heard = actions.hear(row.channel)
    soon = clock.now() + actions.SOONEST
    while heard < FLOOD and Cursor.objects.filter(due_at__lt=soon).exists():
        heard += actions.hear(row.channel)

    assert heard == FLOOD


def test_what_is_not_due_is_left_in_peace(sandbox: Sandbox) -> None:
    row = answering.live(answering.channel(sandbox, world.NETWORKS[0]))

    before_anybody_read = actions.hear_due(row.network)
    Cursor.objects.update(due_at=clock.now())

    assert [actions.hear_due(row.network), actions.hear_due(row.network)] == [1, 0]
    assert before_anybody_read == 0


def test_no_workspace_sees_messages_of_another(sandbox: Sandbox) -> None:
    row = answering.live(answering.channel(sandbox, world.NETWORKS[0]))
    actions._write(row.channel, [some("one", about=row.remote_id)], {})
    other = a.workspace()

    assert not queries.messages(other).exists()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        with pytest.raises(IntegrityError):
            Message.objects.update(workspace=other)
        transaction.set_rollback(True)


def test_every_network_that_lets_us_hear_has_its_sweep() -> None:
    assert len({sweep.name for sweep in SWEEPS}) == len(SWEEPS)
    assert len(SWEEPS) == len([one for one in networks() if one.can(Converses)])
