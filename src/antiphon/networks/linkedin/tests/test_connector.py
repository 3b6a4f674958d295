"""Against the simulator, over real HTTP: what goes out arrives as it was meant."""

from datetime import timedelta
from pathlib import Path

import pytest

from antiphon.connect.errors import ChangeIt, FixSetup, Gone, LookFirst, SignInAgain, TryLater
from antiphon.connect.post_office import Absent, Done, Verb
from antiphon.connect.values import (
    Kind,
    LinkCard,
    Live,
    Poll,
    PostType,
    Prepared,
    Receipt,
    Step,
    Targeting,
)
from antiphon.networks.linkedin.tests.line import Channel, Line, file, handle_of, parcel

AWKWARD = "Wow (really) [a_b] {c} <d> #tag_one | ~ * @ \\ https://e.org/x_(y)"


def test_a_text_arrives_as_it_was_typed(page: Channel) -> None:
    receipt = page.publish(parcel(AWKWARD))

    assert [one.text for one in page.timeline()] == [AWKWARD]
    assert receipt.url == f"https://www.linkedin.com/feed/update/{receipt.id}"


def test_a_text_costs_one_request(page: Channel, line: Line) -> None:
    line.recorder.kept.clear()
    page.publish(parcel())

    assert [(one.method, one.path) for one in line.recorder.kept] == [("POST", "/rest/posts")]


def test_a_member_may_tell_connections_only(member: Channel) -> None:
    member.publish(parcel(options={"visibility": "CONNECTIONS", "no_reshare": True}))

    assert member.timeline()[0].options == {"visibility": "CONNECTIONS", "no_reshare": True}


def test_a_page_has_no_connections(page: Channel) -> None:
    assert isinstance(
        page.send(Verb.PUBLISH, parcel(options={"visibility": "CONNECTIONS"})), ChangeIt
    )


@pytest.mark.parametrize("count", [1, 2, 20])
def test_pictures_arrive_with_their_alt_texts(page: Channel, tmp_path: Path, count: int) -> None:
    pictures = tuple(
        file(tmp_path, f"{n}.png", b"PNG" + bytes([n]), alt=f"glass {n}") for n in range(count)
    )
    ready = page.prepare(parcel(type=PostType.IMAGES, enclosures=pictures))
    receipt = page.publish(ready)
    shown = page.timeline()[0].media
    read = page.send(Verb.READ, receipt=receipt)

    assert [(one.alt, one.digest) for one in shown] == [(one.alt, one.digest) for one in pictures]
    assert isinstance(read, Live)
    assert read.alts == tuple(one.alt for one in pictures)
    assert read.media == count


def test_a_document_has_a_title(page: Channel, tmp_path: Path) -> None:
    paper = file(tmp_path, "a.pdf", b"%PDF-1.7", Kind.DOCUMENT)
    ready = page.prepare(parcel(type=PostType.DOCUMENT, enclosures=(paper,), title="Menu"))
    page.publish(ready)

    assert page.timeline()[0].title == "Menu"
    assert page.timeline()[0].media[0].digest == paper.digest


def test_a_link_brings_its_card(page: Channel, tmp_path: Path) -> None:
    thumb = file(tmp_path, "t.png", b"PNGthumb")
    card = LinkCard(url="https://e.org/a", title="A", description="B", thumb=thumb)
    page.publish(page.prepare(parcel(type=PostType.LINK, link=card)))

    shown = page.timeline()[0]
    assert (shown.link, shown.title) == ("https://e.org/a", "A")


def test_a_poll_arrives(page: Channel) -> None:
    poll = Poll(choices=("Hot", "Cold"), closes_after=timedelta(days=3), question="Which?")
    receipt = page.publish(parcel(type=PostType.POLL, poll=poll))

    assert page.timeline()[0].poll == ("Hot", "Cold")
    assert receipt.id.startswith("urn:li:ugcPost:")


@pytest.mark.parametrize(
    "poll",
    [
        Poll(choices=("a", "b"), closes_after=timedelta(days=2), question="?"),
        Poll(choices=("a", "b"), closes_after=timedelta(days=1), question="x" * 141),
    ],
)
def test_a_poll_that_is_none_never_leaves(page: Channel, line: Line, poll: Poll) -> None:
    line.recorder.kept.clear()

    assert isinstance(page.send(Verb.PUBLISH, parcel(type=PostType.POLL, poll=poll)), ChangeIt)
    assert line.recorder.kept == []


def test_a_comment_stands_under_its_post(page: Channel) -> None:
    under = handle_of(page.publish(parcel()))
    comment = page.publish(parcel("Read (more) at e.org", step=Step.COMMENT, root=under))

    shown = page.timeline()[1]
    assert (shown.text, shown.parent) == ("Read (more) at e.org", under.id)
    read = page.send(Verb.READ, receipt=comment)
    assert isinstance(read, Live)
    assert read.text == "Read (more) at e.org"


def test_a_comment_may_carry_a_picture(page: Channel, tmp_path: Path) -> None:
    under = handle_of(page.publish(parcel()))
    picture = file(tmp_path, "c.png", b"PNGc")
    ready = page.prepare(parcel("look", step=Step.COMMENT, root=under, enclosures=(picture,)))
    page.publish(ready)

    assert page.timeline()[1].media[0].digest == picture.digest


def test_a_comment_on_what_is_gone_says_so(page: Channel) -> None:
    receipt = page.publish(parcel())
    page.send(Verb.WITHDRAW, receipt=receipt)

    outcome = page.send(Verb.PUBLISH, parcel("late", step=Step.COMMENT, root=handle_of(receipt)))
    assert isinstance(outcome, Gone)


def test_an_audience_is_found_and_kept(page: Channel, line: Line) -> None:
    wanted = Targeting(
        countries=("DE", "US", "GB"),
        cities=("Oslo",),
        languages=("de",),
        facets={"industries": ("urn:li:industry:4",)},
    )
    ready = page.prepare(parcel(targeting=wanted))
    line.recorder.kept.clear()
    page.publish(page.prepare(ready))

    assert [one.method for one in line.recorder.kept] == ["POST"]
    shown = page.timeline()[0].targeting
    assert set(shown.countries) == {"DE", "US", "GB"}
    assert (shown.cities, shown.languages) == (("Oslo",), ("de-DE",))
    assert shown.facets == {"industries": ("urn:li:industry:4",)}


@pytest.mark.parametrize(
    "wanted",
    [Targeting(countries=("XX",)), Targeting(cities=("Nowhere at all",))],
)
def test_a_place_that_is_not_there_is_said(page: Channel, wanted: Targeting) -> None:
    assert isinstance(page.send(Verb.PREPARE, parcel(targeting=wanted)), ChangeIt)


@pytest.mark.parametrize(
    "wanted", [Targeting(facets={"shoes": ("big",)}), Targeting(languages=("xx",))]
)
def test_a_facet_that_is_not_there_is_said(page: Channel, wanted: Targeting) -> None:
    assert isinstance(page.send(Verb.PUBLISH, parcel(targeting=wanted)), ChangeIt)


def test_a_member_never_tells_more_people_than_meant(member: Channel) -> None:
    outcome = member.send(
        Verb.PUBLISH, parcel(targeting=Targeting(facets={"industries": ("urn:li:industry:4",)}))
    )

    assert isinstance(outcome, ChangeIt)
    assert member.timeline() == []


def test_a_page_with_few_followers_cannot_choose(line: Line) -> None:
    small = line.sign_in("tiny", kind="page", followers="299")
    ready = small.prepare(parcel(targeting=Targeting(countries=("DE",))))

    assert isinstance(small.send(Verb.PUBLISH, ready), ChangeIt)


def test_withdrawing_twice_is_done_twice(page: Channel) -> None:
    receipt = page.publish(parcel())
    comment = page.publish(parcel("c", step=Step.COMMENT, root=handle_of(receipt)))

    for gone in (comment, comment, receipt, receipt):
        assert isinstance(page.send(Verb.WITHDRAW, receipt=gone), Done)
    assert page.timeline() == []
    assert isinstance(page.send(Verb.READ, receipt=receipt), Gone)
    assert isinstance(page.send(Verb.READ, receipt=comment), Gone)


def test_an_edit_changes_the_words(page: Channel) -> None:
    receipt = page.publish(parcel())
    comment = page.publish(parcel("c", step=Step.COMMENT, root=handle_of(receipt)))

    page.send(Verb.EDIT, parcel(AWKWARD), receipt)
    page.send(Verb.EDIT, parcel("d (e)", step=Step.COMMENT), comment)

    assert [one.text for one in page.timeline()] == [AWKWARD, "d (e)"]
    for one in (receipt, comment):
        read = page.send(Verb.READ, receipt=one)
        assert isinstance(read, Live)
        assert read.edited


@pytest.mark.promise("P9")
def test_an_edit_needs_nothing_but_the_words(page: Channel) -> None:
    wanted = Targeting(countries=("NO",))
    receipt = page.publish(page.prepare(parcel(targeting=wanted)))

    assert page.send(Verb.EDIT, parcel("new", targeting=wanted), receipt) == receipt
    shown = page.timeline()
    assert [(one.text, one.targeting.countries) for one in shown] == [("new", ("NO",))]


@pytest.mark.promise("P20", "F35")
def test_what_is_revoked_needs_its_owner(page: Channel, line: Line) -> None:
    line.simulator.revoke(page.handle)

    assert isinstance(page.send(Verb.PUBLISH, parcel()), SignInAgain)
    with pytest.raises(SignInAgain):
        page.ask(lambda connector: connector.whoami())


def test_a_lost_role_needs_its_owner(page: Channel, line: Line) -> None:
    world = line.simulator.world
    world.members[str(page.address.id)].role = "ANALYST"

    assert isinstance(page.send(Verb.PUBLISH, parcel()), SignInAgain)
    with pytest.raises(SignInAgain):
        page.ask(lambda connector: connector.whoami())


def test_whoami_knows_both_kinds(page: Channel, member: Channel) -> None:
    for channel in (page, member):
        account = channel.ask(lambda connector: connector.whoami())
        assert (account.id, account.kind) == (channel.address.id, channel.address.kind)
        assert account.facts["reads"] is channel.address.facts["reads"]


def test_a_full_day_waits(page: Channel, line: Line) -> None:
    line.simulator.quirks.posts_a_day = 0
    outcome = page.send(Verb.PUBLISH, parcel())

    assert isinstance(outcome, TryLater)
    assert timedelta(0) < outcome.after <= timedelta(minutes=15)


def test_a_retired_version_is_for_the_operator(page: Channel, line: Line) -> None:
    line.simulator.quirks.retired = frozenset({"202608"})

    assert isinstance(page.send(Verb.PUBLISH, parcel()), FixSetup)


def test_a_look_where_reading_is_not_allowed_says_so(member: Channel) -> None:
    outcome = member.send(Verb.LOOK, parcel())

    assert isinstance(outcome, LookFirst)
    assert outcome.known is None


def test_an_empty_look_is_absent(page: Channel) -> None:
    page.publish(parcel("something else"))

    assert isinstance(page.send(Verb.LOOK, parcel()), Absent)
    assert isinstance(page.send(Verb.PREPARE, parcel()), Prepared)
    assert isinstance(page.publish(parcel()), Receipt)
