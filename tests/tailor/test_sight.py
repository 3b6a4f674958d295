"""Who sees what, and who sees nothing."""

from datetime import date

import pytest

from antiphon.channels.models import Channel
from antiphon.plan.models import Post
from antiphon.tailor.sight import who_sees_what
from tests import builders as a

pytestmark = pytest.mark.django_db

WINTER = date(2026, 1, 15)


def seen(post: Post, *channels: Channel) -> dict[str, tuple[list[str], str | None]]:
    """For each audience the texts it sees and the rule of its warning."""
    return {
        sight.audience.name: (
            [telling.text for telling in sight.tellings],
            sight.warning.rule if sight.warning else None,
        )
        for sight in who_sees_what(post, channels, on=WINTER)
    }


@pytest.fixture
def post() -> Post:
    row = a.post(text="Drink it.")
    for name, countries in (("north", ["NO"]), ("south", ["BR"])):
        to = a.audience(workspace=row.workspace, name=name, countries=countries)
        a.variant(post=row, audience=to, text=name.title())
    return row


def test_every_audience_sees_its_own_words(post: Post) -> None:
    channels = [
        a.channel(workspace=post.workspace, network="stoa", countries=[code])
        for code in ("NO", "BR")
    ]

    assert seen(post, *channels) == {"north": (["North"], None), "south": (["South"], None)}


def test_an_audience_that_nobody_reaches_is_named(post: Post) -> None:
    norway = a.channel(workspace=post.workspace, network="stoa", countries=["NO"])

    assert seen(post, norway) == {"north": (["North"], None), "south": ([], "nobody")}


def test_an_audience_that_hears_others_words_is_told_so(post: Post) -> None:
    world = a.channel(workspace=post.workspace, network="stoa")

    assert seen(post, world)["south"] == (["Drink it."], "other_words")


def test_an_audience_without_words_sees_what_its_channels_tell(post: Post) -> None:
    a.audience(workspace=post.workspace, name="old", age_from=60)
    norway = a.channel(workspace=post.workspace, network="stoa", countries=["NO"])

    assert seen(post, norway)["old"] == (["North"], None)


def test_a_network_that_chooses_keeps_audiences_apart(post: Post) -> None:
    page = a.channel(
        workspace=post.workspace, network="agora", kind="page", countries=["NO", "BR", "DE"]
    )
    a.audience(workspace=post.workspace, name="west", countries=["DE"])

    assert seen(post, page) == {
        "north": (["North"], None),
        "south": (["South"], None),
        "west": (["Drink it."], None),
    }
