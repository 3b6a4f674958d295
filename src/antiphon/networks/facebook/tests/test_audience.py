"""Whom a post is for."""

import pytest

from antiphon.connect.errors import ChangeIt
from antiphon.connect.post_office import Verb
from antiphon.connect.values import (
    Targeting,
)
from antiphon.networks.facebook.tests.conftest import (
    Network,
    form,
    parcel,
)


def test_places_and_languages_are_looked_up_and_limit_who_sees_it(fb: Network) -> None:
    wanted = Targeting(
        countries=("FR",), cities=("Lyon, FR",), regions=("Bavaria",), languages=("fr",),
        age_from=18, genders=("female",),
    )  # fmt: skip
    page = fb.page()
    with pytest.raises(AssertionError, match="no region"):
        fb.prepare(page, parcel(targeting=wanted))

    wanted = Targeting(cities=("Lyon, FR",), regions=("Bavaria",), languages=("fr",), age_from=18)
    fb.publish(page, parcel(targeting=wanted))

    shown = fb.simulator.timeline()[0].targeting
    assert (shown.cities, shown.regions) == (("Lyon",), ("Bavaria",))
    assert (shown.languages, shown.age_from) == (("fr",), 18)


def test_a_city_of_which_there_are_several_is_asked_for(fb: Network) -> None:
    page = fb.page()
    asked = fb.send(Verb.PREPARE, page, parcel(targeting=Targeting(cities=("Springfield",))))

    assert isinstance(asked, ChangeIt)
    assert "several" in str(asked)


def test_people_can_be_preferred_instead_of_shutting_out_others(fb: Network) -> None:
    page = fb.page()
    wanted = Targeting(countries=("DE",), genders=("female",))
    fb.publish(page, parcel(targeting=wanted, options={"audience": "rather"}))

    sent = form(fb.line.calls[-1])
    assert "targeting" not in sent
    assert '"genders": [2]' in sent["feed_targeting"]
    assert not fb.simulator.timeline()[0].targeting


def test_a_page_without_targeting_says_so(fb: Network) -> None:
    page = fb.page()
    fb.simulator.quirks = {"no_targeting"}

    outcome = fb.send(Verb.PUBLISH, page, parcel(targeting=Targeting(countries=("DE",))))

    assert isinstance(outcome, ChangeIt)
    assert fb.effects() == 0
