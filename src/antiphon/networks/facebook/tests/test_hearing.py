"""What came of posts, who answered, and who we are."""

from antiphon.connect.post_office import Verb
from antiphon.connect.simulation import ReactionKind
from antiphon.connect.values import (
    Metric,
    Receipt,
    RemoteId,
)
from antiphon.networks.facebook.tests.conftest import (
    Network,
    comment,
    parcel,
    react,
)


def test_counts_come_from_fields_and_insights(fb: Network) -> None:
    page = fb.page()
    post = fb.send(Verb.PUBLISH, page, parcel())
    for kind in (ReactionKind.VIEW, ReactionKind.VIEW, ReactionKind.LIKE, ReactionKind.SHARE,
                 ReactionKind.CLICK, ReactionKind.FOLLOW):  # fmt: skip
        react(fb, page.id, post.id, kind)
    react(fb, page.id, post.id, ReactionKind.REPLY, "Lovely")

    found = fb.ask(page, lambda connector: connector.count([post.id, page.id, "1_2"]))

    counts = {reading.metric: reading.value for reading in found}
    assert counts == {
        Metric.VIEWS: 2, Metric.REACH: 1, Metric.LIKES: 1, Metric.SHARES: 1, Metric.REPLIES: 1,
        Metric.CLICKS: 1, Metric.VIDEO_VIEWS: 0, Metric.FOLLOWERS: 1,
    }  # fmt: skip


def test_one_dead_metric_does_not_hide_the_others(fb: Network) -> None:
    page = fb.page()
    post = fb.send(Verb.PUBLISH, page, parcel())
    react(fb, page.id, post.id, ReactionKind.VIEW)
    fb.simulator.quirks = {"dead_metric"}

    found = fb.ask(page, lambda connector: connector.count([post.id]))

    counts = {reading.metric: reading.value for reading in found}
    assert counts[Metric.VIEWS] == 1
    assert Metric.VIDEO_VIEWS not in counts


def test_answers_are_heard_once_and_oldest_first(fb: Network) -> None:
    page = fb.page()
    post = fb.send(Verb.PUBLISH, page, parcel())
    fb.send(Verb.PUBLISH, page, comment(post, text="Ours is not heard"))
    ids = [react(fb, page.id, post.id, ReactionKind.REPLY, text) for text in ("One", "Two")]

    first = fb.ask(page, lambda connector: connector.answers([post.id], ""))
    ids.append(react(fb, page.id, ids[1] or "", ReactionKind.REPLY, "Three"))
    second = fb.ask(page, lambda connector: connector.answers([post.id], first.cursor))
    third = fb.ask(page, lambda connector: connector.answers([post.id], second.cursor))

    assert [message.text for message in first.messages] == ["One", "Two"]
    assert [(one.id, one.about, one.parent) for one in second.messages] == [
        (ids[2], post.id, ids[1])
    ]
    assert third.messages == []
    assert first.messages[0].author == "Ada"


def test_a_reply_in_the_inbox_answers_the_comment(fb: Network) -> None:
    page = fb.page()
    post = fb.send(Verb.PUBLISH, page, parcel())
    asked = react(fb, page.id, post.id, ReactionKind.REPLY, "Is it hot?")
    reply = comment(Receipt(id=RemoteId(asked or "")), text="Very")

    fb.send(Verb.PUBLISH, page, reply)

    assert fb.simulator.timeline("brew")[-1].parent == asked
    assert isinstance(fb.send(Verb.LOOK, page, reply), Receipt)


def test_whoami_brings_fresh_facts(fb: Network) -> None:
    page = fb.page()
    react(fb, page.id, "", ReactionKind.FOLLOW)

    account = fb.ask(page, lambda connector: connector.whoami())

    assert (account.id, account.handle, account.facts["followers"]) == (page.id, "brew", 1)
