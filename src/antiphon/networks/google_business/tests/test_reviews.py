"""Reviews, and our answers to them."""

from datetime import timedelta

import pytest

from antiphon.connect.errors import ChangeIt, Gone, LookFirst
from antiphon.connect.post_office import Absent, Done, Verb
from antiphon.connect.values import Live, Receipt
from antiphon.networks.google_business import reviews
from antiphon.networks.google_business.tests.town import ADA, Town, answer, parcel
from antiphon.sandbox.lines import Trouble


def test_a_review_without_words_is_told_by_its_stars(town: Town) -> None:
    us = town.place()
    silent, spoken = town.review(us), town.review(us, "Lovely tea.")

    heard = town.hear(us)

    told = {one.id: one for one in heard.messages}
    assert told[silent].text.endswith("of five stars, without words.")
    assert told[spoken].text.endswith("of five stars. Lovely tea.")
    assert {one.about for one in heard.messages} == {None}
    assert told[spoken].author == ADA.name


def test_the_first_hearing_takes_the_newest_page_and_later_ones_all_that_is_new(
    town: Town,
) -> None:
    us = town.place()
    for number in range(60):
        town.review(us, f"Old {number}")
    first = town.hear(us)
    for number in range(120):
        town.review(us, f"New {number}")

    second = town.hear(us, first.cursor)

    assert [one.text.rpartition(" ")[2] for one in first.messages] == [*map(str, range(10, 60))]
    assert [one.text.rpartition(" ")[2] for one in second.messages] == [*map(str, range(120))]
    assert town.hear(us, second.cursor).messages == []
    assert town.hear(us, second.cursor).cursor == second.cursor


def test_a_place_knows_what_people_think_of_it(town: Town) -> None:
    us, silent = town.place(), town.place(voice="no")
    town.review(us, "Lovely tea.")

    told = town.office.ask(us, lambda connector: connector.whoami())
    untold = town.office.ask(silent, lambda connector: connector.whoami())

    assert told.facts["reviews"] == 1
    assert 1 <= told.facts["rating"] <= 5
    assert "reviews" not in untold.facts


def test_an_answer_is_submitted_and_then_shown(town: Town) -> None:
    us = town.place()
    review = town.review(us, "Lovely tea.")
    town.reads_slowly()

    taken = town.ask(Verb.PUBLISH, us, parcel=answer(review))
    assert isinstance(taken, Receipt)
    assert not taken.ready
    town.clock[0] += taken.check_after
    shown = town.ask(Verb.CHECK, us, receipt=taken)

    assert isinstance(shown, Receipt)
    assert shown.ready
    live = town.ask(Verb.READ, us, receipt=shown)
    assert isinstance(live, Live)
    assert live.text == "Thank you!"
    assert town.simulator.timeline(us.handle)[0].parent == review


def test_an_answer_can_be_changed_and_taken_back(town: Town) -> None:
    us = town.place()
    review = town.review(us, "Lovely tea.")
    receipt = town.tell(us, answer(review))

    town.ask(Verb.EDIT, us, receipt=receipt, parcel=answer(review, "Thanks a lot!"))
    texts = [shown.text for shown in town.simulator.timeline(us.handle)]
    outcomes = [town.ask(Verb.WITHDRAW, us, receipt=receipt) for _turn in range(2)]

    assert texts == ["Thanks a lot!"]
    assert outcomes == [Done(), Done()]
    assert isinstance(town.ask(Verb.READ, us, receipt=receipt), Gone)


def test_an_answer_that_google_refuses_must_be_changed(town: Town) -> None:
    us = town.place()
    town.reads_slowly()
    town.simulator.gate.posting.rejects = True
    taken = town.ask(Verb.PUBLISH, us, parcel=answer(town.review(us, "Bad.")))
    assert isinstance(taken, Receipt)
    town.clock[0] += timedelta(minutes=2)

    assert isinstance(town.ask(Verb.CHECK, us, receipt=taken), ChangeIt)


@pytest.mark.promise("P2")
def test_a_lost_answer_is_looked_for_under_its_review(town: Town) -> None:
    us = town.place()
    sent = answer(town.review(us, "Lovely tea."))
    assert town.ask(Verb.LOOK, us, parcel=sent) == Absent()
    town.line.go_wrong(Trouble.LOSE_AFTER, method="PUT", times=-1)

    assert isinstance(town.ask(Verb.PUBLISH, us, parcel=sent), LookFirst)
    assert isinstance(town.ask(Verb.LOOK, us, parcel=sent), Receipt)
    assert town.ask(Verb.LOOK, us, parcel=answer("accounts/1/locations/2/reviews/3")) == Absent()


def test_only_reviews_can_be_answered(town: Town) -> None:
    us = town.place()
    receipt = town.tell(us, parcel())

    assert isinstance(town.ask(Verb.PUBLISH, us, parcel=answer(receipt.id)), ChangeIt)


@pytest.mark.parametrize(
    ("comment", "words"),
    [
        ("Lovely tea.", "Lovely tea."),
        ("Guter Tee.\n\n(Translated by Google)\nGood tea.", "Guter Tee."),
        ("(Translated by Google) Good tea.\n\n(Original)\nGuter Tee.", "Guter Tee."),
        ("(Original) recipe, I think", "(Original) recipe, I think"),
        ("(Translated by Google) Good tea.", "(Translated by Google) Good tea."),
        ("", ""),
    ],
)
def test_what_google_translated_is_left_out(comment: str, words: str) -> None:
    assert reviews.words(comment) == words
