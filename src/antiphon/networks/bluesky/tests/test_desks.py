"""Signing in, staying signed in, and leaving, on a simulated server."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import aiohttp
import pytest
from joserfc import jwt
from joserfc.jwk import ECKey

from antiphon.connect.errors import ChangeIt, FixSetup, LookFirst, NetworkError, SignInAgain
from antiphon.connect.oauth import App, Departure, Grant, Refreshes, Revokes, Travels
from antiphon.connect.post_office import Verb
from antiphon.connect.values import Receipt
from antiphon.kernel.secret import Secret
from antiphon.networks.bluesky import dpop
from antiphon.networks.bluesky.client import OLD_SCOPES, SCOPES, client_metadata, client_of
from antiphon.networks.bluesky.identity import home, server_of
from antiphon.networks.bluesky.tests.builders import APP_PASSWORD, OAUTH, Trial, parcel
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


def test_both_sign_ins_have_their_abilities() -> None:
    assert all(one.can(Refreshes) and one.can(Revokes) for one in (APP_PASSWORD, OAUTH))
    assert OAUTH.can(Travels)
    assert (OAUTH.one_time_refresh, APP_PASSWORD.one_time_refresh) == (True, False)


def test_the_app_password_is_not_kept(trial: Trial) -> None:
    kept = trial.address.credential

    assert set(kept.secrets) == {"access_token", "refresh_token"}
    assert trial.entrance.given["app_password"] not in str(kept)
    assert kept.expires_at


@pytest.mark.parametrize("given", [{"handle": ""}, {"app_password": " "}])
def test_what_is_missing_is_asked_for(trial: Trial, given: dict[str, str]) -> None:
    with pytest.raises(ChangeIt):
        trial.enter(**given)


def test_a_wrong_password_is_refused(trial: Trial) -> None:
    with pytest.raises(SignInAgain):
        trial.enter(app_password="aaaa-bbbb-cccc-dddd")


@pytest.mark.promise("F30", "K3")
def test_what_ran_out_is_renewed(trial: Trial) -> None:
    trial.simulator.expire("alice")
    refused = trial.send(Verb.PUBLISH, parcel())

    trial.hold(trial.at_desk(APP_PASSWORD, lambda desk: desk.refresh(trial.address.credential)))

    assert isinstance(refused, SignInAgain)
    assert isinstance(trial.send(Verb.PUBLISH, parcel()), Receipt)


@pytest.mark.promise("F32")
def test_a_lost_renewal_of_an_app_password_is_simply_repeated(trial: Trial, line: Line) -> None:
    line.lose_after = {"com.atproto.server.refreshSession"}
    with pytest.raises(NetworkError) as lost:
        trial.at_desk(APP_PASSWORD, lambda desk: desk.refresh(trial.address.credential))
    line.lose_after = set()

    trial.hold(trial.at_desk(APP_PASSWORD, lambda desk: desk.refresh(trial.address.credential)))

    assert lost.value.remedy == "try_later"
    assert isinstance(trial.send(Verb.PUBLISH, parcel()), Receipt)


def test_an_answer_for_somebody_else_changes_nothing(trial: Trial) -> None:
    old = trial.address.credential
    stranger = replace(old, facts={**old.facts, "did": "did:plc:somebodyelse"})

    with pytest.raises(SignInAgain, match="another account"):
        trial.at_desk(APP_PASSWORD, lambda desk: desk.refresh(stranger))


def test_too_many_sign_ins_are_a_reason_to_wait(trial: Trial) -> None:
    trial.simulator.quirks.rate_limits = True
    for _turn in range(30):
        trial.enter()

    with pytest.raises(NetworkError, match="Too many") as refused:
        trial.enter()

    assert refused.value.remedy == "try_later"


def test_leaving_ends_the_session(trial: Trial) -> None:
    for _turn in range(2):
        trial.at_desk(APP_PASSWORD, lambda desk: desk.revoke(trial.address.credential))

    assert isinstance(trial.send(Verb.PUBLISH, parcel()), SignInAgain)


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


def test_an_installation_on_this_machine_introduces_itself_by_its_way_back() -> None:
    client = client_of(App(redirect_uri="http://localhost:8000/back"), SCOPES)

    known = parse_qs(urlsplit(client.id).query)
    assert client.redirect_uri == "http://127.0.0.1:8000/back"
    assert known == {"redirect_uri": [client.redirect_uri], "scope": [" ".join(SCOPES)]}
    assert client.proof("https://issuer.example") == {}


def test_a_public_installation_introduces_itself_by_its_document() -> None:
    key = dpop.new_key()
    address = "https://smo.example/oauth/client.json"
    app = App(client_id=address, client_secret=Secret(key), redirect_uri="https://smo.example/back")

    client = client_of(app, SCOPES)
    about = client_metadata(address=address, home="https://smo.example",
                            redirect_uri=app.redirect_uri, key=key)  # fmt: skip

    assert client.id == about["client_id"] == address
    assert client.redirect_uri in about["redirect_uris"]
    assert set(SCOPES) <= set(about["scope"].split())
    assert "d" not in about["jwks"]["keys"][0]
    assert client.proof("https://issuer.example")["client_assertion"].count(".") == 2


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


def test_an_installation_that_nobody_can_come_back_to_says_so() -> None:
    with pytest.raises(FixSetup):
        client_of(App(redirect_uri="http://192.168.1.5:8000/back"), SCOPES)


def test_an_account_lives_where_its_document_says_and_a_trial_server_where_it_is() -> None:
    document = {"service": [{"id": "#atproto_pds", "serviceEndpoint": "https://pds.example/"}]}
    trial = {"service": [{"id": "#atproto_pds", "serviceEndpoint": "http://localhost:2583"}]}

    assert home(document, "https://bsky.social") == "https://pds.example"
    assert home(document, "http://127.0.0.1:4583") == "http://127.0.0.1:4583"
    assert home(trial, "https://bsky.social") == "https://bsky.social"
    assert home(None, "https://bsky.social") == "https://bsky.social"


def test_a_typed_server_is_where_the_journey_begins(trial: Trial) -> None:
    where = trial.at_desk(OAUTH, lambda desk: server_of(desk.http, "alice.test"))

    assert where == trial.server
