"""What was prepared and has spoilt meanwhile is prepared again before the next sending."""

import pytest

from antiphon.connect.errors import TryLater
from antiphon.publish.models import Publication
from antiphon.publish.sequel import after
from antiphon.publish.states import State

BROUGHT = {"handles": {"file": "7"}, "prepared": True}


@pytest.mark.parametrize("anew", [True, False])
def test_only_what_has_spoilt_is_prepared_again_with_its_handles(*, anew: bool) -> None:
    row = Publication(steps=[{"text": "Hello"}], progress=[BROUGHT], verb="publish")

    found = after(row, TryLater("It lay there for too long.", anew=anew))

    assert found.state == State.WAITING
    assert found.progress == ([{**BROUGHT, "prepared": False}] if anew else None)
