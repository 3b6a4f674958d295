"""The journey to a simulated server's own page, and what it brings home."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import aiohttp
import pytest
from joserfc import jwt
from joserfc.jwk import ECKey

from antiphon.connect.errors import LookFirst, SignInAgain
from antiphon.connect.oauth import App, Departure, Grant
from antiphon.connect.post_office import Verb
from antiphon.connect.values import Receipt
from antiphon.kernel.secret import Secret
from antiphon.networks.bluesky import dpop
from antiphon.networks.bluesky.client import OLD_SCOPES, SCOPES, client_metadata
from antiphon.networks.bluesky.identity import server_of
from antiphon.networks.bluesky.tests.builders import OAUTH, Trial, parcel
from antiphon.networks.bluesky.tests.lines import Line

BACK = "http://127.0.0.1:8000/back"


@pytest.fixture
def traveller(trial: Trial) -> Trial:
    trial.app = App(redirect_uri=BACK)
    return trial


def begin(trial: Trial, state: str = "s1") -> Departure:
    given = {"handle": "@alice.test"}
    departure: Departure = trial.at_desk(OAUTH, lambda desk: desk.begin(state, given))
    return departure


def say_yes(trial: Trial, url: str, **form: str) -> dict[str, str]:
    """A person presses the button of the server's page."""

    async def press(_desk: Any) -> str:
        async with (
            aiohttp.ClientSession() as session,
            session.post(url, data={"handle": "alice.test", **form}, allow_redirects=False) as told,
        ):
            return told.headers["Location"]

    back = trial.at_desk(OAUTH, press)
    return dict(parse_qsl(urlsplit(back).query))


def arrive(trial: Trial, memory: Mapping[str, str], answer: Mapping[str, str]) -> Grant:
    grant: Grant = trial.at_desk(OAUTH, lambda desk: desk.arrive(memory, answer))
    return grant


def signed_in(trial: Trial) -> Grant:
    departure = begin(trial)
    grant = arrive(trial, departure.memory, say_yes(trial, departure.url))
    trial.adopt(grant)
    return grant


def test_a_journey_asks_for_little_and_comes_home(traveller: Trial, line: Line) -> None:
    grant = signed_in(traveller)

    pushed = dict(parse_qsl(line.named("par")[-1].given.decode()))
    assert [one.status for one in line.named("par")] == [400, 201]
    assert pushed["scope"].split() == list(SCOPES)
    assert pushed["code_challenge_method"] == "S256"
    assert (pushed["login_hint"], pushed["state"]) == ("alice.test", "s1")
    assert grant.accounts[0].id == traveller.entrance.id
    assert set(grant.credential.secrets) == {"access_token", "refresh_token", "dpop_key"}
    assert isinstance(traveller.send(Verb.PUBLISH, parcel()), Receipt)


def test_a_server_without_fine_permissions_is_asked_for_a_coarse_one(traveller: Trial) -> None:
    traveller.simulator.quirks.granular_scopes = False

    grant = signed_in(traveller)

    assert grant.credential.facts["scope"].split() == list(OLD_SCOPES)
    assert isinstance(traveller.send(Verb.PUBLISH, parcel()), Receipt)


def test_a_new_nonce_costs_one_more_call_and_no_second_post(traveller: Trial, line: Line) -> None:
    signed_in(traveller)
    traveller.simulator.renew_nonce()
    line.kept.clear()

    traveller.publish(parcel())
    traveller.publish(parcel(key="next"))

    assert [one.status for one in line.named("com.atproto.repo.putRecord")] == [401, 200, 200]
    assert len(traveller.simulator.timeline()) == 2


@pytest.mark.parametrize(
    "change",
    [{"state": "s2"}, {"iss": "https://evil.example"}, {"iss": ""}, {"code": ""},
     {"error": "access_denied"}, {"code": "cod-guessed"}],
    ids=str,
)  # fmt: skip
def test_a_journey_that_was_tampered_with_ends(traveller: Trial, change: dict[str, str]) -> None:
    departure = begin(traveller)
    answer = say_yes(traveller, departure.url)

    with pytest.raises(SignInAgain):
        arrive(traveller, departure.memory, {**answer, **change})


def test_a_journey_without_a_handle_begins_at_the_typed_server(traveller: Trial) -> None:
    departure: Departure = traveller.at_desk(OAUTH, lambda desk: desk.begin("s1", {}))

    grant = arrive(traveller, departure.memory, say_yes(traveller, departure.url))

    assert grant.accounts[0].handle == "alice.test"


def test_a_code_works_once(traveller: Trial) -> None:
    departure = begin(traveller)
    answer = say_yes(traveller, departure.url)
    arrive(traveller, departure.memory, answer)

    with pytest.raises(SignInAgain):
        arrive(traveller, departure.memory, answer)


def test_a_person_who_says_no_gives_nothing(traveller: Trial) -> None:
    departure = begin(traveller)

    answer = say_yes(traveller, departure.url, deny="1")

    with pytest.raises(SignInAgain, match="not given"):
        arrive(traveller, departure.memory, answer)


def test_a_permission_for_somebody_whom_nobody_knows_is_refused(traveller: Trial) -> None:
    departure = begin(traveller)
    answer = say_yes(traveller, departure.url)
    traveller.simulator.quirks.signs_for = "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"

    with pytest.raises(SignInAgain, match="directory"):
        arrive(traveller, departure.memory, answer)


@pytest.mark.promise("K4")
def test_a_permission_that_is_another_persons_is_refused(traveller: Trial) -> None:
    bob = traveller.simulator.open_account("bob", "Bob")
    departure = begin(traveller)
    answer = say_yes(traveller, departure.url)
    traveller.simulator.quirks.signs_for = str(bob.id)

    with pytest.raises(SignInAgain, match="another account"):
        arrive(traveller, departure.memory, answer)


@pytest.mark.promise("K4", "F33")
def test_a_renewal_for_another_identity_changes_nothing(traveller: Trial) -> None:
    old = signed_in(traveller).credential
    traveller.simulator.quirks.signs_for = "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"

    with pytest.raises(SignInAgain, match="another account"):
        traveller.at_desk(OAUTH, lambda desk: desk.refresh(old))


@pytest.mark.promise("K3", "F31")
def test_a_refresh_token_dies_when_it_is_used(traveller: Trial) -> None:
    old = signed_in(traveller).credential
    fresh = traveller.at_desk(OAUTH, lambda desk: desk.refresh(old))
    traveller.hold(fresh)
    assert isinstance(traveller.send(Verb.PUBLISH, parcel()), Receipt)

    with pytest.raises(SignInAgain):
        traveller.at_desk(OAUTH, lambda desk: desk.refresh(old))

    assert isinstance(traveller.send(Verb.PUBLISH, parcel(key="k2")), SignInAgain)


@pytest.mark.promise("K3", "F32")
def test_a_lost_renewal_of_a_permission_leaves_us_unsure(traveller: Trial, line: Line) -> None:
    old = signed_in(traveller).credential
    line.lose_after = {"token"}

    with pytest.raises(LookFirst):
        traveller.at_desk(OAUTH, lambda desk: desk.refresh(old))


def test_a_permission_that_ran_out_is_renewed(traveller: Trial) -> None:
    credential = signed_in(traveller).credential
    traveller.simulator.expire("alice")
    assert isinstance(traveller.send(Verb.PUBLISH, parcel()), SignInAgain)

    traveller.hold(traveller.at_desk(OAUTH, lambda desk: desk.refresh(credential)))

    assert isinstance(traveller.send(Verb.PUBLISH, parcel()), Receipt)


def test_a_permission_is_renewed_from_wherever_we_are_opened(traveller: Trial) -> None:
    credential = signed_in(traveller).credential
    traveller.app = App(redirect_uri="http://127.0.0.1:9999/elsewhere")

    fresh = traveller.at_desk(OAUTH, lambda desk: desk.refresh(credential))

    assert fresh.facts == credential.facts


def test_a_permission_given_back_is_useless(traveller: Trial) -> None:
    credential = signed_in(traveller).credential

    traveller.at_desk(OAUTH, lambda desk: desk.revoke(credential))

    assert isinstance(traveller.send(Verb.PUBLISH, parcel()), SignInAgain)


def test_a_stolen_token_without_its_key_is_useless(traveller: Trial) -> None:
    credential = signed_in(traveller).credential
    other = {**credential.secrets, "dpop_key": Secret(dpop.new_key())}
    traveller.hold(replace(credential, secrets=other))

    assert isinstance(traveller.send(Verb.PUBLISH, parcel()), SignInAgain)


def test_a_public_installation_proves_itself_at_every_step(trial: Trial, line: Line) -> None:
    key, address = dpop.new_key(), "https://smo.example/oauth/client.json"
    back = "https://smo.example/back"
    trial.app = App(client_id=address, client_secret=Secret(key), redirect_uri=back)
    about = client_metadata(address=address, home="https://smo.example", redirect_uri=back, key=key)

    credential = signed_in(trial).credential
    fresh = trial.at_desk(OAUTH, lambda desk: desk.refresh(credential))

    assert fresh.facts["did"] == trial.entrance.id
    public = ECKey.import_key(about["jwks"]["keys"][0])
    sent = [
        dict(parse_qsl(one.given.decode())) for one in (*line.named("par"), *line.named("token"))
    ]
    proofs = [jwt.decode(form["client_assertion"], public).claims for form in sent]
    assert len({proof["jti"] for proof in proofs}) == len(proofs)
    assert {(proof["iss"], proof["sub"], proof["aud"]) for proof in proofs} == {
        (address, address, trial.server)
    }


def test_a_typed_server_is_where_the_journey_begins(trial: Trial) -> None:
    where = trial.at_desk(OAUTH, lambda desk: server_of(desk.http, "alice.test"))

    assert where == trial.server
