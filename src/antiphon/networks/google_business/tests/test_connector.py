"""The connector against the simulator, over real HTTP."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from antiphon.connect.errors import ChangeIt, Gone, LookFirst, SignInAgain, TryLater
from antiphon.connect.post_office import Absent, Done, Verb
from antiphon.connect.values import LinkCard, Live, PostType, Receipt
from antiphon.networks.google_business.tests.town import Town, event, offer, parcel
from antiphon.sandbox.lines import Trouble


def test_an_update_costs_one_call_and_is_shown_when_google_has_read_it(town: Town) -> None:
    us = town.place()
    town.reads_slowly()
    town.watch.passed.clear()

    taken = town.ask(Verb.PUBLISH, us, parcel=parcel(text="Good morning ☕"))

    assert isinstance(taken, Receipt)
    assert not taken.ready
    assert [one.method for one in town.watch.passed] == ["POST"]
    assert town.simulator.timeline() == []
    town.clock[0] += taken.check_after
    assert town.ask(Verb.CHECK, us, receipt=taken) == replace(taken, ready=True, extra={},
        check_after=timedelta(minutes=2))  # fmt: skip
    assert [shown.text for shown in town.simulator.timeline()] == ["Good morning ☕"]


def test_no_token_stands_in_an_address(town: Town) -> None:
    us = town.place()
    town.tell(us, parcel())

    token = us.credential.secret("access_token")
    assert all(token not in f"{one.path}{one.query}" for one in town.watch.passed)


def test_google_is_asked_more_and_more_seldom(town: Town) -> None:
    us = town.place()
    town.simulator.gate.posting.reading = timedelta(days=2)
    receipt = town.ask(Verb.PUBLISH, us, parcel=parcel())
    waits = []
    for _turn in range(6):
        assert isinstance(receipt, Receipt)
        waits.append(int(receipt.check_after.total_seconds()))
        receipt = town.ask(Verb.CHECK, us, receipt=receipt)

    assert waits == [30, 120, 600, 1_800, 3_600, 3_600]


def test_a_post_that_google_refuses_after_reading_must_be_changed(town: Town) -> None:
    us = town.place()
    town.reads_slowly()
    town.simulator.gate.posting.rejects = True
    taken = town.ask(Verb.PUBLISH, us, parcel=parcel())
    assert isinstance(taken, Receipt)
    town.clock[0] += taken.check_after

    assert isinstance(town.ask(Verb.CHECK, us, receipt=taken), ChangeIt)


def test_an_event_that_comes_back_stands_as_such(town: Town) -> None:
    us = town.place()

    receipt = town.tell(us, event(repeats="weekly", repeats_until="2027-03-01", button="BOOK"))

    told = town.simulator.world.posts[receipt.id].body["event"]
    assert told["title"] == "Tasting"
    assert told["schedule"]["startTime"]["hours"] == 18
    assert told["recurrenceInfo"] == {
        "seriesEndTime": "2027-03-02T00:00:00Z",
        "weeklyPattern": {"daysOfWeek": ["THURSDAY"]},
    }


def test_an_offer_has_its_code_and_no_button(town: Town, tmp_path: Path) -> None:
    us = town.place()
    sent = offer(coupon="TEA2", terms="One each", redeem="https://example.org/", button="BOOK")

    town.tell(us, replace(sent, enclosures=(town.picture(tmp_path),)))

    [shown] = town.simulator.timeline()
    assert (shown.title, shown.link, len(shown.media)) == ("Two for one", "", 1)
    assert shown.options["couponCode"] == "TEA2"


@pytest.mark.parametrize(
    ("given", "leads_to"),
    [
        ({"link": LinkCard(url="https://a.test/")}, "https://a.test/"),
        ({"options": {"button": "SHOP", "button_link": "https://b.test/"}}, "https://b.test/"),
        ({"options": {"button": "SHOP"}}, "https://shop.test/"),
        ({"options": {"button": "CALL"}}, ""),
        ({}, ""),
    ],
)
def test_a_button_leads_where_it_is_told_or_to_the_place_itself(
    town: Town, given: dict[str, object], leads_to: str
) -> None:
    us = town.place(website="https://shop.test/")

    town.tell(us, parcel(type=PostType.LINK, **given))

    assert town.simulator.timeline()[0].link == leads_to


@pytest.mark.promise("P2", "F10", "F11")
@pytest.mark.parametrize(
    ("lost", "arrived"), [(Trouble.LOSE_BEFORE, False), (Trouble.LOSE_AFTER, True)]
)
def test_after_a_lost_answer_a_look_tells_whether_it_arrived(
    town: Town, lost: Trouble, *, arrived: bool
) -> None:
    us, sent = town.place(), event()
    town.tell(us, event())
    town.tell(us, parcel(text="Another one"))
    town.line.go_wrong(lost, method="POST", path="localPosts")

    assert isinstance(town.ask(Verb.PUBLISH, us, parcel=sent), LookFirst)
    found = town.ask(Verb.LOOK, us, parcel=sent)

    assert isinstance(found, Receipt if arrived else Absent)
    assert len(town.simulator.world.posts) == 2 + arrived


@pytest.mark.promise("F22")
def test_equal_words_of_last_week_are_not_taken_for_ours(town: Town) -> None:
    us = town.place()
    town.tell(us, parcel(text="Every Monday"))
    later = parcel(text="Every Monday", since=datetime.now(UTC) + timedelta(days=7))

    assert town.ask(Verb.LOOK, us, parcel=later) == Absent()


def test_two_posts_that_say_the_same_are_a_persons_choice(town: Town) -> None:
    us = town.place()
    for _turn in range(2):
        town.tell(us, parcel(text="Again"))

    assert isinstance(town.ask(Verb.LOOK, us, parcel=parcel(text="Again")), LookFirst)


def test_an_edit_changes_the_text_alone(town: Town) -> None:
    us = town.place()
    receipt = town.tell(us, event(button="CALL"))

    changed = town.ask(Verb.EDIT, us, receipt=receipt, parcel=parcel(text="Better"))
    live = town.ask(Verb.READ, us, receipt=receipt)

    assert isinstance(changed, Receipt)
    assert isinstance(live, Live)
    assert live.text == "Better"
    assert town.simulator.timeline()[0].title == "Tasting"


def test_withdrawing_twice_is_as_good_as_once(town: Town) -> None:
    us = town.place()
    receipt = town.tell(us, parcel())

    assert [town.ask(Verb.WITHDRAW, us, receipt=receipt) for _turn in range(2)] == [Done(), Done()]
    assert isinstance(town.ask(Verb.READ, us, receipt=receipt), Gone)


def test_a_picture_that_cannot_be_fetched_must_be_changed(town: Town, tmp_path: Path) -> None:
    us, picture = town.place(), town.picture(tmp_path)
    town.watch.lent.clear()

    for file in (picture, replace(picture, address="")):
        sent = parcel(type=PostType.IMAGES, enclosures=(file,))
        outcome = town.ask(Verb.PUBLISH, us, parcel=sent)
        assert isinstance(outcome, ChangeIt)
        assert "picture" in str(outcome)


@pytest.mark.promise("F35")
def test_a_dead_permission_asks_to_sign_in_again(town: Town) -> None:
    us = town.place()
    town.simulator.revoke(us.handle)

    assert isinstance(town.ask(Verb.PUBLISH, us, parcel=parcel()), SignInAgain)


def test_a_place_that_google_does_not_trust_yet_says_so(town: Town) -> None:
    us = town.place(voice="no")

    assert us.facts["has_voice"] is False
    assert isinstance(town.ask(Verb.PUBLISH, us, parcel=parcel()), SignInAgain)


@pytest.mark.promise("F25", "F29")
def test_used_up_calls_hold_all_places(town: Town) -> None:
    us, other = town.place(), town.place()
    town.simulator.gate.spent = True
    outcome = town.ask(Verb.PUBLISH, us, parcel=parcel())
    town.simulator.gate.spent = False

    assert isinstance(outcome, TryLater)
    assert isinstance(town.ask(Verb.PUBLISH, other, parcel=parcel()), TryLater)
