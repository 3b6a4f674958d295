"""Finishing by hand on a page: everything is there, one tap confirms, bad input is told."""

import re
from typing import Any

import pytest
from django.test import Client

from antiphon.notices import words
from antiphon.notices.models import Notice
from antiphon.notices.states import About
from antiphon.people.models import Member
from antiphon.publish.models import Publication
from antiphon.publish.states import State
from antiphon.web.pages.publication import finishing
from tests import builders as a
from tests.web.test_home import publication

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(by: Member) -> Publication:
    """One that somebody has in hand, with a picture."""
    asset = a.picture(by)
    file = {"path": asset.file, "kind": "image", "mime": asset.mime, "alt": "A can", "size": 1}
    step = {"text": "Three berries, no sugar.", "type": "images", "enclosures": [file]}
    row = publication(by, "Three berries, no sugar.", state=State.ASKING, by_hand=True)
    told = {"steps": [step], "remedy": "hand_over", "reason": "Its hour has come."}
    Publication.objects.filter(pk=row.pk).update(**told)
    row.refresh_from_db()
    return row


def at(row: Publication, what: str = "finish") -> str:
    return f"/w/{row.workspace.slug}/publications/{row.pk}/{what}"


def test_the_page_has_the_words_and_files_that_anybody_can_keep(
    page: Client, row: Publication
) -> None:
    shown = page.get(at(row)).content.decode()

    assert "Three berries, no sugar." in shown
    (kept,) = re.findall(r'href="(/lent/[^"]+)" download', shown)
    assert Client().get(kept).status_code == 200


def test_one_tap_makes_it_live(page: Client, row: Publication) -> None:
    answer = page.post(at(row), {"url": "https://network.example/p/1"})

    row.refresh_from_db()
    assert answer.status_code == 302
    assert (row.state, row.url) == (State.LIVE, "https://network.example/p/1")
    assert "Nobody has to finish it now" in page.get(at(row)).content.decode()


@pytest.mark.parametrize("url", ["javascript:alert(1)", "my post", "ftp://network.example/1"])
def test_an_address_that_is_none_is_told_and_nothing_changes(
    page: Client, row: Publication, url: str
) -> None:
    answer = page.post(at(row), {"url": url})

    row.refresh_from_db()
    assert (answer.status_code, row.state) == (422, State.ASKING)
    assert "That is no address of a page" in answer.content.decode()


def test_its_story_leads_to_finishing_it(page: Client, row: Publication) -> None:
    assert at(row) in page.get(at(row, "")[:-1]).content.decode()


def test_a_mail_about_it_leads_straight_to_the_page(by: Member, row: Publication) -> None:
    facts = {"name": "Fizz on a network", "publication": str(row.pk)}
    notice = Notice(workspace=by.workspace, about=About.TO_FINISH, key="1", facts=facts)

    subject, body = words.letter(by, [notice])

    assert "yours to finish" in subject
    assert at(row) in body


@pytest.mark.parametrize(
    ("url", "step", "opens"),
    [
        ("https://n.example/new", {"text": "Tea"}, "https://n.example/new"),
        (
            "https://n.example/share?url={link}",
            {"text": "Tea", "link": {"url": "https://brew.example/?a=1&b=2"}},
            "https://n.example/share?url=https%3A%2F%2Fbrew.example%2F%3Fa%3D1%26b%3D2",
        ),
        (
            "https://n.example/share?url={link}",
            {"text": "Tea: https://brew.example/tea."},
            "https://n.example/share?url=https%3A%2F%2Fbrew.example%2Ftea",
        ),
        ("https://n.example/share?url={link}", {"text": "Tea"}, "https://n.example/"),
        ("https://n.example/share?url={link}", {}, "https://n.example/"),
        ("https://n.example/s?u={link}&t={text}", {"text": "Tea"}, "https://n.example/s?u=&t=Tea"),
    ],
)
def test_what_a_network_wants_for_writing_is_filled_in_or_left_out(
    url: str, step: dict[str, Any], opens: str
) -> None:
    assert finishing.filled(url, step) == opens
