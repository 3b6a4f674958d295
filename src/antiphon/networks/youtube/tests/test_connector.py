"""What happens on a channel: published, found again, changed, taken back, counted, heard."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from antiphon.connect.errors import ChangeIt, FixSetup, Gone, LookFirst, SignInAgain, TryLater
from antiphon.connect.post_office import Absent, Verb
from antiphon.connect.values import Live, Metric, Parcel, PostType, Prepared, Receipt, RemoteId
from antiphon.networks.youtube import NETWORK, wire
from antiphon.networks.youtube.tests.lines import Us, comment, film, now, parcel, picture
from antiphon.sandbox.lines import Trouble

Video = Callable[..., Parcel]


@pytest.mark.promise("P2")
def test_publishing_is_one_request_with_an_effect(us: Us, video: Video) -> None:
    ready = us.prepared(video())
    us.line.requests.clear()

    us.ask(Verb.PUBLISH, parcel=ready)

    assert [method for method, _path in us.line.requests] == ["PUT"]


def test_a_video_says_all_that_was_chosen(us: Us, video: Video) -> None:
    options = {
        "privacy": "unlisted", "category": "27", "license": "creativeCommon", "kids": "no",
        "embeddable": False, "figures": False, "synthetic": True, "paid": True,
        "recorded": "2026-05-01",
    }  # fmt: skip
    receipt = us.publish(video(options=options, labels=("#green tea", "cup"), language="de"))

    made = us.server.world.videos[receipt.id]
    assert made.status == {
        "privacyStatus": "unlisted", "license": "creativeCommon", "embeddable": False,
        "publicStatsViewable": False, "selfDeclaredMadeForKids": False,
        "containsSyntheticMedia": True,
    }  # fmt: skip
    assert made.snippet["tags"] == ["green tea", "cup"]
    assert (made.snippet["categoryId"], made.snippet["defaultLanguage"]) == ("27", "de")
    assert made.more["paidProductPlacementDetails"] == {"hasPaidProductPlacement": True}
    assert made.more["recordingDetails"] == {"recordingDate": "2026-05-01T00:00:00Z"}


def test_the_time_of_publishing_is_ours_alone(us: Us, video: Video) -> None:
    receipt = us.publish(video())

    assert "publishAt" not in us.server.world.videos[receipt.id].status


def test_a_short_has_its_own_address(us: Us, video: Video) -> None:
    receipt = us.publish(video(type=PostType.REEL))

    assert receipt.url.endswith(f"/shorts/{receipt.id}")


@pytest.mark.promise("F11")
@pytest.mark.parametrize("privacy", ["public", "unlisted", "private"])
def test_a_lost_answer_is_settled_by_the_id_of_the_video(
    us: Us, video: Video, privacy: str
) -> None:
    ready = us.prepared(video(options={"privacy": privacy}))
    assert us.ask(Verb.LOOK, parcel=ready) == Absent()
    us.line.go_wrong(Trouble.LOSE_AFTER, method="PUT")

    assert isinstance(us.ask(Verb.PUBLISH, parcel=ready), LookFirst)
    found = us.ask(Verb.LOOK, parcel=ready)

    assert isinstance(found, Receipt)
    assert found.id == ready.handles[wire.VIDEO]


@pytest.mark.promise("F11")
def test_a_video_that_youtube_tidied_is_known_by_its_id(us: Us, video: Video) -> None:
    ready = us.prepared(video("Tea, www.example.org"))
    us.ask(Verb.PUBLISH, parcel=ready)
    us.server.world.videos[ready.handles[wire.VIDEO]].snippet["description"] = "Tea."

    assert isinstance(us.ask(Verb.LOOK, parcel=ready), Receipt)


def test_a_lost_handle_is_found_by_what_the_video_says_of_itself(us: Us, video: Video) -> None:
    ready = us.prepared(video())

    receipt = us.ask(Verb.PUBLISH, parcel=replace(ready, handles={}))

    assert isinstance(receipt, Receipt)
    assert receipt.id == ready.handles[wire.VIDEO]


def test_what_was_never_brought_is_brought_first(us: Us, video: Video) -> None:
    outcome = us.ask(Verb.PUBLISH, parcel=video())

    assert isinstance(outcome, TryLater)
    assert outcome.anew


def test_two_equal_videos_are_for_a_person_to_tell_apart(us: Us, video: Video) -> None:
    for _twice in range(2):
        us.publish(video(title="Twice"))

    assert isinstance(us.ask(Verb.LOOK, parcel=video(title="Twice")), LookFirst)


def test_an_older_video_of_the_same_words_is_not_taken_for_ours(us: Us, video: Video) -> None:
    us.publish(video(title="Old"))
    later = now() + timedelta(hours=1)

    assert us.ask(Verb.LOOK, parcel=video(title="Old", since=later)) == Absent()


@pytest.mark.parametrize(
    ("bad", "say"),
    [({"title": "A <b>"}, "title"), ({"text": "1 > 0"}, "text"), ({"enclosures": ()}, "one video"),
     ({"labels": ("x" * 300, "y" * 300)}, "tags")],
)  # fmt: skip
def test_what_youtube_would_refuse_is_refused_before_anything_leaves(
    us: Us, video: Video, bad: dict[str, Any], say: str
) -> None:
    us.line.requests.clear()
    parcel = replace(video(), **bad)

    outcome = us.ask(Verb.PREPARE, parcel=parcel)

    assert isinstance(outcome, ChangeIt)
    assert say in str(outcome)
    assert us.line.requests == []


def test_two_pictures_cannot_stand_for_one_video(us: Us, tmp_path: Path) -> None:
    files = (film(tmp_path), picture(tmp_path), picture(tmp_path))

    assert isinstance(us.ask(Verb.PREPARE, parcel=parcel(enclosures=files)), ChangeIt)


@pytest.mark.parametrize("quirk", ["unaudited", "silent"])
def test_a_project_without_audit_is_for_its_operator(us: Us, video: Video, quirk: str) -> None:
    ready = us.prepared(video())
    us.server.world.quirks.add(quirk)

    outcome = us.ask(Verb.PUBLISH, parcel=ready)

    assert isinstance(outcome, FixSetup)
    assert "audit" in str(outcome)
    assert us.seen() == []


def test_without_audit_a_private_video_is_still_taken(us: Us, video: Video) -> None:
    us.server.world.quirks.add("unaudited")

    assert us.publish(video(options={"privacy": "private"})).ready


def test_a_first_comment_and_its_answer_have_one_level(us: Us, video: Video) -> None:
    receipt = us.publish(video())
    first = us.publish(comment(receipt))
    answer = us.publish(comment(first, "And second."))
    third = us.publish(comment(answer, "And third."))

    parents = {one.id: one.parent for one in us.server.timeline(us.handle)}
    assert parents[first.id] == receipt.id
    assert parents[answer.id] == parents[third.id] == first.id
    assert f"watch?v={receipt.id}&lc={answer.id}" in answer.url


def test_a_comment_that_names_somebody_needs_nothing_brought(us: Us, video: Video) -> None:
    given = comment(us.publish(video()), "Thanks, @ann!")

    assert us.ask(Verb.PREPARE, parcel=given) == Prepared(handles={})


def test_an_answer_to_a_stranger_leads_to_its_video(us: Us, video: Video) -> None:
    receipt = us.publish(video())
    heard = Receipt(id=us.reply(receipt.id, "Where?"))

    answer = us.publish(comment(heard, "Here."))

    assert f"watch?v={receipt.id}&lc={answer.id}" in answer.url


@pytest.mark.promise("F11")
def test_a_lost_comment_is_found_below_its_video_and_below_a_comment(us: Us, video: Video) -> None:
    receipt = us.publish(video())
    below = us.publish(comment(receipt, "Above."))
    for place, text in ((receipt, "Lost one."), (below, "Lost two.")):
        lost = comment(place, text)
        assert us.ask(Verb.LOOK, parcel=lost) == Absent()
        us.line.go_wrong(Trouble.LOSE_AFTER, method="POST")
        assert isinstance(us.ask(Verb.PUBLISH, parcel=lost), LookFirst)

        found = us.ask(Verb.LOOK, parcel=lost)
        assert isinstance(found, Receipt)
        assert us.ask(Verb.READ, receipt=found).text == text  # type: ignore[union-attr]


def test_another_persons_equal_comment_is_not_ours(us: Us, video: Video) -> None:
    receipt = us.publish(video())
    us.reply(receipt.id, "First!")

    assert us.ask(Verb.LOOK, parcel=comment(receipt)) == Absent()


def test_an_edit_keeps_what_it_does_not_change(us: Us, video: Video) -> None:
    receipt = us.publish(video(labels=("cup",), options={"category": "27"}))

    us.ask(Verb.EDIT, receipt=receipt, parcel=replace(video("Better."), title="Best"))

    snippet = us.server.world.videos[receipt.id].snippet
    assert (snippet["title"], snippet["description"]) == ("Best", "Better.")
    assert (snippet["tags"], snippet["categoryId"]) == (["cup"], "27")


def test_a_comment_is_read_edited_checked_and_taken_back(us: Us, video: Video) -> None:
    first = us.publish(comment(us.publish(video())))

    us.ask(Verb.EDIT, receipt=first, parcel=parcel("Better."))
    live = us.ask(Verb.READ, receipt=first)
    assert isinstance(live, Live)
    assert (live.text, live.edited) == ("Better.", True)
    assert us.ask(Verb.CHECK, receipt=first) == first
    us.ask(Verb.WITHDRAW, receipt=first)

    assert isinstance(us.ask(Verb.READ, receipt=first), Gone)


def test_the_channels_own_id_counts_its_followers(us: Us) -> None:
    us.server.world.channels[us.address.id].followers |= {"a", "b"}

    (reading,) = us.talk(lambda one: one.count([us.address.id]))

    assert (reading.metric, reading.value) == (Metric.FOLLOWERS, 2)


def test_more_videos_than_one_question_takes_are_counted(us: Us, video: Video) -> None:
    receipt = us.publish(video())
    strangers = [RemoteId(f"{number:011}") for number in range(60)]

    readings = us.talk(lambda one: one.count([*strangers, receipt.id]))

    assert {one.id for one in readings} == {receipt.id}
    assert len(us.sent("GET", "batchGetStats")) == 2


def test_answers_to_answers_and_more_than_five_are_heard(us: Us, video: Video) -> None:
    receipt = us.publish(video())
    top = us.reply(receipt.id, "Top")
    ids = [us.reply(top, f"Answer {number}") for number in range(7)]

    heard = us.talk(lambda one: one.answers([receipt.id], ""))

    assert [one.id for one in heard.messages if one.parent == top] == sorted(ids)
    assert {one.about for one in heard.messages} == {receipt.id}


def test_a_quiet_poll_costs_one_unit(us: Us, video: Video) -> None:
    receipt = us.publish(video())
    top = us.reply(receipt.id, "Top")
    for number in range(7):
        us.reply(top, f"Answer {number}")
    cursor = us.talk(lambda one: one.answers([receipt.id], "")).cursor
    us.line.requests.clear()

    heard = us.talk(lambda one: one.answers([receipt.id], cursor))

    assert heard.messages == []
    assert len(us.line.requests) == 1


def test_what_we_say_ourselves_is_no_answer(us: Us, video: Video) -> None:
    receipt = us.publish(video())
    us.publish(comment(receipt))

    assert us.talk(lambda one: one.answers([receipt.id], "nonsense")).messages == []


def test_a_channel_tells_what_it_lets_one_choose(us: Us) -> None:
    account = us.talk(lambda one: one.whoami())

    options = {one.key: one for one in NETWORK.at(account.facts).options}
    assert [name for _value, name in options["playlist"].choices] == ["Everything"]
    assert "18" not in dict(options["category"].choices)
    assert not options["kids"].needed


def test_an_account_without_a_channel_cannot_speak(us: Us) -> None:
    us.server.world.channels[us.address.id].facts["channel"] = "none"

    with pytest.raises(SignInAgain, match="no YouTube channel"):
        us.talk(lambda one: one.whoami())
