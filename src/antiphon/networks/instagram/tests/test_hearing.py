"""What came of posts, and who the account is."""

from dataclasses import replace
from pathlib import Path

import pytest

from antiphon.connect.errors import SignInAgain
from antiphon.connect.post_office import Verb
from antiphon.connect.simulation import ReactionKind
from antiphon.connect.values import Correspondence, Kind, Metric, PostType, Reading
from antiphon.networks.instagram.simulator.world import File, Post
from antiphon.networks.instagram.tests.conftest import LOGINS, Network, comment, parcel, react


def counts(readings: list[Reading]) -> dict[Metric, int]:
    return {one.metric: one.value for one in readings}


@pytest.mark.parametrize("login", LOGINS)
def test_all_figures_of_a_post_are_counted(ig: Network, tmp_path: Path, login: str) -> None:
    us = ig.account(login=login)
    post = ig.publish(us, parcel(ig.picture(tmp_path)))
    for kind in ReactionKind:
        react(ig, us, post.id, kind, "Nice")

    found = ig.ask(us, lambda connector: connector.count([post.id, us.id, "404"]))

    assert counts([one for one in found if one.id == post.id]) == {
        Metric.LIKES: 1, Metric.REPLIES: 1, Metric.SHARES: 1, Metric.VIEWS: 1, Metric.REACH: 1,
        Metric.SAVES: 0,
    }  # fmt: skip
    assert counts([one for one in found if one.id == us.id]) == {Metric.FOLLOWERS: 1}


def test_a_dead_metric_takes_no_other_with_it(ig: Network, tmp_path: Path) -> None:
    us = ig.account()
    post = ig.publish(us, parcel(ig.picture(tmp_path)))
    ig.simulator.quirks = {"dead_metric"}

    found = counts(ig.ask(us, lambda connector: connector.count([post.id])))

    assert Metric.REACH in found
    assert Metric.SAVES not in found


def test_a_post_older_than_the_professional_account_has_public_figures_only(
    ig: Network, tmp_path: Path
) -> None:
    us = ig.account()
    post = ig.publish(us, parcel(ig.picture(tmp_path)))
    ig.simulator.quirks = {"unconverted"}
    ig.line.calls.clear()

    found = counts(ig.ask(us, lambda connector: connector.count([post.id])))

    assert found == {Metric.LIKES: 0, Metric.REPLIES: 0}
    assert len(ig.line.calls) == 2


@pytest.mark.parametrize(("viewers", "known"), [(4, False), (5, True)])
def test_a_story_with_few_viewers_has_no_figures(
    ig: Network, tmp_path: Path, viewers: int, *, known: bool
) -> None:
    us = ig.account()
    story = ig.publish(us, parcel(ig.picture(tmp_path), type=PostType.STORY, text=""))
    ig.simulator.world.posts[story.id].viewers |= {str(number) for number in range(viewers)}

    found = counts(ig.ask(us, lambda connector: connector.count([story.id])))

    assert (Metric.REACH in found) is known
    assert Metric.LIKES in found


@pytest.mark.promise("I7")
@pytest.mark.parametrize("login", LOGINS)
def test_comments_and_answers_of_others_are_heard_in_order(
    ig: Network, tmp_path: Path, login: str
) -> None:
    us = ig.account(login=login)
    post = ig.publish(us, parcel(ig.picture(tmp_path)))
    first = react(ig, us, post.id, ReactionKind.REPLY, "Is it hot?")
    ig.send(Verb.PUBLISH, us, comment(post, below=first, text="Very."))
    second = react(ig, us, first, ReactionKind.REPLY, "Thanks")

    heard: Correspondence = ig.ask(us, lambda connector: connector.answers([post.id, "404"], ""))

    assert [(one.id, one.about, one.parent) for one in heard.messages] == [
        (first, post.id, post.id), (second, post.id, first),
    ]  # fmt: skip
    assert {one.author for one in heard.messages} == {"ada_l"}


def test_a_comment_of_ours_has_no_list_and_no_figures_of_its_own(
    ig: Network, tmp_path: Path
) -> None:
    us = ig.account()
    post = ig.publish(us, parcel(ig.picture(tmp_path)))
    ours = ig.send(Verb.PUBLISH, us, comment(post, text="First"))
    answer = react(ig, us, ours.id, ReactionKind.REPLY, "Second")

    heard = ig.ask(us, lambda connector: connector.answers([post.id, ours.id], ""))
    counted = ig.ask(us, lambda connector: connector.count([ours.id, post.id]))

    assert [(one.id, one.about, one.parent) for one in heard.messages] == [
        (answer, post.id, ours.id)
    ]
    assert {one.id for one in counted} == {post.id}


def test_what_we_say_ourselves_is_not_heard(ig: Network, tmp_path: Path) -> None:
    us = ig.account()
    post = ig.publish(us, parcel(ig.picture(tmp_path)))
    ig.send(Verb.PUBLISH, us, comment(post, text="Ours"))
    ig.simulator.quirks = {"nameless"}

    heard = ig.ask(us, lambda connector: connector.answers([post.id], ""))

    assert [one.text for one in ig.simulator.timeline() if one.parent] == ["Ours"]
    assert heard.messages == []


@pytest.mark.parametrize("told", [True, False])
def test_a_post_that_tags_us_is_heard_where_it_is_told(ig: Network, *, told: bool) -> None:
    us = ig.account()
    file = File("1", Kind.IMAGE)
    tag = Post("180", "9", "9", "bea", "With @brew", ig.simulator.now(), files=[file])
    ig.simulator.tag("brew", tag)
    ig.simulator.quirks = set() if told else {"no_tags"}

    heard = ig.ask(us, lambda connector: connector.answers([], ""))

    found = [(one.id, one.about, one.author, one.text) for one in heard.messages]
    assert found == ([("180", None, "bea", "With @brew")] if told else [])


def test_an_account_whose_page_lost_it_asks_its_owner(ig: Network) -> None:
    us = ig.account()
    ig.simulator.world.accounts[us.id].facts["unlinked"] = "yes"

    with pytest.raises(SignInAgain, match="not linked"):
        ig.ask(us, lambda connector: connector.whoami())


def test_the_token_of_another_account_is_noticed(ig: Network) -> None:
    us, other = ig.account("brew"), ig.account("bake")

    account = ig.ask(replace(us, credential=other.credential), lambda connector: connector.whoami())

    assert account.id == other.id


@pytest.mark.parametrize("login", LOGINS)
def test_the_account_knows_itself_and_how_often_it_may_post(ig: Network, login: str) -> None:
    us = ig.account(login=login)
    ig.simulator.gate.making.quota = 50

    account = ig.ask(us, lambda connector: connector.whoami())

    assert (account.id, account.handle) == (us.id, "brew")
    assert account.facts["posts_a_day"] == 50
    assert account.facts["login"] == login
    ig.simulator.revoke("brew")
    with pytest.raises(SignInAgain):
        ig.ask(us, lambda connector: connector.whoami())
