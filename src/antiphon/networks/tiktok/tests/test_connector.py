"""A creator's conversation against the simulator, over real HTTP."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from antiphon.connect.abilities import Converses
from antiphon.connect.errors import ChangeIt, FixSetup, Gone, LookFirst, SignInAgain, TryLater
from antiphon.connect.post_office import Absent, Verb
from antiphon.connect.simulation import ReactionKind
from antiphon.connect.values import Live, Metric, Prepared, Receipt
from antiphon.networks.tiktok import NETWORK, wire
from antiphon.networks.tiktok.tests.lines import PNG, Line, film, parcel, photo

INFO = "/v2/post/publish/creator_info/query/"


def test_pictures_are_fetched_and_seen(line: Line, tmp_path: Path) -> None:
    files = (photo(tmp_path), photo(tmp_path))
    receipt = line.told(parcel(*files, title="Two"))
    [shown] = line.server.timeline("brew")

    assert (shown.id, shown.title) == (receipt.id, "Two")
    assert [one.digest for one in shown.media] == [one.digest for one in files]


def test_the_account_is_asked_what_it_allows_before_every_post(line: Line, tmp_path: Path) -> None:
    line.recorder.heard.clear()
    for file in (photo(tmp_path), film(tmp_path)):
        line.told(parcel(file))

    assert line.paths().count(INFO) == 2
    assert line.paths()[0] == INFO


def test_a_choice_that_the_account_lost_is_refused_before_anything_leaves(
    line: Line, tmp_path: Path
) -> None:
    line.server.world.handles["brew"].is_private = True
    line.recorder.heard.clear()

    assert isinstance(line.send(Verb.PREPARE, parcel(film(tmp_path))), ChangeIt)
    assert line.paths() == [INFO]


def test_a_video_longer_than_the_account_may_post_is_refused_first(
    line: Line, tmp_path: Path
) -> None:
    line.server.world.handles["brew"].longest = 60

    outcome = line.send(Verb.PREPARE, parcel(film(tmp_path, seconds=61)))

    assert isinstance(outcome, ChangeIt)
    assert "60 seconds" in str(outcome)


def test_a_post_for_oneself_is_live_and_nobody_sees_it(line: Line, tmp_path: Path) -> None:
    receipt = line.told(parcel(photo(tmp_path), options={"privacy": "SELF_ONLY"}))

    assert receipt.id.startswith("p_pub_url~")
    assert line.texts() == []
    assert isinstance(line.send(Verb.READ, receipt=receipt), LookFirst)


def test_what_waits_in_the_inbox_is_live_when_a_person_finished_it(
    line: Line, tmp_path: Path
) -> None:
    sent = parcel(film(tmp_path), options={"privacy": wire.INBOX})
    receipt = line.publish(sent)
    waiting = line.send(Verb.CHECK, receipt=receipt)
    assert isinstance(waiting, Receipt)
    line.server.finish(receipt.id, "PUBLIC_TO_EVERYONE")
    live = line.send(Verb.CHECK, receipt=waiting)

    assert (waiting.ready, waiting.check_after) == (False, timedelta(minutes=10))
    assert isinstance(live, Receipt)
    assert live.ready
    assert live.id.isdigit()


def test_a_picture_of_a_kind_that_is_not_taken_is_given_up_with_a_reason(
    line: Line, tmp_path: Path
) -> None:
    receipt = line.publish(parcel(photo(tmp_path, PNG)))

    outcome = line.send(Verb.CHECK, receipt=receipt)

    assert isinstance(outcome, ChangeIt)
    assert "format" in str(outcome)


@pytest.mark.promise("P2", "F10", "F11")
@pytest.mark.parametrize(("when", "arrived"), [("before", False), ("after", True)])
def test_pictures_whose_answer_was_lost_are_looked_for_in_the_list(
    line: Line, tmp_path: Path, when: str, *, arrived: bool
) -> None:
    line.told(parcel(photo(tmp_path)))
    sent = line.prepare(parcel(photo(tmp_path)))
    line.recorder.loses, line.recorder.when = "/content/init/", when

    assert isinstance(line.send(Verb.PUBLISH, sent), LookFirst)
    found = line.send(Verb.LOOK, sent)

    assert isinstance(found, Receipt if arrived else Absent)
    assert len(line.texts()) == 1 + arrived


@pytest.mark.promise("P2")
def test_what_only_few_see_cannot_be_looked_for_and_is_a_persons_matter(
    line: Line, tmp_path: Path
) -> None:
    sent = parcel(photo(tmp_path), options={"privacy": "SELF_ONLY"})

    assert isinstance(line.send(Verb.LOOK, sent), LookFirst)


@pytest.mark.promise("F22")
def test_an_equal_older_post_is_not_taken_for_ours(line: Line, tmp_path: Path) -> None:
    line.told(parcel(photo(tmp_path), text="Every Monday"))
    sent = parcel(photo(tmp_path), text="Every Monday")
    assert sent.since is not None
    later = replace(sent, since=sent.since + timedelta(days=7))

    assert isinstance(line.send(Verb.LOOK, later), Absent)


def test_two_posts_that_say_the_same_are_a_persons_matter(line: Line, tmp_path: Path) -> None:
    for _turn in range(2):
        line.told(parcel(photo(tmp_path), text="Every Monday"))

    assert isinstance(line.send(Verb.LOOK, parcel(photo(tmp_path), text="Every Monday")), LookFirst)


def test_a_look_goes_back_page_by_page(line: Line, tmp_path: Path) -> None:
    sent = parcel(photo(tmp_path))
    line.told(sent)
    for post in range(25):
        line.told(parcel(photo(tmp_path), text=f"Number {post}"))
    line.recorder.heard.clear()

    assert isinstance(line.send(Verb.LOOK, sent), Receipt)
    assert line.paths() == ["/v2/video/list/"] * 2


def test_a_post_is_read_counted_and_missed_when_it_is_gone(line: Line, tmp_path: Path) -> None:
    receipt = line.told(parcel(photo(tmp_path), photo(tmp_path)))
    for kind in (ReactionKind.VIEW, ReactionKind.LIKE, ReactionKind.SHARE):
        line.react(receipt, kind)
    line.react(receipt, ReactionKind.FOLLOW)
    live = line.send(Verb.READ, receipt=receipt)
    told = line.ask(lambda connector: connector.count([receipt.id, line.address.id, "v_pub~1"]))
    line.server.world.posts[receipt.id].privacy = "SELF_ONLY"

    assert isinstance(live, Live)
    assert live.media == 2
    counted = {(one.id, one.metric): one.value for one in told}
    assert counted[receipt.id, Metric.VIEWS] == counted[receipt.id, Metric.LIKES] == 1
    assert counted[line.address.id, Metric.FOLLOWERS] == 1
    assert isinstance(line.send(Verb.READ, receipt=receipt), Gone)


@pytest.mark.parametrize(
    ("mode", "remedy"),
    [("unaudited", FixSetup), ("unverified", FixSetup), ("banned", SignInAgain),
     ("crowded", TryLater)],
)  # fmt: skip
def test_what_the_app_or_the_account_may_not_do_has_its_remedy(
    line: Line, tmp_path: Path, mode: str, remedy: type
) -> None:
    line.server.posting.quirks = {mode}
    prepared = line.send(Verb.PREPARE, parcel(photo(tmp_path)))
    outcome = (
        line.send(Verb.PUBLISH, parcel(photo(tmp_path)))
        if isinstance(prepared, Prepared)
        else prepared
    )

    assert type(outcome) is remedy
    assert line.texts() == []


def test_a_creators_account_hears_nothing_and_says_so() -> None:
    assert NETWORK.can(Converses)
    assert not NETWORK.at({"family": "creator"}).can(Converses)


def test_no_token_stands_in_an_address_or_a_body(line: Line, tmp_path: Path) -> None:
    line.told(parcel(film(tmp_path)))
    token = line.address.credential.secret("access_token")

    assert not [
        one
        for one in line.recorder.heard
        if token in f"{one.path}{one.query}" or token.encode() in one.body
    ]
