"""What the connector does in a community, whichever of the three programs runs it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from antiphon.connect.errors import ChangeIt, Gone, SignInAgain
from antiphon.connect.post_office import Absent, Done, Verb
from antiphon.connect.simulation import ReactionKind
from antiphon.connect.values import (
    Handle,
    LinkCard,
    Live,
    Metric,
    PostType,
    Receipt,
    RemoteId,
    Step,
)
from antiphon.networks.lemmy.tests.trial import Trial, handle, parcel, picture


@pytest.mark.promise("P2")
def test_publishing_is_one_request_with_an_effect(us: Trial) -> None:
    us.witness.heard.clear()

    receipt = us.send(Verb.PUBLISH, parcel())

    assert isinstance(receipt, Receipt)
    base = us.simulator.world.speaks.base
    assert [(one.method, one.path) for one in us.witness.heard] == [("POST", f"{base}/post")]


def test_every_form_is_shown_as_what_it_is(us: Trial, tmp_path: Path) -> None:
    files = (picture(tmp_path), picture(tmp_path, "A [red] one"))
    us.publish(parcel("Look", type=PostType.IMAGES, enclosures=files, options={"nsfw": True}))
    us.publish(parcel("Read", type=PostType.LINK, link=LinkCard(url="https://example.com/a")))
    us.publish(parcel("Sag", language="de-AT"))

    shown, link, german = us.simulator.timeline()

    assert [(one.alt, one.digest) for one in shown.media] == [(files[0].alt, files[0].digest)]
    assert shown.options == {"nsfw": True}
    assert "![A  red  one](" in shown.text
    assert (link.link, link.text, link.title) == ("https://example.com/a", "Read", "Iced tea")
    assert german.language == "de"


def test_several_pictures_are_read_back_with_their_texts(us: Trial, tmp_path: Path) -> None:
    files = (picture(tmp_path), picture(tmp_path, "Another"))
    receipt = us.publish(parcel("Look", type=PostType.IMAGES, enclosures=files))

    live = us.send(Verb.READ, receipt=receipt)

    assert isinstance(live, Live)
    assert (live.text, live.media, live.alts) == ("Look", 2, ("A green bottle", "Another"))


@pytest.mark.promise("P2")
def test_a_look_finds_ours_and_nothing_that_only_looks_like_it(us: Trial) -> None:
    given = parcel()
    later = replace(given, since=datetime.now(UTC) + timedelta(minutes=5))
    receipt = us.publish(given)

    assert us.send(Verb.LOOK, given) == receipt
    for other in (parcel("Other."), parcel(title="Hot tea"), later):
        assert us.send(Verb.LOOK, other) == Absent()
    us.address = replace(us.address, facts={**us.address.facts, "person": 99})
    assert us.send(Verb.LOOK, given) == Absent()


def test_a_comment_is_found_changed_and_taken_back(us: Trial) -> None:
    root = handle(us.publish(parcel()))
    said = parcel("First!", step=Step.COMMENT, root=root, parent=root)
    receipt = us.publish(said)

    assert us.send(Verb.LOOK, said) == receipt
    edited = us.send(Verb.EDIT, parcel("Better."), receipt=receipt)
    assert isinstance(edited, Receipt)
    live = us.send(Verb.READ, receipt=receipt)
    assert isinstance(live, Live)
    assert (live.text, live.edited) == ("Better.", True)
    assert us.send(Verb.WITHDRAW, receipt=receipt) == Done()
    assert isinstance(us.send(Verb.READ, receipt=receipt), Gone)
    assert us.send(Verb.LOOK, said) == Absent()


def test_an_answer_to_somebody_stands_below_their_comment(us: Trial) -> None:
    receipt = us.publish(parcel())
    heard = us.react(ReactionKind.REPLY, receipt.id, "Is it cold?")

    ours = us.publish(parcel("Yes.", parent=Handle(id=RemoteId(heard))))

    parents = {one.id: one.parent for one in us.simulator.timeline()}
    assert parents[ours.id] == heard
    assert parents[RemoteId(heard)] == receipt.id


def test_votes_of_others_and_comments_are_counted(us: Trial) -> None:
    receipt = us.publish(parcel())
    us.react(ReactionKind.LIKE, receipt.id)
    us.react(ReactionKind.REPLY, receipt.id, "Nice")

    told = {one.metric: one.value for one in us.ask(lambda it: it.count([receipt.id]))}

    assert told == {Metric.LIKES: 1, Metric.REPLIES: 1}


def test_answers_are_heard_once_and_not_those_of_ours(us: Trial) -> None:
    receipt = us.publish(parcel())
    root = handle(receipt)
    us.publish(parcel("Ours", step=Step.COMMENT, root=root, parent=root))
    first = us.react(ReactionKind.REPLY, receipt.id, "First")
    heard = us.ask(lambda it: it.answers([receipt.id], ""))
    second = us.react(ReactionKind.REPLY, receipt.id, "Second")

    later = us.ask(lambda it: it.answers([receipt.id], heard.cursor))
    nothing = us.ask(lambda it: it.answers([receipt.id], later.cursor))

    assert [(one.id, one.text, one.author, one.about) for one in heard.messages] == [
        (first, "First", "Ann Other", receipt.id)
    ]
    assert [one.id for one in later.messages] == [second]
    assert nothing.messages == []


def test_an_edit_changes_everything_that_may_change(us: Trial) -> None:
    receipt = us.publish(parcel())
    link = LinkCard(url="https://example.com/b")

    us.send(Verb.EDIT, parcel("Warm.", title="Hot tea", link=link), receipt=receipt)

    (shown,) = us.simulator.timeline()
    assert (shown.title, shown.text, shown.link) == ("Hot tea", "Warm.", link.url)


@pytest.mark.parametrize("title", ["", "x", "y" * 201, "two\nlines"])
def test_a_title_that_the_server_does_not_take_must_be_changed(us: Trial, title: str) -> None:
    outcome = us.send(Verb.PUBLISH, parcel(title=title))

    assert isinstance(outcome, ChangeIt)
    assert outcome.problem is not None
    assert outcome.problem.field == "title"


def test_a_file_that_is_no_picture_is_refused(us: Trial, tmp_path: Path) -> None:
    film = replace(picture(tmp_path), mime="video/mp4")

    outcome = us.send(Verb.PREPARE, parcel(type=PostType.IMAGES, enclosures=(film,)))

    assert isinstance(outcome, ChangeIt)


def test_what_a_community_lost_is_gone(us: Trial) -> None:
    receipt = us.publish(parcel())
    us.simulator.world.posts.clear()

    assert isinstance(us.send(Verb.READ, receipt=receipt), Gone)
    assert us.send(Verb.WITHDRAW, receipt=receipt) == Done()
    assert us.ask(lambda it: it.count([receipt.id])) == []


def test_a_token_that_died_asks_to_sign_in_again(us: Trial) -> None:
    us.simulator.revoke("tea")

    assert isinstance(us.send(Verb.PUBLISH, parcel()), SignInAgain)
    with pytest.raises(SignInAgain):
        us.ask(lambda it: it.whoami())
