"""What comes back from people, on a simulated server over real HTTP."""

from datetime import UTC, datetime, timedelta

from antiphon.connect.simulation import ReactionKind
from antiphon.connect.values import Metric
from antiphon.networks.bluesky.tests.builders import (
    Trial,
    parcel,
    reaction,
)
from antiphon.networks.bluesky.tests.lines import Line


def test_what_people_do_is_counted(trial: Trial) -> None:
    receipt = trial.publish(parcel())
    for kind in (ReactionKind.LIKE, ReactionKind.LIKE, ReactionKind.SHARE, ReactionKind.REPLY):
        trial.simulator.react(reaction(kind, trial.address, receipt.id, text="Nice."))
    trial.simulator.react(reaction(ReactionKind.FOLLOW, trial.address, None))

    found = trial.ask(lambda it: it.count([receipt.id, trial.address.id]))

    counts = {one.metric: one.value for one in found}
    assert (counts[Metric.LIKES], counts[Metric.SHARES], counts[Metric.REPLIES]) == (2, 1, 1)
    assert counts[Metric.FOLLOWERS] == 1


def test_many_posts_are_counted_in_few_calls(trial: Trial, line: Line) -> None:
    ids = [trial.publish(parcel(key=f"k{n}")).id for n in range(30)]
    line.kept.clear()

    found = trial.ask(lambda it: it.count(ids))

    assert len(line.kept) == 2
    assert {one.id for one in found} == set(ids)


def test_answers_come_oldest_first_and_each_once(trial: Trial) -> None:
    receipt = trial.publish(parcel())
    start = datetime.now(UTC)
    for n in range(3):
        trial.simulator.react(
            reaction(ReactionKind.REPLY, trial.address, receipt.id, text=f"no {n}",
                     at=start + timedelta(seconds=n // 2))
        )  # fmt: skip
    trial.simulator.react(reaction(ReactionKind.LIKE, trial.address, receipt.id))

    first = trial.ask(lambda it: it.answers([receipt.id], ""))
    nothing = trial.ask(lambda it: it.answers([receipt.id], first.cursor))
    trial.simulator.react(
        reaction(ReactionKind.REPLY, trial.address, receipt.id, text="no 3",
                 at=start + timedelta(seconds=1))
    )  # fmt: skip
    more = trial.ask(lambda it: it.answers([receipt.id], nothing.cursor))

    assert [one.text for one in first.messages] == ["no 0", "no 1", "no 2"]
    assert {one.about for one in first.messages} == {receipt.id}
    assert nothing.messages == []
    assert [one.text for one in more.messages] == ["no 3"]


def test_a_hundred_and_fifty_answers_are_all_heard(trial: Trial) -> None:
    receipt = trial.publish(parcel())
    for n in range(150):
        trial.simulator.react(
            reaction(ReactionKind.REPLY, trial.address, receipt.id, text=f"no {n}")
        )

    found = trial.ask(lambda it: it.answers([receipt.id], ""))

    assert len({one.id for one in found.messages}) == 150


def test_the_account_is_asked_who_it_is(trial: Trial) -> None:
    account = trial.ask(lambda it: it.whoami())

    assert (account.id, account.handle) == (trial.address.id, "alice.test")
    assert account.facts["blob_limit"] == 52_428_800
    assert account.facts["video"].endswith("/-/video.bsky.app")
