"""Files made small for the pages."""

import pytest
from PIL import Image

from antiphon.kernel.problem import BadInputError
from antiphon.media import actions, shelf
from antiphon.media.actions import Size
from antiphon.media.models import Rendition
from antiphon.people.models import Member
from tests import builders as a
from tests.media.conftest import Take


@pytest.mark.parametrize("size", Size)
def test_a_picture_is_made_small_once(by: Member, size: Size) -> None:
    asset = a.picture(by, (1600, 1200))
    first, again = actions.shown(asset, size), actions.shown(asset, size)

    assert isinstance(first, Rendition)
    assert first == again
    assert (first.width, first.height) == (size, size * 3 // 4)
    with Image.open(shelf.path_of(first.file)) as image:
        assert image.size == (size, size * 3 // 4)


def test_what_is_small_enough_is_shown_as_it_is(by: Member) -> None:
    asset = a.picture(by, (200, 100))

    assert actions.shown(asset, Size.SMALL) == asset


def test_a_moving_picture_stands_still(take: Take) -> None:
    asset = take(a.drawn((640, 480), "GIF"), "one.gif")
    still = actions.shown(asset, Size.SMALL)

    assert still is not None
    assert still.mime in {"image/jpeg", "image/png", "image/webp"}


def test_a_video_is_shown_by_its_first_frame(by: Member) -> None:
    made = actions.shown(a.clip(by, size=(640, 480)), Size.SMALL)

    assert made is not None
    assert (made.kind, made.width, made.mime) == ("image", 320, "image/jpeg")


def test_a_paper_has_no_picture(by: Member) -> None:
    asset = a.asset(workspace=by.workspace, kind="document", mime="application/pdf")

    assert actions.shown(asset, Size.SMALL) is None


def test_a_lost_file_is_named_and_a_lost_small_one_made_again(by: Member) -> None:
    asset = a.picture(by, (640, 480))
    made = actions.shown(asset, Size.SMALL)
    assert isinstance(made, Rendition)
    shelf.discard(made.file)
    again = actions.shown(asset, Size.SMALL)
    assert isinstance(again, Rendition)
    assert shelf.path_of(again.file).exists()

    shelf.discard(asset.file, again.file)
    with pytest.raises(BadInputError):
        actions.shown(asset, Size.SMALL)
