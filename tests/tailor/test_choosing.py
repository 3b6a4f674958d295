"""Which words a channel tells to whom."""

from datetime import date
from typing import Any

import pytest

from antiphon.channels.models import Channel
from antiphon.people.models import Workspace
from antiphon.plan.models import Post
from antiphon.tailor.choosing import tellings
from tests import builders as a

pytestmark = pytest.mark.django_db

WINTER, SUMMER = date(2026, 1, 15), date(2026, 7, 15)


@pytest.fixture
def brand() -> Workspace:
    return a.workspace()


def plain(brand: Workspace, **reach: Any) -> Channel:
    return a.channel(workspace=brand, network="stoa", **reach)


def page(brand: Workspace, **reach: Any) -> Channel:
    return a.channel(workspace=brand, network="agora", kind="page", **reach)


def hot_and_cold(brand: Workspace) -> Post:
    """A post with its own words, and others where it is hot and where it is cold."""
    post = a.post(workspace=brand, text="Drink it.")
    for name, text in (("hot", "Cool down."), ("cold", "Warm up.")):
        to = a.audience(workspace=brand, name=name, climates=[name])
        a.variant(post=post, audience=to, text=text)
    return post


def texts(post: Post, *channels: Channel, on: date = WINTER) -> list[str]:
    return [telling.text for telling in tellings(post, channels, on=on)]


def test_a_post_without_variants_is_told_as_it_is(brand: Workspace) -> None:
    post = a.post(workspace=brand, text="Drink it.")

    assert texts(post, plain(brand), page(brand)) == ["Drink it.", "Drink it."]


def test_hot_and_cold_countries_hear_different_words(brand: Workspace) -> None:
    norway, brazil = plain(brand, countries=["NO"]), plain(brand, countries=["BR"])

    assert texts(hot_and_cold(brand), norway, brazil) == ["Warm up.", "Cool down."]


def test_the_same_country_hears_other_words_in_another_month(brand: Workspace) -> None:
    norway = plain(brand, countries=["NO"])

    assert texts(hot_and_cold(brand), norway, on=SUMMER) == ["Drink it."]


def test_words_for_the_very_channel_come_before_an_audience(brand: Workspace) -> None:
    post, norway = hot_and_cold(brand), plain(brand, countries=["NO"])
    a.variant(post=post, channel=norway, text="Skål.")

    assert texts(post, norway) == ["Skål."]


def test_words_for_an_audience_on_a_channel_beat_all(brand: Workspace) -> None:
    post, norway = hot_and_cold(brand), plain(brand, countries=["NO"])
    a.variant(post=post, channel=norway, text="Skål.")
    cold = post.variants.get(audience__name="cold").audience
    a.variant(post=post, channel=norway, audience=cold, text="Warm up, Norway.")

    assert texts(post, norway) == ["Warm up, Norway."]


def test_an_unknown_reach_hears_only_audiences_that_ask_nothing(brand: Workspace) -> None:
    assert texts(hot_and_cold(brand), plain(brand)) == ["Drink it."]


def test_a_network_that_can_choose_tells_each_audience_apart(brand: Workspace) -> None:
    world = page(brand, countries=["IN", "NO", "DE", "BR"])

    told = tellings(hot_and_cold(brand), [world], on=WINTER)

    assert [(t.text, t.targeting.countries) for t in told] == [
        ("Cool down.", ("IN", "BR")),
        ("Warm up.", ("NO", "DE")),
    ]


def test_whoever_is_left_hears_the_post_itself(brand: Workspace) -> None:
    world = page(brand, countries=["IN", "NO", "PT"])

    told = tellings(hot_and_cold(brand), [world], on=WINTER)

    assert [(t.text, t.targeting.countries) for t in told] == [
        ("Cool down.", ("IN",)),
        ("Warm up.", ("NO",)),
        ("Drink it.", ("PT",)),
    ]


def test_an_account_that_cannot_choose_tells_one_text(brand: Workspace) -> None:
    member = a.channel(
        workspace=brand, network="agora", kind="member", countries=["IN", "NO", "PT"]
    )

    assert texts(hot_and_cold(brand), member) == ["Cool down."]


def test_nobody_hears_it_twice_when_audiences_overlap(brand: Workspace) -> None:
    post = a.post(workspace=brand, text="Drink it.")
    for name, countries in (("south", ["IN", "BR"]), ("all", ["IN", "BR", "NO"])):
        to = a.audience(workspace=brand, name=name, countries=countries)
        a.variant(post=post, audience=to, text=name)

    told = tellings(post, [page(brand, countries=["IN", "BR", "NO", "DE"])], on=WINTER)
    reached = [country for telling in told for country in telling.targeting.countries]

    assert sorted(reached) == ["BR", "DE", "IN", "NO"]


def test_a_page_of_the_whole_world_says_whom_it_leaves_out(brand: Workspace) -> None:
    post = a.post(workspace=brand, text="Drink it.")
    for country in ("IN", "NO"):
        to = a.audience(workspace=brand, name=country, countries=[country])
        a.variant(post=post, audience=to, text=country)

    told = tellings(post, [page(brand)], on=WINTER)

    assert [telling.text for telling in told] == ["IN", "NO"]
    assert {p.rule for t in told for p in t.problems()} == {"others_left_out"}


def test_the_more_specific_of_two_that_cover_wins(brand: Workspace) -> None:
    post = a.post(workspace=brand)
    loose = a.audience(workspace=brand, countries=["BR"])
    close = a.audience(workspace=brand, countries=["BR"], languages=["pt"])
    a.variant(post=post, audience=loose, text="Hello")
    a.variant(post=post, audience=close, text="Olá", language="pt")
    channel = plain(brand, countries=["BR"], languages=["pt-BR"])

    (told,) = tellings(post, [channel], on=WINTER)

    assert (told.text, told.language, told.audience) == ("Olá", "pt", close)


def test_the_older_of_two_equal_audiences_wins(brand: Workspace) -> None:
    post = a.post(workspace=brand)
    for name in ("first", "second"):
        to = a.audience(workspace=brand, name=name, countries=["BR"])
        a.variant(post=post, audience=to, text=name)

    assert texts(post, plain(brand, countries=["BR"])) == ["first"]


def test_what_a_variant_leaves_out_is_the_posts_own(brand: Workspace) -> None:
    picture = a.asset(workspace=brand)
    post = a.post(workspace=brand, title="Soda", link="https://soda.example/", language="en",
                  assets=[(picture, "A glass")])  # fmt: skip
    channel = plain(brand)
    a.variant(post=post, channel=channel, text="Cheers.")

    (told,) = tellings(post, [channel], on=WINTER)

    assert (told.title, told.link, told.language) == ("Soda", "https://soda.example/", "en")
    assert [(file.asset, file.alt) for file in told.files] == [(picture, "A glass")]
    assert told.reason == "It was written for this channel."


def test_leaving_files_out_on_a_channel_leaves_its_people_their_words() -> None:
    post = a.post(text="Drink it.")
    north = a.audience(workspace=post.workspace, countries=["NO"])
    channel = a.channel(workspace=post.workspace, network="stoa", countries=["NO"])
    a.variant(post=post, audience=north, text="Drikk det.")
    a.variant(post=post, channel=channel, assets=[])

    telling = tellings(post, [channel])[0]

    assert (telling.text, telling.audience, telling.files) == ("Drikk det.", north, ())
