"""The connector against the simulator, over real HTTP, by both sign-ins."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from antiphon.connect.abilities import Edits, Withdraws
from antiphon.connect.errors import FixSetup, Gone, LookFirst, TryLater
from antiphon.connect.post_office import Absent, Done, Verb
from antiphon.connect.values import PostType, Receipt
from antiphon.networks.instagram import NETWORK
from antiphon.networks.instagram.tests.conftest import LOGINS, Network, comment, parcel


@pytest.mark.parametrize("login", LOGINS)
def test_a_picture_is_published_by_one_request_and_found_at_its_address(
    ig: Network, tmp_path: Path, login: str
) -> None:
    us = ig.account(login=login)
    sent = ig.prepare(us, parcel(ig.picture(tmp_path, "A cup"), text="Good morning ☕"))
    assert ig.simulator.timeline() == []
    ig.line.calls.clear()

    outcome = ig.send(Verb.PUBLISH, us, sent)

    assert isinstance(outcome, Receipt)
    assert outcome.url.endswith(f"/p/{outcome.id}/")
    assert [call["method"] for call in ig.line.calls] == ["POST", "GET"]
    [shown] = ig.simulator.timeline("brew")
    assert (shown.text, shown.media[0].alt) == ("Good morning ☕", "A cup")


@pytest.mark.promise("K1")
@pytest.mark.parametrize("login", LOGINS)
def test_no_token_stands_in_an_address_or_a_form(ig: Network, tmp_path: Path, login: str) -> None:
    us = ig.account(login=login)
    ig.line.calls.clear()
    ig.publish(us, parcel(ig.film(tmp_path)))
    token = us.credential.secret("access_token").encode()

    assert all(token not in call["query"] + call["body"] for call in ig.line.calls)


def test_what_is_live_stays_so_when_nobody_says_where(ig: Network, tmp_path: Path) -> None:
    us = ig.account()
    sent = ig.prepare(us, parcel(ig.picture(tmp_path)))
    ig.simulator.gate.calls_at_most = ig.simulator.world.accounts[us.id].calls + 1

    receipt = ig.send(Verb.PUBLISH, us, sent)
    ig.simulator.gate.calls_at_most = 1_000_000
    known = ig.send(Verb.CHECK, replace(us, channel="another"), receipt=receipt)

    assert isinstance(receipt, Receipt)
    assert (receipt.ready, known.ready, known.id) == (False, True, receipt.id)
    assert known.url.endswith(f"/p/{receipt.id}/")


@pytest.mark.promise("P2", "F10", "F11")
@pytest.mark.parametrize("login", LOGINS)
@pytest.mark.parametrize(("lost", "arrived"), [("before", False), ("after", True)])
@pytest.mark.parametrize("story", [False, True])
def test_after_a_lost_answer_a_look_tells_whether_it_arrived(  # noqa: PLR0913
    ig: Network, tmp_path: Path, login: str, lost: str, *, arrived: bool, story: bool
) -> None:
    us = ig.account(login=login)
    kind = {"type": PostType.STORY, "text": ""} if story else {}
    sent = ig.prepare(us, parcel(ig.picture(tmp_path), **kind))
    ig.line.lose, ig.line.path = lost, "media_publish"

    assert isinstance(ig.send(Verb.PUBLISH, us, sent), LookFirst)
    found = ig.send(Verb.LOOK, us, sent)

    assert isinstance(found, Receipt if arrived else Absent)
    assert len(ig.simulator.timeline()) == arrived


def test_what_is_published_and_not_listed_yet_is_no_absence(ig: Network, tmp_path: Path) -> None:
    us = ig.account()
    sent = ig.prepare(us, parcel(ig.picture(tmp_path)))
    ig.send(Verb.PUBLISH, us, sent)
    ig.simulator.quirks = {"lag"}

    assert isinstance(ig.send(Verb.LOOK, us, sent), LookFirst)


@pytest.mark.promise("P2")
def test_a_container_is_published_once_and_a_repeat_is_looked_for(
    ig: Network, tmp_path: Path
) -> None:
    us = ig.account()
    sent = ig.prepare(us, parcel(ig.picture(tmp_path)))
    first = ig.send(Verb.PUBLISH, us, sent)

    assert isinstance(ig.send(Verb.PUBLISH, us, sent), LookFirst)
    assert ig.send(Verb.LOOK, us, sent).id == first.id
    assert len(ig.simulator.timeline()) == 1


@pytest.mark.promise("F22")
def test_an_equal_older_post_is_not_taken_for_ours(ig: Network, tmp_path: Path) -> None:
    us = ig.account()
    ig.publish(us, parcel(ig.picture(tmp_path), text="Every Monday"))
    ig.clock += timedelta(days=7)
    later = parcel(ig.picture(tmp_path), text="Every Monday", since=ig.simulator.now())

    assert isinstance(ig.send(Verb.LOOK, us, later), Absent)


def test_two_that_say_the_same_are_left_to_a_person(ig: Network, tmp_path: Path) -> None:
    us = ig.account()
    sent = [parcel(ig.picture(tmp_path), text="Twice") for _turn in range(2)]
    for one in sent:
        ig.publish(us, one)

    assert isinstance(ig.send(Verb.LOOK, us, sent[0]), LookFirst)


@pytest.mark.promise("P8")
@pytest.mark.parametrize("login", LOGINS)
def test_a_first_comment_is_found_after_a_lost_answer(
    ig: Network, tmp_path: Path, login: str
) -> None:
    us = ig.account(login=login)
    post = ig.publish(us, parcel(ig.picture(tmp_path)))
    said = comment(post, text="The recipe: https://example.org")
    assert isinstance(ig.send(Verb.LOOK, us, said), Absent)
    ig.line.lose, ig.line.path = "after", "comments"

    assert isinstance(ig.send(Verb.PUBLISH, us, said), LookFirst)
    found = ig.send(Verb.LOOK, us, said)

    assert isinstance(found, Receipt)
    assert ig.send(Verb.READ, us, receipt=found).text == said.text
    assert [one.parent for one in ig.simulator.timeline() if one.parent] == [post.id]


def test_an_answer_to_a_comment_stands_below_it(ig: Network, tmp_path: Path) -> None:
    us = ig.account()
    post = ig.publish(us, parcel(ig.picture(tmp_path)))
    first = ig.send(Verb.PUBLISH, us, comment(post, text="First"))

    ig.send(Verb.PUBLISH, us, comment(post, below=first.id, text="Second"))

    parents = {one.text: one.parent for one in ig.simulator.timeline()}
    assert (parents["First"], parents["Second"]) == (post.id, first.id)


def test_withdrawing_twice_is_as_good_as_once(ig: Network, tmp_path: Path) -> None:
    us = ig.account()
    receipt = ig.publish(us, parcel(ig.picture(tmp_path)))

    outcomes = [ig.send(Verb.WITHDRAW, us, receipt=receipt) for _turn in range(2)]

    assert outcomes == [Done(), Done()]
    assert ig.simulator.timeline() == []
    assert isinstance(ig.send(Verb.READ, us, receipt=receipt), Gone)


def test_each_sign_in_says_what_it_can_do() -> None:
    ways = {login: NETWORK.at({"login": login, "posts_a_day": 50}) for login in LOGINS}
    options = {login: {one.key for one in way.options} for login, way in ways.items()}

    assert [ways[login].can(Withdraws) for login in LOGINS] == [False, True]
    assert options["facebook"] - options["instagram"] == {"place"}
    assert not any(way.can(Edits) for way in ways.values())
    assert {way.pace.posts for way in ways.values()} == {(50, timedelta(days=1))}


def test_without_an_address_for_files_the_operator_is_told(ig: Network, tmp_path: Path) -> None:
    us = ig.account()
    hidden = replace(ig.picture(tmp_path), address="")
    nowhere = replace(hidden, address=f"{ig.server}/lent/nothing")

    outcomes = [ig.send(Verb.PREPARE, us, parcel(file)) for file in (hidden, nowhere)]

    assert [type(one) for one in outcomes] == [FixSetup, FixSetup]
    assert "ANTIPHON_PUBLIC_URL" in str(outcomes[0])


def test_what_was_not_prepared_is_prepared_first(ig: Network, tmp_path: Path) -> None:
    outcome = ig.send(Verb.PUBLISH, ig.account(), parcel(ig.picture(tmp_path)))

    assert isinstance(outcome, TryLater)
    assert outcome.anew
