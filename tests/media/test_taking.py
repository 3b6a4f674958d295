"""How files come in, whatever they are."""

from io import BytesIO
from pathlib import Path

import pytest
from django.test import TestCase

from antiphon.kernel.errors import NotHereError
from antiphon.kernel.problem import BadInputError
from antiphon.media import actions, limits, queries, shelf
from antiphon.media.actions import taking
from antiphon.media.models import Asset
from antiphon.people.models import Member, Role, TrailLine
from antiphon.people.policy import Refused
from tests import builders as a
from tests.media import hostile
from tests.media.conftest import Refuse, Take, files_of


def test_the_same_bytes_are_the_same_asset_whatever_they_are_called(take: Take) -> None:
    body = a.drawn()

    first, again = take(body, "one.png"), take(body, "two.png", alt="A gradient")

    assert first.pk == again.pk
    assert again.alt == "A gradient"
    assert take(body, "three.png", alt="Something else").alt == "A gradient"


def test_the_same_picture_with_other_words_inside_is_made_the_same(take: Take) -> None:
    plain, noisy = hostile.jpeg_with_a_zip(), b""
    noisy = plain + b"more behind it"

    assert take(plain).pk == take(noisy).pk


def test_workspaces_do_not_share_files(take: Take) -> None:
    body, stranger = a.drawn(), a.member()
    mine = take(body)
    theirs = actions.take_in(stranger, BytesIO(body), name="same.png")

    assert (mine.pk, mine.file) != (theirs.pk, theirs.file)
    with pytest.raises(NotHereError):
        queries.asset(stranger.workspace, mine.pk)
    with pytest.raises(NotHereError):
        queries.asset(stranger.workspace, "not-an-id")


def test_a_file_lies_under_a_name_that_says_nothing(take: Take) -> None:
    asset = take(a.drawn(), "secret-plans.png")
    file, original = shelf.path_of(asset.file), shelf.path_of(asset.original)

    assert "secret" not in asset.file + asset.original
    assert file.stem != original.stem
    assert len(file.stem) == 32
    assert file.stat().st_mode & 0o777 == 0o600
    assert shelf.digest_of(file) == asset.digest
    assert shelf.digest_of(original) == asset.original_digest


NAMES = {
    "../../x": "../../x",
    "a\x00b.png": "a\N{REPLACEMENT CHARACTER}b.png",
    "n" * 300 + ".png": "n" * 300,
    "CON": "CON",
    "bad\udc80.png": "bad?.png",
    "evil\u202egnp.exe.png": "evil\N{REPLACEMENT CHARACTER}gnp.exe.png",
    "": "",
}


@pytest.mark.promise("I6", "I7")
def test_a_strange_name_is_shown_and_never_used(by: Member, take: Take) -> None:
    asset = take(a.drawn(), "../../\x00" + "n" * 300)

    assert {name: taking._shown(name) for name in NAMES} == NAMES
    assert asset.name == ("../../\N{REPLACEMENT CHARACTER}" + "n" * 300)[:300]
    assert {shelf.path_of(asset.file), shelf.path_of(asset.original)} == set(files_of(by))


@pytest.mark.promise("I5")
def test_a_stream_without_end_is_refused_at_the_limit(by: Member) -> None:
    stream = hostile.Endless(a.drawn())

    with pytest.raises(BadInputError) as caught:
        actions.take_in(by, stream, name="huge.png")

    assert caught.value.problems[0].rule == "too_large"
    assert stream.given <= limits.BYTES["image"] + limits.PIECE  # type: ignore[index]
    assert files_of(by) == []


def test_what_is_refused_by_its_head_is_not_read_on(by: Member) -> None:
    stream = hostile.Endless(hostile.PROGRAM)

    with pytest.raises(BadInputError):
        actions.take_in(by, stream, name="setup.png")

    assert stream.given <= limits.PIECE


@pytest.mark.parametrize("announced", [10, 1_000_000])
def test_an_upload_of_another_length_than_announced_leaves_nothing(
    by: Member, announced: int
) -> None:
    with pytest.raises(BadInputError) as caught:
        actions.take_in(by, actions.Exactly(BytesIO(a.drawn()), announced), name="half.png")

    assert caught.value.problems[0].rule == "cut_short"
    assert files_of(by) == []


def test_an_upload_of_the_announced_length_is_taken(by: Member) -> None:
    body = a.drawn()

    asset = actions.take_in(by, actions.Exactly(BytesIO(body), len(body)), name="whole.png")

    assert shelf.path_of(asset.original).read_bytes() == body


def test_a_stream_that_breaks_leaves_nothing(by: Member) -> None:
    class Breaking:
        def read(self, _size: int, /) -> bytes:
            raise ConnectionError

    with pytest.raises(ConnectionError):
        actions.take_in(by, Breaking(), name="x.png")

    assert files_of(by) == []


def test_a_file_on_disk_is_taken_and_stays_where_it_was(by: Member, tmp_path: Path) -> None:
    (tmp_path / "here.png").write_bytes(a.drawn())

    asset = actions.take_in(by, tmp_path / "here.png", name="here.png", alt="x", focus=(0.5, -1))

    assert (tmp_path / "here.png").exists()
    assert (asset.focus_x, asset.focus_y) == (0.5, -1)


def test_only_who_writes_may_add_a_file(take: Take, by: Member) -> None:
    analyst = a.member(workspace=by.workspace, role=Role.ANALYST)
    asset = take(a.drawn())

    with pytest.raises(Refused):
        actions.take_in(analyst, BytesIO(a.drawn()), name="x.png")
    with pytest.raises(Refused):
        actions.describe(analyst, asset, alt="mine")

    assert Asset.objects.get().alt == ""


def test_what_was_added_and_described_stands_in_the_trail(take: Take, by: Member) -> None:
    asset = actions.describe(by, take(a.drawn()), alt=" A gradient ", focus=(1, -1))

    asset.refresh_from_db()
    assert (asset.alt, asset.focus_x, asset.focus_y) == ("A gradient", 1, -1)
    assert TrailLine.objects.filter(object=f"asset:{asset.pk}", action="asset.write").count() == 2


@pytest.mark.parametrize(
    ("given", "rule"),
    [({"alt": "x" * 5_001}, "too_long"), ({"alt": "a\x00"}, "control_character"),
     ({"alt": "a\u202eb"}, "bidi_control"), ({"focus": (2, 0)}, "range"),
     ({"focus": (float("nan"), 0)}, "range")],
)  # fmt: skip
@pytest.mark.promise("I6")
def test_words_and_points_that_cannot_be_are_refused(
    refuse: Refuse, given: dict[str, object], rule: str
) -> None:
    assert refuse(a.drawn(), **given).rule == rule


def test_a_stranger_describes_nothing(take: Take) -> None:
    asset, stranger = take(a.drawn()), a.member()

    with pytest.raises(NotHereError):
        actions.describe(stranger, asset.pk, alt="mine")
    with pytest.raises(Refused):
        actions.describe(stranger, asset, alt="mine")


def test_a_file_that_no_post_shows_can_be_removed_and_is_gone(by: Member) -> None:
    asset, editor = a.clip(by), a.member(workspace=by.workspace, role=Role.CLIENT)

    with pytest.raises(Refused):
        actions.remove(editor, asset)
    with TestCase.captureOnCommitCallbacks(execute=True):
        actions.remove(by, asset)

    assert files_of(by) == []
    assert not Asset.objects.exists()


def test_a_file_that_a_post_shows_stays(by: Member, take: Take) -> None:
    asset = take(a.drawn())
    a.post(workspace=by.workspace, assets=[(asset, "A gradient")])

    with pytest.raises(BadInputError) as caught:
        actions.remove(by, asset)

    assert caught.value.problems[0].rule == "in_use"
    assert shelf.path_of(asset.file).exists()
