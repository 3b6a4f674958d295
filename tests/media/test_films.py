"""Videos come in bare, whole and not too long, or not at all."""

from pathlib import Path

import av
import numpy as np
import pytest

from antiphon.connect.values import Kind
from antiphon.media import actions, queries, shelf
from antiphon.people.models import Member
from tests import builders as a
from tests.media.conftest import Refuse, Take


@pytest.fixture
def film(tmp_path: Path) -> bytes:
    return a.filmed(tmp_path / "film.mp4").read_bytes()


def turned(film: bytes) -> bytes:
    """The same film, its track saying that the camera was held on its side (90 degrees)."""
    at = film.index(b"tkhd") + 4 + 40
    matrix = [0, 0x1_0000, 0, 0xFFFF_0000, 0, 0, 0, 0, 0x4000_0000]
    return film[:at] + b"".join(part.to_bytes(4, "big") for part in matrix) + film[at + 36 :]


def sound(path: Path, *, with_picture: bool = False) -> Path:
    """A tone, alone or below a picture."""
    with av.open(str(path), "w") as made:
        stream = made.add_stream("aac", rate=44_100, layout="mono")
        picture = made.add_stream("libx264", rate=10) if with_picture else None
        if picture:
            picture.width, picture.height, picture.pix_fmt = 64, 48, "yuv420p"
        for _second in range(10):
            frame = av.AudioFrame.from_ndarray(np.zeros((1, 4_410), np.float32), "fltp", "mono")
            frame.sample_rate = 44_100
            made.mux(stream.encode(frame))
        made.mux(stream.encode(None))
        if picture:
            for place in range(10):
                shown = av.VideoFrame.from_ndarray(np.full((48, 64, 3), place * 9, np.uint8))
                made.mux(picture.encode(shown))
            made.mux(picture.encode(None))
    return path


@pytest.mark.promise("I7")
def test_a_video_is_kept_without_what_its_maker_wrote_into_it(take: Take, film: bytes) -> None:
    assert b"kitchen" in film

    asset = take(film, "film.mp4")

    assert (asset.kind, asset.mime, asset.codec) == ("video", "video/mp4", "h264/yuv420p/none")
    assert (asset.width, asset.height, asset.frames, asset.seconds) == (160, 120, 12, 1.0)
    assert b"kitchen" not in shelf.path_of(asset.file).read_bytes()
    assert b"+52.52" not in shelf.path_of(asset.file).read_bytes()
    assert "The place where it was taken was removed." in asset.notes


def test_the_first_frame_of_a_video_can_be_shown(by: Member) -> None:
    poster = queries.poster(a.clip(by), alt="Shades")

    assert poster
    assert (poster.kind, poster.mime, poster.width) == (Kind.IMAGE, "image/jpeg", 160)
    assert shelf.digest_of(poster.path) == poster.digest


@pytest.mark.promise("I5", "I6")
def test_a_video_of_three_hours_is_refused(refuse: Refuse, tmp_path: Path) -> None:
    long = a.filmed(tmp_path / "long.mp4", frames=2, apart=3 * 60 * 60 * 12)

    problem = refuse(long.read_bytes(), "long.mp4")

    assert (problem.rule, problem.limit) == ("too_long", 7_200)
    assert "3:00:00" in problem.say


@pytest.mark.promise("I6")
def test_a_video_without_a_picture_is_refused(refuse: Refuse, tmp_path: Path) -> None:
    assert refuse(sound(tmp_path / "tone.mp4").read_bytes(), "tone.mp4").rule == "no_picture"


@pytest.mark.promise("I6")
def test_a_video_of_no_length_is_refused(refuse: Refuse, tmp_path: Path) -> None:
    blink = a.filmed(tmp_path / "blink.mp4", frames=1).read_bytes()

    assert refuse(blink, "blink.mp4").rule == "too_short"


@pytest.mark.promise("I6")
@pytest.mark.parametrize("share", [0.2, 0.6, 0.9])
def test_a_video_that_was_cut_off_is_refused(refuse: Refuse, film: bytes, share: float) -> None:
    assert refuse(film[: int(len(film) * share)], "film.mp4").rule == "damaged"


def test_a_video_held_upright_is_shown_upright(take: Take, film: bytes) -> None:
    asset = take(turned(film), "phone.mp4")

    assert (asset.width, asset.height) == (120, 160)


def test_webm_and_quicktime_are_videos_too(by: Member, tmp_path: Path) -> None:
    for name, mime in (("film.webm", "video/webm"), ("film.mov", "video/quicktime")):
        asset = actions.take_in(by, a.filmed(tmp_path / name), name=name)
        assert (asset.mime, asset.file.rpartition(".")[2]) == (mime, name.rpartition(".")[2])


def test_the_sound_of_a_video_stays(by: Member, tmp_path: Path) -> None:
    asset = actions.take_in(by, sound(tmp_path / "talk.mp4", with_picture=True), name="talk.mp4")

    assert asset.codec == "h264/yuv420p/aac"
