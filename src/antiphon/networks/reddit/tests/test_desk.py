"""Signing in, renewing, giving back, and what is left when a permission ends."""

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from antiphon.connect.errors import ChangeIt, FixSetup, SignInAgain
from antiphon.connect.oauth import Departure, Grant
from antiphon.connect.post_office import Verb
from antiphon.networks.reddit.desk import SCOPES, named
from antiphon.networks.reddit.tests.lines import SCRIPT, Line, address, parcel


def departed(line: Line, communities: str = "") -> Departure:
    given = {"communities": communities}
    found: Departure = line.desk(lambda desk: desk.begin("state-1", given))
    return found


def agreed(line: Line, departure: Departure) -> dict[str, str]:
    """There and back, as a browser would go."""
    seen: list[str] = []

    async def visit(http: Any) -> None:
        url = f"{departure.url}&login_hint={line.handle}"
        seen.append((await http.get(url, signed=False, allow=(302,))).headers["location"])

    line.desk(lambda desk: visit(desk.http))
    return {name: value[0] for name, value in parse_qs(urlsplit(seen[0]).query).items()}


def granted(line: Line, communities: str = "") -> Grant:
    departure = departed(line, communities)
    back = agreed(line, departure)
    assert back["state"] == "state-1"
    found: Grant = line.desk(lambda desk: desk.arrive(departure.memory, back))
    return found


def entered(line: Line, **other: str) -> Grant:
    given = {**line.server.open_account(line.handle, "").given, **other}
    found: Grant = line.desk(lambda desk: desk.enter(given), SCRIPT)
    return found


def test_the_journey_asks_for_the_least_and_for_ever(line: Line) -> None:
    query = parse_qs(urlsplit(departed(line).url).query)

    assert query["scope"] == [" ".join(SCOPES)]
    assert query["duration"] == ["permanent"]
    assert not {"vote", "privatemessages", "modposts"} & set(SCOPES)


def test_the_journey_finds_profile_named_and_moderated_communities(line: Line) -> None:
    line.server.open_account("elsewhere", "Elsewhere")
    grant = granted(line, "r/elsewhere, nowhere_at_all")

    assert [one.handle for one in grant.accounts] == [
        f"u/{line.handle}", "r/elsewhere", f"r/{line.handle}",
    ]  # fmt: skip
    assert [one.kind for one in grant.accounts] == ["profile", "community", "community"]
    assert len({one.id for one in grant.accounts}) == 3
    assert "refresh_token" in grant.credential.secrets


@pytest.mark.promise("F30")
def test_a_permission_is_renewed_and_keeps_its_refresh_token(line: Line) -> None:
    old = granted(line).credential
    fresh = line.desk(lambda desk: desk.refresh(old))
    line.address = replace(line.address, credential=fresh)

    assert fresh.secret("access_token") != old.secret("access_token")
    assert fresh.secret("refresh_token") == old.secret("refresh_token")
    assert line.publish(parcel()).id


def test_a_script_renews_with_its_password(line: Line) -> None:
    old = entered(line).credential
    fresh = line.desk(lambda desk: desk.refresh(old), SCRIPT)

    assert fresh.secret("access_token") != old.secret("access_token")
    assert fresh.secret("password") == old.secret("password")


def test_the_keys_go_in_a_header_and_never_in_the_form(line: Line) -> None:
    granted(line)
    asked = next(one for one in line.recorder.heard if one.path.endswith("access_token"))

    assert asked.headers["authorization"].startswith("Basic ")
    assert b"shh" not in asked.body


@pytest.mark.parametrize(("field", "error"), [("password", SignInAgain), ("username", ChangeIt)])
def test_what_was_typed_wrongly_is_told(line: Line, field: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        entered(line, **{field: "" if error is ChangeIt else "wrong"})


def test_wrong_keys_are_for_the_operator(line: Line) -> None:
    apps, ours = line.server.world.apps, "script-of-ours"
    before, apps[ours] = apps[ours], "another"

    with pytest.raises(FixSetup):
        entered(line)
    apps[ours] = before


def test_a_code_counts_once_and_a_no_connects_nothing(line: Line) -> None:
    departure = departed(line)
    back = agreed(line, departure)
    line.desk(lambda desk: desk.arrive(departure.memory, back))
    for answer in (back, {"error": "access_denied"}):
        with pytest.raises(SignInAgain):
            line.desk(lambda desk, told=answer: desk.arrive(departure.memory, told))


def test_a_permission_can_be_given_back(line: Line) -> None:
    grant = granted(line)
    line.desk(lambda desk: desk.revoke(grant.credential))
    channel = replace(line, address=address(line_account(line, grant), grant.credential, ""))

    with pytest.raises(SignInAgain):
        line.desk(lambda desk: desk.refresh(grant.credential))
    channel.address = replace(channel.address, server=line.server.world.base)
    assert isinstance(channel.send(Verb.PUBLISH, parcel()), SignInAgain)


def line_account(line: Line, grant: Grant) -> Any:
    return next(one for one in grant.accounts if one.handle == f"r/{line.handle}")


def test_a_permission_without_a_scope_asks_to_sign_in_again(line: Line) -> None:
    for token in line.server.world.tokens.values():
        token.scopes = frozenset({"identity"})

    assert isinstance(line.send(Verb.PUBLISH, parcel()), SignInAgain)


def test_names_of_communities_are_read_as_people_type_them() -> None:
    assert named("r/one, /r/two/;three\nu_four <bad>") == ["one", "two", "three", "u_four"]
    assert named("") == []


def test_more_communities_than_can_be_looked_at_are_refused_before_anybody_leaves(
    line: Line,
) -> None:
    with pytest.raises(ChangeIt):
        departed(line, ", ".join(f"r/number{n}" for n in range(10)))
