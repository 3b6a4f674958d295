"""Campaigns and their tags."""

from datetime import date
from typing import Any

import pytest

from antiphon.kernel.problem import BadInputError
from antiphon.people.models import TrailLine
from antiphon.plan import actions, queries
from tests import builders as a

pytestmark = pytest.mark.django_db


def test_a_campaign_has_a_tag_of_its_name() -> None:
    by = a.member()
    campaign = actions.make_campaign(by, "Été 2026: limonade")

    assert (campaign.utm_campaign, campaign.utm_medium) == ("ete-2026-limonade", "social")
    assert list(queries.campaigns(by.workspace)) == [campaign]
    assert TrailLine.objects.filter(action="campaign.write").count() == 1


@pytest.mark.parametrize(
    ("name", "dates"),
    [
        ("Summer", {}),
        (" ", {}),
        ("x" * 121, {}),
        ("Winter", {"begins_on": date(2026, 2, 1), "ends_on": date(2026, 1, 1)}),
    ],
)
def test_what_is_no_campaign_is_refused(name: str, dates: dict[str, Any]) -> None:
    by = a.member()
    actions.make_campaign(by, "Summer")

    with pytest.raises(BadInputError):
        actions.make_campaign(by, name, **dates)

    assert queries.campaigns(by.workspace).count() == 1


def test_a_campaign_can_be_named_anew() -> None:
    by = a.member()
    campaign = actions.make_campaign(by, "Summer")

    assert actions.change_campaign(by, campaign.pk, name="Late summer").name == "Late summer"
