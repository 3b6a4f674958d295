"""Signing in, renewing, and what is left when a permission ends."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from antiphon.connect.errors import ChangeIt, FixSetup, SignInAgain, TryLater
from antiphon.connect.oauth import Departure, Grant
from antiphon.connect.post_office import Verb
from antiphon.networks.pinterest.desk import SCOPES
from antiphon.networks.pinterest.tests.lines import TOKEN, Line, address, parcel


def departed(line: Line) -> Departure:
    found: Departure = line.desk(lambda desk: desk.begin("state-1", {}))
    return found


def agreed(line: Line, departure: Departure) -> dict[str, str]:
    """There and back, as a browser would go."""
    seen: list[str] = []

    async def visit(http: Any) -> None:
        url = f"{departure.url}&login_hint={line.handle}"
        seen.append((await http.get(url, signed=False, allow=(302,))).headers["location"])

    line.desk(lambda desk: visit(desk.http))
    return {name: value[0] for name, value in parse_qs(urlsplit(seen[0]).query).items()}


def granted(line: Line) -> Grant:
    departure = departed(line)
    back = agreed(line, departure)
    assert back["state"] == "state-1"
    found: Grant = line.desk(lambda desk: desk.arrive(departure.memory, back))
    return found


def test_the_journey_asks_for_the_least_that_pinning_takes(line: Line) -> None:
    query = parse_qs(urlsplit(departed(line).url).query)

    assert query["scope"] == [",".join(SCOPES)]
    assert query["response_type"] == ["code"]
    assert query["client_id"] == ["app"]


def test_the_journey_finds_the_account_and_its_boards(line: Line) -> None:
    grant = granted(line)
    (account,) = grant.accounts

    assert (account.id, account.handle, account.kind) == (line.address.id, line.handle, "business")
    assert len(account.facts["boards"]) == 3
    assert set(grant.credential.facts["scope"].split()) == set(SCOPES)
    assert grant.credential.expires_at
    assert grant.credential.expires_at > datetime.now(UTC) + timedelta(days=29)


def test_the_keys_of_the_app_go_in_a_header_and_never_in_the_form(line: Line) -> None:
    granted(line)
    asked = next(one for one in line.recorder.heard if one.path == "/v5/oauth/token")

    assert asked.headers["authorization"].startswith("Basic ")
    assert asked.asked["continuous_refresh"] == "true"
    assert b"shh" not in asked.body


@pytest.mark.promise("F30")
def test_a_permission_is_renewed_again_and_again(line: Line, tmp_path: Any) -> None:
    credential = granted(line).credential
    for _ in range(2):
        old = credential
        credential = line.desk(lambda desk, old=old: desk.refresh(old))
        assert credential.secret("refresh_token") != old.secret("refresh_token")
    account = line.ask(lambda connector: connector.whoami())
    line.address = address(account, credential, line.server.world.base)

    assert line.publish(parcel(tmp_path)).id


def test_a_used_or_dead_renewal_asks_to_sign_in_again(line: Line) -> None:
    credential = granted(line).credential
    line.desk(lambda desk: desk.refresh(credential))

    with pytest.raises(SignInAgain):
        line.desk(lambda desk: desk.refresh(credential))
    with pytest.raises(SignInAgain):
        line.desk(lambda desk: desk.refresh(replace(credential, secrets={})))


def test_wrong_keys_are_for_the_operator(line: Line) -> None:
    line.server.world.apps["app"] = "another"
    departure = departed(line)
    back = agreed(line, departure)

    with pytest.raises(FixSetup):
        line.desk(lambda desk: desk.arrive(departure.memory, back))
    del line.server.world.apps["app"]


def test_a_person_who_says_no_connects_nothing(line: Line) -> None:
    line.server.quirks.denies = True
    departure = departed(line)
    back = agreed(line, departure)

    with pytest.raises(SignInAgain):
        line.desk(lambda desk: desk.arrive(departure.memory, back))


def test_an_empty_or_wrong_token_is_told(line: Line) -> None:
    with pytest.raises(ChangeIt):
        line.desk(lambda desk: desk.enter({"access_token": " "}), TOKEN)
    with pytest.raises(SignInAgain):
        line.desk(lambda desk: desk.enter({"access_token": "pina_wrong"}), TOKEN)


@pytest.mark.promise("P20", "F35")
def test_a_pin_with_a_dead_token_asks_to_sign_in_again(line: Line, tmp_path: Any) -> None:
    line.server.revoke(line.handle)

    assert isinstance(line.send(Verb.PUBLISH, parcel(tmp_path)), SignInAgain)


def test_a_token_without_the_scopes_asks_to_sign_in_again(line: Line, tmp_path: Any) -> None:
    for token in line.server.world.tokens_of(line.handle):
        token.scopes = frozenset({"pins:read"})

    assert isinstance(line.send(Verb.PUBLISH, parcel(tmp_path)), SignInAgain)


@pytest.mark.parametrize("told", [b'{"id": 3}', b'{"username": "fizz"}', b"[1]", b"null"])
def test_an_answer_that_names_no_account_connects_nothing(line: Line, told: bytes) -> None:
    line.recorder.instead = {"": told}

    with pytest.raises(TryLater):
        line.ask(lambda connector: connector.whoami())
    line.recorder.instead = {}
