"""Times as people and programs write them."""

import pytest

from antiphon.kernel.problem import BadInputError
from antiphon.kernel.typed import moment


def test_a_time_with_an_offset_is_an_instant() -> None:
    assert moment("2026-12-24T18:00+01:00").instant.isoformat() == "2026-12-24T17:00:00+00:00"


def test_a_time_on_a_wall_keeps_its_zone() -> None:
    found = moment("2026-12-24T18:00", "Europe/Berlin")

    assert (found.zone, found.wall.hour, found.instant.hour) == ("Europe/Berlin", 18, 17)


@pytest.mark.parametrize(
    ("text", "zone", "rule"),
    [
        ("tomorrow", "", "not_a_time"),
        ("1e12", "", "not_a_time"),
        ("", "UTC", "not_a_time"),
        ("2026-12-24T18:00", "", "zone_missing"),
        ("2026-12-24T18:00", "Europe/Atlantis", "unknown_zone"),
        ("2026-12-24T18:00Z", "UTC", "twice"),
        ("2026-03-29T02:30", "Europe/Berlin", "does_not_exist"),
        ("2026-10-25T02:30", "Europe/Berlin", "twice"),
        ("0001-01-01T00:00", "Asia/Tokyo", "too_far"),
        ("9999-12-31T23:59-12:00", "", "too_far"),
    ],
)
def test_a_time_that_names_no_one_instant_is_refused(text: str, zone: str, rule: str) -> None:
    with pytest.raises(BadInputError) as refused:
        moment(text, zone)

    assert refused.value.problems[0].rule == rule
