"""Composing: what is kept when, what is refused with which words, and what is handed in."""

import gzip
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from antiphon.people.models import Approval, Member, Role
from antiphon.plan import actions as plan
from antiphon.plan.models import Post
from antiphon.plan.states import State as PostState
from antiphon.publish.models import Publication, Wish
from antiphon.publish.states import State, Wished
from antiphon.tailor.models import Variant
from antiphon.work import clock
from tests import builders as a
from tests.web.conftest import at

pytestmark = pytest.mark.django_db
PART = {"HX-Request": "true"}
FAMILY = "👨‍👩‍👧‍👦"


def address(by: Member, post: Post | None = None, deed: str = "") -> str:
    return at(by) + "compose/" + (f"{post.pk}" if post else "") + (f"/{deed}" if deed else "")


def token(page: Client, by: Member, post: Post) -> str:
    return str(page.get(address(by, post)).context["desk"].token)


def send(page: Client, by: Member, post: Post, fields: dict[str, Any], deed: str = "keep") -> Any:
    form = {"version": token(page, by, post)} | fields
    answer = page.post(address(by, post, deed), form, headers=PART)
    post.refresh_from_db()
    return answer


def on(by: Member, *keys: str) -> list[str]:
    """A channel on each of these networks, as the form names them."""
    rows = [a.channel(workspace=by.workspace, network=key) for key in keys]
    return ["", *(str(row.pk) for row in rows)]


@pytest.fixture
def post(by: Member) -> Post:
    return plan.draft(by, text="Cold", title="Drinks")


def test_an_empty_page_writes_nothing(page: Client, by: Member) -> None:
    assert page.get(address(by)).status_code == 200
    assert not Post.objects.exists()


def test_the_first_pause_makes_the_draft_and_goes_on_at_its_address(
    page: Client, by: Member
) -> None:
    channels = on(by, "mastodon")
    form = {"version": "0-", "text": "Cold drinks", "channels": channels}
    answer = page.post(at(by) + "compose/keep", form, headers=PART)

    post = Post.objects.get()
    assert (answer.status_code, answer.headers["HX-Push-Url"]) == (200, address(by, post))
    assert (post.text, post.state) == ("Cold drinks", PostState.DRAFT)
    assert [str(one.channel_id) for one in Wish.objects.get(post=post).channels.all()] == [
        channels[1]
    ]


def test_a_pause_keeps_what_differs(page: Client, by: Member, post: Post) -> None:
    answer = send(page, by, post, {"text": "Cold drinks\r\nfor all", "tags": "ice, summer days"})

    assert answer.status_code == 200
    assert (post.text, post.title) == ("Cold drinks\nfor all", "Drinks")
    assert post.tags == ["ice", "summer days"]


def test_a_pause_that_changed_nothing_makes_no_version(
    page: Client, by: Member, post: Post
) -> None:
    send(page, by, post, {"text": "Cold", "title": "Drinks", "poll": "", "tags": "", "file": ""})

    assert post.version == 1


def test_without_a_script_the_form_is_kept_too(page: Client, by: Member, post: Post) -> None:
    form = {"version": token(page, by, post), "text": "Cold drinks"}
    answer = page.post(address(by, post, "keep"), form)

    post.refresh_from_db()
    assert (answer.status_code, post.text) == (302, "Cold drinks")


def test_a_stale_edit_sees_the_difference_and_overwrites_nothing(
    page: Client, by: Member, post: Post
) -> None:
    seen = token(page, by, post)
    plan.edit(a.member(workspace=by.workspace), post, 1, text="Warm")

    form = {"version": seen, "text": "Cold drinks"}
    answer = page.post(address(by, post, "keep"), form, headers=PART)

    post.refresh_from_db()
    told = answer.content.decode()
    assert (answer.status_code, post.text) == (422, "Warm")
    assert "<del>Warm</del>" in told
    assert "Cold drinks</textarea>" in told

    over = answer.context["conflict"]["token"]
    page.post(address(by, post, "keep"), form | {"over": over}, headers=PART)
    post.refresh_from_db()
    assert post.text == "Cold drinks"


def test_other_channels_chosen_meanwhile_are_not_overwritten(
    page: Client, by: Member, post: Post
) -> None:
    seen, channels = token(page, by, post), on(by, "mastodon", "bluesky")
    send(page, by, post, {"channels": channels})

    form = {"version": seen, "text": "Cold", "channels": ["", channels[1]]}
    answer = page.post(address(by, post, "keep"), form, headers=PART)

    assert answer.status_code == 422
    assert Wish.objects.get(post=post).channels.count() == 2


@pytest.mark.promise("W7")
@pytest.mark.parametrize("name", ["state", "workspace", "author", "opt.mastodon.none", "tell.x"])
def test_a_field_that_is_not_in_the_form_is_refused(
    page: Client, by: Member, post: Post, name: str
) -> None:
    answer = send(page, by, post, {name: "approved", "text": "Other"})

    assert (answer.status_code, post.text, post.state) == (422, "Cold", PostState.DRAFT)
    assert "no field called" in answer.content.decode() or "no such option" in str(answer.content)


@pytest.mark.promise("I6")
@pytest.mark.parametrize("name", ["text", "title", "comment", "poll.choice", "tags", "language"])
@pytest.mark.parametrize("bad", ["\x00\x07", "\ud800".encode("utf-8", "surrogatepass")])
def test_control_characters_are_refused_with_words_and_the_rest_is_kept(
    page: Client, by: Member, post: Post, name: str, bad: Any
) -> None:
    text = bad if isinstance(bad, str) else bad.decode("utf-8", "replace") + "\x01"
    answer = send(page, by, post, {"link": "https://example.org/", "poll": "1", name: ["b", text]})

    assert answer.status_code == 422
    assert answer.context["problems"]
    assert post.link == "https://example.org/"


@pytest.mark.parametrize("odd", [f"{FAMILY} says hello", "a\u202eb\u202c", "א שלום", "e\u0301"])
def test_odd_letters_are_kept_as_they_are(page: Client, by: Member, post: Post, odd: str) -> None:
    answer = send(page, by, post, {"text": odd, "title": odd, "comment": odd, "tags": "ice"})

    assert answer.status_code == 200
    assert (post.text, post.title, post.comment) == (odd, odd, odd)


def test_a_text_too_long_to_keep_is_said_and_nothing_of_it_stored(
    page: Client, by: Member, post: Post
) -> None:
    answer = send(page, by, post, {"text": "x" * 300_000, "title": "Kept"})

    assert (answer.status_code, post.text, post.title) == (422, "Cold", "Kept")
    assert "200000" in answer.content.decode()


def test_ten_megabytes_never_become_a_fault(page: Client, by: Member, post: Post) -> None:
    answer = send(page, by, post, {"text": "x" * 10_000_000})

    assert 400 <= answer.status_code < 500
    assert post.text == "Cold"


def test_words_of_its_own_are_taken_over_written_and_given_up(
    page: Client, by: Member, post: Post
) -> None:
    channels = on(by, "mastodon")
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
    channels = on(by, "mastodon")
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
    send(page, by, post, {"channels": on(by, "x")})
    assert 'name="opt.x.reply_settings"' in page.get(address(by, post)).content.decode()

    send(page, by, post, {"opt.x.reply_settings": "following", "opt.x.made_with_ai": ["", "1"],
                          "opt.x.quote": ""})  # fmt: skip
    assert post.options == {"x": {"reply_settings": "following", "made_with_ai": True}}


def test_a_time_that_does_not_exist_and_one_that_comes_twice_are_said(
    page: Client, by: Member, post: Post
) -> None:
    zone = {"when": "at", "zone": "Europe/Berlin", "channels": on(by, "mastodon")}
    gap = send(page, by, post, zone | {"at": "2027-03-28T02:30"})
    twice = send(page, by, post, zone | {"at": "2027-10-31T02:30"})

    assert "does not exist" in gap.content.decode()
    assert "occurs twice" in twice.content.decode()
    second = send(page, by, post, zone | {"at": "2027-10-31T02:30", "fold": "1"})
    assert "the second time" in second.content.decode()
    assert Wish.objects.get(post=post).fold == 1


def test_it_is_given_its_hour_and_called_back(page: Client, by: Member, post: Post) -> None:
    hour = (clock.now() + timedelta(days=3)).strftime("%Y-%m-%dT12:00")
    fields = {"channels": on(by, "mastodon"), "when": "at", "at": hour, "zone": "UTC"}
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
    fields = {"channels": on(by, "mastodon", "bluesky"), "when": "now"}
    asked = send(page, by, post, fields, "send")

    assert "Publish on 2 channels" in asked.content.decode()
    assert not Publication.objects.exists()
    send(page, by, post, fields | {"sure": "1"}, "send")
    assert Publication.objects.filter(post=post).count() == 2


def test_what_the_networks_would_refuse_is_not_handed_in(
    page: Client, by: Member, post: Post
) -> None:
    fields = {"channels": on(by, "bluesky"), "poll": "1", "poll.choice": ["a", "b"]}
    answer = send(page, by, post, fields, "send")

    assert (answer.status_code, post.state) == (422, PostState.DRAFT)
    assert "has no polls" in answer.content.decode()

    send(page, by, post, {"to": "bluesky"}, "no-poll")
    assert post.options == {"bluesky": {"no_poll": True}}


def test_where_others_must_agree_it_is_asked_for(page: Client, by: Member) -> None:
    type(by.workspace).objects.filter(pk=by.workspace.pk).update(approval=Approval.ONE)
    post = plan.draft(by, text="Cold", title="Drinks")
    answer = send(page, by, post, {"channels": on(by, "mastodon"), "when": "now"}, "send")

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
    send(page, by, post, {"channels": on(by, "mastodon")})
    page.post(address(by, post, "labels"), {"label": "", "new": "Summer"}, headers=PART)
    page.post(address(by, post, "template"), {"name": "Drink of the week"}, headers=PART)
    rule = {"every": "1", "unit": "week", "at": "09:00", "begins_on": "2030-01-01"}
    page.post(address(by, post, "series"), rule, headers=PART)

    told = page.get(address(by, post, "about"), headers=PART).content.decode()
    assert "Summer" in told
    assert "returns already" in told
    assert "Drink of the week" in page.get(at(by) + "compose/templates").content.decode()


def test_emoji_and_hashtags_are_found_by_the_server(page: Client, by: Member) -> None:
    assert "🔥" in page.get(at(by) + "compose/emoji?q=fire").content.decode()


def _many(by: Member, count: int) -> Post:
    post = plan.draft(by, text="Cold https://example.org/ drinks", title="Drinks")
    keys = ("mastodon", "bluesky", "x", "linkedin")
    rows = [a.channel(workspace=by.workspace, network=keys[n % 4]) for n in range(count)]
    files = [a.asset(workspace=by.workspace) for _ in range(count)]
    plan.edit(by, post, 1, assets=[(file, "Seen") for file in files])
    for row in rows:
        a.variant(post=post, channel=row, text=f"On {row}")
        a.variant(post=post, audience=a.audience(workspace=by.workspace), text="To some")
    wish = Wish.objects.create(post=post, workspace=by.workspace, state=Wished.SKETCHED)
    for row in rows:
        wish.channels.create(workspace=by.workspace, channel=row)
    return post


@pytest.mark.parametrize("count", [1, 8])
def test_the_page_asks_little_however_much_there_is(page: Client, by: Member, count: int) -> None:
    post = _many(by, count)
    page.get(address(by, post))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = page.get(address(by, post))

    told = "\n".join(query["sql"][:110] for query in asked.captured_queries)
    assert len(asked) <= 15, told
    assert len(gzip.compress(answer.content)) < 25_000


def test_a_pause_asks_little(page: Client, by: Member) -> None:
    post = _many(by, 4)
    form = {"version": token(page, by, post), "text": "Colder"}
    with CaptureQueriesContext(connection) as asked:
        page.post(address(by, post, "keep"), form, headers=PART)

    # Of the points at which a transaction may go back, most stand around a test alone.
    told = [one["sql"][:110] for one in asked.captured_queries if "SAVEPOINT" not in one["sql"]]
    assert len(told) <= 17, "\n".join(told)
