"""Telling, looking, editing, taking back: against the simulator, over real HTTP."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from antiphon.connect.errors import ChangeIt, FixSetup, Gone, SignInAgain, TryLater
from antiphon.connect.post_office import Done, Verb
from antiphon.connect.problems import problems
from antiphon.connect.simulation import Person, Reaction, ReactionKind
from antiphon.connect.values import (
    Handle,
    LinkCard,
    Live,
    Metric,
    Poll,
    PostType,
    Receipt,
    RemoteId,
    Step,
)
from antiphon.networks.x.tests.lines import NETWORK, Line, file, parcel

BOB = Person(id="bob", name="Bob Ross", country="NO", language="nb")


def reaction(kind: ReactionKind, line: Line, post: RemoteId, text: str = "") -> Reaction:
    at = datetime.now(UTC)
    return Reaction(kind=kind, by=BOB, account=line.address.id, post=post, text=text, at=at)


def test_a_text_costs_one_request(line: Line) -> None:
    before = len(line.recorder.exchanges)

    receipt = line.publish(parcel("Grüße & mehr"))

    (only,) = line.recorder.exchanges[before:]
    assert (only.method, only.path, only.asked()) == (
        "POST", "/2/tweets", {"text": "Grüße & mehr"},
    )  # fmt: skip
    assert line.texts() == ["Grüße & mehr"]
    assert receipt.url.endswith(f"/{line.handle}/status/{receipt.id}")


def test_options_arrive_as_the_network_names_them(line: Line) -> None:
    options = {"reply_settings": "following", "made_with_ai": True, "paid_partnership": False}

    line.publish(parcel("Soup", options=options))

    assert line.last.asked() == {
        "text": "Soup", "reply_settings": "following", "made_with_ai": True,
    }  # fmt: skip


def test_everyone_may_reply_is_left_out(line: Line) -> None:
    line.publish(parcel("Soup", options={"reply_settings": "everyone"}))

    assert line.last.asked() == {"text": "Soup"}


def test_a_poll_is_told_in_minutes(line: Line) -> None:
    poll = Poll(choices=("Hot", "Cold"), closes_after=timedelta(hours=2))

    line.publish(parcel("Which?", type=PostType.POLL, poll=poll))

    assert line.last.asked()["poll"] == {"options": ["Hot", "Cold"], "duration_minutes": 120}
    assert line.server.timeline(line.handle)[0].poll == ("Hot", "Cold")


def test_a_link_that_the_text_lacks_is_put_to_its_end(line: Line) -> None:
    card = LinkCard(url="https://example.com/drinks?a=b")

    line.publish(parcel("Read", type=PostType.LINK, link=card))
    line.publish(parcel(f"See {card.url}", type=PostType.LINK, link=card))

    assert line.texts() == [f"Read {card.url}", f"See {card.url}"]


@pytest.mark.parametrize("whole", [False, True])
def test_a_post_is_quoted_by_id_or_address(line: Line, whole: bool) -> None:  # noqa: FBT001
    first = line.publish(parcel(f"First {whole}"))
    given = f"https://x.com/{line.handle}/status/{first.id}?s=20" if whole else first.id

    second = line.publish(parcel("Look at this", options={"quote": given}))

    assert line.last.asked() == {"text": "Look at this", "quote_tweet_id": first.id}
    live = line.send(Verb.READ, receipt=second)
    assert isinstance(live, Live)
    assert live.text == "Look at this"


@pytest.mark.promise("P8")
def test_parts_of_a_thread_answer_the_part_before(line: Line) -> None:
    first = line.publish(parcel("One"))
    root = Handle(id=first.id, extra=first.extra)
    second = line.publish(parcel("Two", root=root, parent=root))
    line.publish(parcel("Three", root=root, parent=Handle(id=second.id)))
    line.publish(parcel("Aside", step=Step.COMMENT, root=root, parent=root))

    parents = [one.parent for one in line.server.timeline(line.handle)]
    assert parents == [None, first.id, second.id, first.id]


@pytest.mark.parametrize("softly", [False, True])
def test_what_is_taken_back_may_be_taken_back_twice(line: Line, softly: bool) -> None:  # noqa: FBT001
    line.server.quirks.absent_with_200 = softly
    receipt = line.publish(parcel("Oops"))

    assert isinstance(line.send(Verb.WITHDRAW, receipt=receipt), Done)
    assert isinstance(line.send(Verb.WITHDRAW, receipt=receipt), Done)
    assert isinstance(line.send(Verb.READ, receipt=receipt), Gone)
    assert line.texts() == []


def test_accounts_that_pay_may_edit(someone: Callable[..., Line]) -> None:
    line = someone(subscription_type="Premium")
    first = line.publish(parcel("Teh"))

    second = line.send(Verb.EDIT, parcel("The"), first)

    assert isinstance(second, Receipt)
    live = line.send(Verb.READ, receipt=second)
    assert isinstance(live, Live)
    assert (live.text, live.edited, line.texts()) == ("The", True, ["The"])


def test_accounts_that_do_not_pay_may_not_edit(line: Line) -> None:
    first = line.publish(parcel("Teh"))

    assert isinstance(line.send(Verb.EDIT, parcel("The"), first), ChangeIt)
    assert NETWORK.at(line.address.facts).editable == frozenset()


def test_accounts_that_pay_write_longer(someone: Callable[..., Line]) -> None:
    line = someone(subscription_type="Premium")
    text = "word " * 199 + "https://example.com"

    receipt = line.publish(parcel(text))

    live = line.send(Verb.READ, receipt=receipt)
    assert isinstance(live, Live)
    assert live.text == text
    assert NETWORK.at(line.address.facts).posts[PostType.TEXT].text.limit == 25_000


def test_what_is_read_back_is_what_was_sent(line: Line, tmp_path: Path) -> None:
    files = (file(tmp_path, "a.png", alt="A can & a cup"), file(tmp_path, "b.png", alt=""))
    given = parcel("Drink <this> at example.com ", enclosures=files)
    receipt = line.publish(given)

    live = line.send(Verb.READ, receipt=receipt)

    assert isinstance(live, Live)
    assert live.text == NETWORK.rendered(given.text)
    assert (live.media, live.alts, live.url) == (2, ("A can & a cup", ""), receipt.url)
    assert not live.edited


def test_people_are_counted(line: Line) -> None:
    receipt = line.publish(parcel("Count me"))
    for kind in ("VIEW", "VIEW", "LIKE", "SHARE", "CLICK", "REPLY"):
        line.server.react(reaction(ReactionKind[kind], line, receipt.id, "Nice"))

    found = line.ask(lambda one: one.count([receipt.id, RemoteId("1")]))

    values = {one.metric: one.value for one in found}
    assert values[Metric.VIEWS] == 2
    assert {values[one] for one in (Metric.LIKES, Metric.SHARES, Metric.REPLIES)} == {1}
    assert values[Metric.CLICKS] == 1


def test_people_are_heard_once(line: Line) -> None:
    receipt = line.publish(parcel("Tell me"))
    first = line.server.react(reaction(ReactionKind.REPLY, line, receipt.id, "One & two"))
    heard = line.ask(lambda one: one.answers([receipt.id], ""))
    second = line.server.react(reaction(ReactionKind.REPLY, line, RemoteId(first or ""), "Three"))

    more = line.ask(lambda one: one.answers([receipt.id], heard.cursor))
    nothing = line.ask(lambda one: one.answers([receipt.id], more.cursor))

    told = [(one.id, one.about, one.text) for one in (*heard.messages, *more.messages)]
    assert told[0] == (first, receipt.id, "One & two")
    assert told[1][0] == second
    assert (list(nothing.messages), nothing.cursor) == ([], more.cursor)


def test_an_answer_names_who_wrote_it_and_what_it_answers(line: Line) -> None:
    receipt = line.publish(parcel("Tell me"))
    line.server.react(reaction(ReactionKind.REPLY, line, receipt.id, "Hi"))

    (message,) = line.ask(lambda one: one.answers([], "")).messages

    assert (message.about, message.parent) == (receipt.id, receipt.id)
    assert message.author.startswith("BobRoss")
    assert message.url.endswith(f"/status/{message.id}")


@pytest.mark.promise("F35")
def test_a_revoked_permission_is_noticed(line: Line) -> None:
    line.server.revoke(line.handle)

    assert isinstance(line.send(Verb.PUBLISH, parcel("Never")), SignInAgain)
    with pytest.raises(SignInAgain):
        line.ask(lambda one: one.whoami())
    assert line.texts() == []


@pytest.mark.promise("F30")
def test_an_expired_permission_is_noticed(line: Line) -> None:
    line.server.expire(line.handle)

    assert isinstance(line.send(Verb.PUBLISH, parcel("Never")), SignInAgain)


def test_the_account_tells_what_it_may_do(someone: Callable[..., Line]) -> None:
    line = someone(subscription_type="Premium")

    account = line.ask(lambda one: one.whoami())

    assert (account.id, account.handle) == (line.address.id, line.handle)
    assert account.facts["subscription_type"] == "Premium"


@pytest.mark.promise("P16", "F25")
def test_the_limit_of_posts_closes_the_channel(line: Line) -> None:
    line.server.quirks.limits["create"] = 2
    line.publish(parcel("1"))
    line.publish(parcel("2"))

    outcome = line.send(Verb.PUBLISH, parcel("3"))

    assert isinstance(outcome, TryLater)
    assert timedelta(minutes=10) < outcome.after <= timedelta(minutes=30)
    assert line.texts() == ["1", "2"]


@pytest.mark.parametrize("form", ["old", "new"])
def test_used_up_credits_are_for_the_operator(line: Line, form: str) -> None:
    line.server.quirks.no_credits = form

    assert isinstance(line.send(Verb.PUBLISH, parcel("Broke")), FixSetup)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"text": "Mark \ufeff"}, "text"),
        ({"link": LinkCard(url="nowhere")}, "link"),
        ({"options": {"quote": "that one"}}, "options.quote"),
        ({"poll": Poll(choices=("a", "b")), "options": {"quote": "1"}}, "media"),
    ],
)
def test_what_the_network_would_refuse_is_not_sent(
    line: Line, given: dict[str, Any], field: str
) -> None:
    before = len(line.recorder.exchanges)

    outcome = line.send(Verb.PUBLISH, parcel(**{"text": "Hello", **given}))

    assert isinstance(outcome, ChangeIt)
    assert outcome.problem
    assert outcome.problem.field == field
    assert len(line.recorder.exchanges) == before


def test_the_composer_knows_the_same_limits(tmp_path: Path) -> None:
    long = parcel("ü" * 280 + "字")
    crowd = parcel(
        "Many", type=PostType.IMAGES, enclosures=tuple(file(tmp_path, f"{n}.png") for n in range(5))
    )

    assert [one.rule for one in problems(long, NETWORK)] == ["too_long"]
    assert [one.rule for one in problems(crowd, NETWORK)] == ["too_many"]
    assert problems(parcel("ü" * 280), NETWORK) == []
