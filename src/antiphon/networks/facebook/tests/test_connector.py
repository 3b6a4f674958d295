"""The connector against the simulator, over real HTTP."""

from datetime import timedelta

import pytest

from antiphon.connect.errors import Gone, LookFirst, SignInAgain, TryLater
from antiphon.connect.post_office import Absent, Done, Verb
from antiphon.connect.values import (
    LinkCard,
    PostType,
    Prepared,
    Receipt,
    Step,
)
from antiphon.networks.facebook.graph import app_proof
from antiphon.networks.facebook.simulator import CLIENT_SECRET
from antiphon.networks.facebook.tests.conftest import (
    Network,
    comment,
    form,
    parcel,
)


def test_a_text_costs_one_call_and_is_seen(fb: Network) -> None:
    page = fb.page()
    fb.line.calls.clear()

    outcome = fb.send(Verb.PUBLISH, page, parcel(text="Good morning ☕"))

    assert isinstance(outcome, Receipt)
    assert outcome.ready
    assert len(fb.line.calls) == 1
    assert [shown.text for shown in fb.simulator.timeline("brew")] == ["Good morning ☕"]


def test_no_token_stands_in_an_address_or_a_form(fb: Network) -> None:
    page = fb.page()
    fb.send(Verb.PUBLISH, page, parcel())
    token = page.credential.secret("access_token")

    assert all(token.encode() not in call["query"] + call["body"] for call in fb.line.calls)


def test_a_link_goes_as_a_link(fb: Network) -> None:
    card = LinkCard(url="https://example.org/tea?a=1&b=2")
    fb.publish(fb.page(), parcel(type=PostType.LINK, link=card, text="Read"))

    assert fb.simulator.timeline()[0].link == card.url


@pytest.mark.promise("P2", "F10", "F11")
@pytest.mark.parametrize(("lost", "arrived"), [("before", False), ("after", True)])
def test_after_a_lost_answer_a_look_tells_whether_it_arrived(
    fb: Network, lost: str, *, arrived: bool
) -> None:
    page, sent = fb.page(), parcel()
    fb.send(Verb.PUBLISH, page, parcel(text="Another one"))
    fb.line.lose = lost

    assert isinstance(fb.send(Verb.PUBLISH, page, sent), LookFirst)
    found = fb.send(Verb.LOOK, page, sent)

    assert isinstance(found, Receipt if arrived else Absent)
    assert fb.effects() == 1 + arrived


@pytest.mark.promise("F22")
def test_an_equal_older_post_is_not_taken_for_ours(fb: Network) -> None:
    page = fb.page()
    fb.send(Verb.PUBLISH, page, parcel(text="Every Monday"))
    fb.clock += timedelta(days=7)
    later = parcel(text="Every Monday", since=fb.simulator.now())

    assert isinstance(fb.send(Verb.LOOK, page, later), Absent)


@pytest.mark.promise("F21")
def test_a_duplicate_is_looked_for_and_found(fb: Network) -> None:
    page, sent = fb.page(), parcel()
    first = fb.send(Verb.PUBLISH, page, sent)

    assert isinstance(fb.send(Verb.PUBLISH, page, sent), LookFirst)
    found = fb.send(Verb.LOOK, page, sent)

    assert found.id == first.id
    assert fb.effects() == 1


@pytest.mark.promise("P8")
def test_a_first_comment_is_found_after_a_lost_answer(fb: Network) -> None:
    page = fb.page()
    post = fb.send(Verb.PUBLISH, page, parcel())
    said = comment(post, text="The recipe: https://example.org")
    assert isinstance(fb.send(Verb.LOOK, page, said), Absent)
    fb.line.lose = "after"

    assert isinstance(fb.send(Verb.PUBLISH, page, said), LookFirst)
    found = fb.send(Verb.LOOK, page, said)

    assert isinstance(found, Receipt)
    assert fb.send(Verb.READ, page, receipt=found).text == said.text
    assert [one.parent for one in fb.simulator.timeline() if one.parent] == [post.id]


def test_withdrawing_twice_is_as_good_as_once(fb: Network) -> None:
    page = fb.page()
    receipt = fb.send(Verb.PUBLISH, page, parcel())

    outcomes = [fb.send(Verb.WITHDRAW, page, receipt=receipt) for _turn in range(2)]

    assert outcomes == [Done(), Done()]
    assert fb.effects() == 0
    assert isinstance(fb.send(Verb.READ, page, receipt=receipt), Gone)


@pytest.mark.promise("F35")
@pytest.mark.parametrize("ends", ["revoke", "expire"])
def test_a_lost_permission_asks_for_a_new_sign_in(fb: Network, ends: str) -> None:
    page = fb.page()
    getattr(fb.simulator, ends)("brew")

    outcome = fb.send(Verb.PUBLISH, page, parcel())

    assert isinstance(outcome, SignInAgain)
    assert fb.effects() == 0
    assert isinstance(fb.send(Verb.PUBLISH, fb.page(), parcel()), Receipt)


@pytest.mark.promise("F25", "F29")
def test_used_up_calls_hold_the_whole_page(fb: Network) -> None:
    page = fb.page()
    fb.simulator.gate.calls_an_hour = 1

    outcomes = [fb.send(Verb.PUBLISH, page, parcel()) for _turn in range(2)]

    assert isinstance(outcomes[-1], TryLater)
    assert outcomes[-1].after > timedelta(minutes=1)


def test_a_known_app_secret_signs_each_call(fb: Network) -> None:
    fb.simulator.quirks = {"proof"}
    given = {**fb.simulator.open_account("brew", "Brew").given, "app_secret": CLIENT_SECRET}
    grant = fb.enter(given)

    token = grant.credential.secret("access_token")
    assert grant.credential.secret("appsecret_proof") == app_proof(CLIENT_SECRET, token)
    assert CLIENT_SECRET not in str(grant)
    assert all("appsecret_proof" in form(call) for call in fb.line.calls)


def test_preparing_a_text_asks_nothing(fb: Network) -> None:
    page = fb.page()
    fb.line.calls.clear()

    outcome = fb.send(Verb.PREPARE, page, parcel(step=Step.PART))

    assert outcome == Prepared(handles={})
    assert fb.line.calls == []
