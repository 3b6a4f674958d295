"""Whether an audience covers those whom a channel reaches."""

from dataclasses import dataclass, field
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antiphon.tailor.audiences import asks, coverage, meets, suits
from antiphon.tailor.sky import weather

COUNTRIES = ["BR", "IN", "NO", "DE", "US"]
DAYS = weather.days(date(2026, 1, 15), weather.none)


@dataclass
class Whom:
    """An audience, or a channel's reach."""

    countries: list[str] = field(default_factory=list)
    regions: list[str] = field(default_factory=list)
    cities: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    age_from: int | None = None
    age_to: int | None = None
    genders: list[str] = field(default_factory=list)
    climates: list[str] = field(default_factory=list)
    live: bool = False


some = st.builds(
    Whom,
    countries=st.lists(st.sampled_from(COUNTRIES), unique=True),
    cities=st.lists(st.sampled_from(["Mumbai", "Oslo", "Nowhere"]), unique=True, max_size=2),
    languages=st.lists(st.sampled_from(["pt", "pt-BR", "en", "nb"]), unique=True),
    age_from=st.none() | st.integers(13, 60),
    age_to=st.none() | st.integers(61, 90),
    genders=st.lists(st.sampled_from(["female", "male"]), unique=True),
    climates=st.lists(st.sampled_from(["hot", "mild", "cold", "wet", "dry"]), unique=True),
)


@pytest.mark.parametrize(
    ("audience", "reach", "share"),
    [
        (Whom(), Whom(), 1),
        (Whom(), Whom(countries=["BR"]), 1),
        (Whom(countries=["BR"]), Whom(), 0),
        (Whom(countries=["BR"]), Whom(countries=["BR"]), 1),
        (Whom(countries=["BR"]), Whom(countries=["BR", "NO"]), 0.5),
        (Whom(countries=["BR"]), Whom(countries=["NO"]), 0),
        (Whom(languages=["pt"]), Whom(languages=["pt-BR"]), 1),
        (Whom(languages=["pt-BR"]), Whom(languages=["pt"]), 0),
        (Whom(cities=["oslo"]), Whom(cities=["Oslo"]), 1),
        (Whom(age_from=18), Whom(), 0),
        (Whom(age_from=18), Whom(age_from=20, age_to=30), 1),
        (Whom(age_to=24), Whom(age_from=20, age_to=29), 0.5),
        (Whom(age_from=40), Whom(age_from=20, age_to=29), 0),
        (Whom(genders=["female"]), Whom(genders=["female", "male"]), 0.5),
        (Whom(climates=["cold"]), Whom(countries=["NO"]), 1),
        (Whom(climates=["hot"]), Whom(countries=["NO"]), 0),
        (Whom(climates=["hot"]), Whom(), 0),
        (Whom(climates=["hot", "wet"]), Whom(cities=["Singapore"]), 1),
        (Whom(climates=["hot", "dry"]), Whom(cities=["Singapore"]), 0),
        (Whom(climates=["hot", "cold"]), Whom(cities=["Singapore"]), 1),
        (Whom(countries=["BR"], languages=["pt"]), Whom(countries=["BR", "NO"],
                                                        languages=["pt", "nb"]), 0.25),
    ],
)  # fmt: skip
def test_the_share_of_people_that_an_audience_covers(
    audience: Whom, reach: Whom, share: float
) -> None:
    assert coverage(audience, reach, DAYS) == pytest.approx(share)


def test_a_large_country_is_hot_in_part() -> None:
    share = coverage(Whom(climates=["hot"]), Whom(countries=["IN"]), DAYS)

    assert 0.4 < share < 0.9


@given(some, some)
def test_a_share_is_between_none_and_all(audience: Whom, reach: Whom) -> None:
    assert 0 <= coverage(audience, reach, DAYS) <= 1


@given(some, some)
def test_whoever_covers_somebody_meets_them(audience: Whom, reach: Whom) -> None:
    if coverage(audience, reach, DAYS):
        assert meets(audience, reach, DAYS)


@given(some)
def test_who_asks_nothing_covers_everybody(reach: Whom) -> None:
    assert coverage(Whom(), reach, DAYS) == 1
    assert asks(Whom()) == 0


@given(some, some, st.sampled_from(COUNTRIES))
def test_one_country_more_never_covers_less(audience: Whom, reach: Whom, country: str) -> None:
    if not audience.countries or audience.climates:
        return
    before = coverage(audience, reach, DAYS)
    audience.countries = [*audience.countries, country]

    assert coverage(audience, reach, DAYS) >= before


def test_warmth_and_rain_must_both_be_as_asked() -> None:
    assert suits(["hot", "wet"], frozenset({"hot", "wet"}))
    assert not suits(["hot", "wet"], frozenset({"hot", "dry"}))
    assert suits(["hot", "cold"], frozenset({"cold"}))
    assert suits([], frozenset())
