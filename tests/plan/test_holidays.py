"""Public holidays of the countries where people live."""

from datetime import date

from antiphon.plan.desk import holidays

YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def test_a_day_is_named_in_the_language_of_whoever_reads() -> None:
    names = {
        language: {day.on: day.name for day in holidays.between(["BR"], *YEAR, language=language)}[
            date(2026, 9, 7)
        ]
        for language in ("pt-BR", "pt", "en", "de")
    }

    assert names["pt-BR"] == names["pt"] == "Independência do Brasil"
    assert names["en"] == names["de"] == "Independence Day"


def test_days_of_several_countries_stand_in_order_and_within_the_days_asked() -> None:
    found = holidays.between(["de", "FR", "de"], date(2026, 5, 1), date(2026, 5, 8))

    assert [(day.on.day, day.country) for day in found] == [(1, "DE"), (1, "FR"), (8, "FR")]


def test_a_country_that_the_library_does_not_know_has_none() -> None:
    assert holidays.between(["XX"], *YEAR) == []


def test_a_turn_of_the_year_is_no_border() -> None:
    found = holidays.between(["DE"], date(2026, 12, 24), date(2027, 1, 1))

    assert [day.on for day in found] == [date(2026, 12, 25), date(2026, 12, 26), date(2027, 1, 1)]
