"""Files that come in pieces."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image
from pytest_django import Settings

from antiphon.kernel.errors import NotHereError
from antiphon.kernel.problem import BadInputError
from antiphon.media import actions, limits, queries, shelf
from antiphon.media.models import Asset, Upload
from antiphon.people.models import Member, Role
from antiphon.people.policy import Refused
from antiphon.work import clock
from tests import builders as a
from tests.media.conftest import files_of

PIECE = 5_000


@pytest.fixture(autouse=True)
def nothing_left(db: None) -> Iterator[None]:  # noqa: ARG001 -- rows are asked for
    """What is begun here and not ended does not lie about for others."""
    yield
    shelf.discard(*Upload.objects.values_list("file", flat=True))


def noise() -> bytes:
    """A picture that cannot be pressed together."""
    made = BytesIO()
    Image.effect_noise((160, 120), 80).save(made, "PNG")
    return made.getvalue()


def rule_of(act: Callable[[], object]) -> tuple[str, object, object]:
    """The rule for which it is refused, with what was found and what is allowed."""
    with pytest.raises(BadInputError) as caught:
        act()
    (problem,) = caught.value.problems
    return problem.rule, problem.actual, problem.limit


def brought(by: Member, body: bytes, name: str = "picture.png") -> Upload | Asset:
    """All of it, piece by piece."""
    now: Upload | Asset = actions.begin_upload(by, name=name, size=len(body))
    id = now.pk
    for offset in range(0, len(body), PIECE):
        now = actions.go_on(by, id, BytesIO(body[offset : offset + PIECE]), offset=offset)
    return now


def test_a_file_in_pieces_is_the_file_in_one(by: Member) -> None:
    body = noise()
    asset = brought(by, body)

    assert isinstance(asset, Asset)
    assert asset.pk == actions.take_in(by, BytesIO(body), name="same.png").pk
    assert asset.original_size == len(body)
    assert not Upload.objects.exists()
    assert len(files_of(by)) == 2


@pytest.mark.promise("F52")
def test_it_goes_on_where_it_was_cut_and_nothing_is_listed_before(by: Member) -> None:
    body = noise()
    begun = actions.begin_upload(by, name="picture.png", size=len(body))
    actions.go_on(by, begun.pk, BytesIO(body[:PIECE]), offset=0)

    again = rule_of(lambda: actions.go_on(by, begun.pk, BytesIO(body[:PIECE]), offset=0))
    assert again == ("offset", 0, PIECE)
    assert not queries.assets(by.workspace).exists()
    assert queries.upload(by, begun.pk).received == PIECE
    assert isinstance(actions.go_on(by, begun.pk, BytesIO(body[PIECE:]), offset=PIECE), Asset)


def test_a_crash_after_the_last_piece_is_made_good_by_an_empty_one(by: Member) -> None:
    body = noise()
    begun = actions.begin_upload(by, name="picture.png", size=len(body))
    shelf.path_of(begun.file).write_bytes(body)
    Upload.objects.update(received=len(body))

    assert isinstance(actions.go_on(by, begun.pk, BytesIO(b""), offset=len(body)), Asset)


@pytest.mark.promise("I5")
def test_more_than_was_announced_is_refused_and_does_not_count(by: Member) -> None:
    begun = actions.begin_upload(by, name="picture.png", size=10)
    rule, actual, limit = rule_of(lambda: actions.go_on(by, begun.pk, BytesIO(b"x" * 11), offset=0))

    assert (rule, actual, limit) == ("too_large", 11, 10)
    assert queries.upload(by, begun.pk).received == 0


@pytest.mark.promise("S16")
def test_what_it_is_is_seen_in_its_first_piece(by: Member) -> None:
    page = b"<!doctype html><script>alert(1)</script>".ljust(limits.HEAD, b" ")
    begun = actions.begin_upload(by, name="clip.mp4", size=limits.GB)

    assert rule_of(lambda: actions.go_on(by, begun.pk, BytesIO(page), offset=0))[0] == "not_a_video"


def test_a_large_picture_is_refused_before_all_of_it_came(by: Member) -> None:
    begun = actions.begin_upload(by, name="picture.png", size=limits.GB)
    head = noise()[: limits.HEAD]

    assert rule_of(lambda: actions.go_on(by, begun.pk, BytesIO(head), offset=0))[0] == "too_large"


def test_what_is_refused_as_a_whole_is_forgotten(by: Member) -> None:
    with pytest.raises(BadInputError):
        brought(by, noise()[:-5_000])

    assert not Upload.objects.exists()
    assert files_of(by) == []


@pytest.mark.promise("I5", "I6")
@pytest.mark.parametrize(
    ("name", "size", "rule"),
    [("a.png", 0, "empty_file"), ("a.png", -1, "empty_file"), ("a.mp4", 5 * limits.GB, "too_large"),
     ("", 10, "name"), ("x" * 301, 10, "name"), ("a\u202eb.png", 10, "name"), ("\x00", 10, "name")],
)  # fmt: skip
def test_a_beginning_is_refused_with_its_rule(by: Member, name: str, size: int, rule: str) -> None:
    assert rule_of(lambda: actions.begin_upload(by, name=name, size=size))[0] == rule
    assert not Upload.objects.exists()


@pytest.mark.promise("I5")
def test_nobody_has_more_than_some_on_their_way(
    by: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "UPLOADS", 2)
    for _ in range(2):
        actions.begin_upload(by, name="a.png", size=10)

    assert rule_of(lambda: actions.begin_upload(by, name="a.png", size=10))[0] == "too_many"


@pytest.mark.promise("S35", "I5")
def test_a_workspace_has_room_for_so_much(by: Member, settings: Settings) -> None:
    body = noise()
    settings.FILES_PER_WORKSPACE = len(body) * 5 // 2
    brought(by, body)

    rule, actual, limit = rule_of(lambda: brought(by, noise()))
    assert (rule, limit) == ("quota", len(body) * 5 // 2)
    assert isinstance(actual, int)
    assert rule_of(lambda: actions.take_in(by, BytesIO(noise()), name="a"))[0] == "quota"
    assert isinstance(brought(a.member(), noise()), Asset)


@pytest.mark.promise("W1", "S5")
def test_nobody_else_goes_on_with_it(by: Member) -> None:
    begun = actions.begin_upload(by, name="a.png", size=10)

    for other in (a.member(), a.member(workspace=by.workspace)):
        with pytest.raises(NotHereError):
            actions.go_on(other, begun.pk, BytesIO(b"x"), offset=0)
        with pytest.raises(NotHereError):
            actions.drop_upload(other, begun.pk)


def test_who_may_add_no_files_begins_none(by: Member) -> None:
    analyst = a.member(workspace=by.workspace, role=Role.ANALYST)

    with pytest.raises(Refused):
        actions.begin_upload(analyst, name="a.png", size=10)


def test_what_is_stopped_or_left_is_gone(by: Member) -> None:
    stopped, left, fresh = (actions.begin_upload(by, name="a.png", size=9) for _ in range(3))
    Upload.objects.filter(pk=left.pk).update(moved_at=clock.now() - timedelta(days=2))
    actions.drop_upload(by, stopped.pk)

    assert actions.forget_uploads() == 1
    assert [row.pk for row in Upload.objects.all()] == [fresh.pk]
    assert files_of(by) == [shelf.path_of(fresh.file)]
