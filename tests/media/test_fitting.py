"""What is made for a network fits it, is the same each time, and is made once."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from antiphon.connect.rules import FileRule
from antiphon.connect.values import Enclosure, Kind
from antiphon.kernel.problem import BadInputError
from antiphon.media import actions, queries, shelf
from antiphon.media.models import Asset, Rendition
from antiphon.people.models import Member
from tests import builders as a
from tests.media import hostile
from tests.media.conftest import Take
from tests.media.test_films import sound, turned

MP4 = FileRule(mimes=("video/mp4",), max_bytes=1_000_000)
Make = Callable[..., Enclosure]


def noise(size: tuple[int, int], form: str = "PNG", seed: int = 1) -> bytes:
    """What presses badly."""
    grain = np.random.default_rng(seed).integers(0, 255, (size[1], size[0], 3), np.uint8)
    made = BytesIO()
    Image.fromarray(grain).save(made, form)
    return made.getvalue()


def fitted(
    asset: Asset, rule: FileRule, focus: tuple[float, float] = (0, 0), **how: Kind
) -> Enclosure:
    """Make it, and see that what was foreseen holds and that the bytes are those it names."""
    before = queries.foreseen(asset, rule, alt="words", focus=focus, **how)
    made = actions.fit(asset, rule, alt="words", focus=focus, **how)
    assert shelf.digest_of(made.path) == made.digest
    assert made.path.stat().st_size == made.size <= min(before.size, rule.max_bytes)
    assert (made.kind, made.alt, made.focus) == (before.kind, "words", focus)
    assert made.mime in rule.mimes
    return made


def test_a_picture_that_fits_is_sent_as_it_is(take: Take) -> None:
    asset = take(a.drawn())
    made = fitted(asset, FileRule(mimes=("image/png",), max_bytes=1_000_000))

    assert made.digest == asset.digest
    assert not Rendition.objects.exists()


def test_a_picture_is_cut_around_its_focus_and_scaled(take: Take) -> None:
    halves = Image.new("RGB", (400, 100), "blue")
    halves.paste("red", (300, 0, 400, 100))
    made = BytesIO()
    halves.save(made, "PNG")

    rule = FileRule(mimes=("image/png",), max_bytes=1_000_000, ratio=(1, 1), max_width=50)
    found = fitted(take(made.getvalue()), rule, (1, 0))

    with Image.open(found.path) as image:
        assert image.size == (found.width, found.height) == (50, 50)
        assert image.convert("RGB").getpixel((25, 25)) == (255, 0, 0)


@pytest.mark.parametrize(
    ("mimes", "most"),
    [(("image/jpeg", "image/png"), 20_000), (("image/png",), 30_000), (("image/webp",), 9_000)],
)
def test_a_picture_is_pressed_until_its_bytes_fit(
    take: Take, mimes: tuple[str, ...], most: int
) -> None:
    found = fitted(take(noise((300, 200))), FileRule(mimes=mimes, max_bytes=most))

    assert found.size > most // 4
    assert found.width / found.height == pytest.approx(1.5, rel=0.05)


def test_what_can_be_seen_through_stays_so_or_becomes_white(take: Take) -> None:
    made = BytesIO()
    Image.new("RGBA", (40, 40), (255, 0, 0, 0)).save(made, "PNG")
    asset = take(made.getvalue())

    clear = fitted(asset, FileRule(mimes=("image/jpeg", "image/webp"), max_bytes=10_000))
    white = fitted(asset, FileRule(mimes=("image/jpeg",), max_bytes=10_000))

    assert clear.mime == "image/webp"
    with Image.open(white.path) as image:
        assert image.getpixel((5, 5)) == (255, 255, 255)


def test_the_same_rule_gives_the_same_bytes_and_makes_them_once(take: Take) -> None:
    asset = take(noise((300, 200)))
    rule = FileRule(mimes=("image/jpeg",), max_bytes=20_000)

    first, again = fitted(asset, rule), fitted(asset, rule)
    row = Rendition.objects.get(asset=asset)
    row.delete()
    anew = fitted(asset, rule)

    assert first == again
    assert first.digest == anew.digest
    assert queries.foreseen(asset, rule, alt="words", focus=(0, 0)) == anew


@pytest.mark.promise("F49")
def test_a_rendition_that_vanished_is_made_again_and_a_lost_file_is_named(take: Take) -> None:
    asset = take(noise((300, 200)))
    rule = FileRule(mimes=("image/jpeg",), max_bytes=20_000)
    first = fitted(asset, rule)
    first.path.unlink()

    assert fitted(asset, rule).digest == first.digest
    shelf.path_of(asset.file).unlink()
    with pytest.raises(BadInputError) as caught:
        actions.fit(asset, rule, alt="", focus=(0, 0))
    assert caught.value.problems[0].rule == "missing"


@pytest.mark.promise("F49", "P11")
def test_nothing_is_made_of_a_file_that_was_exchanged(take: Take) -> None:
    asset = take(noise((300, 200)))
    shelf.path_of(asset.file).write_bytes(a.drawn())

    with pytest.raises(BadInputError) as caught:
        actions.fit(asset, FileRule(mimes=("image/jpeg",), max_bytes=9_000), alt="", focus=(0, 0))

    assert caught.value.problems[0].rule == "changed"


def test_a_moving_picture_becomes_a_video_its_first_frame_or_a_smaller_one(take: Take) -> None:
    asset = take(hostile.drawn_gif(frames=6, size=(65, 49), milliseconds=100))

    film = fitted(asset, MP4)
    still = fitted(asset, FileRule(mimes=("image/jpeg",), max_bytes=100_000))
    small = FileRule(mimes=("image/gif",), max_bytes=100_000, max_width=32, max_frames=3)
    less = fitted(asset, small)

    assert (film.kind, film.mime, film.width, film.height) == (Kind.VIDEO, "video/mp4", 64, 48)
    assert film.seconds == pytest.approx(0.6, abs=0.11)
    assert (still.kind, still.mime, still.seconds) == (Kind.IMAGE, "image/jpeg", 0)
    assert (less.kind, less.width, less.seconds) == (Kind.GIF, 32, 0.6)
    assert Rendition.objects.get(mime="image/gif").frames == 3


def test_a_network_whose_moving_pictures_are_videos_gets_one(take: Take) -> None:
    made = fitted(take(hostile.drawn_gif()), MP4, kind=Kind.GIF)

    assert (made.kind, made.mime) == (Kind.GIF, "video/mp4")


def test_a_video_is_cut_scaled_and_slowed(by: Member) -> None:
    asset = a.clip(by, frames=24, size=(320, 180))
    rule = FileRule(mimes=("video/mp4",), max_bytes=200_000, max_width=90, ratio=(1, 1), max_fps=6)

    made, again = fitted(asset, rule), asset.renditions.exclude(rule=queries.POSTER).get()

    assert (made.width, made.height) == (90, 90)
    assert made.seconds == pytest.approx(2, abs=0.2)
    assert again.frames == pytest.approx(12, abs=1)
    assert again.codec == "h264/yuv420p/none"


def test_a_video_is_pressed_until_its_bytes_fit(by: Member, tmp_path: Path) -> None:
    with av.open(str(tmp_path / "grain.mp4"), "w") as film:
        stream = film.add_stream("libx264", rate=10, options={"crf": "10"})
        stream.width, stream.height, stream.pix_fmt = 160, 120, "yuv420p"
        for seed in range(12):
            image = Image.open(BytesIO(noise((160, 120), seed=seed)))
            film.mux(stream.encode(a.frame(image)))
        film.mux(stream.encode(None))
    asset = actions.take_in(by, tmp_path / "grain.mp4", name="grain.mp4")
    rule = FileRule(mimes=("video/mp4",), max_bytes=20_000)

    made = fitted(asset, rule)
    Rendition.objects.filter(digest=made.digest).delete()

    assert asset.size > 5 * rule.max_bytes
    assert made.seconds == pytest.approx(1.2, abs=0.2)
    assert fitted(asset, rule).digest == made.digest


def test_only_the_container_changes_where_that_is_enough(by: Member, tmp_path: Path) -> None:
    film = sound(tmp_path / "talk.mov", with_picture=True)
    asset = actions.take_in(by, film, name="talk.mov")

    made = fitted(asset, MP4)

    assert made.mime == "video/mp4"
    assert made.size == pytest.approx(asset.size, rel=0.1)
    assert asset.renditions.get(mime="video/mp4").codec == "h264/yuv420p/aac"


def test_what_does_not_play_everywhere_is_made_anew_with_its_sound(
    by: Member, tmp_path: Path
) -> None:
    path = tmp_path / "film.webm"
    with av.open(str(path), "w") as made:
        picture, voice = made.add_stream("libvpx", rate=10), made.add_stream("libopus", rate=48_000)
        picture.width, picture.height, picture.pix_fmt = 64, 48, "yuv420p"
        for _tenth in range(10):
            shown = a.frame(Image.new("RGB", (64, 48), "green"))
            made.mux(picture.encode(shown))
            quiet = np.zeros((1, 9_600), np.float32)
            frame = av.AudioFrame.from_ndarray(quiet, "flt", "stereo")
            frame.sample_rate = 48_000
            made.mux(voice.encode(frame))
        made.mux(picture.encode(None))
        made.mux(voice.encode(None))

    found = fitted(actions.take_in(by, path, name="film.webm"), MP4)

    assert found.seconds == pytest.approx(1, abs=0.2)
    assert Rendition.objects.get(digest=found.digest).codec == "h264/yuv420p/aac"


def test_a_video_held_upright_is_made_upright(take: Take, tmp_path: Path) -> None:
    halves = tmp_path / "halves.mp4"
    with av.open(str(halves), "w") as film:
        stream = film.add_stream("libx264", rate=10)
        stream.width, stream.height, stream.pix_fmt = 160, 80, "yuv420p"
        image = Image.new("RGB", (160, 80), "blue")
        image.paste("red", (80, 0, 160, 80))
        for _tenth in range(5):
            film.mux(stream.encode(a.frame(image)))
        film.mux(stream.encode(None))
    asset = take(turned(halves.read_bytes()), "phone.mp4")
    made = fitted(asset, FileRule(mimes=("video/mp4",), max_bytes=100_000, max_height=80))

    with av.open(str(made.path)) as box:
        shown = Image.fromarray(next(box.decode(video=0)).to_ndarray(format="rgb24"))
    poster = queries.poster(asset)
    assert poster
    assert (made.width, made.height) == (40, 80)
    with Image.open(poster.path) as first:
        assert [is_red(first, 40, 140), is_red(first, 40, 20)] == [True, False]
    assert [is_red(shown, 20, 70), is_red(shown, 20, 10)] == [True, False]


def is_red(image: Image.Image, x: int, y: int) -> bool:
    red, _green, blue = image.getpixel((x, y))  # type: ignore[misc]
    return bool(red > blue)


@pytest.mark.promise("I6")
def test_what_cannot_fit_is_refused_with_its_reason(by: Member) -> None:
    rule = FileRule(mimes=("video/mp4",), max_bytes=1_000_000, max_seconds=0.5)

    with pytest.raises(BadInputError) as caught:
        actions.fit(a.clip(by), rule, alt="", focus=(0, 0))

    assert caught.value.problems[0].rule == "too_long"
