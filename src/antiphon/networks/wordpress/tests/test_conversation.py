"""Comments: our own first ones, and what people answer."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from antiphon.connect.errors import Gone, LookFirst
from antiphon.connect.post_office import Absent, Done, Verb
from antiphon.connect.simulation import Person, Reaction, ReactionKind
from antiphon.connect.values import Handle, Live, Metric, RemoteId, Step
from antiphon.networks.wordpress.tests.sandbox_site import (
    Channel,
    Served,
    parcel,
)

ASHA = Person(id="p1", name="Asha", country="IN")


def reply(site: Served, to: RemoteId, text: str, at: datetime | None = None) -> RemoteId | None:
    """Somebody answers."""
    told = Reaction(
        kind=ReactionKind.REPLY, by=ASHA, account=RemoteId("1"), post=to, text=text,
        at=at or datetime.now(UTC),
    )  # fmt: skip
    return site.simulator.react(told)


def test_a_first_comment_is_found_and_never_doubled(site: Served, channel: Channel) -> None:
    root = Handle(id=channel.publish(parcel()).id)
    sent = parcel(step=Step.COMMENT, text="It's “first” & <b>", root=root, parent=root)
    assert channel.send(Verb.LOOK, sent) == Absent()
    receipt = channel.publish(sent)

    assert channel.send(Verb.LOOK, sent) == receipt
    assert isinstance(channel.send(Verb.PUBLISH, sent), LookFirst)
    assert [one.text for one in site.simulator.timeline()[1:]] == ["It's “first” & <b>"]
    live = channel.send(Verb.READ, receipt=receipt)
    assert isinstance(live, Live)
    assert live.text == "It's “first” & <b>"


def test_comments_are_edited_checked_and_withdrawn(site: Served, channel: Channel) -> None:
    root = Handle(id=channel.publish(parcel()).id)
    sent = parcel(step=Step.COMMENT, text="One", root=root, parent=root)
    receipt = channel.publish(sent)
    channel.send(Verb.EDIT, replace(sent, text="Two"), receipt=receipt)

    assert site.simulator.timeline()[1].text == "Two"
    assert channel.send(Verb.CHECK, receipt=receipt) == receipt
    assert channel.send(Verb.WITHDRAW, receipt=receipt) == Done()
    assert channel.send(Verb.WITHDRAW, receipt=receipt) == Done()
    assert isinstance(channel.send(Verb.READ, receipt=receipt), Gone)


def test_answers_are_heard_once_also_within_one_second(site: Served, channel: Channel) -> None:
    post, at = channel.publish(parcel()), datetime.now(UTC)
    ids = [reply(site, post.id, f"Say {n}", at) for n in range(3)]
    first = channel.ask(lambda talk: talk.answers([post.id], ""))
    ids.append(reply(site, post.id, "Say 3", at))
    late = channel.ask(lambda talk: talk.answers([post.id], first.cursor))
    ids.append(reply(site, ids[0] or post.id, "Below", at + timedelta(seconds=2)))
    last = channel.ask(lambda talk: talk.answers([], late.cursor))

    assert [m.id for m in (*first.messages, *late.messages, *last.messages)] == ids
    assert (last.messages[0].parent, last.messages[0].about) == (ids[0], post.id)
    assert list(channel.ask(lambda talk: talk.answers([post.id], last.cursor)).messages) == []


def test_many_answers_come_in_pages_and_all_are_counted(site: Served, channel: Channel) -> None:
    post, at = channel.publish(parcel()), datetime.now(UTC)
    for n in range(250):
        reply(site, post.id, f"Say {n}", at + timedelta(seconds=n))
    heard = channel.ask(lambda talk: talk.answers([post.id], ""))
    others = [channel.publish(parcel(key=str(n))).id for n in range(3)]
    reply(site, others[0], "One")
    alone = channel.ask(lambda talk: talk.count([post.id, RemoteId("99999")]))
    together = channel.ask(lambda talk: talk.count([post.id, *others]))

    assert [m.text for m in heard.messages] == [f"Say {n}" for n in range(250)]
    assert [(r.id, r.metric, r.value) for r in alone] == [(post.id, Metric.REPLIES, 250)]
    assert [r.value for r in together] == [250, 1, 0, 0]


def test_our_own_comments_are_no_messages(channel: Channel) -> None:
    root = Handle(id=channel.publish(parcel()).id)
    channel.publish(parcel(step=Step.COMMENT, text="Ours", root=root, parent=root))

    assert list(channel.ask(lambda talk: talk.answers([root.id], "")).messages) == []
