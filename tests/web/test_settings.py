"""The pages of settings, people, keys and the rest: what they keep, refuse, and take back."""

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.utils import translation

from antiphon.notices import queries as asked
from antiphon.people import actions as people
from antiphon.people import queries
from antiphon.people.models import ApiKey, Invitation, Member, Role
from antiphon.plan.desk import actions as desk
from antiphon.plan.models import Campaign, HashtagGroup, Label
from antiphon.tailor.models import Audience
from tests import builders as a
from tests.web.conftest import at

pytestmark = pytest.mark.django_db
SETTINGS = {
    "name": "Fizz", "time_zone": "Asia/Kolkata", "week_start": "6", "language": "", "approval":
    "one", "approvals_needed": "1", "late_policy": "skip", "grace": "90", "strict_duplicates": "on",
}  # fmt: skip
PLACES = (
    *("settings/", "people/", "people/roles", "outsiders/", "feeds/", "keys/", "hooks/", "trail/"),
    *("me/", "campaigns/", "audiences/", "audiences/new", "audiences/who", "library/labels/"),
    *("library/hashtags/", "library/templates/", "library/series/"),
)


@pytest.fixture(autouse=True)
def in_english() -> Any:
    with translation.override("en"):
        yield


@pytest.mark.parametrize("place", PLACES)
def test_an_empty_workspace_has_every_page(page: Client, by: Member, place: str) -> None:
    assert page.get(at(by, place)).status_code == 200


def undone(page: Client) -> None:
    """Take back the last deed."""
    by = Member.objects.get(person_id=page.session["_auth_user_id"])
    token = list(page.session["undo"])[-1]
    page.post(at(by, f"undo/{token}"))


def test_settings_are_kept_and_taken_back(page: Client, by: Member) -> None:
    page.post(at(by, "settings/"), SETTINGS)
    by.workspace.refresh_from_db()
    kept = (by.workspace.time_zone, by.workspace.week_start, by.workspace.grace.seconds)
    undone(page)
    by.workspace.refresh_from_db()

    assert kept == ("Asia/Kolkata", 6, 5400)
    assert (by.workspace.week_start, by.workspace.grace.seconds) == (None, 3600)


@pytest.mark.promise("W7")
@pytest.mark.parametrize(
    "wrong",
    [{"name": "x" * 500}, {"name": ""}, {"time_zone": "Mars"}, {"grace": "-1"}, {"slug": "other"},
     {"approvals_needed": "0"}, {"week_start": "4"}, {"name": "a\u202eb"}],
)  # fmt: skip
def test_wrong_settings_are_refused_as_typed(
    page: Client, by: Member, wrong: dict[str, str]
) -> None:
    answer = page.post(at(by, "settings/"), SETTINGS | wrong)
    by.workspace.refresh_from_db()

    assert answer.status_code == 422
    assert b'class="error"' in answer.content
    assert by.workspace.time_zone != "Asia/Kolkata"


@pytest.mark.parametrize("role", [Role.CLIENT, Role.EDITOR])
def test_who_leads_nobody_changes_nothing(role: Role) -> None:
    by = a.member(role=role)
    client = Client()
    client.force_login(by.person)

    assert client.post(at(by, "settings/"), SETTINGS).status_code == 403
    assert client.get(at(by, "trail/")).status_code == 403
    assert client.get(at(by, "hooks/")).status_code == 403


def test_pages_speak_the_language_that_somebody_chose(page: Client, by: Member) -> None:
    typed = {"name": "Ada", "language": "de", "time_zone": "UTC"}
    page.post(at(by, "me/"), typed)

    assert 'lang="de"' in page.get(at(by, "me/")).content.decode()


def test_an_invitation_is_mailed_and_told_once(page: Client, by: Member) -> None:
    typed = {"email": "new@example.org", "role": "editor", "days": "7"}
    told = page.post(at(by, "people/invite"), typed).content.decode()
    (path,) = re.findall(r'value="[^"]*(/invitations/[^"]+)"', told)

    assert path in mail.outbox[0].body
    assert path not in page.get(at(by, "people/")).content.decode()
    assert queries.invitations(by.workspace).get().role == Role.EDITOR


def test_nobody_is_invited_as_owner_or_to_no_address(page: Client, by: Member) -> None:
    for wrong in ({"role": "owner"}, {"email": "nobody"}, {"days": "9999"}, {"extra": "1"}):
        typed = {"email": "new@example.org", "role": "editor", "days": "7"} | wrong
        assert page.post(at(by, "people/invite"), typed).status_code == 422
    assert not Invitation.objects.exists()


def test_a_role_is_given_and_taken_back(page: Client, by: Member) -> None:
    other = a.member(workspace=by.workspace, role=Role.EDITOR)
    page.post(at(by, f"people/{other.pk}/role"), {"role": "analyst"})
    other.refresh_from_db()
    given = other.role
    undone(page)
    other.refresh_from_db()

    assert (given, other.role) == (Role.ANALYST, Role.EDITOR)


def test_a_key_is_shown_once_and_revoked(page: Client, by: Member) -> None:
    typed = {"name": "Shop", "days": "30", "scopes": ["post.read", "post.write"]}
    told = page.post(at(by, "keys/new"), typed).content.decode()
    (secret,) = re.findall(r'value="(ant_[^"]+)"', told)
    row = ApiKey.objects.get()
    assert secret not in page.get(at(by, "keys/")).content.decode()
    page.post(at(by, f"keys/{row.pk}/revoke"))
    row.refresh_from_db()

    assert (row.scopes, row.is_good) == (["post.read", "post.write"], False)


def test_dangerous_deeds_ask_whether_it_is_still_them() -> None:
    by = a.member(person=a.person(password="a-long-word-8372-of-hers"))
    EmailAddress.objects.create(user=by.person, email=by.person.email, primary=True, verified=True)
    client = Client()
    client.force_login(by.person)
    answer = client.post(at(by, "keys/new"), {"name": "x", "days": "30", "scopes": "post.read"})

    assert "/reauthenticate/" in answer["Location"]
    assert not ApiKey.objects.exists()


def test_a_hook_is_made_tried_changed_and_removed(page: Client, by: Member) -> None:
    typed = {"name": "Shop", "url": "https://shop.example.org/told", "kinds": ["publication.live"]}
    assert b"whsec_" in page.post(at(by, "hooks/new"), typed).content
    (hook,) = by_hooks(by)
    page.post(at(by, f"hooks/{hook.pk}/deed"), {"deed": "try"})
    shown = page.get(at(by, f"hooks/{hook.pk}/")).content.decode()
    page.post(at(by, f"hooks/{hook.pk}/change"), typed | {"name": "Other"})
    undone(page)
    assert "hook.tried" in shown
    assert by_hooks(by)[0].name == "Shop"
    page.post(at(by, f"hooks/{hook.pk}/remove"))
    assert by_hooks(by) == []


def by_hooks(by: Member) -> list[Any]:
    """The hooks of a workspace."""
    return list(asked.hooks(by.workspace))


def test_the_trail_tells_who_and_is_whole(page: Client, by: Member) -> None:
    people.change_workspace(by, name="Fizz & Co")
    assert str(by.person) in page.get(at(by, "trail/?action=workspace.change")).content.decode()
    assert b"is whole" in page.post(at(by, "trail/check")).content
    lines = b"".join(page.get(at(by, "trail/export")).streaming_content)  # type: ignore[attr-defined]
    assert b'"head"' in lines


def test_a_guest_is_invited_and_ended(page: Client, by: Member) -> None:
    page.post(at(by, "outsiders/invite"), {"name": "Cleo", "email": "cleo@example.org"})
    guest = queries.guests(by.workspace).get()
    page.post(at(by, f"outsiders/guests/{guest.pk}/end"))
    assert not queries.guests(by.workspace).exists()
    undone(page)
    assert queries.guests(by.workspace).get().name == "Cleo"


def test_an_audience_says_what_it_asks_and_who_that_is(page: Client, by: Member) -> None:
    a.channel(workspace=by.workspace, countries=["BR"])
    typed = {"name": "Hot Brazil", "countries": "br, IN", "climates": ["hot"], "age_from": "18"}
    page.post(at(by, "audiences/new"), typed)
    row = Audience.objects.get()
    shown = page.get(at(by, f"audiences/{row.pk}/")).content.decode()
    page.post(at(by, f"audiences/{row.pk}/"), typed | {"name": "Other"})
    undone(page)
    row.refresh_from_db()

    assert (row.name, row.countries, row.age_from) == ("Hot Brazil", ["BR", "IN"], 18)
    assert "Where its people are now" in shown
    assert b"India" in page.get(at(by, "audiences/places?place=Ind")).content


def test_who_sees_what_warns_where_nobody_is_reached(page: Client, by: Member) -> None:
    channel = a.channel(workspace=by.workspace, countries=["SE"])
    a.audience(workspace=by.workspace, name="Brazil", countries=["BR"])
    post = a.post(workspace=by.workspace, text="Hello")

    assert "Nobody reaches “Brazil”" in page.get(at(by, "audiences/who")).content.decode()
    assert "Nobody in “Brazil”" in page.get(at(by, f"audiences/posts/{post.pk}/")).content.decode()
    assert channel.countries == ["SE"]


def test_a_campaign_is_begun_changed_and_taken_back(page: Client, by: Member) -> None:
    page.post(at(by, "campaigns/"), {"name": "Summer", "begins_on": "2027-06-01"})
    row = Campaign.objects.get()
    wrong = {"name": "Summer", "begins_on": "2027-06-01", "ends_on": "2026-01-01"}
    assert page.post(at(by, f"campaigns/{row.pk}/"), wrong).status_code == 422
    page.post(at(by, f"campaigns/{row.pk}/"), {"name": "Autumn", "utm_medium": "social"})
    undone(page)
    row.refresh_from_db()

    assert (row.name, str(row.begins_on), row.utm_campaign) == ("Summer", "2027-06-01", "summer")


def test_what_lies_on_a_shelf_is_kept_changed_and_brought_back(page: Client, by: Member) -> None:
    page.post(at(by, "library/labels/"), {"name": "Evergreen", "tint": "3"})
    page.post(at(by, "library/hashtags/"), {"name": "Fizz", "tags": "#fizz, cold"})
    label = Label.objects.get()
    page.post(at(by, f"library/labels/{label.pk}/change"), {"name": "Green", "tint": "4"})
    page.post(at(by, f"library/labels/{label.pk}/remove"))
    gone = not Label.objects.exists()
    undone(page)

    assert (gone, Label.objects.get().name) == (True, "Green")
    assert HashtagGroup.objects.get().tags == ["fizz", "cold"]
    assert page.post(at(by, "library/labels/"), {"name": "", "tint": "x"}).status_code == 422


@pytest.mark.parametrize("path", ["people/", "keys/", "library/labels/", "campaigns/", "trail/"])
def test_many_rows_ask_no_more(
    page: Client, by: Member, path: str, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        a.member(workspace=by.workspace)
        people.make_key(f"Key {number}", ["post.read"], by=by)
        desk.make_label(by, f"Label {number}")
        Campaign.objects.create(workspace=by.workspace, name=f"Campaign {number}")
    page.get(at(by, path))
    with django_assert_max_num_queries(12):
        page.get(at(by, path))
