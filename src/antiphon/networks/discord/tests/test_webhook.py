"""The webhook against the simulated network: it speaks, and knows nothing of what it said."""

from pathlib import Path

import pytest

from antiphon.connect.abilities import Converses, Looks
from antiphon.connect.errors import ChangeIt, Gone, SignInAgain
from antiphon.connect.post_office import Done, Verb
from antiphon.connect.simulation import ReactionKind
from antiphon.connect.values import Live, Receipt
from antiphon.networks.discord.tests.lines import NETWORK, Line, Town, enclosure, parcel


def test_a_webhook_says_changes_shows_and_takes_back(hook: Line, tmp_path: Path) -> None:
    receipt = hook.publish(parcel("Hi", enclosures=(enclosure(tmp_path, alt="A cup"),)))
    edited = hook.send(Verb.EDIT, parcel("Better"), receipt)
    live = hook.send(Verb.READ, receipt=receipt)

    assert isinstance(edited, Receipt)
    assert isinstance(live, Live)
    assert (live.text, live.alts) == ("Better", ("A cup",))
    assert [hook.send(Verb.WITHDRAW, receipt=receipt) for _turn in range(2)] == [Done(), Done()]
    assert isinstance(hook.send(Verb.READ, receipt=receipt), Gone)


def test_every_message_waits_for_its_name(hook: Line) -> None:
    hook.publish(parcel())

    assert hook.last.query == {"wait": "true"}
    assert "nonce" not in hook.last.asked()


def test_a_webhook_neither_looks_nor_hears(hook: Line) -> None:
    network = NETWORK.at(hook.address.facts)

    assert not network.can(Looks)
    assert not network.can(Converses)
    assert network.proof.looks == ()


def test_a_webhook_of_a_forum_opens_threads_and_needs_a_title(town: Town) -> None:
    town.line("hook", kind="forum")
    hook = town.line("hook", kind="webhook")
    refused = hook.send(Verb.PUBLISH, parcel("No title"))

    receipt = hook.publish(parcel("Hi", options={"thread_name": "Title"}))

    assert isinstance(refused, ChangeIt)
    assert isinstance(hook.send(Verb.READ, receipt=receipt), Live)
    assert hook.last.query == {"thread_id": receipt.id.partition("/")[0]}
    into = hook.publish(parcel("More", options={"thread": receipt.id.partition("/")[0]}))
    assert into.id.partition("/")[0] == receipt.id.partition("/")[0]


def test_a_title_where_there_is_no_forum_can_be_changed(hook: Line) -> None:
    assert isinstance(hook.send(Verb.PUBLISH, parcel(options={"thread_name": "T"})), ChangeIt)


def test_reactions_are_counted(hook: Line) -> None:
    receipt = hook.publish(parcel())
    hook.react(ReactionKind.LIKE, receipt.id)

    told = hook.ask(lambda connector: connector.count([receipt.id, hook.address.id]))

    assert [(one.id, one.value) for one in told] == [(receipt.id, 1)]


@pytest.mark.promise("P20", "F35")
def test_a_webhook_that_was_deleted_asks_its_owner_whatever_is_asked(hook: Line) -> None:
    receipt = hook.publish(parcel())
    hook.town.simulator.revoke("hook")

    for outcome in (hook.send(Verb.PUBLISH, parcel()), hook.send(Verb.WITHDRAW, receipt=receipt)):
        assert isinstance(outcome, SignInAgain)
    with pytest.raises(SignInAgain):
        hook.ask(lambda connector: connector.whoami())
