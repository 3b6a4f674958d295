"""A video goes up in pieces, private, and on from where it was cut."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from antiphon.connect.errors import ChangeIt, TryLater
from antiphon.connect.post_office import Verb
from antiphon.connect.values import Parcel, Prepared
from antiphon.kernel.secret import Secret
from antiphon.networks.youtube import uploads, wire
from antiphon.networks.youtube.sealing import seal
from antiphon.networks.youtube.tests.lines import Us, film, picture
from antiphon.sandbox.lines import Trouble

Video = Callable[..., Parcel]
GRAIN = 262_144


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pieces of the least size that there is."""
    monkeypatch.setattr(uploads, "PIECE", GRAIN)


def once(us: Us, parcel: Parcel) -> Parcel:
    """One step of the way."""
    outcome = us.ask(Verb.PREPARE, parcel=parcel)
    assert isinstance(outcome, Prepared), outcome
    return replace(parcel, handles=outcome.handles)


def test_preparing_shows_nothing_to_anybody(us: Us, video: Video) -> None:
    ready = us.prepared(video())

    assert us.seen() == []
    (made,) = us.server.world.channels[us.address.id].videos
    assert made.privacy == "private"
    assert made.id == ready.handles[wire.VIDEO]


@pytest.mark.usefixtures("small_pieces")
def test_a_large_video_arrives_byte_for_byte(us: Us, video: Video) -> None:
    parcel = video(size=3 * GRAIN + 5)

    us.publish(parcel)

    (shown,) = us.server.timeline(us.handle)
    assert shown.media[0].digest == parcel.enclosures[0].digest
    assert len(us.sent("PUT", "upload_id")) == 5  # one question, four pieces


def test_the_session_is_written_down_before_a_byte_leaves(us: Us, video: Video) -> None:
    begun = once(us, video())

    assert wire.SESSION in begun.handles
    assert "upload_id" not in str(begun.handles)
    assert us.sent("PUT", "upload_id") == []


@pytest.mark.usefixtures("small_pieces")
def test_a_long_upload_gives_others_their_turn(
    us: Us, video: Video, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "TURN", -1.0)
    begun = once(us, video(size=3 * GRAIN))

    waiting = us.ask(Verb.PREPARE, parcel=begun)

    assert isinstance(waiting, Prepared)
    assert waiting.wait == uploads.ON
    assert len(us.sent("PUT", "upload_id")) == 1


@pytest.mark.parametrize(("method", "body"), [("POST", ""), ("PUT", "{}")])
def test_an_upload_without_an_address_or_a_name_is_tried_later(
    us: Us, video: Video, method: str, body: str
) -> None:
    given = video() if method == "POST" else once(us, video())
    us.line.go_wrong(Trouble.ANSWER, method=method, status=200, body=body)

    assert isinstance(us.ask(Verb.PREPARE, parcel=given), TryLater)


def test_the_session_is_forgotten_once_the_video_is_there(us: Us, video: Video) -> None:
    ready = us.prepared(video())

    assert wire.SESSION not in ready.handles


@pytest.mark.usefixtures("small_pieces")
@pytest.mark.parametrize("trouble", [Trouble.LOSE_BEFORE, Trouble.LOSE_AFTER, Trouble.CUT])
def test_an_upload_goes_on_where_it_was_cut(
    us: Us, video: Video, trouble: Trouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = once(us, video(size=4 * GRAIN))
    rule = us.line.go_wrong(trouble, method="PUT", path="upload_id")
    monkeypatch.setattr(rule, "fits", _second())

    cut = us.ask(Verb.PREPARE, parcel=begun)
    assert isinstance(cut, TryLater)
    us.line.requests.clear()
    us.publish(begun)

    left = 4 if trouble is Trouble.LOSE_BEFORE else 3
    assert len(us.sent("PUT", "upload_id")) == 1 + left
    assert len(us.server.world.channels[us.address.id].videos) == 1


def _second() -> Callable[[str, str], bool]:
    asked: list[str] = []

    def fits(_method: str, path: str) -> bool:
        asked.append(path)
        return "upload_id" in path and len(asked) == 2

    return fits


@pytest.mark.promise("P2")
def test_a_lost_last_answer_makes_no_second_video(us: Us, video: Video) -> None:
    begun = once(us, video())
    us.line.go_wrong(Trouble.LOSE_AFTER, method="PUT", path="upload_id", times=2)

    for _attempt in range(2):
        us.ask(Verb.PREPARE, parcel=begun)
    us.publish(begun)

    assert len(us.server.world.channels[us.address.id].videos) == 1


@pytest.mark.promise("P2")
def test_a_forgotten_session_is_no_reason_for_a_second_video(us: Us, video: Video) -> None:
    begun = once(us, video())
    brought = once(us, begun)
    us.server.world.quirks.add("forgetful")

    found = once(us, begun)

    assert found.handles[wire.VIDEO] == brought.handles[wire.VIDEO]


def test_a_forgotten_session_without_a_video_is_begun_anew(us: Us, video: Video) -> None:
    begun = once(us, video())
    us.server.world.quirks.add("forgetful")
    again = once(us, begun)
    us.server.world.quirks.clear()

    us.publish(again)

    assert again.handles[wire.SESSION] != begun.handles[wire.SESSION]
    assert len(us.seen()) == 1


def test_after_a_new_sign_in_an_upload_is_begun_anew(us: Us, video: Video) -> None:
    begun = once(us, video())
    other = replace(us.address.credential, secrets={"refresh_token": Secret("another")})
    sealed = seal("https://www.googleapis.com/upload", other)

    again = once(us, replace(begun, handles={**begun.handles, wire.SESSION: sealed}))

    assert wire.SESSION in again.handles
    assert us.sent("PUT", "upload_id") == []


def test_another_file_is_another_upload(us: Us, video: Video, tmp_path: Path) -> None:
    ready = us.prepared(video())

    other = us.prepared(replace(ready, enclosures=(film(tmp_path),)))

    assert other.handles[wire.VIDEO] != ready.handles[wire.VIDEO]


def test_publishing_waits_until_the_video_can_be_played(us: Us, video: Video) -> None:
    us.server.works_for(timedelta(hours=1))
    parcel = once(us, once(us, video()))

    waits = []
    for _look in range(4):
        outcome = us.ask(Verb.PREPARE, parcel=parcel)
        assert isinstance(outcome, Prepared)
        parcel = replace(parcel, handles=outcome.handles)
        waits.append(outcome.wait)

    assert waits == [timedelta(seconds=one) for one in (30, 60, 120, 240)]


def test_whoever_waited_an_hour_publishes_what_is_still_at_work(us: Us, video: Video) -> None:
    us.server.works_for(timedelta(hours=9))
    receipt = us.publish(video())

    checked = us.ask(Verb.CHECK, receipt=receipt)
    us.server.world.videos[receipt.id].ready_at = us.server.world.now()
    done = us.ask(Verb.CHECK, receipt=receipt)

    assert (receipt.ready, checked.ready, done.ready) == (False, False, True)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("quirk", "say"),
    [("rejected:duplicate", "has it already"), ("rejected:length", "longer than this channel"),
     ("failed:codec", "codec"), ("failed:strange", "could not make the video ready")],
)  # fmt: skip
def test_what_youtube_gives_up_is_refused_before_anybody_sees_it(
    us: Us, video: Video, quirk: str, say: str
) -> None:
    brought = once(us, once(us, video()))
    us.server.world.quirks.add(quirk)

    outcome = us.ask(Verb.PREPARE, parcel=brought)

    assert isinstance(outcome, ChangeIt)
    assert say in str(outcome)
    assert us.seen() == []


def test_a_picture_stands_for_the_video(us: Us, tmp_path: Path, video: Video) -> None:
    files = (film(tmp_path), picture(tmp_path))

    receipt = us.publish(video(enclosures=files))

    (shown,) = us.server.timeline(us.handle)
    assert [one.digest for one in shown.media] == [one.digest for one in files]
    assert us.ask(Verb.READ, receipt=receipt).media == 2  # type: ignore[union-attr]


def test_a_video_comes_into_its_playlist_once(us: Us, video: Video) -> None:
    (playlist,) = us.server.world.channels[us.address.id].playlists.values()
    ready = us.prepared(video(options={"playlist": playlist.id}))
    forgotten = {name: one for name, one in ready.handles.items() if name != wire.LISTED}

    us.prepared(replace(ready, handles=forgotten))

    assert list(playlist.places.values()) == [ready.handles[wire.VIDEO]]


def test_an_upload_costs_one_of_a_hundred_and_no_units(us: Us, video: Video) -> None:
    us.server.gate.uploads_a_day = 1
    us.publish(video())

    outcome = us.ask(Verb.PREPARE, parcel=video())

    assert isinstance(outcome, TryLater)
    assert "uploads" in str(outcome)
    assert us.talk(lambda one: one.whoami()).id == us.address.id  # all else still goes


def test_the_address_of_a_session_leads_to_no_strange_host(us: Us, video: Video) -> None:
    begun = once(us, video())
    bent = seal("https://attacker.example/?upload_id=1", us.address.credential)

    outcome = us.ask(
        Verb.PREPARE, parcel=replace(begun, handles={**begun.handles, "session": bent})
    )

    assert "not a host of this network" in str(outcome)
