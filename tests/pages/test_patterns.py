"""Every part shows itself, and looks right, in every state."""

import pytest

from antiphon.web.pages.patterns.views import PARTS
from tests import builders as a
from tests.pages.conftest import Visiting
from tests.pages.drawing import SCHEMES, draw, overflowing

# They have no look of their own, or only within the page that uses them.
UNSEEN = frozenset(
    {"command_menu", "shortcut_keys", "theme_switch", "state", "badge", "steps", "preview"}
)


def test_every_part_that_is_drawn_shows_itself() -> None:
    drawn = {file.parent for kind in ("html", "css") for file in PARTS.glob(f"*/part.{kind}")}
    hidden = [p.name for p in drawn if p.name not in UNSEEN and not (p / "states.html").exists()]

    assert sorted(hidden) == []


@pytest.mark.browser
def test_the_patterns_shut_nobody_out(visit: Visiting, size: str) -> None:
    by, found = a.member(), []
    for scheme in SCHEMES:
        with visit(by, size=size, scheme=scheme) as visitor:
            page = visitor.go("/patterns/")
            found += [*visitor.violations(), *overflowing(page, "patterns")]
            draw(page, f"patterns-{size}-{scheme}")
    assert found == []
