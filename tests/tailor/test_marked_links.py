"""A link with marks is longer than the one that was written, and is judged as it is sent."""

from datetime import date

import pytest

from antiphon.kernel.problem import BadInputError
from antiphon.plan import actions as plan
from antiphon.publish import actions as publish
from antiphon.publish.models import Publication
from antiphon.tailor.choosing import tellings
from tests import builders as a

pytestmark = pytest.mark.django_db
LINK = "https://fizz.example/new"
ROOM = 100 - len(f"\n\n{LINK}")


@pytest.mark.promise("I6")
def test_what_only_the_marks_make_too_long_is_refused_before_anything_is_made() -> None:
    by = a.member()
    channel = a.channel(workspace=by.workspace, network="stoa")
    options = {"stoa": {"one_part": True}}
    post = plan.submit(by, plan.draft(by, text="x" * ROOM, link=LINK, options=options))
    told = tellings(post, [channel], on=date(2026, 1, 15))
    assert [one for telling in told for one in telling.problems()] == []

    with pytest.raises(BadInputError, match="too long"):
        publish.schedule(by, post, told)

    assert not Publication.objects.filter(workspace=by.workspace).exists()
