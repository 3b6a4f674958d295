"""Signing in with a typed key, from whatever address of the site."""

import pytest

from antiphon.connect.errors import ChangeIt, SignInAgain
from antiphon.connect.oauth import Enters
from antiphon.connect.post_office import Verb
from antiphon.connect.registry import network
from antiphon.networks.ghost.tests.sandbox_site import KEY, Served, channel, parcel, sign_in


def test_the_only_way_in_is_a_typed_key() -> None:
    (way,) = network(KEY).sign_ins

    assert way.can(Enters)
    assert not way.needs_app
    assert [(field.key, field.secret) for field in way.fields] == [("token", True)]


def test_a_key_becomes_a_channel_of_its_site(site: Served) -> None:
    entrance = site.enter()
    (account,) = sign_in(site.office, entrance.server, dict(entrance.given)).accounts

    assert (account.id, account.handle, account.name) == (entrance.id, entrance.handle, "Tea & Co")
    assert account.facts["newsletters"] == [["default-newsletter", "Tea & Co"]]
    assert [name for _id, name in account.facts["tiers"]] == ["Gold"]


@pytest.mark.parametrize("deeper", ["/ghost", "/ghost/", "/ghost/#/settings", "/ghost/api/admin"])
def test_the_address_of_the_sites_own_desk_is_good_enough(site: Served, deeper: str) -> None:
    entrance = site.enter()
    there = channel(site.office, f"{entrance.server}{deeper}", dict(entrance.given))

    assert there.publish(parcel()).url.startswith(entrance.server)


@pytest.mark.parametrize(
    "key", ["", " ", "nonsense", "0" * 24 + ":" + "0" * 64, "0" * 24 + ":" + "0" * 63]
)
def test_what_is_no_key_of_the_site_does_not_sign_in(site: Served, key: str) -> None:
    entrance = site.enter()
    with pytest.raises(SignInAgain):
        sign_in(site.office, entrance.server, {"token": key})


def test_spaces_around_a_pasted_key_do_not_count_and_nothing_shows_it(site: Served) -> None:
    entrance = site.enter()
    grant = sign_in(site.office, entrance.server, {"token": f"  {entrance.given['token']}\n"})

    assert grant.credential.secret("key") == entrance.given["token"]
    assert entrance.given["token"] not in repr(grant)


def test_what_is_no_such_site_is_named(site: Served) -> None:
    entrance = site.enter()
    elsewhere = entrance.server.replace("/tea", "/nobody")
    with pytest.raises(ChangeIt, match="No Ghost"):
        sign_in(site.office, elsewhere, dict(entrance.given))


@pytest.mark.promise("P20")
def test_a_key_that_was_deleted_at_the_site_is_noticed(site: Served) -> None:
    there = site.channel()
    site.simulator.revoke("tea")

    assert isinstance(there.send(Verb.PUBLISH, parcel()), SignInAgain)
    with pytest.raises(SignInAgain):
        there.ask(lambda talk: talk.whoami())
