"""Pages for people without a seat: they show what they should, and can reach nothing else."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import signing
from django.test import Client
from icalendar import Calendar

from antiphon.kernel.secret import Secret
from antiphon.people import actions as people
from antiphon.people.models import Approval, Member, Role
from antiphon.plan import actions as plan
from antiphon.plan.models import Kind, Post, SharedView
from antiphon.plan.outside import actions as outside
from antiphon.plan.states import State
from antiphon.web.pages.outside import files
from antiphon.work import clock
from tests import builders as a
from tests.publish import world

pytestmark = [pytest.mark.django_db, pytest.mark.promise("L3")]

SOON = (clock.here() + timedelta(days=2)).replace(hour=9, minute=30, tzinfo=UTC)
NASTY = '<script>alert(1)</script> " onload=x \u202egnp.exe'


@pytest.fixture
def lead() -> Member:
    """Whose calendar and posts they are."""
    return a.member(workspace=a.workspace(name="Fizz", approval=Approval.ONE))


@pytest.fixture
def browser() -> Client:
    """Somebody who happens to be signed in elsewhere in the same browser."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(a.person())
    return client


def planned(of: Member, text: str, at: datetime = SOON, **given: Any) -> None:
    channel = a.channel(workspace=of.workspace, name="Fizz on air")
    world.publication_on(channel, text, planned_at=at, due_at=at, **given)


def calendar(by: Member, **given: Any) -> str:
    view, token = outside.share_calendar(by, **given)
    end = ".ics" if view.kind == "ics" else "/"
    return f"/s/{token.reveal()}{end}"


def review(by: Member, text: str = "Cold soda") -> tuple[str, SharedView, Post]:
    editor = a.member(workspace=by.workspace, role=Role.EDITOR)
    a.channel(workspace=by.workspace, name="Fizz on air")
    guest = people.invite_guest(by, "Ida Client", "ida@example.org")
    post = plan.submit(editor, plan.draft(editor, text=text))
    view, token = outside.share_review(by, guest, [post])
    assert token is not None
    return f"/r/{token.reveal()}/", view, post


def answer(client: Client, address: str, about: Post, **given: str) -> Any:
    page = client.get(address).content.decode()
    digest = page.split('name="digest" value="')[1].split('"')[0]
    fields = {"post": str(about.pk), "digest": digest, "say": "agrees", "words": ""} | given
    return client.post(address, fields)


def is_quiet(response: Any) -> bool:
    headers = response.headers
    return (
        not response.cookies
        and "Cookie" not in headers.get("Vary", "")
        and headers["X-Robots-Tag"] == "noindex, nofollow"
        and headers["Referrer-Policy"] == "no-referrer"
        and headers["Cache-Control"] == "private, no-store"
        and headers["Content-Security-Policy"].startswith("default-src 'none'")
        and "script-src" not in headers["Content-Security-Policy"]
    )


def test_a_calendar_shows_its_month_and_nobody_who_plans_it(browser: Client, lead: Member) -> None:
    planned(lead, "Cold soda", by=lead)

    page = browser.get(calendar(lead), {"month": f"{SOON:%Y-%m}"})

    text = page.content.decode()
    assert (page.status_code, is_quiet(page)) == (200, True)
    assert "Cold soda" in text
    assert "09:30" in text
    assert lead.person.email not in text


@pytest.mark.promise("I6")
@pytest.mark.parametrize("month", ["", "2026-13", "x", "9999-12", "0001-01", "2026-01-01", "\x00"])
def test_a_month_that_is_none_is_this_one(browser: Client, lead: Member, month: str) -> None:
    page = browser.get(calendar(lead), {"month": month})

    assert f"{clock.here():%B %Y}" in page.content.decode()


@pytest.mark.promise("I7")
def test_what_somebody_wrote_is_shown_and_never_run(browser: Client, lead: Member) -> None:
    planned(lead, NASTY)
    address, _view, _post = review(lead, NASTY)

    for page in (browser.get(calendar(lead), {"month": f"{SOON:%Y-%m}"}), browser.get(address)):
        assert "<script" not in page.content.decode()
        assert "&lt;script&gt;" in page.content.decode()


def test_a_subscription_is_a_calendar_for_programs(browser: Client, lead: Member) -> None:
    planned(lead, "Cold soda")

    answer = browser.get(calendar(lead, subscription=True))

    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert is_quiet(answer)
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert "Cold soda" in str(event["summary"])


@pytest.mark.promise("S26")
def test_links_that_open_nothing_all_look_the_same(browser: Client, lead: Member) -> None:
    ended, revoked = calendar(lead), calendar(lead)
    views = list(SharedView.objects.order_by("made_at"))
    SharedView.objects.filter(pk=views[0].pk).update(ends_at=clock.now())
    outside.revoke_share(lead, views[1])
    wrong = ["/s/" + "x" * 43 + "/", "/s/x/", "/r/" + "x" * 43 + "/", "/s/x.ics", "/s/files/x:y:z"]
    wrong += [
        calendar(lead, subscription=True).replace(".ics", "/"),
        "/s/%00/",
        "/s/" + "a" * 4000 + "/",
    ]

    answers = [browser.get(path) for path in (ended, revoked, *wrong)]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert all(is_quiet(answer) for answer in answers)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_calendar_can_only_be_read(browser: Client, lead: Member, method: str) -> None:
    assert getattr(browser, method)(calendar(lead)).status_code in {403, 405}


def test_a_guest_agrees_without_a_seat_or_a_cookie(browser: Client, lead: Member) -> None:
    address, _view, post = review(lead)

    answered = answer(browser, address, post, words="Lovely")

    post.refresh_from_db()
    assert (answered.status_code, post.state) == (303, State.APPROVED)
    assert is_quiet(answered)
    assert "You agreed to this version" in browser.get(address).content.decode()


def test_a_guest_asks_for_a_change_and_must_say_which(browser: Client, lead: Member) -> None:
    address, _view, post = review(lead)

    unsaid = answer(browser, address, post, say="refuses")
    said = answer(browser, address, post, say="refuses", words="Warmer")

    assert (unsaid.status_code, said.status_code) == (422, 303)
    assert 'aria-invalid="true"' in unsaid.content.decode()
    post.refresh_from_db()
    assert post.state == State.DRAFT


def test_a_post_that_changed_meanwhile_is_shown_anew(browser: Client, lead: Member) -> None:
    address, _view, post = review(lead)
    old = browser.get(address).content.decode().split('name="digest" value="')[1].split('"')[0]
    editor = post.author
    assert editor is not None
    plan.submit(editor, plan.edit(editor, post, 1, text="Hot tea"))

    late = answer(browser, address, post, digest=old)

    assert (late.status_code, "Hot tea" in late.content.decode()) == (409, True)
    post.refresh_from_db()
    assert post.state == State.REVIEW
    assert answer(browser, address, post).status_code == 303


def test_what_changed_since_the_last_yes_is_underlined(browser: Client, lead: Member) -> None:
    address, _view, post = review(lead)
    answer(browser, address, post)
    editor = post.author
    assert editor is not None
    post.refresh_from_db()
    plan.submit(editor, plan.edit(editor, post, post.version, text="Cold juice"))

    text = browser.get(address).content.decode()

    assert "<del>soda</del>" in text
    assert "<ins>juice</ins>" in text


@pytest.mark.promise("W7", "I6")
@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"say": "own"}, 422),
        ({"state": "approved"}, 422),
        ({"post": "00000000-0000-0000-0000-000000000000"}, 404),
        ({"post": "x"}, 404),
        ({"words": "a\x07b", "say": "remark"}, 422),
        ({"words": "x" * 6_000}, 422),
        ({"digest": "0" * 64}, 409),
    ],
)
def test_what_cannot_be_taken_is_said_and_changes_nothing(
    browser: Client, lead: Member, given: dict[str, str], status: int
) -> None:
    address, _view, post = review(lead)

    assert answer(browser, address, post, **given).status_code == status
    post.refresh_from_db()
    assert post.state == State.REVIEW


def test_a_remark_is_kept_under_the_guests_name(browser: Client, lead: Member) -> None:
    address, _view, post = review(lead)

    answer(browser, address, post, say="remark", words="Is the can new?")

    assert "Is the can new?" in browser.get(address).content.decode()
    assert post.comments.get().name == "Ida Client"


def test_pictures_are_shown_by_addresses_that_end_with_the_link(
    browser: Client, lead: Member
) -> None:
    picture = a.picture(lead)
    view, _token = outside.share_calendar(lead)
    address = files.address(view, picture)

    shown = browser.get(address)
    outside.revoke_share(lead, view)

    assert (shown.status_code, is_quiet(shown)) == (200, True)
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert "inline" in shown.headers["Content-Disposition"]
    assert shown.headers["Content-Type"].startswith("image/")
    assert browser.get(address).status_code == 404


def test_an_address_of_a_picture_ends_and_cannot_be_made_up(
    browser: Client, lead: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture, foreign = a.picture(lead), a.picture(a.member())
    view, _token = outside.share_calendar(lead)
    good = files.address(view, picture)
    forged = good.replace(picture.pk.hex, foreign.pk.hex)
    across = files.address(view, foreign)
    other = signing.TimestampSigner(salt="another").sign(f"{view.pk.hex}.{picture.pk.hex}")
    monkeypatch.setattr(files, "LASTS", 0)

    found = [browser.get(path).status_code for path in (good, forged, across, f"/s/files/{other}")]

    assert found == [404] * 4


def test_a_host_of_their_own_serves_links_and_nothing_else(
    browser: Client, lead: Member, settings: Any
) -> None:
    settings.OUTSIDE_HOST = "share.example.org"
    settings.ALLOWED_HOSTS = ["testserver", "share.example.org"]
    path = calendar(lead)

    apart = {
        p: browser.get(p, headers={"host": "share.example.org"}).status_code for p in (path, "/")
    }
    inside = {p: browser.get(p).status_code for p in (path, "/accounts/login/")}

    assert apart == {path: 200, "/": 404}
    assert inside[path] == 404
    assert inside["/accounts/login/"] != 404


def test_a_guests_mail_leads_to_their_own_page(
    browser: Client, lead: Member, mailoutbox: Any
) -> None:
    _address, view, _post = review(lead)
    outside.tell_nudges()

    path = "/r/" + mailoutbox[0].body.split("/r/")[1].split("\n")[0]

    assert "Ida Client" in browser.get(path).content.decode()
    assert outside.opened(Secret(path.split("/")[2]), Kind.REVIEW) == view
