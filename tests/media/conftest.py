"""What the tests of media share."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from pytest_django import Settings

from antiphon.kernel.problem import BadInputError, Problem
from antiphon.media import actions, shelf
from antiphon.media.models import Asset
from antiphon.people.models import Member
from tests import builders as a

Take = Callable[..., Asset]
Refuse = Callable[..., Problem]


@pytest.fixture
def by(db: None) -> Member:  # noqa: ARG001 -- rows are wanted
    """Somebody who may add files."""
    return a.member()


@pytest.fixture(autouse=True)
def own_shelf(settings: Settings, tmp_path: Path) -> None:
    """A folder of files in which no other test left any."""
    settings.MEDIA_ROOT = tmp_path / "shelf"


@pytest.fixture
def take(by: Member) -> Take:
    """Take bytes in, under any name."""

    def taken(body: bytes, name: str = "file", **given: object) -> Asset:
        return actions.take_in(by, BytesIO(body), name=name, **given)  # type: ignore[arg-type]

    return taken


@pytest.fixture
def refuse(take: Take, by: Member) -> Refuse:
    """Have bytes refused, and see that nothing of them stays."""

    def refused(body: bytes, name: str = "file", **given: object) -> Problem:
        with pytest.raises(BadInputError) as caught:
            take(body, name, **given)
        assert not Asset.objects.filter(workspace=by.workspace).exists()
        assert files_of(by) == []
        (problem,) = caught.value.problems
        return problem

    return refused


def files_of(by: Member) -> list[Path]:
    """All files that lie there for a workspace, and those that are not finished."""
    folders = (shelf.root() / by.workspace.pk.hex, shelf.root() / shelf.ASIDE)
    return [file for folder in folders if folder.exists() for file in folder.iterdir()]
