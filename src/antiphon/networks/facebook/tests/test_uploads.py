"""Photos, videos, reels and stories come before the post that shows them."""

from datetime import timedelta
from pathlib import Path

import pytest

from antiphon.connect.errors import LookFirst, TryLater
from antiphon.connect.post_office import Absent, Done, Verb
from antiphon.connect.values import (
    Kind,
    Live,
    PostType,
    Receipt,
)
from antiphon.networks.facebook.tests.conftest import (
    JPEG,
    PNG,
    Network,
    enclosure,
    parcel,
    video,
    with_,
)


def test_photos_are_brought_unseen_and_read_back_with_their_words(
    fb: Network, tmp_path: Path
) -> None:
    page = fb.page()
    files = (
        enclosure(tmp_path, JPEG, alt="A cup"),
        enclosure(tmp_path, PNG, alt="A pot"),
        enclosure(tmp_path, JPEG, alt="The same cup again"),
    )
    ready = fb.prepare(page, parcel(type=PostType.IMAGES, enclosures=files))
    assert fb.effects() == 0

    receipt = fb.send(Verb.PUBLISH, page, ready)
    live = fb.send(Verb.READ, page, receipt=receipt)

    assert isinstance(live, Live)
    assert live.alts == ("A cup", "A pot", "The same cup again")
    assert (live.text, live.media, live.id) == (ready.text, 3, receipt.id)
    shown = fb.simulator.timeline()[0].media
    assert [one.digest for one in shown] == [file.digest for file in files]


@pytest.mark.promise("P2", "F21")
def test_photos_that_were_posted_are_refused_a_second_time_and_found(
    fb: Network, tmp_path: Path
) -> None:
    page = fb.page()
    files = (enclosure(tmp_path, JPEG), enclosure(tmp_path, PNG))
    sent = fb.prepare(page, parcel(type=PostType.IMAGES, enclosures=files))
    first = fb.send(Verb.PUBLISH, page, sent)

    assert isinstance(fb.send(Verb.PUBLISH, page, sent), LookFirst)
    assert fb.send(Verb.LOOK, page, sent).id == first.id
    assert fb.effects() == 1


@pytest.mark.parametrize("type", [PostType.VIDEO, PostType.REEL])
@pytest.mark.promise("F19", "F52")
def test_a_video_is_accepted_checked_and_shown(fb: Network, tmp_path: Path, type: PostType) -> None:
    fb.simulator.works_for(timedelta(minutes=2))
    page, file = fb.page(), video(tmp_path)
    accepted = fb.publish(page, parcel(type=type, enclosures=(file,), title="Pour"))
    assert not accepted.ready
    assert not fb.send(Verb.CHECK, page, receipt=accepted).ready
    assert fb.simulator.timeline() == []

    fb.clock += timedelta(minutes=3)
    live = fb.send(Verb.CHECK, page, receipt=accepted)

    assert live.ready
    assert live.id.startswith(f"{page.id}_")
    assert live.url.startswith("http")
    [shown] = fb.simulator.timeline()
    assert (shown.id, shown.media[0].digest) == (live.id, file.digest)
    assert fb.send(Verb.READ, page, receipt=live).text == shown.text


@pytest.mark.parametrize("type", [PostType.VIDEO, PostType.REEL])
def test_a_video_whose_answer_was_lost_is_known_by_its_id(
    fb: Network, tmp_path: Path, type: PostType
) -> None:
    fb.simulator.works_for(timedelta(minutes=2))
    page = fb.page()
    sent = fb.prepare(page, parcel(type=type, enclosures=(video(tmp_path),)))
    assert isinstance(fb.send(Verb.LOOK, page, sent), Absent)
    fb.line.lose = "after"

    assert isinstance(fb.send(Verb.PUBLISH, page, sent), LookFirst)
    found = fb.send(Verb.LOOK, page, sent)

    assert isinstance(found, Receipt)
    assert not found.ready
    fb.clock += timedelta(minutes=3)
    assert fb.send(Verb.LOOK, page, sent).ready


@pytest.mark.promise("F52")
def test_an_upload_goes_on_where_the_server_is(fb: Network, tmp_path: Path) -> None:
    page, file = fb.page(), video(tmp_path)
    begun = fb.send(Verb.PREPARE, page, parcel(type=PostType.VIDEO, enclosures=(file,)))
    old = with_(parcel(type=PostType.VIDEO, enclosures=(file,)), handles=begun.handles)
    fb.prepare(page, old)  # the process dies and remembers nothing of it

    ready = fb.prepare(page, old)
    fb.send(Verb.PUBLISH, page, ready)

    fb.clock += timedelta(minutes=1)
    assert fb.simulator.timeline()[0].media[0].digest == file.digest


@pytest.mark.promise("F52")
def test_a_reel_that_was_cut_goes_on_from_its_bytes(fb: Network, tmp_path: Path) -> None:
    page, file = fb.page(), video(tmp_path)
    sent = parcel(type=PostType.REEL, enclosures=(file,))
    begun = fb.send(Verb.PREPARE, page, sent)
    sent = with_(sent, handles=begun.handles)
    fb.line.cut_at = 500_000
    assert isinstance(fb.send(Verb.PREPARE, page, sent), TryLater)

    fb.publish(page, sent)

    fb.clock += timedelta(minutes=1)
    assert fb.simulator.timeline()[0].media[0].digest == file.digest
    offsets = [call["headers"].get(b"offset") for call in fb.line.calls]
    assert max(int(offset) for offset in offsets if offset) > 200_000


def test_preparing_again_after_a_crash_makes_nothing_visible(fb: Network, tmp_path: Path) -> None:
    page = fb.page()
    sent = parcel(type=PostType.IMAGES, enclosures=(enclosure(tmp_path, JPEG),))
    fb.prepare(page, sent)
    fb.prepare(page, sent)

    assert fb.effects() == 0


@pytest.mark.parametrize("kind", [Kind.IMAGE, Kind.VIDEO])
def test_a_story_is_shown_and_found(fb: Network, tmp_path: Path, kind: Kind) -> None:
    page = fb.page()
    file = enclosure(tmp_path, JPEG) if kind is Kind.IMAGE else video(tmp_path)
    sent = fb.prepare(page, parcel(type=PostType.STORY, text="", enclosures=(file,)))
    assert isinstance(fb.send(Verb.LOOK, page, sent), Absent)
    fb.line.lose = "after"

    assert isinstance(fb.send(Verb.PUBLISH, page, sent), LookFirst)

    assert isinstance(fb.send(Verb.LOOK, page, sent), Receipt)
    assert fb.effects() == 1


def test_a_video_is_withdrawn_as_a_whole(fb: Network, tmp_path: Path) -> None:
    page = fb.page()
    accepted = fb.publish(page, parcel(type=PostType.VIDEO, enclosures=(video(tmp_path),)))

    assert fb.send(Verb.WITHDRAW, page, receipt=accepted) == Done()
    assert fb.effects() == 0


def test_an_edit_changes_the_text_only(fb: Network, tmp_path: Path) -> None:
    page = fb.page()
    sent = parcel(type=PostType.IMAGES, enclosures=(enclosure(tmp_path, JPEG, alt="Cup"),))
    receipt = fb.publish(page, sent)

    fb.send(Verb.EDIT, page, with_(sent, text="Corrected"), receipt)
    live = fb.send(Verb.READ, page, receipt=receipt)

    assert (live.text, live.alts) == ("Corrected", ("Cup",))


def test_the_edit_of_a_video_changes_its_description(fb: Network, tmp_path: Path) -> None:
    page = fb.page()
    sent = parcel(type=PostType.VIDEO, enclosures=(video(tmp_path),))
    receipt = fb.publish(page, sent)

    fb.send(Verb.EDIT, page, with_(sent, text="Corrected"), receipt)

    assert fb.send(Verb.READ, page, receipt=receipt).text == "Corrected"


@pytest.mark.promise("F22")
def test_photos_lead_to_their_post_while_the_list_lags(fb: Network, tmp_path: Path) -> None:
    page, text = fb.page(), parcel()
    files = (enclosure(tmp_path, JPEG), enclosure(tmp_path, PNG))
    sent = fb.prepare(page, parcel(type=PostType.IMAGES, enclosures=files))
    fb.simulator.quirks = {"lag"}
    assert isinstance(fb.send(Verb.LOOK, page, sent), Absent)

    first = fb.send(Verb.PUBLISH, page, sent)
    fb.send(Verb.PUBLISH, page, text)

    assert fb.send(Verb.LOOK, page, sent).id == first.id
    assert isinstance(fb.send(Verb.LOOK, page, text), Absent)
    fb.clock += timedelta(minutes=6)
    assert isinstance(fb.send(Verb.LOOK, page, text), Receipt)
