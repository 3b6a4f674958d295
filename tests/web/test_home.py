"""The first page: what a workspace has, for its members alone."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from antiphon.channels.states import State as ChannelState
from antiphon.people.models import Member, Role
from antiphon.publish.models import Publication
from antiphon.publish.states import State
from antiphon.work import clock
from tests import builders as a
from tests.web.conftest import at, stays_here

SCRIPTS = re.compile(r'<script[^>]*? src="(/static/web/|[^"]*)')

pytestmark = pytest.mark.django_db


def publication(by: Member, text: str, **given: Any) -> Publication:
    post = a.post(workspace=by.workspace)
    channel = given.pop("channel", None) or a.channel(workspace=by.workspace)
    moment = given.pop("planned_at", clock.now())
    return Publication.objects.create(
        workspace=by.workspace, post=post, channel=channel, network=channel.network,
        planned_at=moment, steps=[{"text": text}], digest="0" * 64, made_at=moment, **given,
    )  # fmt: skip


def test_who_is_not_signed_in_is_sent_to_sign_in(client: Client) -> None:
    answer = client.get("/")

    assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/login/?next=/")
    assert client.get("/accounts/login/").status_code == 200


def test_a_workspace_at_a_glance(page: Client, by: Member) -> None:
    lost = a.channel(workspace=by.workspace, handle="fizz", reason="Sign in again.")
    type(lost).objects.filter(pk=lost.pk).update(state=ChannelState.LOST)
    publication(by, "Coming soon", due_at=clock.now() + timedelta(hours=1))
    publication(by, "It is out", state=State.LIVE, live_at=clock.now(),
                url="https://shown.example/1")  # fmt: skip
    told = page.get(at(by)).content.decode()

    assert all(text in told for text in ("fizz", "Lost", "Sign in again.", "Coming soon"))
    assert 'href="https://shown.example/1"' in told


@pytest.mark.promise("W1")
def test_nobody_sees_the_rows_of_another_workspace(page: Client, by: Member) -> None:
    other = a.member()
    a.channel(workspace=other.workspace, handle="theirs")
    publication(other, "Their secret plan", due_at=clock.now())

    told = page.get(at(by)).content.decode()
    assert "theirs" not in told
    assert "Their secret plan" not in told
    foreign = page.get(at(other))
    assert foreign.status_code == page.get("/w/no-such/").status_code == 404


@pytest.mark.promise("I7")
def test_what_networks_told_us_is_shown_as_text(page: Client, by: Member) -> None:
    script = "<script>alert(1)</script>"
    channel = a.channel(workspace=by.workspace, handle=script, url="javascript:alert(2)")
    publication(by, script, state=State.LIVE, live_at=clock.now(), url="javascript:alert(3)",
                channel=channel)  # fmt: skip
    told = page.get(at(by)).content.decode()

    assert "<script>alert" not in told
    assert "javascript:" not in told


def test_only_who_may_connect_is_offered_it(by: Member) -> None:
    client = Client()
    client.force_login(a.member(workspace=by.workspace, role=Role.EDITOR).person)

    assert "Connect a channel" not in client.get(at(by)).content.decode()
    assert client.get(at(by, "channels/connect")).status_code == 403


def test_who_is_in_no_workspace_is_told_so() -> None:
    client = Client()
    client.force_login(a.person())

    assert "in no workspace" in client.get("/").content.decode()


def test_the_page_asks_little(page: Client, by: Member, django_assert_max_num_queries: Any) -> None:
    for number in range(8):
        publication(by, f"Number {number}", due_at=clock.now())
        publication(by, f"Gone {number}", state=State.LIVE, live_at=clock.now())

    with django_assert_max_num_queries(15):
        page.get(at(by))


def test_pages_load_nothing_from_elsewhere(page: Client, by: Member) -> None:
    answer = page.get(at(by))

    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert set(SCRIPTS.findall(answer.content.decode())) <= {"/static/web/"}
    assert "style=" not in answer.content.decode()


@pytest.mark.promise("L1")
@pytest.mark.parametrize(
    "next", ["//evil.example", "/\\evil.example", "https://evil.example", "https:evil.example",
             "javascript:alert(1)", "\t//evil.example", "http://evil\\@here", "///evil.example"],
)  # fmt: skip
def test_signing_in_leads_nowhere_else(client: Client, next: str) -> None:
    person = a.person(password="a-long-word-8372-of-hers")
    form = {"login": person.email, "password": "a-long-word-8372-of-hers", "next": next}
    answer = client.post("/accounts/login/", form, query_params={"next": next})

    assert stays_here(answer.headers.get("Location", "/"))
