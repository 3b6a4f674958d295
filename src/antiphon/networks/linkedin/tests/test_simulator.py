"""The simulator by itself: what people do there, and that it holds its load."""

import time
from datetime import UTC, datetime

import pytest

from antiphon.connect.errors import FixSetup
from antiphon.connect.simulation import Person, Reaction, ReactionKind
from antiphon.connect.values import Metric, RemoteId
from antiphon.networks.linkedin.simulator import posting
from antiphon.networks.linkedin.simulator.reader import shown
from antiphon.networks.linkedin.simulator.world import Member, World
from antiphon.networks.linkedin.tests.line import Channel, Line, parcel

ANN = Person(id="ann", name="Ann", country="NO", language="nb")
BOB = Person(id="bob", name="Bob", country="DE", language="de")


def react(channel: Channel, kind: ReactionKind, by: Person, post: str, text: str = "") -> str:
    reaction = Reaction(
        kind=kind,
        by=by,
        account=channel.address.id,
        post=RemoteId(post),
        text=text,
        at=datetime.now(UTC),
    )
    return str(channel.line.simulator.react(reaction))


def counted(channel: Channel, *ids: str) -> dict[tuple[str, Metric], int]:
    readings = channel.ask(lambda connector: connector.count([RemoteId(id) for id in ids]))
    return {(one.id, one.metric): one.value for one in readings}


def test_what_people_do_is_counted_for_a_page(page: Channel) -> None:
    post = page.publish(parcel()).id
    for kind, by in (
        (ReactionKind.VIEW, ANN), (ReactionKind.VIEW, ANN), (ReactionKind.VIEW, BOB),
        (ReactionKind.LIKE, ANN), (ReactionKind.LIKE, ANN), (ReactionKind.SHARE, BOB),
        (ReactionKind.CLICK, BOB), (ReactionKind.REPLY, BOB), (ReactionKind.FOLLOW, BOB),
    ):  # fmt: skip
        react(page, kind, by, post, "hello")

    told = counted(page, post, page.address.id)
    assert {metric: value for (id, metric), value in told.items() if id == post} == {
        Metric.VIEWS: 3, Metric.REACH: 2, Metric.LIKES: 1, Metric.SHARES: 1, Metric.CLICKS: 1,
        Metric.REPLIES: 1,
    }  # fmt: skip
    assert told[page.address.id, Metric.FOLLOWERS] == 1_001


def test_shares_and_other_posts_are_counted_together(page: Channel) -> None:
    ids = [page.publish(parcel(f"number {n}")).id for n in range(25)]

    assert {id for id, _metric in counted(page, *ids)} == set(ids)


def test_a_member_is_counted_where_that_was_granted(line: Line, member: Channel) -> None:
    wide = line.sign_in("wide", kind="member", reads="yes")
    post = wide.publish(parcel()).id
    react(wide, ReactionKind.VIEW, ANN, post)

    assert counted(member, member.publish(parcel()).id) == {}
    assert counted(wide, post)[post, Metric.VIEWS] == 1


def heard(channel: Channel, cursor: str, *about: str) -> tuple[list[str], str]:
    found = channel.ask(lambda connector: connector.answers([RemoteId(id) for id in about], cursor))
    return [one.text for one in found.messages], found.cursor


def test_answers_come_once_and_oldest_first(page: Channel) -> None:
    posts = [page.publish(parcel(f"p{n}")).id for n in range(2)]
    react(page, ReactionKind.REPLY, ANN, posts[1], "one (1)")
    reply = react(page, ReactionKind.REPLY, BOB, posts[0], "two")
    react(page, ReactionKind.REPLY, ANN, reply, "three")

    texts, cursor = heard(page, "", *posts)
    assert texts == ["one (1)", "two", "three"]
    assert heard(page, cursor, *posts) == ([], cursor)
    react(page, ReactionKind.REPLY, BOB, posts[1], "four")
    assert heard(page, cursor, *posts)[0] == ["four"]


def test_an_answer_says_what_it_answers(page: Channel) -> None:
    post = page.publish(parcel()).id
    first = react(page, ReactionKind.REPLY, ANN, post, "one")
    react(page, ReactionKind.REPLY, BOB, first, "two")
    found = page.ask(lambda connector: connector.answers([post], ""))

    assert [(one.about, one.parent) for one in found.messages] == [(post, post), (post, first)]
    assert found.messages[0].author_id == "urn:li:person:ann"


def test_answers_that_may_not_be_read_are_said(member: Channel) -> None:
    post = member.publish(parcel()).id

    with pytest.raises(FixSetup):
        heard(member, "", post)


def test_answers_under_what_is_gone_are_none(page: Channel) -> None:
    post = page.publish(parcel()).id
    page.line.simulator.world.posts.pop(post)

    assert heard(page, "", post) == ([], "")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("a (b) c", "a "),
        ("a \\(b\\) c", "a (b) c"),
        ("#x {hashtag|\\#|y}", "#x #y"),
        ("@ a", "@ a"),
    ],
)
def test_an_unescaped_bracket_cuts_a_post_short(written: str, read: str) -> None:
    assert shown(written) == read


def test_ten_thousand_posts_do_not_slow_it_down() -> None:
    world = World("http://here", lambda: datetime.now(UTC))
    author = world.open("a", "A", "organization", {})

    def thousand(first: int) -> float:
        begun = time.perf_counter()
        for number in range(first, first + 1_000):
            _make(world, author, number)
        return time.perf_counter() - begun

    spent = [thousand(first) for first in range(0, 10_000, 1_000)]
    assert min(spent[5:]) < 5 * max(0.01, min(spent[:5]))


def _make(world: World, author: Member, number: int) -> None:
    body = {
        "author": author.urn,
        "commentary": f"post {number}",
        "visibility": "PUBLIC",
        "distribution": {"feedDistribution": "MAIN_FEED"},
        "lifecycleState": "PUBLISHED",
    }
    posting._check(body, author)
    posting._make(world, body, author)
