"""Connecting through the pages: to the network, back in the same browser, and a yes by POST."""

import re
from collections.abc import Iterator
from itertools import count

import pytest
from django.test import Client
from pytest_django import Settings

from antiphon.channels.models import Channel, Journey
from antiphon.connect.network import Network
from antiphon.connect.oauth import Documents
from antiphon.connect.registry import networks
from antiphon.people.models import Member, Role
from antiphon.sandbox.serving import Sandbox
from tests import builders as a
from tests import offices
from tests.channels.world import TRAVELLED, TYPED, Way, agree, keys_of, name_of
from tests.web.conftest import at

pytestmark = [pytest.mark.django_db]
each = pytest.mark.parametrize("way", TRAVELLED, ids=name_of)
one_way = pytest.mark.parametrize("way", TRAVELLED[:1], ids=name_of)
_NUMBERS = count(1)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """All simulated networks behind one port."""
    with Sandbox([one.key for one in networks()]).serving() as served:
        yield served


@pytest.fixture(autouse=True)
def outside(
    sandbox: Sandbox,  # noqa: ARG001 -- its simulators say which keys they know
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[None]:
    """This process may speak to loopback, and has keys of its own."""
    settings.ALLOW_PRIVATE_NETWORKS = True
    settings.PUBLIC_URL = "http://127.0.0.1:8000"
    for one in networks():
        id, secret = keys_of(one)
        if any(way.needs_app for way in one.sign_ins):
            monkeypatch.setenv(f"ANTIPHON_{one.key.upper()}_CLIENT_ID", id)
            monkeypatch.setenv(f"ANTIPHON_{one.key.upper()}_CLIENT_SECRET", secret)
    with offices.opened_anew():
        yield


def returned(page: Client, sandbox: Sandbox, way: Way, by: Member) -> dict[str, str]:
    """What comes back with somebody who left through the page and said yes at the network."""
    entrance = sandbox.simulators[way[0].key].open_account(f"web{next(_NUMBERS)}", "Web")
    form = {one.key: entrance.handle for one in way[1].fields}
    form |= {"way": way[1].key, "server": sandbox.base(way[0].key)}
    left = page.post(at(by, f"channels/connect/{way[0].key}/leave"), form)
    assert left.status_code == 200, left.content
    to = re.search(r'class="button call" href="(http[^"]+)"', left.content.decode())
    assert to
    return agree(to[1].replace("&amp;", "&"), entrance.handle)


def answered(told: str, answer: str = "yes") -> dict[str, str | list[str]]:
    """The form of the question, filled in."""
    found = dict(re.findall(r'type="hidden" name="(journey|workspace)" value="([^"]+)"', told))
    return {**found, "account": re.findall(r'name="account" value="([^"]+)"', told),
            "answer": answer}  # fmt: skip


@each
def test_there_and_back_and_yes(page: Client, by: Member, sandbox: Sandbox, way: Way) -> None:
    question = page.get("/channels/back", returned(page, sandbox, way, by))
    told = question.content.decode()
    assert question.headers["Referrer-Policy"] == "no-referrer"
    assert f"to {by.workspace}?" in told
    assert not Channel.objects.exists()
    done = page.post("/channels/confirm", answered(told))

    assert done.headers["Location"] == at(by, "channels/")
    assert Channel.objects.filter(workspace=by.workspace).exists()
    assert page.get(done.headers["Location"]).status_code == 200


@one_way
def test_no_forgets_what_was_brought(page: Client, by: Member, sandbox: Sandbox, way: Way) -> None:
    told = page.get("/channels/back", returned(page, sandbox, way, by)).content.decode()
    page.post("/channels/confirm", answered(told, "no"))

    assert page.post("/channels/confirm", answered(told)).status_code == 422
    assert not Channel.objects.exists()
    assert Journey.objects.get().grant is None


@one_way
@pytest.mark.parametrize("who", ["the same person", "a colleague", "nobody"])
def test_another_browser_cannot_finish_it(
    page: Client, by: Member, sandbox: Sandbox, way: Way, who: str
) -> None:
    answer, other = returned(page, sandbox, way, by), Client()
    if who == "the same person":
        other.force_login(by.person)
    elif who == "a colleague":
        other.force_login(a.member(workspace=by.workspace).person)
    refused = other.get("/channels/back", answer)

    assert refused.status_code == (302 if who == "nobody" else 422)
    assert page.get("/channels/back", answer).status_code == 200
    assert page.get("/channels/back", answer).status_code == 422


BACK = [
    {}, {"state": ""}, {"state": "made-up", "code": "x"}, {"code": "x"},
    {"state": "x" * 9_000}, {"state": "\x00", "error": "access_denied"},
]  # fmt: skip


@pytest.mark.promise("I6")
@pytest.mark.parametrize("answer", BACK)
def test_what_nobody_sent_for_is_a_page_with_a_sentence(
    page: Client, answer: dict[str, str]
) -> None:
    refused = page.get("/channels/back", answer)

    assert refused.status_code in {400, 422}
    assert "Nothing was connected" in refused.content.decode()


@pytest.mark.parametrize("journey", ["", "1", "../x", "0190b5a0-0000-7000-8000-000000000000"])
def test_a_question_that_nobody_asked_cannot_be_answered(page: Client, journey: str) -> None:
    form = {"journey": journey, "answer": "yes", "account": "1"}

    assert page.post("/channels/confirm", form).status_code == 422


def test_yes_needs_the_form_of_this_browser(by: Member) -> None:
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(by.person)

    assert careful.post("/channels/confirm", {"answer": "yes"}).status_code == 403
    key = TRAVELLED[0][0].key
    assert careful.post(at(by, f"channels/connect/{key}/leave"), {}).status_code == 403
    assert careful.get("/channels/confirm").status_code == 405


@pytest.mark.promise("I6")
@pytest.mark.parametrize("server", ["javascript:alert(1)", "https://[::1", "https://u:p@a.example"])
def test_a_server_typed_badly_is_said_beside_its_network(
    page: Client, by: Member, server: str
) -> None:
    network, way = TRAVELLED[0]
    form = {"way": way.key, "server": server}
    refused = page.post(at(by, f"channels/connect/{network.key}/leave"), form)

    assert refused.status_code == 422
    assert 'role="alert"' in refused.content.decode()
    assert not Journey.objects.exists()


def test_an_editor_connects_nothing(by: Member) -> None:
    client = Client()
    client.force_login(a.member(workspace=by.workspace, role=Role.EDITOR).person)
    network, way = TRAVELLED[0]
    pages = ["channels/connect", f"channels/connect/{network.key}"]

    assert {client.get(at(by, path)).status_code for path in pages} == {403}
    for deed in ("enter", "leave", "pretend"):
        form = {"way": way.key, **{field.key: "1234" for field in way.fields}}
        answer = client.post(at(by, f"channels/connect/{network.key}/{deed}"), form)
        assert answer.status_code in {403, 422, 404}
    assert not Channel.objects.exists()


@pytest.mark.parametrize("way", TYPED, ids=name_of)
def test_what_is_typed_connects_and_is_never_shown_again(
    page: Client, by: Member, sandbox: Sandbox, way: Way
) -> None:
    network, sign_in = way
    entrance = sandbox.simulators[network.key].open_account("typed", "Typed")
    if entrance.sign_in != sign_in.key:
        pytest.skip("The sandbox opens this network's accounts another way.")
    form = {"way": sign_in.key, "server": entrance.server, **entrance.given}
    secret = next(field.key for field in sign_in.fields if field.secret)
    refused = page.post(
        at(by, f"channels/connect/{network.key}/enter"), {**form, secret: "wr0ng-s3cret"}
    )
    assert refused.status_code == 422
    assert "wr0ng-s3cret" not in refused.content.decode()
    done = page.post(at(by, f"channels/connect/{network.key}/enter"), form)

    assert done.headers["Location"] == at(by, "channels/")
    assert Channel.objects.filter(workspace=by.workspace, network=network.key).exists()
    assert "connected" in page.get(at(by, "channels/")).content.decode()


@pytest.mark.parametrize("network", networks(), ids=lambda one: one.key)
def test_each_network_says_in_its_own_words_what_is_needed(
    page: Client, by: Member, network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(f"ANTIPHON_{network.key.upper()}_CLIENT_ID", raising=False)
    told = page.get(at(by, f"channels/connect/{network.key}")).content.decode()

    assert "<h3>" in told
    assert "<script" not in told.partition('class="inside manual"')[2].partition("</article>")[0]
    for way in network.sign_ins:
        assert (f"ANTIPHON_{network.key.upper()}_CLIENT_ID" in told) or not way.needs_app


def test_all_networks_can_be_picked_and_no_other(page: Client, by: Member) -> None:
    told = page.get(at(by, "channels/connect")).content.decode()

    assert all(f"channels/connect/{one.key}" in told for one in networks())
    assert page.get(at(by, "channels/connect/no-such")).status_code == 404
    assert page.post(at(by, "channels/connect/no-such/enter")).status_code == 404
    known = networks()[0].key
    unknown = page.post(at(by, f"channels/connect/{known}/enter"), {"way": "no-such"})
    assert unknown.status_code == 404


@pytest.mark.parametrize("network", networks(), ids=lambda one: one.key)
def test_who_we_are_stands_where_networks_look_for_it(
    client: Client, network: object, settings: Settings
) -> None:
    key = network.key  # type: ignore[attr-defined]
    path = f"/channels/{key}/client-metadata.json"
    assert client.get(path).status_code == 404
    settings.PUBLIC_URL = "https://antiphon.test"
    answer = client.get(path)

    if not any(way.can(Documents) for way in network.sign_ins):  # type: ignore[attr-defined]
        assert answer.status_code == 404
        return
    told = answer.json()
    assert told["client_id"] == f"https://antiphon.test{path}"
    assert told["redirect_uris"] == ["https://antiphon.test/channels/back"]
    assert not answer.cookies


def test_no_document_of_a_network_that_is_none(client: Client, settings: Settings) -> None:
    settings.PUBLIC_URL = "https://antiphon.test"

    assert client.get("/channels/no-such/client-metadata.json").status_code == 404
