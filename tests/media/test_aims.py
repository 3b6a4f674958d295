"""What a file must become: the arithmetic, for any file and any rule."""

from dataclasses import dataclass, replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from antiphon.connect.rules import FileRule
from antiphon.connect.values import Kind
from antiphon.media import aims

MP4 = ("video/mp4",)


@dataclass
class File:
    """Measures without a file."""

    kind: str = Kind.IMAGE
    mime: str = "image/jpeg"
    size: int = 1_000
    width: int = 1_200
    height: int = 800
    seconds: float = 0
    frames: int = 1
    codec: str = ""


FILM = File(Kind.VIDEO, "video/mp4", seconds=10, frames=300, codec="h264/yuv420p/aac")
MOVING = File(Kind.GIF, "image/gif", seconds=2, frames=20)
sizes = st.integers(16, 8_000)
limits = st.none() | st.integers(64, 4_000)
points = st.floats(-1, 1)


@st.composite
def rules(draw: st.DrawFn) -> FileRule:
    narrow = draw(st.floats(0.3, 1.5))
    ratio = draw(st.none() | st.just((narrow, narrow * draw(st.floats(1, 4)))))
    pixels = draw(st.none() | st.integers(10_000, 10_000_000))
    return FileRule(mimes=("image/jpeg",), max_bytes=10**9, max_width=draw(limits),
                    max_height=draw(limits), max_pixels=pixels, ratio=ratio)  # fmt: skip


@given(sizes, sizes, rules(), points, points)
def test_what_is_made_keeps_every_limit_and_its_form(
    width: int, height: int, rule: FileRule, x: float, y: float
) -> None:
    aim = aims.aim_at(File(width=width, height=height), rule, focus=(x, y), kind=Kind.IMAGE)
    assume(aim is not None)
    assert aim is not None
    left, top, kept_width, kept_height = aim.box

    assert min(left, top) >= 0
    assert left + kept_width <= width
    assert top + kept_height <= height
    assert aim.width <= min(rule.max_width or width, kept_width)
    assert aim.height <= min(rule.max_height or height, kept_height)
    assert aim.width * aim.height <= (rule.max_pixels or width * height)
    if rule.ratio:
        narrow, wide = rule.ratio
        assert narrow * (1 - 1 / kept_width) - 1e-9 <= kept_width / kept_height
        assert kept_width / kept_height <= wide * (1 + 1 / kept_height) + 1e-9


@given(sizes, sizes, st.floats(-0.99, 0.99), st.floats(-0.99, 0.99))
def test_the_focus_point_is_never_cut_away(width: int, height: int, x: float, y: float) -> None:
    rule = FileRule(mimes=("image/jpeg",), max_bytes=10**9, ratio=(1, 1))
    aim = aims.aim_at(File(width=width, height=height), rule, focus=(x, y), kind=Kind.IMAGE)
    assume(aim is not None)
    assert aim is not None
    left, top, kept_width, kept_height = aim.box

    assert left - 1 <= width * (1 + x) / 2 <= left + kept_width + 1
    assert top - 1 <= height * (1 - y) / 2 <= top + kept_height + 1


@pytest.mark.parametrize(
    ("file", "rule"),
    [
        (File(), FileRule(mimes=("image/jpeg",), max_bytes=1_000)),
        (File(), FileRule(mimes=(), max_bytes=1_000, max_width=1_200, ratio=(1, 2))),
        (FILM, FileRule(mimes=MP4, max_bytes=1_000, max_fps=30)),
        (replace(FILM, width=1_201), FileRule(mimes=MP4, max_bytes=1_000)),
        (MOVING, FileRule(mimes=("image/gif",), max_bytes=1_000, max_frames=20)),
    ],
)
def test_what_fits_is_left_alone(file: File, rule: FileRule) -> None:
    assert aims.aim_at(file, rule, focus=(0, 0), kind=aims.kind_for(file, rule)) is None
    assert aims.hindrances(file, rule, focus=(0, 0), kind=aims.kind_for(file, rule)) == []


@pytest.mark.parametrize(
    ("file", "mimes", "kind"),
    [
        (MOVING, ("image/gif",), Kind.GIF),
        (MOVING, MP4, Kind.VIDEO),
        (MOVING, ("image/jpeg", "image/png"), Kind.IMAGE),
        (FILM, MP4, Kind.VIDEO),
        (File(), ("image/png",), Kind.IMAGE),
    ],
)
def test_the_rule_says_what_a_file_becomes(file: File, mimes: tuple[str, ...], kind: Kind) -> None:
    assert aims.kind_for(file, FileRule(mimes=mimes, max_bytes=1)) is kind


@pytest.mark.promise("I6")
@pytest.mark.parametrize(
    ("file", "rule", "broken"),
    [
        (FILM, FileRule(mimes=MP4, max_bytes=1_000, max_seconds=9), "too_long"),
        (FILM, FileRule(mimes=MP4, max_bytes=1_000, min_seconds=11), "too_short"),
        (FILM, FileRule(mimes=("image/jpeg",), max_bytes=1_000), "kind"),
        (File(), FileRule(mimes=MP4, max_bytes=1_000), "kind"),
        (File(), FileRule(mimes=(), max_bytes=1_000, min_width=2_000), "too_small"),
        (File(), FileRule(mimes=(), max_bytes=1_000, ratio=(0.5, 0.5), min_width=500), "too_small"),
        (File(Kind.DOCUMENT, "application/pdf"), FileRule(mimes=(), max_bytes=999), "too_large"),
    ],
)
def test_what_no_making_can_help_is_said(file: File, rule: FileRule, broken: str) -> None:
    found = aims.hindrances(file, rule, focus=(0, 0), kind=aims.kind_for(file, rule))

    assert [problem.rule for problem in found] == [broken]


def test_a_short_moving_picture_goes_round_until_it_is_long_enough() -> None:
    rule = FileRule(mimes=MP4, max_bytes=1_000, min_seconds=3)
    aim = aims.aim_at(MOVING, rule, focus=(0, 0), kind=Kind.VIDEO)

    assert aim
    assert aim.repeats == 2
    assert aims.hindrances(MOVING, rule, focus=(0, 0), kind=Kind.VIDEO) == []


def test_equal_aims_share_a_fingerprint_and_others_do_not() -> None:
    small, other = (FileRule(mimes=("image/png",), max_bytes=size) for size in (1_000, 2_000))
    first, same = (
        aims.aim_at(File(), small, focus=focus, kind=Kind.IMAGE) for focus in ((0, 0), (1, 1))
    )
    third = aims.aim_at(File(), other, focus=(0, 0), kind=Kind.IMAGE)

    assert first
    assert same
    assert third
    assert first.fingerprint == same.fingerprint != third.fingerprint
