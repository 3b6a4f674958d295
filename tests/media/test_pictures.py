"""Pictures come in upright, bare and in sRGB, or not at all."""

from io import BytesIO

import pytest
from PIL import Image, ImageCms

from antiphon.connect.values import Kind
from antiphon.media import limits, shelf
from tests import builders as a
from tests.media import hostile
from tests.media.conftest import Refuse, Take


def kept(file: str) -> bytes:
    return shelf.path_of(file).read_bytes()


@pytest.mark.promise("S18")
@pytest.mark.promise("I5", "I6")
def test_a_header_of_too_many_pixels_is_refused_without_decoding(refuse: Refuse) -> None:
    problem = refuse(hostile.png_that_says(40_000, 40_000), "huge.png")

    assert (problem.rule, problem.actual) == ("too_many_pixels", 1_600_000_000)
    assert problem.limit == limits.PIXELS


@pytest.mark.promise("I5", "I6")
@pytest.mark.parametrize(
    ("body", "rule"),
    [
        (hostile.gif(20_000), "too_many_frames"),
        (hostile.gif(3, size=(60_000, 60_000)), "too_many_pixels"),
        (hostile.gif(290, size=(4_000, 4_000)), "too_many_pixels"),
        (a.drawn(form="JPEG")[:-400], "damaged"),
        (a.drawn()[:100], "damaged"),
        (hostile.png_that_says(30, 30), "damaged"),
        (b"GIF89a", "damaged"),
    ],
    ids=["frames", "screen", "in all", "jpeg", "png", "idat", "stump"],
)
def test_what_is_too_much_or_not_whole_is_refused(refuse: Refuse, body: bytes, rule: str) -> None:
    assert refuse(body).rule == rule


@pytest.mark.promise("I7")
def test_where_and_with_what_a_picture_was_taken_is_removed_and_said(take: Take) -> None:
    asset = take(hostile.jpeg_from_a_phone(), "IMG_1.JPG")

    assert asset.mime == "image/jpeg"
    assert b"script" not in kept(asset.file)
    assert b"Exif" not in kept(asset.file)
    assert "The place where it was taken was removed." in asset.notes
    assert "What the camera wrote into it was removed." in asset.notes
    assert "Comments inside the file were removed." in asset.notes
    assert kept(asset.original) == hostile.jpeg_from_a_phone() or b"script" in kept(asset.original)


def test_a_picture_on_its_side_is_turned_upright(take: Take) -> None:
    asset = take(hostile.jpeg_from_a_phone(orientation=6, size=(60, 40)))

    assert (asset.width, asset.height) == (40, 60)
    assert "It was turned upright, as the camera said." in asset.notes


@pytest.mark.parametrize(
    ("body", "part"),
    [(hostile.gif_that_is_a_script(), b"alert"), (hostile.jpeg_with_a_zip(), b"PK\x03\x04")],
    ids=["script", "archive"],
)
def test_what_hides_behind_a_picture_is_gone(take: Take, body: bytes, part: bytes) -> None:
    asset = take(body)

    assert part not in kept(asset.file)
    assert any("followed the picture" in note for note in asset.notes)


def test_a_moving_picture_stays_one(take: Take) -> None:
    asset = take(hostile.drawn_gif(frames=6, milliseconds=200))

    assert (asset.kind, asset.mime, asset.frames) == (Kind.GIF, "image/gif", 6)
    assert asset.seconds == pytest.approx(1.2)


def test_a_moving_webp_becomes_a_gif_and_says_so(take: Take) -> None:
    shown = [Image.new("RGB", (32, 32), (place * 60, 0, 0)) for place in range(4)]
    made = BytesIO()
    shown[0].save(made, "WEBP", save_all=True, append_images=shown[1:], duration=50)

    asset = take(made.getvalue(), "loop.webp")

    assert (asset.kind, asset.mime, asset.frames) == (Kind.GIF, "image/gif", 4)
    assert "The moving picture was made a GIF." in asset.notes


def test_a_gif_that_stands_still_is_a_png(take: Take) -> None:
    asset = take(hostile.drawn_gif(frames=1), "dot.gif")

    assert (asset.kind, asset.mime, asset.file[-4:]) == (Kind.IMAGE, "image/png", ".png")


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_way_to_store_pixels_is_read(take: Take, mode: str) -> None:
    made = BytesIO()
    Image.new(mode, (30, 20)).save(made, "PNG")

    asset = take(made.getvalue(), "any.png")

    with Image.open(BytesIO(kept(asset.file))) as image:
        assert image.mode in {"1", "L", "RGB", "RGBA"}
        assert image.size == (30, 20)


def test_colours_for_print_and_foreign_profiles_become_srgb(take: Take) -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()
    made = BytesIO()
    Image.new("CMYK", (20, 20), (0, 255, 255, 0)).save(made, "JPEG", icc_profile=lab)

    asset = take(made.getvalue(), "print.jpg")

    with Image.open(BytesIO(kept(asset.file))) as image:
        assert image.mode == "RGB"
        assert "icc_profile" not in image.info
        red, green, _blue = image.getpixel((5, 5))  # type: ignore[misc]
        assert red - green > 150
    assert any("colour profile" in note for note in asset.notes)
