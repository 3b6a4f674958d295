"""Signing in once with a password, and the communities that it opens."""

from dataclasses import replace
from datetime import timedelta

import pytest

from antiphon.connect.errors import Gone, SignInAgain
from antiphon.connect.oauth import App
from antiphon.connect.post_office import PostOffice, Verb
from antiphon.connect.registry import network
from antiphon.networks.lemmy.dialect import V3
from antiphon.networks.lemmy.tests.trial import KEY, Trial, parcel, trial


def test_the_kind_of_server_is_found_out(us: Trial) -> None:
    assert us.address.facts["dialect"] == us.simulator.world.speaks.key
    assert us.address.facts["languages"]["de"] == 32
    assert us.address.handle.startswith("!tea@127.0.0.1")


def test_the_password_is_not_kept(us: Trial) -> None:
    password = us.entrance.given["password"]
    kept = [one.reveal() for one in us.address.credential.secrets.values()]

    assert len(kept) == 1
    assert password not in kept[0]
    assert password not in repr(us.address.credential)


@pytest.mark.parametrize("given", [{"user": "", "password": "x"}, {"user": "tea", "password": ""},
                                   {"user": "tea", "password": "wrong"},
                                   {"user": "nobody", "password": "x"}])  # fmt: skip
def test_a_wrong_password_is_told_apart(us: Trial, given: dict[str, str]) -> None:
    with pytest.raises(SignInAgain):
        us.enter(given)


def test_without_a_community_all_are_offered(us: Trial) -> None:
    person = next(iter(us.simulator.world.people.values()))
    us.simulator.world.place("coffee", "Coffee", person)

    grant = us.enter({**us.entrance.given, "community": ""})

    assert [one.handle.partition("@")[0] for one in grant.accounts] == ["!tea", "!coffee"]
    assert len({one.id for one in grant.accounts}) == 2


def test_several_communities_can_be_named_and_one_that_is_not_there_is_said(us: Trial) -> None:
    person = us.simulator.world.person("else", "Else")
    us.simulator.world.place("coffee", "Coffee", person)

    grant = us.enter({**us.entrance.given, "community": "!coffee@example.org, tea"})

    assert [one.handle.partition("@")[0] for one in grant.accounts] == ["!coffee", "!tea"]
    with pytest.raises(Gone):
        us.enter({**us.entrance.given, "community": "!nowhere"})


def test_a_second_factor_is_asked_for(office: PostOffice) -> None:
    with trial(office, "v3", code="123456") as us:
        for code in ("", "654321"):
            with pytest.raises(SignInAgain, match="second factor"):
                us.enter({**us.entrance.given, "code": code})
        assert us.enter({**us.entrance.given, "code": "123 456"}).accounts


def test_signing_out_ends_the_token(us: Trial) -> None:
    found = network(KEY)
    credential = us.address.credential

    us.office.sign_in(found, found.sign_ins[0], lambda desk: desk.revoke(credential),
                      app=App(), server=us.address.server)  # fmt: skip

    is_out = us.simulator.world.speaks.key != "piefed"  # it has no such call
    assert isinstance(us.send(Verb.PUBLISH, parcel()), SignInAgain) == is_out


def test_another_program_is_said_to_be_another(lemmy: Trial) -> None:
    lemmy.simulator.world.speaks = replace(V3, base="/api/v9")

    with pytest.raises(Gone, match="neither"):
        lemmy.enter(lemmy.entrance.given)


def test_how_often_one_may_post_is_what_the_server_says() -> None:
    assert network(KEY).at({"posts": [3, 60]}).pace.posts == (3, timedelta(minutes=1))
    for nonsense in ([], [0, 0], "often", None):
        assert network(KEY).at({"posts": nonsense}).pace.posts == (6, timedelta(minutes=10))
