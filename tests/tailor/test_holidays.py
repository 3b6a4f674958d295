"""Holidays of the countries where a workspace's people live."""

from datetime import date

import pytest

from antiphon.tailor import queries
from tests import builders as a

pytestmark = pytest.mark.django_db


def test_the_countries_of_audiences_and_channels_keep_their_days() -> None:
    workspace = a.workspace()
    a.channel(workspace=workspace, countries=["DE"])
    a.channel(workspace=workspace, countries=["AT"], state="retired")
    a.audience(workspace=workspace, countries=["BR", "DE"])
    a.audience(countries=["FR"])

    found = queries.holidays(workspace, date(2026, 9, 1), date(2026, 10, 31), language="pt")

    assert [(day.country, day.on.month, day.on.day) for day in found] == [
        ("BR", 9, 7), ("DE", 10, 3), ("BR", 10, 12),
    ]  # fmt: skip
    assert found[0].name == "Independência do Brasil"
