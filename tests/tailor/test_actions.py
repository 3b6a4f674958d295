"""Writing variants, audiences and links."""

from typing import Any
from uuid import uuid4

import pytest
from django.conf import LazySettings

from antiphon.kernel.errors import NotHereError
from antiphon.kernel.problem import BadInputError
from antiphon.people.models import Member, Role, TrailLine
from antiphon.people.policy import Refused
from antiphon.plan import actions as plan
from antiphon.plan import digest
from antiphon.plan.states import State
from antiphon.tailor import actions, queries, shape
from antiphon.tailor.choosing import tellings
from antiphon.tailor.models import Audience, TrackedLink, Variant
from antiphon.tailor.telling import Telling
from tests import builders as a

pytestmark = pytest.mark.django_db


@pytest.fixture
def by() -> Member:
    return a.member()


def test_a_second_telling_to_the_same_people_changes_the_first(by: Member) -> None:
    post = plan.draft(by, text="Hi")
    actions.make_audience(by, "Hot", climates=["hot"])

    first = actions.tell(by, post, audience="hot", text="Cool", title="T")
    again = actions.tell(by, post, audience="Hot", text="Cooler")

    assert (again.pk, again.text, again.title) == (first.pk, "Cooler", "T")
    assert actions.tell(by, post, audience="Hot", title=None).title is None


def test_two_texts_for_one_audience_are_refused_and_none_is_kept(by: Member) -> None:
    post = plan.draft(by, text="Hi")
    hot = actions.make_audience(by, "Hot", climates=["hot"])
    twice: list[Any] = [
        {"channel": None, "audience": of, "words": {"text": "x"}} for of in (hot, "hot")
    ]

    with pytest.raises(BadInputError, match="“Hot” twice"):
        actions.tell_each(by, post, twice)

    assert not Variant.objects.filter(post=post).exists()


def test_an_unknown_audience_is_answered_with_those_there_are(by: Member) -> None:
    post = plan.draft(by, text="Hi")
    actions.make_audience(by, "Hot", climates=["hot"])
    a.audience(name="Theirs")

    with pytest.raises(NotHereError, match=r"no audience “Cold”\. Known are: Hot\.$"):
        actions.tell(by, post, audience="Cold", text="x")


def test_a_variant_is_for_somebody(by: Member) -> None:
    with pytest.raises(BadInputError, match="for all, edit the post"):
        actions.tell(by, plan.draft(by, text="Hi"), text="x")


@pytest.mark.promise("P11")
def test_a_changed_variant_withdraws_the_approval(by: Member) -> None:
    post = plan.submit(by, plan.draft(by, text="Hi"))
    before = digest.of(post)
    channel = a.channel(workspace=by.workspace)

    variant = actions.tell(by, post, channel=channel, text="Ho")
    post.refresh_from_db()
    assert (post.state, post.approved_digest, post.version) == (State.DRAFT, "", 2)
    assert digest.of(post) != before

    actions.untell(by, variant)
    post.refresh_from_db()
    assert (digest.of(post), post.shape) == (before, "")


@pytest.mark.promise("P11")
def test_a_changed_audience_withdraws_the_approval_of_what_speaks_to_it(by: Member) -> None:
    hot = actions.make_audience(by, "Hot", climates=["hot"])
    post = plan.draft(by, text="Hi")
    actions.tell(by, post, audience=hot, text="Ho")
    post = plan.submit(by, post)
    assert post.state == State.APPROVED

    actions.change_audience(by, hot, countries=["br"])

    post.refresh_from_db()
    assert (post.state, post.shape) == (State.DRAFT, shape.of(post))


@pytest.mark.promise("W1")
@pytest.mark.parametrize("kind", ["channel", "audience", "assets"])
def test_what_belongs_to_others_is_not_there(by: Member, kind: str) -> None:
    post = plan.draft(by, text="Hi")
    made = {"channel": a.channel, "audience": a.audience, "assets": a.asset}[kind]
    mine = a.channel(workspace=by.workspace)

    for id in (made().pk, uuid4()):
        given = {"assets": [(id, "")], "channel": mine} if kind == "assets" else {kind: id}
        with pytest.raises(NotHereError):
            actions.tell(by, post, text="x", **given)


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ({"text": "a\x00"}, "control_character"),
        ({"link": "ftp://a.example/"}, "scheme"),
        ({"language": "xx-xx-xx"}, "unknown_language"),
        ({"options": {"mood": "glad"}}, "no_channel"),
    ],
)
def test_words_that_cannot_be_kept_are_refused(
    by: Member, words: dict[str, Any], rule: str
) -> None:
    post = plan.draft(by, text="Hi")
    actions.make_audience(by, "Hot")

    with pytest.raises(BadInputError) as refused:
        actions.tell(by, post, audience="Hot", **words)

    assert refused.value.problems[0].rule == rule


@pytest.mark.parametrize(
    ("asks", "rule"),
    [
        ({"countries": ["Brazil"]}, "unknown_country"),
        ({"countries": ["XX"]}, "unknown_country"),
        ({"languages": ["qqq"]}, "unknown_language"),
        ({"climates": ["stormy"]}, "choice"),
        ({"age_from": 30, "age_to": 20}, "order"),
        ({"age_from": -1}, "range"),
        ({"cities": [" "]}, "length"),
        ({"regions": ["x" * 121]}, "length"),
        ({"genders": ["a\x00"]}, "control_character"),
        ({"cities": ["a\u202eb"]}, "bidi_control"),
    ],
)
def test_an_audience_asks_only_what_exists(by: Member, asks: dict[str, Any], rule: str) -> None:
    with pytest.raises(BadInputError) as refused:
        actions.make_audience(by, "Somebody", **asks)

    assert refused.value.problems[0].rule == rule
    assert not Audience.objects.filter(workspace=by.workspace).exists()


def test_codes_are_kept_as_standards_write_them(by: Member) -> None:
    row = actions.make_audience(
        by, " South ", countries=["br", "BR", "in"], languages=["PT_br"], climates=["Hot"]
    )

    assert (row.name, row.countries, row.languages) == ("South", ["BR", "IN"], ["pt-BR"])
    assert row.climates == ["hot"]
    with pytest.raises(BadInputError, match="already"):
        actions.make_audience(by, "south")


def test_setting_an_audience_makes_it_or_changes_it_whole(by: Member) -> None:
    first = actions.set_audience(by, "Hot", countries=["IN"], age_from=18)
    again = actions.set_audience(by, "hot", climates=["hot"])

    assert again.pk == first.pk
    assert (again.countries, again.age_from, again.climates) == ([], None, ["hot"])
    assert list(queries.audiences(by.workspace)) == [again]


def test_who_may_not_write_leaves_a_line_only(by: Member) -> None:
    analyst = a.member(workspace=by.workspace, role=Role.ANALYST)

    with pytest.raises(Refused):
        actions.make_audience(analyst, "Hot")

    assert TrailLine.objects.filter(action="audience.write", note="refused").count() == 1


def told(by: Member, **post: Any) -> Telling:
    campaign = plan.make_campaign(by, "Summer")
    row = plan.draft(by, campaign=campaign, link="https://soda.example/?a=1#top", **post)
    channel = a.channel(workspace=by.workspace, network="stoa", countries=["BR"])
    hot = actions.make_audience(by, "Hot South", countries=["BR"])
    actions.tell(by, row, audience=hot, language="pt")
    return tellings(row, [channel])[0]


TAGS = "utm_source=stoa&utm_medium=social&utm_campaign=summer&utm_content=hot-south"


def test_without_a_public_address_the_tagged_link_goes_out(
    by: Member, settings: LazySettings
) -> None:
    settings.BEHIND_TLS = False
    telling = actions.track(by, told(by, text="See https://soda.example/?a=1#top now."))

    assert telling.link == f"https://soda.example/?a=1&{TAGS}#top"
    assert telling.text == f"See {telling.link} now."
    assert not TrackedLink.objects.exists()


def test_with_one_every_telling_has_a_link_of_its_own(by: Member, settings: LazySettings) -> None:
    settings.BEHIND_TLS, settings.PUBLIC_URL = True, "https://go.example"
    telling = told(by, text="Hi")
    one, other = actions.track(by, telling), actions.track(by, telling)

    assert one.link != other.link
    assert one.tracked is not None
    assert one.link == f"https://go.example/l/{one.tracked.code}"
    assert len(one.tracked.code) == 12
    link = queries.link(one.tracked.code)
    assert link is not None
    assert link.target == f"https://soda.example/?a=1&{TAGS}#top"
    assert one.problems() == []


def test_a_post_without_a_link_needs_none(by: Member) -> None:
    row = plan.draft(by, text="Hi")
    (telling,) = tellings(row, [a.channel(workspace=by.workspace, network="stoa")])

    assert actions.track(by, telling) is telling
