"""How warm and wet it usually is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antiphon.plan import codes
from antiphon.tailor.sky import climate, places

# January and July means of 1991 to 2020, rounded, as weather services publish them for stations.
CITIES = {
    "Singapore": (1.35, 103.82, 27, 28),
    "Helsinki": (60.17, 24.94, -3, 18),
    "Oslo": (59.91, 10.75, -2, 18),
    "Berlin": (52.52, 13.41, 1, 20),
    "Delhi": (28.61, 77.21, 14, 31),
    "Mumbai": (19.08, 72.88, 24, 28),
    "São Paulo": (-23.55, -46.64, 23, 17),
    "Rio de Janeiro": (-22.91, -43.18, 27, 22),
    "Cairo": (30.04, 31.24, 14, 29),
    "Sydney": (-33.87, 151.21, 24, 13),
    "Moscow": (55.75, 37.62, -6, 20),
    "London": (51.51, -0.13, 6, 19),
    "Madrid": (40.42, -3.70, 7, 26),
    "New York": (40.71, -74.01, 1, 25),
    "Chicago": (41.88, -87.63, -4, 24),
    "Lima": (-12.05, -77.04, 23, 17),
    "Beijing": (39.91, 116.40, -3, 27),
    "Tokyo": (35.69, 139.69, 5, 26),
    "Bangkok": (13.75, 100.50, 28, 29),
    "Cape Town": (-33.93, 18.42, 22, 13),
}
MONTHS = st.integers(1, 12)


def test_twenty_cities_are_as_warm_as_their_stations_say() -> None:
    errors = [
        abs(climate.celsius(lat, lon, month) - known)
        for lat, lon, *means in CITIES.values()
        for month, known in zip((1, 7), means, strict=True)
    ]

    assert sum(errors) / len(errors) < 2.2
    assert sum(error < 5 for error in errors) >= 37


@pytest.mark.parametrize(
    ("city", "kind"),
    [("Cairo", "BWh"), ("Singapore", "Af"), ("Helsinki", "Dfb"), ("Madrid", "Csa"),
     ("Mumbai", "Aw"), ("London", "Cfb")],
)  # fmt: skip
def test_cities_have_the_class_that_the_books_give_them(city: str, kind: str) -> None:
    assert climate.koppen(*CITIES[city][:2]) == kind


@pytest.mark.parametrize(
    ("country", "month", "how"),
    [
        ("IN", 5, {"hot", "wet"}),
        ("IN", 1, {"hot", "dry"}),
        ("BR", 1, {"hot", "wet"}),
        ("NO", 1, {"cold", "wet"}),
        ("NO", 7, {"mild", "wet"}),
        ("EG", 7, {"hot", "dry"}),
        ("US", 1, {"cold", "wet"}),
        ("US", 7, {"hot", "wet"}),
        ("XX", 7, set()),
    ],
)
def test_a_country_is_as_it_is_for_most_of_its_people(
    country: str, month: int, how: set[str]
) -> None:
    assert climate.climate_of(country, month) == how


def test_seasons_turn_south_of_the_equator() -> None:
    madrid, cape_town = CITIES["Madrid"][:2], CITIES["Cape Town"][:2]

    assert "dry" in climate.climate_of_place(*madrid, 7)
    assert "wet" in climate.climate_of_place(*madrid, 1)
    assert "dry" in climate.climate_of_place(*cape_town, 1)
    assert "wet" in climate.climate_of_place(*cape_town, 7)


@given(lat=st.floats(-90, 90), lon=st.floats(-360, 360), month=MONTHS)
def test_everywhere_on_earth_has_exactly_one_warmth(lat: float, lon: float, month: int) -> None:
    found = climate.climate_of_place(lat, lon, month)

    assert -70 < climate.celsius(lat, lon, month) < 45
    assert len(found & climate.WARMTH) == 1
    assert len(found & climate.RAIN) <= 1


@given(lat=st.floats(-89, 89), lon=st.floats(-180, 180), month=MONTHS)
def test_temperature_has_no_steps(lat: float, lon: float, month: int) -> None:
    here = climate.celsius(lat, lon, month)

    assert climate.celsius(lat, lon + 360, month) == pytest.approx(here, abs=1e-6)
    assert climate.celsius(lat + 0.01, lon, month) == pytest.approx(here, abs=0.5)
    assert climate.celsius(lat, lon + 0.01, month) == pytest.approx(here, abs=0.5)


def test_nearly_every_country_has_a_place_that_stands_for_it() -> None:
    without = {code for code in codes.countries() if not places.cities_of(code)}

    assert len(without) < 15
    assert without & {"BR", "DE", "IN", "NO", "US", "NG", "CN", "ID"} == set()


def test_a_city_is_found_by_name_and_country() -> None:
    found = [
        places.named("oslo"),
        places.named("Hyderabad, PK"),
        places.named("Hyderabad", frozenset({"IN"})),
    ]

    assert [place.country for place in found if place] == ["NO", "PK", "IN"]
    assert places.named("Nowhere") is None


def test_a_year_in_the_north_is_never_hot_and_at_the_equator_always() -> None:
    assert all("hot" not in climate.climate_of("NO", month) for month in range(1, 13))
    assert all("hot" in climate.climate_of("SG", month) for month in range(1, 13))
