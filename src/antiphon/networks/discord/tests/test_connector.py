"""The bot against the simulated network, over real HTTP."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from antiphon.connect.errors import (
    ChangeIt,
    Gone,
    LookFirst,
    SignInAgain,
    TryLater,
)
from antiphon.connect.post_office import Absent, Done, Verb
from antiphon.connect.simulation import ReactionKind
from antiphon.connect.values import (
    Handle,
    Kind,
    LinkCard,
    Live,
    Metric,
    Poll,
    PostType,
    Reading,
    Receipt,
    RemoteId,
    Step,
)
from antiphon.networks.discord.tests.lines import Line, Town, enclosure, parcel


def test_publishing_is_exactly_one_call_that_says_who_we_are(line: Line) -> None:
    line.town.said.clear()

    receipt = line.publish(parcel("Fresh tea"))

    (said,) = line.town.said
    assert (said.method, said.path) == ("POST", f"/api/v10/channels/{line.channel.id}/messages")
    assert said.headers["user-agent"].startswith("DiscordBot (https://")
    guild, place = line.channel.guild.id, receipt.id
    assert receipt.url == f"https://discord.com/channels/{guild}/{place}"


@pytest.mark.promise("P2")
def test_a_repeat_within_minutes_shows_nothing_twice(line: Line) -> None:
    said = parcel("Once")

    first, second = line.publish(said), line.publish(said)

    assert first == second
    assert line.texts() == ["Once"]


@pytest.mark.promise("P2")
def test_we_stop_repeating_before_the_network_forgets(line: Line) -> None:
    said = parcel("Once")
    line.publish(said)
    repeat = line.town.simulator
    line.town.ahead = timedelta(minutes=2)

    line.publish(said)

    assert len(repeat.timeline()) == 1
    assert line.send(Verb.LOOK, said) == line.publish(said)


def test_nobody_is_called_by_accident(line: Line) -> None:
    line.publish(parcel("Hi @everyone"))
    line.publish(parcel("Hi @everyone, really", options={"mentions": "everyone"}))

    called = [one.options["called"] for one in line.town.simulator.timeline()]
    assert called == [[], ["users", "roles", "everyone"]]


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_of_file_arrives_as_it_was(line: Line, tmp_path: Path, kind: Kind) -> None:
    file = enclosure(tmp_path, kind, alt="What it is")
    receipt = line.publish(parcel("Look", enclosures=(file,)))

    (shown,) = line.town.simulator.timeline()
    live = line.send(Verb.READ, receipt=receipt)
    assert [(one.kind, one.digest, one.alt) for one in shown.media] == [
        (kind, file.digest, "What it is")
    ]
    assert isinstance(live, Live)
    assert (live.text, live.media, live.alts) == ("Look", 1, ("What it is",))


def test_a_file_that_is_too_large_must_be_changed(line: Line, tmp_path: Path) -> None:
    file = enclosure(tmp_path, size=11 * 1024 * 1024)

    assert isinstance(line.send(Verb.PUBLISH, parcel(enclosures=(file,))), ChangeIt)


def test_an_article_is_read_back_and_edited(line: Line, tmp_path: Path) -> None:
    told = {"type": PostType.ARTICLE, "title": "News", "enclosures": (enclosure(tmp_path),)}
    receipt = line.publish(parcel("Long words", **told))

    edited = line.send(Verb.EDIT, parcel("Better words", **told), receipt)

    live = line.send(Verb.READ, receipt=receipt)
    assert edited == receipt
    assert isinstance(live, Live)
    assert (live.text, live.media, live.edited) == ("Better words", 1, True)


def test_a_poll_is_asked_and_cannot_be_changed(line: Line) -> None:
    receipt = line.publish(parcel("Which?", type=PostType.POLL, poll=Poll(choices=("a", "b"))))

    assert line.town.simulator.timeline()[0].poll == ("a", "b")
    assert isinstance(line.send(Verb.EDIT, parcel("Other"), receipt), ChangeIt)


@pytest.mark.parametrize(
    "more",
    [{"link": LinkCard(url="https://a.example", description="About a")}, {"title": "News"},
     {"poll": Poll(choices=("a",))}, {"poll": Poll(choices=("a",), question="Which?")}],
)  # fmt: skip
def test_every_form_is_read_back_with_its_own_text(line: Line, more: dict[str, Any]) -> None:
    for text in ("Words", *([""] if "link" in more else [])):
        receipt = line.publish(parcel(text, **more))
        live = line.send(Verb.READ, receipt=receipt)

        assert isinstance(live, Live)
        assert live.text == text


@pytest.mark.promise("P2", "F11")
@pytest.mark.parametrize("form", ["text", "article", "poll", "link", "answer"])
def test_a_look_finds_every_form(line: Line, form: str) -> None:
    above = Handle(id=line.publish(parcel("Above")).id)
    said = {
        "text": parcel("Words"),
        "article": parcel("Words", title="T"),
        "poll": parcel("Which?", poll=Poll(choices=("a",))),
        "link": parcel("Words", link=LinkCard(url="https://a.example", title="A")),
        "answer": parcel("Words", root=above, parent=above),
    }[form]

    assert line.send(Verb.LOOK, said) == Absent()
    assert line.send(Verb.PUBLISH, said) == line.send(Verb.LOOK, said)


@pytest.mark.promise("P2")
def test_a_look_tells_no_twins_apart_and_knows_nothing_older(line: Line) -> None:
    first, second = parcel("Twin"), parcel("Twin")
    line.publish(first)
    line.publish(second)
    line.town.ahead = timedelta(hours=1)
    later = parcel("Twin", since=line.town.simulator.now())

    assert isinstance(line.send(Verb.LOOK, first), LookFirst)
    assert line.send(Verb.LOOK, later) == Absent()


def test_a_forum_gets_a_thread_with_title_and_tags(forum: Line, tmp_path: Path) -> None:
    said = parcel(
        "First line\nand more", options={"tags": ["Help"]}, enclosures=(enclosure(tmp_path),)
    )

    receipt = forum.publish(said)

    (thread,) = [one for one in forum.town.simulator.world.channels.values() if one.parent]
    assert (thread.name, thread.chosen) == ("First line", ["1002"])
    assert receipt.id == f"{thread.id}/{thread.id}"
    assert forum.send(Verb.LOOK, said) == receipt
    assert isinstance(forum.send(Verb.READ, receipt=receipt), Live)


def test_a_forum_that_wants_a_tag_says_so(forum: Line) -> None:
    outcome = forum.send(Verb.PUBLISH, parcel())

    assert isinstance(outcome, ChangeIt)
    assert outcome.problem
    assert outcome.problem.field == "options.tags"


def test_parts_and_comments_stand_in_the_thread_of_their_post(forum: Line) -> None:
    root = Handle(id=forum.publish(parcel("Above", options={"tags": ["News"]})).id)

    part = forum.publish(parcel("Part", root=root, parent=root))
    comment = forum.publish(parcel("Below", step=Step.COMMENT, root=root, parent=root))

    thread = root.id.partition("/")[0]
    assert part.id.startswith(f"{thread}/")
    assert comment.id.startswith(f"{thread}/")


def test_a_thread_that_is_gone_says_nothing_about_its_forum(forum: Line) -> None:
    receipt = forum.publish(parcel(options={"tags": ["News"]}))
    forum.town.simulator.world.channels.pop(receipt.id.partition("/")[0])

    assert isinstance(forum.send(Verb.READ, receipt=receipt), Gone)
    assert isinstance(forum.send(Verb.EDIT, parcel("New"), receipt), Gone)
    assert forum.send(Verb.WITHDRAW, receipt=receipt) == Done()


@pytest.mark.parametrize("thread", ["77", "not a number"])
def test_a_thread_that_is_none_can_be_changed_by_a_person(line: Line, thread: str) -> None:
    assert isinstance(line.send(Verb.PUBLISH, parcel(options={"thread": thread})), ChangeIt)


def test_a_channel_that_is_gone_asks_its_owner(line: Line) -> None:
    line.town.simulator.world.channels.pop(line.channel.id)

    assert isinstance(line.send(Verb.PUBLISH, parcel()), SignInAgain)


def test_an_announcement_is_passed_on_once(town: Town) -> None:
    line = town.line("news", kind="announcements")
    said = parcel("Big", options={"crosspost": True})

    first, second = line.publish(said), line.publish(said)

    passed = [one for one in town.said if one.path.endswith("/crosspost")]
    assert first == second
    assert [one.status for one in passed] == [200]
    assert town.simulator.timeline()[0].options["flags"] == 1


def test_a_failed_passing_on_takes_nothing_back(town: Town) -> None:
    line = town.line("news", kind="announcements")
    said = parcel("Big", options={"crosspost": True})
    plain = line.publish(parcel("Calm"))
    line.channel.may.discard("pass_on")

    receipt = line.publish(said)

    assert isinstance(receipt, Receipt)
    assert receipt.extra["crosspost"] == "failed"
    assert "crosspost" not in plain.extra
    assert "Big" in line.texts()


@pytest.mark.promise("F25", "P16")
def test_a_full_bucket_waits_as_long_as_it_is_told(line: Line) -> None:
    line.town.simulator.gate.calls = 1
    line.publish(parcel())
    line.town.simulator.gate.calls = 0

    outcome = line.send(Verb.PUBLISH, parcel("Too much"))

    assert isinstance(outcome, TryLater)
    assert timedelta(seconds=6) <= outcome.after <= timedelta(seconds=8)
    assert "Too much" not in line.texts()


def test_reactions_answers_and_members_are_counted(line: Line) -> None:
    receipt = line.publish(parcel())
    for kind in (ReactionKind.LIKE, ReactionKind.FOLLOW, ReactionKind.REPLY):
        line.react(kind, receipt.id, "Where?")

    told: list[Reading] = line.ask(
        lambda c: c.count([receipt.id, RemoteId("1/2"), line.address.id])
    )

    assert {(one.id, one.metric, one.value) for one in told} == {
        (receipt.id, Metric.LIKES, 1), (receipt.id, Metric.REPLIES, 1),
        (line.address.id, Metric.FOLLOWERS, 2),
    }  # fmt: skip


def test_a_forums_thread_counts_its_answers(forum: Line) -> None:
    receipt = forum.publish(parcel(options={"tags": ["News"]}))
    for number in range(3):
        forum.react(ReactionKind.REPLY, receipt.id, f"Number {number}")

    told: list[Reading] = forum.ask(lambda connector: connector.count([receipt.id]))

    assert {one.metric: one.value for one in told} == {Metric.LIKES: 0, Metric.REPLIES: 3}
