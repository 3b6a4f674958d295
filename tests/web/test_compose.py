"""Composing: what is kept when, and what is refused with which words."""

import gzip
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from antiphon.people.models import Member
from antiphon.plan import actions as plan
from antiphon.plan.models import Post
from antiphon.plan.states import State as PostState
from antiphon.publish.models import Wish
from antiphon.publish.states import Wished
from tests import builders as a
from tests.web.composing import KEYS, PART, PLAIN, POLLING, address, on, send, token
from tests.web.conftest import at

pytestmark = pytest.mark.django_db
FAMILY = "👨‍👩‍👧‍👦"


@pytest.fixture
def post(by: Member) -> Post:
    return plan.draft(by, text="Cold", title="Drinks")


def test_an_empty_page_writes_nothing(page: Client, by: Member) -> None:
    assert page.get(address(by)).status_code == 200
    assert not Post.objects.exists()


def test_the_first_pause_makes_the_draft_and_goes_on_at_its_address(
    page: Client, by: Member
) -> None:
    channels = on(by, POLLING)
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
    seen, channels = token(page, by, post), on(by, POLLING, PLAIN)
    send(page, by, post, {"channels": channels})

    form = {"version": seen, "text": "Cold", "channels": ["", channels[1]]}
    answer = page.post(address(by, post, "keep"), form, headers=PART)

    assert answer.status_code == 422
    assert Wish.objects.get(post=post).channels.count() == 2


@pytest.mark.promise("W7")
@pytest.mark.parametrize("name", ["state", "workspace", "author", f"opt.{POLLING}.none", "tell.x"])
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


def _many(by: Member, count: int) -> Post:
    post = plan.draft(by, text="Cold https://example.org/ drinks", title="Drinks")
    rows = [a.channel(workspace=by.workspace, network=KEYS[n % len(KEYS)]) for n in range(count)]
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
