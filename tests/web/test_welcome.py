"""The first run: a workspace, pretend networks, a first post, and what becomes of it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from antiphon.channels.models import Channel
from antiphon.channels.states import State as ChannelState
from antiphon.people.models import Member, Role, Workspace
from antiphon.publish.models import Publication
from antiphon.publish.states import State
from antiphon.sandbox.serving import Sandbox
from antiphon.web.pages.welcome.views import MOST
from tests import builders as a
from tests.publish import choice, world
from tests.publish.conftest import outside
from tests.web.conftest import at

pytestmark = pytest.mark.django_db
KEYS = choice.WRITTEN[:MOST]
__all__ = ["outside"]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """All simulated networks behind one port."""
    with Sandbox(KEYS).serving() as served:
        yield served


@pytest.fixture(autouse=True)
def beside(sandbox: Sandbox, settings: Settings) -> None:
    """The sandbox runs beside us, as with `antiphon up`."""
    settings.SANDBOX_PORT = sandbox.port


def test_who_comes_first_is_led_to_a_workspace_of_their_own() -> None:
    client = Client()
    client.force_login(a.person())
    assert client.get("/").headers["Location"] == "/workspaces/new"
    form = {"name": "Quay Books", "time_zone": "Europe/Berlin"}
    begun = client.post("/workspaces/new", form)

    assert begun.headers["Location"] == "/w/quay-books/welcome/"
    assert Workspace.objects.get().time_zone == "Europe/Berlin"
    assert client.get(begun.headers["Location"]).status_code == 200


@pytest.mark.parametrize("form", [{"name": "", "time_zone": "UTC"},
                                  {"name": "Fine", "time_zone": "Mars/Base"}])  # fmt: skip
def test_a_bad_name_or_zone_is_said_beside_its_field(form: dict[str, str]) -> None:
    client = Client()
    client.force_login(a.person())
    refused = client.post("/workspaces/new", form)

    assert refused.status_code == 422
    assert 'aria-invalid="true"' in refused.content.decode()
    assert not Workspace.objects.exists()


def test_an_editor_begins_no_workspace_and_is_not_offered_it(by: Member) -> None:
    client = Client()
    client.force_login(a.member(workspace=by.workspace, role=Role.EDITOR).person)

    assert client.get("/workspaces/new").status_code == 403
    assert client.post("/workspaces/new", {"name": "Mine"}).status_code == 403
    assert "New workspace" not in client.get(at(by)).content.decode()


def test_three_steps_lead_to_a_post_that_is_live(page: Client, by: Member) -> None:
    chosen = page.post(at(by, "welcome/"), {"network": KEYS})
    assert chosen.headers["Location"] == at(by, "welcome/say")
    rows = Channel.objects.exclude(state=ChannelState.RETIRED)
    assert sorted(row.network for row in rows) == KEYS
    form: dict[str, Any] = {"text": "Hello from the quay.", "channel": [str(r.pk) for r in rows]}
    said = page.post(at(by, "welcome/say"), form)
    assert "Going out" in page.get(said.headers["Location"]).content.decode()
    world.settle(*Publication.objects.all())
    told = page.get(said.headers["Location"]).content.decode()

    assert [*Publication.objects.values_list("state", flat=True)] == [State.LIVE] * len(KEYS)
    assert f"Live on {len(KEYS)} channels" in told
    assert all(f"/_/see/{key}" in told for key in KEYS)


def test_taking_the_first_step_twice_makes_no_second_channel(page: Client, by: Member) -> None:
    for _ in range(2):
        page.post(at(by, "welcome/"), {"network": KEYS[:1]})

    assert Channel.objects.exclude(state=ChannelState.RETIRED).count() == 1


@pytest.mark.parametrize("text", ["", "   ", "x" * 100_000, "a\x00b"])
def test_a_message_that_cannot_go_out_is_kept_on_the_page(
    page: Client, by: Member, text: str
) -> None:
    page.post(at(by, "welcome/"), {"network": KEYS[:1]})
    row = Channel.objects.exclude(state=ChannelState.RETIRED).get()
    refused = page.post(at(by, "welcome/say"), {"text": text, "channel": [str(row.pk)]})

    assert refused.status_code == 422
    assert 'role="alert"' in refused.content.decode()
    assert not Publication.objects.exists()


def test_no_channel_chosen_is_said_in_a_sentence(page: Client, by: Member) -> None:
    page.post(at(by, "welcome/"), {"network": KEYS[:1]})
    refused = page.post(at(by, "welcome/say"), {"text": "Hello"})

    assert refused.status_code == 422


def test_without_a_sandbox_the_first_step_offers_real_networks(
    page: Client, by: Member, settings: Settings
) -> None:
    settings.SANDBOX_PORT = 0
    told = page.get(at(by, "welcome/")).content.decode()

    assert "antiphon up" in told
    assert 'name="network"' not in told
    assert page.post(at(by, "welcome/"), {"network": KEYS[:1]}).status_code == 422


@pytest.mark.promise("W1")
def test_a_foreign_post_is_not_watched(page: Client, by: Member) -> None:
    foreign = a.post()

    assert page.get(at(by, f"welcome/live/{foreign.pk}")).status_code == 404
    assert page.get(at(by, f"welcome/live/{foreign.pk}/now")).status_code == 404
