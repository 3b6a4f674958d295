"""Hooks, notices and events through the API."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest

from antiphon.notices.models import Hook
from antiphon.people.models import Role
from antiphon.work import clock
from tests import builders as a
from tests.api.program import Program, kind, rules
from tests.notices.receiver import Receiver, deliver, is_signed, listening
from tests.notices.standing import failed, gather
from tests.publish.world import private_networks

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with private_networks(), listening() as one:
        yield one


def test_a_program_has_itself_told_and_looks_after_its_hook(receiver: Receiver) -> None:
    program = Program()
    made = program.post("/hooks", {"name": "Ours", "url": receiver.url})
    hook = made.json()
    assert made.status_code == 201
    assert program.post(f"/hooks/{hook['id']}/trial").status_code == 201
    deliver()
    assert is_signed(*receiver.came[0], hook["secret"])

    sent = program.get(f"/hooks/{hook['id']}/deliveries").json()["items"]
    assert [(one["kind"], one["state"], one["tries"][0]["status"]) for one in sent] == [
        ("hook.tried", "taken", 204)
    ]
    again = program.post(f"/hooks/{hook['id']}/deliveries/{sent[0]['id']}/replay")
    assert again.json()["state"] == "waiting"
    since = (clock.now() - timedelta(hours=1)).isoformat()
    replayed = program.post(f"/hooks/{hook['id']}/replay", {"since": since})
    assert replayed.json() == {"count": 1}
    assert program.post(f"/hooks/{hook['id']}/off").json()["state"] == "off"
    assert "secret" not in program.get("/hooks").json()[0]


def test_a_changed_hook_is_as_it_was_said(receiver: Receiver) -> None:
    program = Program()
    hook = program.post("/hooks", {"name": "Ours", "url": receiver.url}).json()
    path = f"/hooks/{hook['id']}"

    changed = program.patch(path, {"kinds": ["publication.live"]}).json()
    assert (changed["kinds"], changed["name"]) == (["publication.live"], "Ours")
    assert program.post(f"{path}/on").json()["state"] == "on"
    assert program.post(f"{path}/secret").json()["secret"].startswith("whsec_")
    assert program.call("DELETE", path).status_code == 204
    assert program.get(path).status_code == 404


@pytest.mark.promise("W1")
def test_a_hook_of_another_workspace_is_as_if_missing(receiver: Receiver) -> None:
    owner, stranger = Program(), Program()
    hook = owner.post("/hooks", {"name": "Ours", "url": receiver.url}).json()["id"]

    answers = [
        stranger.get(f"/hooks/{hook}"),
        stranger.call("DELETE", f"/hooks/{hook}"),
        stranger.post(f"/hooks/{hook}/trial"),
        stranger.get(f"/hooks/{hook}/deliveries"),
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert Hook.objects.get().last == 0


def test_a_private_address_is_refused_at_its_field() -> None:
    answer = Program().post("/hooks", {"name": "x", "url": "http://127.0.0.1/"})

    assert (answer.status_code, rules(answer)) == (422, ["not_public"])


def test_what_happened_is_asked_for_page_by_page() -> None:
    program = Program()
    for _ in range(3):
        a.post(workspace=program.by.workspace)
    a.post()

    first = program.get("/events?limit=2").json()
    rest = program.get(f"/events?after={first['next']}").json()

    assert [one["type"] for one in first["items"] + rest["items"]] == ["post.drafted"] * 3
    assert program.get(f"/events?after={rest['next']}").json()["items"] == []
    assert program.get("/events?after=now").json()["items"] == []


def test_a_cursor_or_kind_that_is_none_is_refused() -> None:
    program = Program()

    assert rules(program.get("/events?after=yesterday")) == ["bad_cursor"]
    assert rules(program.get("/events?kinds=post.eaten")) == ["unknown"]
    assert program.get("/events?wait=3600").status_code == 422


def test_a_key_hears_only_of_what_it_may_read() -> None:
    program = Program(scopes=("workspace.read", "channel.read"))
    a.post(workspace=program.by.workspace)
    a.channel(workspace=program.by.workspace)

    assert [one["type"] for one in program.get("/events").json()["items"]] == ["channel.connected"]


def test_the_bell_of_the_owner_is_read_and_emptied() -> None:
    program = Program()
    failed(a.channel(workspace=program.by.workspace))
    gather(program.by.workspace)

    told = program.get("/notices").json()
    assert [(one["about"], one["unread"]) for one in told] == [("failed", True)]
    assert program.post(f"/notices/{told[0]['id']}/seen").json() == {"count": 1}
    assert program.post("/notices/seen").json() == {"count": 0}


def test_ways_are_said_and_told() -> None:
    program = Program(by=a.member(role=Role.EDITOR))

    changed = program.patch(
        "/notices/preferences", {"ways": {"failed": "daily"}, "quiet_from": "22:00:00"}
    ).json()
    assert (changed["ways"]["failed"], changed["ways"]["on_hold"]) == ("daily", "bell")
    assert changed["quiet_from"] == "22:00:00"
    refused = program.patch("/notices/preferences", {"ways": {"eaten": "bell"}})
    assert (refused.status_code, kind(refused)) == (422, "bad_input")
    assert json.dumps(program.get("/notices/preferences").json()) == json.dumps(changed)
