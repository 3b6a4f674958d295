"""What the connector does, at the simulated Reddit."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from antiphon.connect.errors import ChangeIt, LookFirst, SignInAgain, TryLater
from antiphon.connect.post_office import Absent, Done, Verb
from antiphon.connect.simulation import ReactionKind
from antiphon.connect.values import (
    LinkCard,
    Live,
    Metric,
    Parcel,
    Poll,
    PostType,
    Receipt,
    Step,
)
from antiphon.networks.reddit.tests.lines import Line, connect, gallery, handle_of, parcel

LINK = LinkCard(url="https://fizz.example/?a=1&b=2")
POLL = Poll(choices=("Lime", "Mint"), closes_after=timedelta(days=3))


def kinds(folder: Path) -> list[Parcel]:
    """One post of each kind but videos."""
    return [
        parcel("A text"),
        parcel("A link", type=PostType.LINK, link=LINK),
        gallery(folder, 1, text="A picture"),
        gallery(folder, 3, text="A gallery"),
        parcel("A poll", type=PostType.POLL, poll=POLL),
    ]


@pytest.mark.parametrize("place", range(5))
def test_each_kind_is_made_by_one_request_and_found_again(
    line: Line, tmp_path: Path, place: int
) -> None:
    sent = line.prepare(kinds(tmp_path)[place])
    line.recorder.heard.clear()
    receipt = line.publish(sent)

    (shown,) = line.timeline()
    assert (shown.title, shown.text, shown.id) == ("Fizz", sent.text, receipt.id)
    assert [one.digest for one in shown.media] == [one.digest for one in sent.enclosures]
    assert len(line.writes()) == 1
    found = line.send(Verb.LOOK, sent)
    assert isinstance(found, Receipt)
    assert found.id == receipt.id


def test_a_link_and_a_poll_say_what_they_lead_to(line: Line, tmp_path: Path) -> None:
    for sent in kinds(tmp_path):
        line.publish(sent)

    shown = line.timeline()
    assert [one.link for one in shown if one.link] == [LINK.url]
    assert [one.poll for one in shown if one.poll] == [POLL.choices]
    asked = next(one for one in line.recorder.heard if one.path.endswith("submit_poll_post"))
    assert asked.asked["duration"] == 3


def test_flair_and_marks_are_those_that_were_chosen(line: Line) -> None:
    flair = next(iter(line.community.flairs))
    line.publish(parcel(options={"flair": flair, "nsfw": True, "spoiler": True}))

    options = line.timeline()[0].options
    assert (options["flair"], options["nsfw"], options["spoiler"]) == ("News", True, True)


@pytest.mark.parametrize("form", ["https://www.reddit.com/r/fizz/comments/{}/x/", "t3_{}"])
def test_a_link_to_a_post_of_reddit_can_be_passed_on(line: Line, form: str) -> None:
    original = line.publish(parcel())
    link = LinkCard(url=form.format(original.id[3:]))
    sent = parcel("", type=PostType.LINK, link=link, options={"crosspost": True})
    receipt = line.publish(sent)

    shown = line.timeline()[-1]
    assert shown.options["crosspost"] == original.id
    found = line.send(Verb.LOOK, sent)
    assert isinstance(found, Receipt)
    assert found.id == receipt.id


def test_a_crosspost_of_something_else_must_be_changed(line: Line) -> None:
    sent = parcel("", type=PostType.LINK, link=LINK, options={"crosspost": True})

    assert isinstance(line.send(Verb.PUBLISH, sent), ChangeIt)
    assert line.writes() == []


def test_captions_stand_below_their_pictures(line: Line, tmp_path: Path) -> None:
    line.publish(gallery(tmp_path, 3, options={"captions": ["One", "Two"]}))
    asked = next(one for one in line.recorder.heard if "gallery" in one.path)

    assert [one["caption"] for one in asked.asked["items"]] == ["One", "Two", ""]


def test_a_profile_is_a_channel_of_its_own(line: Line) -> None:
    own = connect(line.office, line.server, line.handle, kind="profile")
    own.publish(parcel("Only here"))

    mine = [one for one in line.server.world.posts.values() if one.author == own.handle]
    assert own.address.kind == "profile"
    assert own.address.handle == f"u/{own.handle}"
    assert [one.community for one in mine] == [f"u_{own.handle}"]
    assert line.send(Verb.LOOK, parcel("Only here")) == Absent()


@pytest.mark.promise("P2", "F11")
@pytest.mark.parametrize("place", range(5))
def test_a_lost_answer_is_found_again(line: Line, tmp_path: Path, place: int) -> None:
    sent = line.prepare(kinds(tmp_path)[place])
    line.recorder.lose = 1

    assert isinstance(line.send(Verb.PUBLISH, sent), LookFirst)
    found = line.send(Verb.LOOK, sent)
    assert isinstance(found, Receipt)
    assert [one.id for one in line.timeline()] == [found.id]


def test_an_older_equal_post_is_not_taken_for_ours(line: Line) -> None:
    line.publish(parcel())
    later = parcel(since=datetime.now(UTC) + timedelta(minutes=5))

    assert line.send(Verb.LOOK, later) == Absent()


@pytest.mark.promise("P2")
def test_two_equal_posts_are_a_persons_to_judge(line: Line) -> None:
    for _ in range(2):
        line.publish(parcel())

    assert isinstance(line.send(Verb.LOOK, parcel()), LookFirst)


def test_a_long_list_is_read_page_by_page(line: Line) -> None:
    first = line.publish(parcel("The first"))
    world = line.server.world
    for number in range(120):
        told = {"title": f"Number {number}"}
        world.write(replace(world.posts[first.id], name=f"t3_{world.new_id()}", told=told))
    found = line.send(Verb.LOOK, parcel("The first"))

    assert isinstance(found, Receipt)
    assert found.id == first.id


def test_a_first_comment_is_found_again(line: Line) -> None:
    root = handle_of(line.publish(parcel()))
    sent = parcel("More *here*", step=Step.COMMENT, root=root, parent=root)
    receipt = line.publish(sent)

    found = line.send(Verb.LOOK, sent)
    assert isinstance(found, Receipt)
    assert (found.id, found.url) == (receipt.id, receipt.url)
    live = line.send(Verb.READ, receipt=receipt)
    assert isinstance(live, Live)
    assert live.text == "More *here*"


def test_a_comment_that_is_not_named_is_looked_for(line: Line) -> None:
    root = handle_of(line.publish(parcel()))
    line.server.quirks.mute = True
    sent = parcel("Hidden", step=Step.COMMENT, root=root, parent=root)

    assert isinstance(line.send(Verb.PUBLISH, sent), LookFirst)
    assert isinstance(line.send(Verb.LOOK, sent), Receipt)


def test_an_edit_changes_a_text_and_nothing_else(line: Line, tmp_path: Path) -> None:
    text = line.publish(parcel("Old"))
    picture = line.publish(gallery(tmp_path, 1))

    assert line.send(Verb.EDIT, parcel("New"), text) == text
    assert isinstance(line.send(Verb.EDIT, parcel("New"), picture), ChangeIt)
    live = line.send(Verb.READ, receipt=text)
    assert isinstance(live, Live)
    assert (live.text, live.edited) == ("New", True)


def test_taking_back_twice_is_no_error(line: Line) -> None:
    receipt = line.publish(parcel())

    assert line.send(Verb.WITHDRAW, receipt=receipt) == Done()
    assert line.send(Verb.WITHDRAW, receipt=receipt) == Done()
    assert line.timeline() == []


def test_what_people_do_is_counted_without_our_own_vote(line: Line) -> None:
    receipt = line.publish(parcel())
    for kind in (ReactionKind.LIKE, ReactionKind.SHARE, ReactionKind.REPLY, ReactionKind.FOLLOW):
        line.react(kind, receipt, "Nice")
    told = line.ask(lambda connector: connector.count([receipt.id, line.address.id]))

    assert {(one.id, one.metric): one.value for one in told} == {
        (receipt.id, Metric.LIKES): 1,
        (receipt.id, Metric.SHARES): 1,
        (receipt.id, Metric.REPLIES): 1,
        (line.address.id, Metric.FOLLOWERS): 1,
    }


def test_answers_come_once_oldest_first_and_never_our_own(line: Line) -> None:
    receipt = line.publish(parcel())
    first = line.react(ReactionKind.REPLY, receipt, "First")
    root = handle_of(receipt)
    line.publish(parcel("Ours", step=Step.COMMENT, root=root, parent=root))
    below = line.react(ReactionKind.REPLY, replace(receipt, id=first), "Below it")  # type: ignore[arg-type]

    heard = line.ask(lambda connector: connector.answers([receipt.id], ""))
    assert [(one.id, one.text) for one in heard.messages] == [
        (first, "First"), (below, "Below it"),
    ]  # fmt: skip
    assert [one.parent for one in heard.messages] == [receipt.id, first]
    again = line.ask(lambda connector: connector.answers([receipt.id], heard.cursor))
    assert again.messages == []


def test_comments_that_are_only_counted_are_asked_for(line: Line) -> None:
    receipt = line.publish(parcel())
    ids = {line.react(ReactionKind.REPLY, receipt, f"Number {n}") for n in range(5)}
    line.server.quirks.hides = 3

    heard = line.ask(lambda connector: connector.answers([receipt.id], ""))
    assert {one.id for one in heard.messages} == ids


def test_answers_below_what_is_gone_are_none(line: Line) -> None:
    receipt = line.publish(parcel())
    line.send(Verb.WITHDRAW, receipt=receipt)

    heard = line.ask(lambda connector: connector.answers([receipt.id, line.address.id], ""))
    assert (list(heard.messages), heard.cursor) == ([], "")


def test_a_suspended_account_or_a_closed_community_asks_its_owner(line: Line) -> None:
    user = line.server.world.users[line.handle]
    user.suspended = True
    with pytest.raises(SignInAgain):
        line.ask(lambda connector: connector.whoami())
    user.suspended = False
    line.address = replace(line.address, facts={**line.address.facts, "community": "nowhere"})
    with pytest.raises(SignInAgain):
        line.ask(lambda connector: connector.whoami())


def test_reddit_is_told_who_calls(line: Line) -> None:
    line.publish(parcel())

    agent = line.recorder.heard[-1].headers["user-agent"]
    assert agent.startswith("server:antiphon.self-hosted:")
    assert f"/u/{line.handle}" in agent


def test_what_is_still_in_the_making_cannot_be_taken_back(line: Line, tmp_path: Path) -> None:
    outcome = line.send(Verb.PUBLISH, line.prepare(gallery(tmp_path, 1)))

    assert isinstance(outcome, Receipt)
    assert isinstance(line.send(Verb.WITHDRAW, receipt=outcome), TryLater)


def test_what_is_live_already_stays_so_when_asked(line: Line) -> None:
    receipt = line.publish(parcel())

    outcome = line.send(Verb.CHECK, receipt=receipt)
    assert isinstance(outcome, Receipt)
    assert (outcome.id, outcome.ready) == (receipt.id, True)


def test_a_list_that_does_not_end_proves_nothing(line: Line) -> None:
    first = line.publish(parcel("The first"))
    world = line.server.world
    for number in range(520):
        told = {"title": f"Number {number}"}
        world.write(replace(world.posts[first.id], name=f"t3_{world.new_id()}", told=told))

    assert isinstance(line.send(Verb.LOOK, parcel("The first")), LookFirst)


def test_a_picture_is_read_back_as_one(line: Line, tmp_path: Path) -> None:
    for count in (1, 3):
        live = line.send(Verb.READ, receipt=line.publish(gallery(tmp_path, count)))
        assert isinstance(live, Live)
        assert live.media == count
