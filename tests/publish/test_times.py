"""When something can go out, and who hears it then."""

from datetime import UTC, date, datetime, time

import pytest

from antiphon.kernel.problem import BadInputError
from antiphon.kernel.window import choices, resolve
from antiphon.people.models import Member
from antiphon.plan import actions as plan
from antiphon.publish.agenda import actions, times
from antiphon.publish.agenda.times import Way
from antiphon.publish.models import Publication
from antiphon.tailor.hours import zone_of
from antiphon.tailor.sky import places
from antiphon.work import clock
from tests import builders as a

pytestmark = pytest.mark.django_db


@pytest.fixture
def by() -> Member:
    return a.member()


def test_a_channel_offers_now_its_next_slot_and_the_hour_when_its_places_are_awake(
    by: Member,
) -> None:
    channel = a.channel(workspace=by.workspace, time_zone="UTC", countries=["JP"])
    plan.set_slots(by, channel, [(day, time(9)) for day in range(7)])
    post = plan.draft(by, text="Hi")

    found = {offer.way: offer for offer in times.offers(post, [channel])}

    assert found[Way.SLOT].at.wall.hour == 9
    assert found[Way.AWAKE].at.instant > clock.now()
    (ears,) = found[Way.AWAKE].ears
    assert (ears.zone, ears.share, ears.are_awake) == ("Asia/Tokyo", 1.0, True)
    assert ears.places[0] == "Tokyo"


def test_a_channel_without_weekly_times_offers_no_slot(by: Member) -> None:
    channel = a.channel(workspace=by.workspace)

    ways = [offer.way for offer in times.offers(plan.draft(by, text="Hi"), [channel])]

    assert ways == [Way.NOW, Way.AWAKE]


def test_an_hour_says_whose_clocks_show_what(by: Member) -> None:
    channel = a.channel(workspace=by.workspace, countries=["DE", "BR"])
    noon = resolve(datetime(2027, 3, 1, 12), "Europe/Berlin")  # noqa: DTZ001 -- a wall time

    (heard,) = times.hearing(plan.draft(by, text="Hi"), [channel], noon)

    told = {ears.zone: ears for ears in heard.ears}
    assert told["Europe/Berlin"].clock.hour == 12
    assert told["America/Sao_Paulo"].clock.hour == 8
    assert sum(ears.share for ears in heard.ears) == pytest.approx(1)
    assert list(times.on_walls(noon, ["UTC", "Asia/Tokyo", "UTC"])) == ["UTC", "Asia/Tokyo"]


@pytest.mark.parametrize(
    ("city", "zone"),
    [
        ("Los Angeles, US", "America/Los_Angeles"), ("New York City, US", "America/New_York"),
        ("Perth, AU", "Australia/Perth"), ("Mumbai, IN", "Asia/Kolkata"),
        ("Manaus, BR", "America/Manaus"), ("Novosibirsk, RU", "Asia/Novosibirsk"),
    ],
)  # fmt: skip
def test_a_city_has_the_zone_of_what_lies_nearest_in_its_country(city: str, zone: str) -> None:
    place = places.named(city)

    assert place is not None
    assert zone_of(place) == zone


def test_each_place_is_told_when_it_is_awake(by: Member) -> None:
    rows = [
        a.channel(workspace=by.workspace, time_zone=zone, countries=[code])
        for zone, code in (("Asia/Tokyo", "JP"), ("America/Sao_Paulo", "BR"))
    ]
    post = plan.submit(by, plan.draft(by, text="Hi", title="Hi"))

    made = actions.schedule_awake(by, post, rows, on=date(2027, 3, 2))

    assert [row.planned_at for row in made] == [
        datetime(2027, 3, 2, 1, tzinfo=UTC), datetime(2027, 3, 2, 13, tzinfo=UTC),
    ]  # fmt: skip
    with pytest.raises(BadInputError):
        actions.schedule_awake(by, post, [], on=date(2027, 3, 2))
    assert Publication.objects.count() == 2


def test_a_wall_time_that_jumps_or_comes_twice_offers_what_it_can_mean() -> None:
    gap = choices(datetime(2026, 3, 29, 2, 30), "Europe/Berlin")  # noqa: DTZ001 -- a wall time
    twice = choices(datetime(2026, 10, 25, 2, 30), "Europe/Berlin")  # noqa: DTZ001
    plain = choices(datetime(2026, 6, 1, 2, 30), "Europe/Berlin")  # noqa: DTZ001

    assert gap.problem is not None
    assert gap.problem.rule == "does_not_exist"
    assert [f"{one.wall:%H:%M}" for one in gap.moments] == ["01:30", "03:30"]
    assert twice.problem is not None
    assert twice.problem.rule == "twice"
    assert [(one.fold, one.instant.hour) for one in twice.moments] == [(0, 0), (1, 1)]
    assert (len(plain.moments), plain.problem) == (1, None)
    for one in (*gap.moments, *twice.moments):
        assert resolve(one.wall, one.zone, one.fold).instant == one.instant
