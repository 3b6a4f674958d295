"""Composing: told otherwise, with files and a poll, and handed in."""

from datetime import timedelta

import pytest
from django.test import Client

from antiphon.connect.registry import networks
from antiphon.engage.models import Message
from antiphon.people.models import Approval, Member, Role
from antiphon.plan import actions as plan
from antiphon.plan.desk.actions import make_hashtags
from antiphon.plan.models import Post
from antiphon.plan.states import State as PostState
from antiphon.publish.models import Publication, Wish
from antiphon.publish.states import State, Wished
from antiphon.tailor.models import Variant
from antiphon.work import clock
from tests import builders as a
from tests.web.composing import PART, PLAIN, POLLING, address, on, send, token
from tests.web.conftest import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(by: Member) -> Post:
    return plan.draft(by, text="Cold", title="Drinks")


def test_words_of_its_own_are_taken_over_written_and_given_up(
    page: Client, by: Member, post: Post
) -> None:
    channels = on(by, POLLING)
    send(page, by, post, {"channels": channels})
    name = f"{channels[1]}.any"

    send(page, by, post, {"to": name}, "own")
    assert Variant.objects.get().text == "Cold"
    send(page, by, post, {f"tell.{name}.text": "Ice cold"})
    assert Variant.objects.get().text == "Ice cold"

    answer = send(page, by, post, {"to": name}, "follow")
    assert not Variant.objects.exists()
    page.post(at(by) + "undo/" + answer.headers["HX-Trigger"].partition("undo/")[2].split('"')[0])
    assert Variant.objects.get().text == "Ice cold"


def test_an_audience_takes_over_what_it_would_hear(page: Client, by: Member, post: Post) -> None:
    audience = a.audience(workspace=by.workspace)
    send(page, by, post, {"to": f"any.{audience.pk}"}, "own")

    row = Variant.objects.get()
    assert (row.audience, row.channel, row.text) == (audience, None, "Cold")


def test_files_are_ordered_described_and_left_out(page: Client, by: Member, post: Post) -> None:
    first, second = (a.asset(workspace=by.workspace) for _ in range(2))
    channels = on(by, POLLING)
    files = {"file": ["", str(first.pk), str(second.pk)], "channels": channels}
    send(page, by, post, files | {f"alt.{first.pk}": "A glass", f"focus.{first.pk}.x": "50",
                                  f"focus.{first.pk}.y": "-20"})  # fmt: skip
    moved = files | {"move": f"{second.pk}:sooner", f"out.{channels[1]}": ["", str(first.pk)]}
    send(page, by, post, moved)

    assert [(one.asset, one.alt) for one in post.files.all()] == [(second, ""), (first, "A glass")]
    assert [one["asset"] for one in Variant.objects.get().assets or []] == [str(second.pk)]


def test_a_picture_has_a_point_that_stays_visible(page: Client, by: Member, post: Post) -> None:
    asset = a.asset(workspace=by.workspace)
    send(page, by, post, {"file": str(asset.pk)})
    point = {f"focus.{asset.pk}.x": "50", f"focus.{asset.pk}.y": "-20"}
    send(page, by, post, {"file": str(asset.pk)} | point)

    asset.refresh_from_db()
    assert (asset.focus_x, asset.focus_y) == (0.5, -0.2)


def test_a_poll_is_kept_once_it_is_one_and_taken_away_again(
    page: Client, by: Member, post: Post
) -> None:
    begun = send(page, by, post, {"poll": ["", "1"], "text": "Which?"})
    assert (begun.status_code, post.poll, post.text) == (200, None, "Which?")

    send(page, by, post, {"poll": ["", "1"], "poll.choice": ["Fizz", "Tonic", ""]})
    assert post.poll == {"choices": ["Fizz", "Tonic"], "hours": 24, "multiple": False,
                         "question": ""}  # fmt: skip
    send(page, by, post, {"poll": ""})
    assert post.poll is None


def test_options_of_a_network_are_drawn_from_its_data_and_kept(
    page: Client, by: Member, post: Post
) -> None:
    network, choice, switch = next(
        (one, choice, switch)
        for one in networks()
        for choice in one.options
        for switch in one.options
        if choice.kind == "choice" and choice.default and switch.kind == "switch"
    )
    other = next(value for value, _name in choice.choices if value != choice.default)
    send(page, by, post, {"channels": on(by, network.key)})
    field = f"opt.{network.key}.{choice.key}"
    assert f'name="{field}"' in page.get(address(by, post)).content.decode()

    send(page, by, post, {field: other, f"opt.{network.key}.{switch.key}": ["", "1"]})
    assert post.options == {network.key: {choice.key: other, switch.key: True}}


def test_a_time_that_does_not_exist_and_one_that_comes_twice_are_said(
    page: Client, by: Member, post: Post
) -> None:
    zone = {"when": "at", "zone": "Europe/Berlin", "channels": on(by, POLLING)}
    gap = send(page, by, post, zone | {"at": "2027-03-28T02:30"})
    twice = send(page, by, post, zone | {"at": "2027-10-31T02:30"})

    assert "does not exist" in gap.content.decode()
    assert "occurs twice" in twice.content.decode()
    second = send(page, by, post, zone | {"at": "2027-10-31T02:30", "fold": "1"})
    assert "the second time" in second.content.decode()
    assert Wish.objects.get(post=post).fold == 1


def test_it_is_given_its_hour_and_called_back(page: Client, by: Member, post: Post) -> None:
    hour = (clock.now() + timedelta(days=3)).strftime("%Y-%m-%dT12:00")
    fields = {"channels": on(by, POLLING), "when": "at", "at": hour, "zone": "UTC"}
    answer = send(page, by, post, fields, "send")

    assert answer.status_code == 204, answer.content.decode()
    row = Publication.objects.get(post=post)
    assert f"{row.planned_at:%Y-%m-%dT%H:%M}" == hour

    told = page.get(address(by, post)).content.decode()
    page.post(at(by) + "undo/" + told.partition("/undo/")[2].split('"')[0])
    row.refresh_from_db()
    post.refresh_from_db()
    assert (row.state, post.state) == (State.CANCELLED, PostState.DRAFT)


def test_now_on_several_channels_is_asked_first(page: Client, by: Member, post: Post) -> None:
    fields = {"channels": on(by, POLLING, PLAIN), "when": "now"}
    asked = send(page, by, post, fields, "send")

    assert "Publish on 2 channels" in asked.content.decode()
    assert not Publication.objects.exists()
    send(page, by, post, fields | {"sure": "1"}, "send")
    assert Publication.objects.filter(post=post).count() == 2


def test_what_the_networks_would_refuse_is_not_handed_in(
    page: Client, by: Member, post: Post
) -> None:
    fields = {"channels": on(by, PLAIN), "poll": "1", "poll.choice": ["a", "b"]}
    answer = send(page, by, post, fields, "send")

    assert (answer.status_code, post.state) == (422, PostState.DRAFT)
    assert "has no polls" in answer.content.decode()

    send(page, by, post, {"to": PLAIN}, "no-poll")
    assert post.options == {PLAIN: {"no_poll": True}}


def test_where_others_must_agree_it_is_asked_for(page: Client, by: Member) -> None:
    type(by.workspace).objects.filter(pk=by.workspace.pk).update(approval=Approval.ONE)
    post = plan.draft(by, text="Cold", title="Drinks")
    answer = send(page, by, post, {"channels": on(by, POLLING), "when": "now"}, "send")

    assert (answer.status_code, post.state) == (204, PostState.REVIEW)
    assert Wish.objects.get(post=post).state == Wished.OPEN
    assert "Changing a word begins that anew" in page.get(address(by, post)).content.decode()


def test_what_is_no_draft_any_more_is_not_changed_by_a_late_pause(
    page: Client, by: Member, post: Post
) -> None:
    seen = token(page, by, post)
    plan.submit(by, post)
    form = {"version": seen, "text": "Late"}
    answer = page.post(address(by, post, "keep"), form, headers=PART)

    post.refresh_from_db()
    assert (answer.status_code, post.text, post.state) == (422, "Cold", PostState.APPROVED)


def test_a_draft_is_dropped_and_brought_back(page: Client, by: Member, post: Post) -> None:
    page.post(address(by, post, "drop"))
    post.refresh_from_db()
    assert post.state == PostState.DROPPED

    page.post(address(by, post, "reopen"))
    post.refresh_from_db()
    assert post.state == PostState.DRAFT


@pytest.mark.promise("W1")
@pytest.mark.parametrize("field", ["channels", "file", "campaign"])
def test_a_row_of_another_workspace_is_missing(
    page: Client, by: Member, post: Post, field: str
) -> None:
    theirs = {"channels": a.channel(), "file": a.asset(), "campaign": a.post()}[field]
    answer = send(page, by, post, {field: str(theirs.pk), "text": "Other"})

    assert (answer.status_code, post.text) == (404, "Cold")


@pytest.mark.promise("W3")
def test_who_may_not_write_reads_only(by: Member, post: Post) -> None:
    analyst = Client()
    analyst.force_login(a.member(workspace=by.workspace, role=Role.ANALYST).person)

    assert analyst.get(address(by)).status_code == 403
    form = {"version": token(analyst, by, post), "text": "Mine"}
    assert analyst.post(address(by, post, "keep"), form, headers=PART).status_code == 403
    post.refresh_from_db()
    assert post.text == "Cold"


def test_labels_a_template_and_a_return_stand_beside_it(
    page: Client, by: Member, post: Post
) -> None:
    send(page, by, post, {"channels": on(by, POLLING)})
    page.post(address(by, post, "labels"), {"label": "", "new": "Summer"}, headers=PART)
    page.post(address(by, post, "template"), {"name": "Drink of the week"}, headers=PART)
    rule = {"every": "1", "unit": "week", "at": "09:00", "begins_on": "2030-01-01"}
    page.post(address(by, post, "series"), rule, headers=PART)

    told = page.get(address(by, post, "about"), headers=PART).content.decode()
    assert "Summer" in told
    assert "returns already" in told
    assert "Drink of the week" in page.get(at(by) + "compose/templates").content.decode()


def test_emoji_hashtags_and_names_are_found_by_the_server(
    page: Client, by: Member, post: Post
) -> None:
    channels = on(by, POLLING)
    send(page, by, post, {"channels": channels})
    make_hashtags(by, "Summer", ["ice", "lemon"])
    Message.objects.create(
        workspace=by.workspace, channel_id=channels[1], remote_id="1", author="anna@example.org",
        text="Hello", at=clock.now(),
    )  # fmt: skip
    known = at(by) + f"compose/known?post={post.pk}"

    assert "🔥" in page.get(at(by) + "compose/emoji?q=fire").content.decode()
    assert "#ice #lemon" in page.get(f"{known}&key=%23&q=su").content.decode()
    assert "@anna@example.org" in page.get(f"{known}&key=@&q=a").content.decode()


@pytest.mark.parametrize("form", ["labels", "template", "series"])
def test_nonsense_beside_it_is_refused_with_words(
    page: Client, by: Member, post: Post, form: str
) -> None:
    rule = {"every": "9" * 400, "unit": "x", "at": "25:00", "begins_on": "x"}
    bad = {"labels": {"label": "no id"}, "template": {"name": "\x00"}, "series": rule}[form]
    answer = page.post(address(by, post, form), bad, headers=PART)

    assert 400 <= answer.status_code < 500


def test_a_campaign_is_chosen_beside_it(page: Client, by: Member, post: Post) -> None:
    campaign = plan.make_campaign(by, "Advent")
    page.post(
        address(by, post, "labels"), {"label": "", "campaign": str(campaign.pk)}, headers=PART
    )

    post.refresh_from_db()
    assert post.campaign == campaign
