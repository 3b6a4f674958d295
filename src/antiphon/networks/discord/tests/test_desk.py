"""Signing in: by a bot's token, by a webhook's address, and by a journey."""

from http.client import HTTPConnection
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from antiphon.connect.errors import SignInAgain
from antiphon.connect.oauth import App, Departure, Grant
from antiphon.connect.post_office import Verb
from antiphon.connect.values import Receipt
from antiphon.kernel.secret import Secret
from antiphon.networks.discord.tests.lines import Line, Town, address, parcel

APP = App(client_id="1", client_secret=Secret("s"), redirect_uri="https://our.example/back")


def test_a_channel_is_known_with_its_server(line: Line) -> None:
    account = line.ask(lambda connector: connector.whoami())

    assert (account.id, account.handle, account.name) == (
        line.channel.id, "#tea", "Tea & Co: #tea",
    )  # fmt: skip
    assert (account.kind, account.facts["members"]) == ("channel", 1)
    assert account.facts["max_bytes"] == 10 * 1024 * 1024


def test_without_a_name_every_channel_that_the_bot_sees_is_offered(line: Line) -> None:
    token = line.address.credential.secret("token")

    grant = line.town.enter("bot", {"token": token})

    assert [one.id for one in grant.accounts] == [line.channel.id]


def test_a_boosted_server_tells_how_large_files_may_be(line: Line) -> None:
    line.channel.guild.tier = 3

    account = line.ask(lambda connector: connector.whoami())

    assert account.facts["max_bytes"] == 100 * 1024 * 1024


@pytest.mark.parametrize("token", ["", "nonsense", f"{'a' * 24}.{'b' * 6}.{'c' * 38}"])
def test_a_token_that_is_none_is_refused(town: Town, token: str) -> None:
    with pytest.raises(SignInAgain):
        town.enter("bot", {"token": token})


def test_a_thread_or_a_stranger_is_no_channel(line: Line) -> None:
    token = line.address.credential.secret("token")
    for channel in ("1234567890123456789", "general"):
        with pytest.raises(SignInAgain):
            line.town.enter("bot", {"token": token, "channel": channel})
    line.channel.kind = 2
    with pytest.raises(SignInAgain):
        line.town.enter("bot", {"token": token, "channel": line.channel.id})


@pytest.mark.parametrize("host", ["discord.com", "ptb.discord.com", "discordapp.com"])
def test_a_webhook_is_known_by_its_address(town: Town, host: str) -> None:
    entrance = town.simulator.open_account("hook", "Hook", kind="webhook")
    url = entrance.given["url"].replace("discord.com", host)

    (account,) = town.enter("webhook", {"url": url}).accounts

    assert (account.id, account.kind) == (entrance.id, "webhook")


@pytest.mark.parametrize("url", ["", "https://evil.example/api/webhooks/1/2", "not an address"])
def test_an_address_that_is_none_is_refused(town: Town, url: str) -> None:
    with pytest.raises(SignInAgain):
        town.enter("webhook", {"url": url})


def _arrived(town: Town, answer: dict[str, str], departure: Departure) -> Grant:
    grant: Grant = town.desk("oauth", lambda desk: desk.arrive(departure.memory, answer), APP)
    return grant


def _departed(town: Town) -> Departure:
    departure: Departure = town.desk("oauth", lambda desk: desk.begin("state", {}), APP)
    return departure


def _pressed(url: str, channel: str) -> dict[str, str]:
    """Choose a channel on the page, and say what it brings back."""
    page = urlsplit(url)
    talk = HTTPConnection(page.netloc, timeout=5)
    talk.request("POST", page.path, urlencode([*parse_qsl(page.query), ("channel", channel)]),
                 {"Content-Type": "application/x-www-form-urlencoded"})  # fmt: skip
    back = talk.getresponse().getheader("location") or ""
    talk.close()
    return dict(parse_qsl(urlsplit(back).query))


def test_the_journey_brings_a_webhook_for_the_chosen_channel(town: Town) -> None:
    town.simulator.open_account("tea", "Tea & Co")
    channel, departure = town.simulator.world.handles["tea"], _departed(town)
    answer = _pressed(departure.url, channel.id)

    grant = _arrived(town, answer, departure)

    line = Line(town, address(town, grant), channel)
    assert answer["state"] == "state"
    assert isinstance(line.send(Verb.PUBLISH, parcel("By the journey")), Receipt)
    assert line.texts() == ["By the journey"]


def test_a_journey_that_was_broken_off_or_is_old_begins_anew(town: Town) -> None:
    departure = _departed(town)
    for answer in ({"error": "access_denied"}, {"code": "old"}):
        with pytest.raises(SignInAgain):
            _arrived(town, answer, departure)
