"""Which server a person means, and which are refused before anything is sent."""

from dataclasses import replace

import pytest
from pytest_django import Settings

from antiphon.channels import actions
from antiphon.connect.errors import TryLater
from antiphon.connect.network import Network
from antiphon.connect.registry import networks
from antiphon.connect.transport.guard import NotPublicError
from antiphon.kernel.problem import BadInputError
from tests import builders as a
from tests import offices
from tests.channels.world import TYPED, Way, name_of


@pytest.fixture
def anywhere() -> Network:
    """A network of many servers."""
    return replace(networks()[0], server="")


GOOD = {
    "example.org": "https://example.org",
    " https://Example.ORG/ ": "https://example.org",
    "https://example.org:443": "https://example.org",
    "@me@example.org": "https://example.org",
    "https://example.org./blog/": "https://example.org/blog",
    "http://127.0.0.1:8080": "http://127.0.0.1:8080",
    "wss://relay.example.org/": "https://relay.example.org",
    "ws://127.0.0.1:8080": "http://127.0.0.1:8080",
    "https://[2001:db8::1]:8443/x": "https://[2001:db8::1]:8443/x",
}
BAD = {
    "": "empty",
    "https://": "malformed",
    "javascript:alert(1)": "malformed",
    "javascript://example.org": "malformed",
    "file:///etc/passwd": "malformed",
    "https://[::1": "malformed",
    "https://example.org:99999": "malformed",
    "https://example.org:0": "malformed",
    "https://good.example\\@evil.example": "malformed",
    "https://exa mple.org": "malformed",
    "https://2130706433": "malformed",
    "https://0x7f.1": "malformed",
    "https://exam\tple.org": "malformed",
    "https://example.org/?a=b": "malformed",
    "https://example.org/#a": "malformed",
    "https://user:word@example.org": "credentials",
    "https://" + "a" * 300 + ".example": "too_long",
}


@pytest.mark.parametrize(("typed", "meant"), GOOD.items())
def test_an_address_is_kept_in_one_form(anywhere: Network, typed: str, meant: str) -> None:
    assert actions.server_of(anywhere, typed) == meant


@pytest.mark.promise("I6")
@pytest.mark.parametrize(("typed", "rule"), BAD.items())
def test_what_is_no_address_is_refused_with_its_rule(
    anywhere: Network, typed: str, rule: str
) -> None:
    with pytest.raises(BadInputError) as refused:
        actions.server_of(anywhere, typed)

    assert [problem.rule for problem in refused.value.problems] == [rule]


def test_nothing_secret_goes_unencrypted_to_who_is_not_listed(
    anywhere: Network, settings: Settings
) -> None:
    settings.ALLOW_PRIVATE_NETWORKS = False
    settings.PRIVATE_HOSTS = (("listed.example", 80),)
    offices.close()

    assert actions.server_of(anywhere, "http://listed.example") == "http://listed.example"
    with pytest.raises(BadInputError, match="without encryption"):
        actions.server_of(anywhere, "http://example.org")


def enter(way: Way, server: str) -> None:
    given = {one.key: "word-0123456789" for one in way[1].fields if one.secret or not one.optional}
    actions.enter(a.member(), way[0].key, way[1].key, given, server=server)


@pytest.mark.django_db
@pytest.mark.promise("I4")
@pytest.mark.parametrize("way", TYPED, ids=name_of)
@pytest.mark.parametrize(
    "server", ["https://127.0.0.1", "https://[::ffff:10.0.0.1]", "https://10.0.0.1",
               "https://169.254.169.254", "https://localhost"],
)  # fmt: skip
def test_a_private_address_is_not_public(way: Way, server: str, settings: Settings) -> None:
    settings.ALLOW_PRIVATE_NETWORKS = False
    offices.close()

    with pytest.raises(NotPublicError, match="not public"):
        enter(way, server)


@pytest.mark.django_db
@pytest.mark.parametrize("way", TYPED, ids=name_of)
def test_a_name_that_nobody_has_is_a_server_that_cannot_be_reached(way: Way) -> None:
    with pytest.raises(TryLater, match="could not be reached"):
        enter(way, "https://no-such-server.invalid")
