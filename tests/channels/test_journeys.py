"""The journey to a network's own page and back, on every network that has one."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection

from antiphon.channels import actions
from antiphon.channels.actions import NotStartedHereError
from antiphon.channels.models import Channel, Journey, Registration
from antiphon.channels.states import State
from antiphon.connect.errors import FixSetup
from antiphon.connect.oauth import Registers
from antiphon.kernel.errors import AntiphonError
from antiphon.sandbox.serving import Sandbox
from tests import builders as a
from tests.channels.world import TRAVELLED, Way, agree, elsewhere, name_of, visit

pytestmark = pytest.mark.django_db
each = pytest.mark.parametrize("way", TRAVELLED, ids=name_of)
one_way = pytest.mark.parametrize("way", TRAVELLED[:1], ids=name_of)
BROWSER = "a-value-of-this-browser"


class Traveller:
    """Somebody who sets out to one network, and the account that they have there."""

    def __init__(self, sandbox: Sandbox, way: Way, handle: str) -> None:
        self.way, self.by = way, a.member()
        self.server = sandbox.base(way[0].key)
        self.simulator: Any = sandbox.simulators[way[0].key]
        self.handle = self.simulator.open_account(handle, handle.title()).handle

    def set_out(self, **how: str) -> str:
        given = {one.key: self.handle for one in self.way[1].fields}
        how = {"browser": BROWSER, "server": self.server, **how}
        return actions.begin(self.by, self.way[0].key, given, **how)

    def answer(self, **how: str) -> dict[str, str]:
        return agree(self.set_out(**how), self.handle)


@pytest.fixture
def traveller(sandbox: Sandbox, way: Way, handle: str) -> Traveller:
    return Traveller(sandbox, way, handle)


@each
def test_who_agrees_and_confirms_has_a_channel_that_speaks(traveller: Traveller) -> None:
    journey = actions.receive(traveller.by, traveller.answer(), browser=BROWSER)
    assert not Channel.objects.exists()
    rows = actions.confirm(traveller.by, journey.pk, browser=BROWSER)

    assert {row.state for row in rows} == {State.CONNECTED}
    assert all(actions.check(row) for row in rows)
    journey.refresh_from_db()
    assert (journey.grant, journey.memory) == (None, None)


@pytest.mark.promise("S10")
@each
def test_an_answer_serves_once(traveller: Traveller) -> None:
    answer = traveller.answer()
    actions.arrive(traveller.by, answer, browser=BROWSER)

    with pytest.raises(NotStartedHereError):
        actions.arrive(traveller.by, answer, browser=BROWSER)


@each
def test_who_says_no_connects_nothing(traveller: Traveller) -> None:
    went = Journey.objects
    traveller.set_out()
    answer = {"state": "", "error": "access_denied", "refused": "1"}
    url = traveller.set_out()
    answer["state"] = state_in(url, traveller)

    with pytest.raises(AntiphonError) as refused:
        actions.receive(traveller.by, answer, browser=BROWSER)

    assert not isinstance(refused.value, NotStartedHereError)
    assert not Channel.objects.exists()
    assert went.filter(used_at=None).count() == 1


def state_in(url: str, traveller: Traveller) -> str:
    """The state as the network would give it back."""
    return agree(url, traveller.handle)["state"]


@each
def test_the_same_account_by_a_journey_again_is_brought_back(traveller: Traveller) -> None:
    before = actions.arrive(traveller.by, traveller.answer(), browser=BROWSER)
    actions.lose(before[0], "Taken back.")
    after = actions.arrive(traveller.by, traveller.answer(), browser=BROWSER)

    assert {row.pk for row in after} == {row.pk for row in before}
    assert {row.state for row in after} == {State.CONNECTED}


@pytest.mark.promise("S10")
@one_way
@pytest.mark.parametrize("who", ["another person", "another browser", "no browser"])
def test_nobody_else_may_arrive(traveller: Traveller, who: str) -> None:
    answer = traveller.answer()
    by = a.member(workspace=traveller.by.workspace) if who == "another person" else traveller.by
    browser = {"another browser": "of-somebody-else", "no browser": ""}.get(who, BROWSER)

    with pytest.raises(NotStartedHereError):
        actions.receive(by, answer, browser=browser)
    assert actions.receive(traveller.by, answer, browser=BROWSER).grant


@pytest.mark.promise("S10")
@one_way
def test_nobody_arrives_in_another_workspace(traveller: Traveller) -> None:
    elsewhere_too = a.member(person=traveller.by.person)

    with pytest.raises(NotStartedHereError):
        actions.receive(elsewhere_too, traveller.answer(), browser=BROWSER)


@one_way
@pytest.mark.parametrize("state", ["", "made-up", "x" * 5_000])
def test_a_state_that_nobody_gave_is_refused(traveller: Traveller, state: str) -> None:
    answer = {**traveller.answer(), "state": state}

    with pytest.raises(NotStartedHereError):
        actions.receive(traveller.by, answer, browser=BROWSER)


def age(journey: Journey, minutes: int) -> None:
    earlier = Journey.objects.get(pk=journey.pk).began_at - timedelta(minutes=minutes)
    Journey.objects.filter(pk=journey.pk).update(began_at=earlier)


@pytest.mark.promise("S10")
@one_way
def test_a_journey_lasts_ten_minutes(traveller: Traveller) -> None:
    answer = traveller.answer()
    age(Journey.objects.get(), 11)

    with pytest.raises(NotStartedHereError):
        actions.receive(traveller.by, answer, browser=BROWSER)


@one_way
def test_what_nobody_confirms_is_forgotten(traveller: Traveller) -> None:
    journey = actions.receive(traveller.by, traveller.answer(), browser=BROWSER)
    age(journey, 21)
    actions.forget_journeys()

    with pytest.raises(NotStartedHereError):
        actions.confirm(traveller.by, journey.pk, browser=BROWSER)
    assert Journey.objects.get().grant is None
    age(journey, 60 * 24)
    assert actions.forget_journeys() == 1


@one_way
def test_who_declines_cannot_confirm_any_more(traveller: Traveller) -> None:
    journey = actions.receive(traveller.by, traveller.answer(), browser=BROWSER)
    actions.decline(traveller.by, journey.pk, browser=BROWSER)

    with pytest.raises(NotStartedHereError):
        actions.confirm(traveller.by, journey.pk, browser=BROWSER)


@one_way
def test_nobody_confirms_for_another(traveller: Traveller) -> None:
    journey = actions.receive(traveller.by, traveller.answer(), browser=BROWSER)

    for by, browser in ((a.member(), BROWSER), (traveller.by, "of-somebody-else")):
        with pytest.raises(NotStartedHereError):
            actions.confirm(by, journey.pk, browser=browser)


@one_way
def test_who_left_from_a_terminal_may_return_in_a_browser(traveller: Traveller) -> None:
    answer = traveller.answer(browser="")

    assert actions.arrive(traveller.by, answer, browser=BROWSER)


@each
@pytest.mark.promise("K1", "K2")
def test_nothing_that_was_brought_can_be_read_in_the_database(traveller: Traveller) -> None:
    answer = traveller.answer()
    actions.receive(traveller.by, answer, browser=BROWSER)
    with connection.cursor() as cursor:
        cursor.execute("select string_agg(j::text, ' ') from channels_journey j")
        [dump] = cursor.fetchone()

    secrets = [answer["state"], answer.get("code", ""), answer.get("password", ""), BROWSER]
    assert [text for text in secrets if text and text in dump] == []
    assert not any(text.encode().hex() in dump for text in secrets if text)


@each
@pytest.mark.promise("K5")
def test_the_operators_keys_go_to_no_address_that_somebody_typed(
    way: Way, monkeypatch: pytest.MonkeyPatch
) -> None:
    from antiphon.channels.actions import registration  # noqa: PLC0415

    if not way[1].needs_app:
        pytest.skip("There are no keys of the operator's.")
    monkeypatch.setattr(registration, "is_trusted", lambda _server: False)
    with elsewhere(200, "{}", kind="application/json") as there:
        with pytest.raises(FixSetup, match="one server"):
            actions.begin(a.member(), way[0].key, {}, server=there.url)
        assert there.heard == []


@each
def test_a_server_that_forgot_us_is_told_again(traveller: Traveller) -> None:
    if not traveller.way[1].can(Registers):
        pytest.skip("Nobody registers there.")
    traveller.set_out()
    old = Registration.objects.get().client_id
    Registration.objects.update(client_id="a-client-of-yesterday")
    status, _onward, _page = visit(traveller.set_out())

    assert status == 200
    assert Registration.objects.get().client_id not in {old, "a-client-of-yesterday"}


@each
def test_a_server_that_forgets_us_on_the_way_has_the_person_start_again(
    traveller: Traveller,
) -> None:
    if not traveller.way[1].can(Registers):
        pytest.skip("Nobody registers there.")
    answer = traveller.answer()
    Registration.objects.update(client_id="a-client-of-yesterday")

    with pytest.raises(AntiphonError, match=r"Start the sign-in again\."):
        actions.receive(traveller.by, answer, browser=BROWSER)
    assert not Registration.objects.exists()
    assert actions.arrive(traveller.by, traveller.answer(), browser=BROWSER)


@each
def test_a_changed_issuer_is_refused_where_the_network_names_one(traveller: Traveller) -> None:
    answer = traveller.answer()
    if "iss" not in answer:
        pytest.skip("The network names no issuer.")

    with pytest.raises(AntiphonError):
        actions.receive(traveller.by, {**answer, "iss": "https://evil.example"}, browser=BROWSER)
    assert not Journey.objects.exclude(grant=None).exists()


@each
def test_unknown_fields_are_refused_before_anybody_leaves(traveller: Traveller) -> None:
    with pytest.raises(AntiphonError, match="does not ask for"):
        actions.begin(traveller.by, traveller.way[0].key, {"skedule": "x"}, server=traveller.server)


def test_the_clock_of_this_process_does_not_make_journeys_longer(
    sandbox: Sandbox, handle: str
) -> None:
    traveller = Traveller(sandbox, TRAVELLED[0], handle)
    answer = traveller.answer()
    age(Journey.objects.get(), 11)

    with (
        time_machine.travel(timedelta(hours=-1), tick=True),
        pytest.raises(NotStartedHereError),
    ):
        actions.receive(traveller.by, answer, browser=BROWSER)
