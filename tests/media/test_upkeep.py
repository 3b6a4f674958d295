"""What crashes left behind is cleared away; what a row knows stays."""

import os
import time

from antiphon.media import actions, shelf
from antiphon.media.jobs import CHORES
from antiphon.people.models import Member
from tests import builders as a
from tests.media.conftest import files_of


def test_only_old_files_that_no_row_knows_are_cleared_away(by: Member) -> None:
    a.clip(by)
    known = set(files_of(by))
    lost = shelf.root() / by.workspace.pk.hex / "lost.png"
    left = shelf.root() / shelf.ASIDE / "left"
    fresh = shelf.root() / by.workspace.pk.hex / "fresh.png"
    left.mkdir()
    for path in (lost, left / "raw", fresh):
        path.write_bytes(b"x")
    for path in (*known, lost, left / "raw"):
        os.utime(path, (0, time.time() - 3 * 86_400))

    assert actions.clear_away() == 2
    assert set(files_of(by)) - {left} == {*known, fresh}
    assert CHORES[0].do is actions.clear_away
    fresh.unlink()
    left.rmdir()
