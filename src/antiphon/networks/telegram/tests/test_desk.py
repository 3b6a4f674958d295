"""Signing in with the token of a bot."""

import pytest

from antiphon.connect.errors import SignInAgain
from antiphon.networks.telegram.tests.lines import Line, Town


def test_a_channel_is_found_by_its_name_and_its_rights_are_known(town: Town) -> None:
    entrance = town.simulator.open_account("teas", "Tea & Co")

    (account,) = town.enter({"token": entrance.given["token"], "chat": "@teas"}).accounts

    assert (account.id, account.handle, account.name) == (entrance.id, "teas", "Tea & Co")
    assert (account.kind, account.url) == ("channel", "https://t.me/teas")
    assert "can_post_messages" in account.facts["rights"]
    assert (account.facts["members"], account.facts["bot"]) == (1, "teas_bot")


def test_several_chats_can_be_named_at_once(town: Town) -> None:
    tea, cake = town.line("teas"), town.line("cakes", bot="teas")
    token = tea.address.credential.secret("token")

    grant = town.enter({"token": token, "chat": "@teas, @cakes"})

    assert [one.id for one in grant.accounts] == [tea.address.id, cake.address.id]


def test_without_a_name_the_bot_tells_where_it_was_added(line: Line) -> None:
    bot, world = line.chat.bot, line.town.simulator.world
    token = line.address.credential.secret("token")
    with pytest.raises(SignInAgain):
        line.town.enter({"token": token})
    for chat in (line.chat, line.chat.linked):
        assert chat
        told = {"chat": {"id": chat.id, "type": chat.kind, "title": chat.title}, "date": 1}
        world.tell(bot, "my_chat_member", told, line.town.simulator.now())

    assert [one.id for one in line.town.enter({"token": token}).accounts] == [line.address.id]


@pytest.mark.parametrize("token", ["", "nonsense", "1:short", "123456:" + "a" * 35])
def test_a_token_that_is_none_is_refused(town: Town, token: str) -> None:
    town.simulator.open_account("teas", "Tea & Co")

    with pytest.raises(SignInAgain):
        town.enter({"token": token, "chat": "@teas"})


@pytest.mark.parametrize("chat", ["@nobody", "-1005", "not a chat!"])
def test_a_chat_that_is_none_is_refused(line: Line, chat: str) -> None:
    with pytest.raises(SignInAgain):
        line.town.enter({"token": line.address.credential.secret("token"), "chat": chat})


def test_a_bot_that_may_not_post_is_refused_at_once(line: Line) -> None:
    line.chat.rights["can_post_messages"] = False

    with pytest.raises(SignInAgain):
        line.ask(lambda connector: connector.whoami())


def test_a_discussion_that_the_bot_is_not_in_is_none(line: Line) -> None:
    assert line.chat.linked
    line.chat.linked.status = "left"

    account = line.ask(lambda connector: connector.whoami())

    assert account.facts["discussion"] is None
