"""A business's conversation against the simulator, over real HTTP."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from antiphon.connect.errors import ChangeIt, FixSetup, Gone, LookFirst, SignInAgain
from antiphon.connect.post_office import Absent, Verb
from antiphon.connect.simulation import ReactionKind
from antiphon.connect.values import Live, Metric, Receipt
from antiphon.networks.tiktok import wire
from antiphon.networks.tiktok.tests.lines import Line, comment, film, parcel, photo


def test_a_video_is_fetched_and_seen(shop: Line, tmp_path: Path) -> None:
    video = film(tmp_path)
    receipt = shop.told(parcel(video, options={"made_with_ai": True, "cover": "1000"}))
    [shown] = shop.server.timeline("shop")

    assert (shown.id, shown.media[0].digest) == (receipt.id, video.digest)
    assert shown.options["is_ai_generated"] is True
    assert shown.options["disable_comment"] is True


def test_pictures_are_fetched_and_seen(shop: Line, tmp_path: Path) -> None:
    receipt = shop.told(parcel(photo(tmp_path), photo(tmp_path), title="Two"))
    [shown] = shop.server.timeline("shop")

    assert (shown.id, shown.title, len(shown.media)) == (receipt.id, "Two", 2)


def test_a_video_cannot_be_for_few_by_this_interface(shop: Line, tmp_path: Path) -> None:
    for_friends = parcel(film(tmp_path), options={"privacy": "MUTUAL_FOLLOW_FRIENDS"})

    outcome = shop.send(Verb.PUBLISH, for_friends)

    assert isinstance(outcome, ChangeIt)
    assert shop.texts() == []


def test_a_draft_waits_in_the_app(shop: Line, tmp_path: Path) -> None:
    for file in (film(tmp_path), photo(tmp_path)):
        receipt = shop.publish(parcel(file, options={"privacy": wire.INBOX}))
        waiting = shop.send(Verb.CHECK, receipt=receipt)

        assert isinstance(waiting, Receipt)
        assert waiting.check_after == timedelta(minutes=10)
    assert shop.texts() == []


@pytest.mark.promise("P2", "F10", "F11")
@pytest.mark.parametrize(("when", "arrived"), [("before", False), ("after", True)])
def test_a_lost_answer_is_settled_by_the_list(
    shop: Line, tmp_path: Path, when: str, *, arrived: bool
) -> None:
    sent = shop.prepare(parcel(film(tmp_path)))
    shop.recorder.loses, shop.recorder.when = "/video/publish/", when

    assert isinstance(shop.send(Verb.PUBLISH, sent), LookFirst)
    found = shop.send(Verb.LOOK, sent)

    assert isinstance(found, Receipt if arrived else Absent)
    assert len(shop.texts()) == arrived


@pytest.mark.promise("P2")
def test_what_cannot_be_listed_is_a_persons_matter(shop: Line, tmp_path: Path) -> None:
    for_inbox = parcel(photo(tmp_path), options={"privacy": wire.INBOX})
    for _turn in range(2):
        shop.told(parcel(photo(tmp_path), text="Every Monday"))
    twin = parcel(photo(tmp_path), text="Every Monday")

    assert isinstance(shop.send(Verb.LOOK, for_inbox), LookFirst)
    assert isinstance(shop.send(Verb.LOOK, twin), LookFirst)


def test_a_first_comment_is_written_and_found_again(shop: Line, tmp_path: Path) -> None:
    post = shop.told(parcel(photo(tmp_path)))
    sent = comment(post, "Only this week.")
    absent = shop.send(Verb.LOOK, sent)

    receipt = shop.send(Verb.PUBLISH, shop.prepare(sent))
    found = shop.send(Verb.LOOK, sent)

    assert isinstance(absent, Absent)
    assert isinstance(receipt, Receipt)
    assert isinstance(found, Receipt)
    assert found.id == receipt.id
    assert shop.server.timeline("shop")[-1].parent == post.id


def test_a_comment_without_a_post_is_refused(shop: Line, tmp_path: Path) -> None:
    post = shop.told(parcel(photo(tmp_path)))
    lost = replace(comment(post, "Where?"), root=None, parent=None)

    assert isinstance(shop.send(Verb.PUBLISH, lost), ChangeIt)
    assert isinstance(shop.send(Verb.LOOK, lost), Absent)


@pytest.mark.promise("I7")
def test_comments_of_others_are_heard_once_and_ours_are_not(shop: Line, tmp_path: Path) -> None:
    post = shop.told(parcel(photo(tmp_path)))
    shop.send(Verb.PUBLISH, comment(post, "Only this week."))
    first = shop.react(post, ReactionKind.REPLY, "Where?")
    heard = shop.ask(lambda connector: connector.answers([post.id, "v_pub~1"], ""))
    second = shop.react(post, ReactionKind.REPLY, "When?")
    more = shop.ask(lambda connector: connector.answers([post.id], heard.cursor))

    assert [one.id for one in heard.messages] == [first]
    assert [one.id for one in more.messages] == [second]
    assert (heard.messages[0].author, heard.messages[0].about) == ("Ada", post.id)


def test_a_post_is_read_and_counted(shop: Line, tmp_path: Path) -> None:
    receipt = shop.told(parcel(photo(tmp_path), text="b" * 200))
    shop.react(receipt, ReactionKind.VIEW)
    shop.react(receipt, ReactionKind.FOLLOW)
    live = shop.send(Verb.READ, receipt=receipt)
    told = shop.ask(lambda connector: connector.count([receipt.id, shop.address.id]))

    assert isinstance(live, Live)
    assert live.text == "b" * 200
    counted = {(one.id, one.metric): one.value for one in told}
    assert counted[receipt.id, Metric.REACH] == counted[receipt.id, Metric.VIEWS] == 1
    assert counted[shop.address.id, Metric.FOLLOWERS] == 1


def test_what_is_gone_or_shown_to_nobody_is_told_apart(shop: Line, tmp_path: Path) -> None:
    receipt = shop.told(parcel(photo(tmp_path)))
    shop.server.world.posts[receipt.id].privacy = "SELF_ONLY"
    unnamed = replace(receipt, id=receipt.extra[wire.PUBLISH])  # type: ignore[arg-type]

    assert isinstance(shop.send(Verb.READ, receipt=receipt), Gone)
    assert isinstance(shop.send(Verb.READ, receipt=unnamed), LookFirst)


def test_an_installation_without_public_address_is_told_so(shop: Line, tmp_path: Path) -> None:
    outcome = shop.send(Verb.PUBLISH, parcel(photo(tmp_path, lent=False)))

    assert isinstance(outcome, FixSetup)


def test_a_foreign_id_is_refused(shop: Line) -> None:
    shop.address = replace(shop.address, id="-000other")  # type: ignore[arg-type]

    with pytest.raises(SignInAgain):
        shop.ask(lambda connector: connector.whoami())


def test_a_flood_of_comments_is_heard_page_by_page_and_once(shop: Line, tmp_path: Path) -> None:
    receipt = shop.told(parcel(photo(tmp_path)))
    for number in range(70):
        shop.react(receipt, ReactionKind.REPLY, f"Hm {number}")
    told = shop.ask(lambda connector: connector.answers([receipt.id], ""))
    again = shop.ask(lambda connector: connector.answers([receipt.id], told.cursor))

    assert len({one.id for one in told.messages}) == 70
    assert again.messages == []


def test_what_is_gone_stops_no_other_hearing(shop: Line, tmp_path: Path) -> None:
    receipt = shop.told(parcel(photo(tmp_path)))
    shop.react(receipt, ReactionKind.REPLY, "Hm")
    told = shop.ask(lambda connector: connector.answers(["7399999999999999999", receipt.id], ""))

    assert [one.text for one in told.messages] == ["Hm"]
