"""What is counted and what is heard."""

from datetime import timedelta

from antiphon.connect.simulation import ReactionKind
from antiphon.connect.values import Correspondence, Metric
from antiphon.networks.threads.tests.conftest import ADA, Town, below, parcel


def test_figures_and_followers_are_counted_and_a_missing_permission_counts_nothing(
    town: Town,
) -> None:
    us = town.profile()
    receipt = town.tell(us, parcel())
    for kind in (ReactionKind.LIKE, ReactionKind.VIEW, ReactionKind.FOLLOW):
        town.react(us, receipt, kind)

    told = town.office.ask(us, lambda connector: connector.count([receipt.id, us.id]))
    town.simulator.gate.telling.quirks = {"ungranted"}
    ungranted = town.office.ask(us, lambda connector: connector.count([receipt.id]))

    figures = {(one.id, one.metric): one.value for one in told}
    assert figures[receipt.id, Metric.LIKES] == figures[us.id, Metric.FOLLOWERS] == 1
    assert ungranted == []


def test_replies_and_mentions_are_heard_once_and_our_own_never(town: Town) -> None:
    us, other = town.profile(), town.profile()
    receipt = town.tell(us, parcel())
    town.react(us, receipt, ReactionKind.REPLY, "How much?")
    town.tell(us, parcel(**below(receipt), text="Our own word"))
    town.tell(other, parcel(text=f"Thanks @{us.handle} for the tea"))

    def hear(cursor: str) -> Correspondence:
        found: Correspondence = town.office.ask(us, lambda one: one.answers([receipt.id], cursor))
        return found

    first = hear("")
    second = hear(first.cursor)

    assert [(one.text, one.about) for one in first.messages] == [
        ("How much?", receipt.id),
        (f"Thanks @{us.handle} for the tea", None),
    ]
    assert first.messages[0].author == ADA.name.lower().replace(" ", ".")
    assert second.messages == []
    assert second.cursor == first.cursor


def test_no_page_is_turned_that_was_heard_before(town: Town) -> None:
    us = town.profile()
    receipt = town.tell(us, parcel())
    for number in range(250):
        town.clock[0] += timedelta(seconds=1)
        town.react(us, receipt, ReactionKind.REPLY, f"Old {number}")
    first = town.office.ask(us, lambda one: one.answers([receipt.id], ""))
    town.clock[0] += timedelta(minutes=1)
    town.react(us, receipt, ReactionKind.REPLY, "New")
    town.recorder.calls.clear()

    second = town.office.ask(us, lambda one: one.answers([receipt.id], first.cursor))

    assert len(first.messages) == 250
    assert [one.text for one in second.messages] == ["New"]
    pages = [call for call in town.recorder.calls if call["path"].endswith("/conversation")]
    assert len(pages) == 1
