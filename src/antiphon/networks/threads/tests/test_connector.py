"""The connector against the simulator, over real HTTP."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from antiphon.connect.errors import ChangeIt, Gone, LookFirst, SignInAgain, TryLater
from antiphon.connect.post_office import Absent, Done, Verb
from antiphon.connect.values import (
    LinkCard,
    Live,
    Poll,
    PostType,
    Receipt,
    Step,
    Targeting,
)
from antiphon.networks.threads.tests.conftest import Town, below, form, parcel
from antiphon.sandbox.lines import Trouble


def test_a_text_is_published_by_one_call_that_has_an_effect(town: Town) -> None:
    us = town.profile()
    sent = town.prepare(us, parcel(text="Good morning ☕"))
    assert town.simulator.timeline() == []
    town.recorder.calls.clear()

    assert isinstance(town.ask(Verb.PUBLISH, us, parcel=sent), Receipt)

    assert [call["method"] for call in town.recorder.calls] == ["POST", "GET"]
    assert [shown.text for shown in town.simulator.timeline()] == ["Good morning ☕"]


def test_no_token_stands_in_an_address_or_a_form(town: Town) -> None:
    us = town.profile()
    town.recorder.calls.clear()
    town.tell(us, parcel())

    token = us.credential.secret("access_token")
    assert all(token not in str(form(call)) for call in town.recorder.calls)


def test_a_poll_a_link_and_every_option_arrive(town: Town) -> None:
    us = town.profile()
    choices = ("Tea", "Coffee", "Water")
    options = {"topic": "Drinks", "replies": "followers_only", "approvals": True}
    town.tell(us, parcel(type=PostType.POLL, poll=Poll(choices=choices), options=options))
    card = LinkCard(url="https://example.org/a?b=1")
    town.tell(us, parcel(type=PostType.LINK, link=card, targeting=Targeting(countries=("DE",))))

    poll, link = town.simulator.timeline()
    assert poll.poll == choices
    assert poll.options == {"topic_tag": "Drinks", "reply_control": "followers_only",
                            "enable_reply_approvals": "true"}  # fmt: skip
    assert (link.link, link.targeting.countries) == (card.url, ("DE",))


def test_a_long_text_goes_along_with_its_title(town: Town) -> None:
    us = town.profile()
    card = LinkCard(url="https://example.org/")
    sent = parcel(type=PostType.ARTICLE, title="On tea", text="Long. " * 900, link=card)

    receipt = town.tell(us, sent)

    [shown] = town.simulator.timeline()
    assert (shown.title, shown.text, shown.link) == ("On tea", sent.text, card.url)
    live = town.ask(Verb.READ, us, receipt=receipt)
    assert isinstance(live, Live)
    assert live.text == sent.text.strip()
    assert isinstance(town.ask(Verb.LOOK, us, parcel=sent), Receipt)
    assert town.ask(Verb.LOOK, us, parcel=replace(sent, text="Other")) == Absent()


def test_an_account_without_geo_gating_cannot_choose_countries(town: Town) -> None:
    us = town.profile(geo="no")

    outcome = town.ask(Verb.PREPARE, us, parcel=parcel(targeting=Targeting(countries=("DE",))))

    assert us.facts == {"geo_gating": False}
    assert isinstance(outcome, ChangeIt)


@pytest.mark.promise("P2", "F10", "F11")
@pytest.mark.parametrize(
    ("lost", "arrived"), [(Trouble.LOSE_BEFORE, False), (Trouble.LOSE_AFTER, True)]
)
def test_after_a_lost_answer_the_container_tells_whether_it_was_published(
    town: Town, lost: Trouble, *, arrived: bool
) -> None:
    us = town.profile()
    sent = town.prepare(us, parcel())
    town.line.go_wrong(lost, path="threads_publish")

    assert isinstance(town.ask(Verb.PUBLISH, us, parcel=sent), LookFirst)
    found = town.ask(Verb.LOOK, us, parcel=sent)

    assert isinstance(found, Receipt if arrived else Absent)
    assert len(town.simulator.timeline()) == int(arrived)


@pytest.mark.promise("P2")
def test_what_is_published_and_not_listed_yet_is_never_sent_again(town: Town) -> None:
    us = town.profile()
    sent = town.prepare(us, parcel())
    town.line.go_wrong(Trouble.LOSE_AFTER, path="threads_publish")
    town.ask(Verb.PUBLISH, us, parcel=sent)
    town.simulator.gate.telling.quirks = {"lag"}

    assert isinstance(town.ask(Verb.LOOK, us, parcel=sent), LookFirst)
    assert isinstance(town.ask(Verb.PUBLISH, us, parcel=sent), LookFirst)
    assert len(town.simulator.timeline()) == 1


def test_a_post_is_published_even_if_nobody_says_where(town: Town) -> None:
    us = town.profile()
    sent = town.prepare(us, parcel())
    town.line.go_wrong(Trouble.LOSE_AFTER, method="GET", times=-1)

    taken = town.ask(Verb.PUBLISH, us, parcel=sent)
    town.line.rules.clear()

    assert isinstance(taken, Receipt)
    assert not taken.ready
    seen = town.ask(Verb.CHECK, us, receipt=taken)
    assert isinstance(seen, Receipt)
    assert seen.url


@pytest.mark.promise("F22")
def test_equal_words_of_last_week_are_not_taken_for_ours(town: Town) -> None:
    us = town.profile()
    town.tell(us, parcel(text="Every Monday"))
    later = parcel(text="Every Monday", since=datetime.now(UTC) + timedelta(days=7))

    assert town.ask(Verb.LOOK, us, parcel=later) == Absent()


def test_two_posts_that_say_the_same_are_a_persons_choice(town: Town) -> None:
    us = town.profile()
    for _turn in range(2):
        town.tell(us, parcel(text="Again"))

    assert isinstance(town.ask(Verb.LOOK, us, parcel=parcel(text="Again")), LookFirst)


def test_a_reply_waits_for_the_post_before_it(town: Town) -> None:
    us = town.profile()
    first = town.tell(us, parcel())
    town.simulator.gate.making.forgets = 1
    second = parcel(**below(first), step=Step.COMMENT)

    assert isinstance(town.ask(Verb.PREPARE, us, parcel=second), TryLater)
    said = town.tell(us, second)
    assert town.simulator.timeline()[-1].parent == first.id
    assert town.ask(Verb.LOOK, us, parcel=second) == replace(said, extra={})


def test_a_post_answering_what_is_long_gone_says_so(town: Town) -> None:
    us = town.profile()
    first = town.tell(us, parcel())
    town.ask(Verb.WITHDRAW, us, receipt=first)
    late = parcel(**below(first), made_at=datetime.now(UTC) - timedelta(hours=1))

    assert isinstance(town.ask(Verb.PREPARE, us, parcel=late), Gone)


@pytest.mark.promise("F26")
def test_a_full_day_makes_the_next_post_wait(town: Town) -> None:
    us = town.profile()
    profile = town.simulator.world.handles[us.handle]
    profile.published = [town.simulator.now()] * 250

    outcome = town.ask(Verb.PREPARE, us, parcel=parcel())

    assert isinstance(outcome, TryLater)
    assert outcome.after == timedelta(hours=1)
    answered = town.tell(town.profile(), parcel())
    assert town.tell(us, parcel(**below(answered))).url


@pytest.mark.promise("F35")
def test_a_post_with_a_dead_token_asks_to_sign_in_again(town: Town) -> None:
    us = town.profile()
    town.simulator.revoke(us.handle)

    assert isinstance(town.ask(Verb.PREPARE, us, parcel=parcel()), SignInAgain)


@pytest.mark.promise("F25", "F29")
def test_used_up_calls_hold_everybody(town: Town) -> None:
    us = town.profile()
    town.simulator.gate.used = 101

    outcome = town.ask(Verb.PREPARE, us, parcel=parcel())

    assert isinstance(outcome, TryLater)


def test_withdrawing_twice_is_as_good_as_once(town: Town) -> None:
    us = town.profile()
    receipt = town.tell(us, parcel())

    assert [town.ask(Verb.WITHDRAW, us, receipt=receipt) for _turn in range(2)] == [Done(), Done()]
    assert isinstance(town.ask(Verb.READ, us, receipt=receipt), Gone)


def test_a_post_that_is_not_seen_yet_is_asked_for_again_and_then_given_up(town: Town) -> None:
    us = town.profile()
    receipt = town.tell(us, parcel())
    town.ask(Verb.WITHDRAW, us, receipt=receipt)
    waits = []
    outcome: object = receipt
    while isinstance(outcome, Receipt):
        outcome = town.ask(Verb.CHECK, us, receipt=outcome)
        waits += [outcome.check_after] if isinstance(outcome, Receipt) else []

    assert isinstance(outcome, Gone)
    assert waits == sorted(waits)
