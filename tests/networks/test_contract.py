"""What a connector promises, whatever its network: publishing, reading back, counting, hearing."""

import re
from uuid import uuid4

import pytest

from antiphon.connect.abilities import Converses, Counts, Edits, Looks, Reads, Withdraws
from antiphon.connect.errors import Gone
from antiphon.connect.post_office import Absent, Done, Verb
from antiphon.connect.simulation import ReactionKind
from antiphon.connect.values import Correspondence, Live, Metric, PostType, Reading, Receipt, Step
from tests.networks.correspondent import Correspondent, handle_of


def flat(text: str) -> str:
    """Without what networks do to white space."""
    return re.sub(r"\s+", " ", text).strip()


def some_text() -> str:
    """A text that nobody said before."""
    return f"Something fresh, {uuid4()}."


def test_what_is_published_can_be_seen_once(us: Correspondent) -> None:
    text = some_text()

    receipt = us.told(text)

    assert [post.id for post in us.seen(text)] == [receipt.id]
    assert receipt.url.startswith("http")


@pytest.mark.promise("P2")
def test_the_same_parcel_twice_makes_one_post_where_a_repeat_is_harmless(us: Correspondent) -> None:
    proof = us.network.proof
    if proof.repeat is None or not proof.repeat_where(us.address.facts):
        pytest.skip("This network does not say that a repeat is harmless.")
    parcel = us.parcel(some_text())

    first, second = us.publish(parcel), us.publish(parcel)

    assert isinstance(first, Receipt)
    assert isinstance(second, Receipt)
    assert (first.id, first.url) == (second.id, second.url)
    assert len(us.seen(parcel.text)) == 1


@pytest.mark.promise("P2")
def test_a_look_finds_what_arrived_and_nothing_else(us: Correspondent) -> None:
    if not us.network.can(Looks) or not us.network.proof.looks:
        pytest.skip("This network has nothing to look at.")
    parcel = us.parcel(some_text(), since=None)

    assert us.ask(Verb.LOOK, parcel=parcel) == Absent()
    receipt = us.publish(parcel)
    found = us.ask(Verb.LOOK, parcel=parcel)

    assert isinstance(receipt, Receipt)
    assert isinstance(found, Receipt)
    assert found.id == receipt.id


@pytest.mark.promise("P2")
def test_a_look_makes_nothing_visible(us: Correspondent) -> None:
    if not us.network.can(Looks):
        pytest.skip("This network has nothing to look at.")
    parcel = us.parcel(some_text())

    us.ask(Verb.LOOK, parcel=parcel)

    assert us.seen(parcel.text) == []


def test_a_file_is_read_back_with_text_and_alt(us: Correspondent) -> None:
    type = PostType.IMAGES if PostType.IMAGES in us.network.posts else us.plainest
    rule = us.network.posts[type].media
    if rule is None:
        pytest.skip("This network takes no files.")
    file = us.file(rule, "" if rule.alt_text is None else "A red can on a table")
    text = some_text()

    receipt = us.told(text, type=type, enclosures=(file,))

    shown = next(post for post in us.simulator.timeline() if post.id == receipt.id)
    assert [(one.alt, one.digest) for one in shown.media] == [(file.alt, file.digest)]
    if us.network.can(Reads):
        live = us.ask(Verb.READ, receipt=receipt)
        assert isinstance(live, Live)
        assert flat(live.text) == flat(us.network.rendered(text))
        assert live.media == 1
        assert live.alts in {(), (file.alt,)}


def test_what_is_withdrawn_is_gone_and_again_is_no_error(us: Correspondent) -> None:
    if not us.network.can(Withdraws):
        pytest.skip("This network takes nothing back.")
    text = some_text()
    receipt = us.told(text)

    assert us.ask(Verb.WITHDRAW, receipt=receipt) == Done()
    assert us.seen(text) == []
    assert us.ask(Verb.WITHDRAW, receipt=receipt) == Done()
    if us.network.can(Reads):
        assert isinstance(us.ask(Verb.READ, receipt=receipt), Gone)


def test_an_edit_changes_what_is_live_and_makes_nothing_new(us: Correspondent) -> None:
    if not us.network.can(Edits) or "text" not in us.network.editable:
        pytest.skip("This account cannot edit.")
    receipt, better = us.told(some_text()), us.parcel(some_text())
    before = len(us.simulator.timeline())

    edited = us.ask(Verb.EDIT, receipt=receipt, parcel=better)

    assert isinstance(edited, Receipt)
    assert [flat(better.text) in flat(post.text) for post in us.seen(better.text)] == [True]
    assert len(us.simulator.timeline()) == before


def test_every_reading_is_one_of_our_metrics_and_true(us: Correspondent) -> None:
    if not us.network.can(Counts):
        pytest.skip("This network counts nothing for us.")
    receipt = us.told(some_text())
    for kind in (ReactionKind.VIEW, ReactionKind.LIKE, ReactionKind.SHARE):
        us.react(kind, receipt)
    us.react(ReactionKind.REPLY, receipt, "Where can I get it?")

    readings: list[Reading] = us.talk(lambda connector: connector.count([receipt.id]))

    told = {reading.metric: reading.value for reading in readings}
    assert {reading.id for reading in readings} == {receipt.id}
    assert all(isinstance(metric, Metric) for metric in told)
    known = {Metric.LIKES, Metric.SHARES, Metric.REPLIES, Metric.VIEWS}
    assert {metric: told[metric] for metric in known & set(told)} == dict.fromkeys(
        known & set(told), 1
    )
    silent = us.network.comment is None  # nobody writes below a post there, not even we
    assert Metric.REPLIES in told or (told and (us.network.can(Converses) or silent))


def test_counting_what_is_gone_counts_the_rest(us: Correspondent) -> None:
    if not us.network.can(Counts) or not us.network.can(Withdraws):
        pytest.skip("This network counts nothing for us, or takes nothing back.")
    gone, kept = us.told(some_text()), us.told(some_text())
    us.ask(Verb.WITHDRAW, receipt=gone)
    us.react(ReactionKind.LIKE, kept)

    readings: list[Reading] = us.talk(lambda connector: connector.count([gone.id, kept.id]))

    assert {reading.id for reading in readings} == {kept.id}


@pytest.mark.promise("I7")
def test_a_persons_answer_is_heard_with_its_words_and_what_it_is_about(us: Correspondent) -> None:
    if not us.network.can(Converses):
        pytest.skip("This network does not let us hear answers.")
    receipt = us.told(some_text())
    words = "Is there one with sugar < 5 g & no ice?"
    id = us.react(ReactionKind.REPLY, receipt, words)

    heard: Correspondence = us.talk(lambda connector: connector.answers([receipt.id], ""))

    message = next(one for one in heard.messages if one.id == id)
    # Where nothing can stand below a post, what people write is about the whole account.
    under = us.network.comment or us.network.thread
    assert message.about in ({receipt.id} if under else {receipt.id, None})
    assert flat(message.text).endswith(words)
    assert message.author
    assert message.author_id


def test_a_cursor_leads_to_what_is_newer_only(us: Correspondent) -> None:
    if not us.network.can(Converses):
        pytest.skip("This network does not let us hear answers.")
    receipt = us.told(some_text())
    first = us.react(ReactionKind.REPLY, receipt, "First!")
    cursor = us.talk(lambda connector: connector.answers([receipt.id], "")).cursor
    second = us.react(ReactionKind.REPLY, receipt, "Second.")

    heard: Correspondence = us.talk(lambda connector: connector.answers([receipt.id], cursor))

    ids = [message.id for message in heard.messages]
    assert second in ids
    assert first not in ids


@pytest.mark.promise("P8")
def test_parts_of_a_thread_answer_the_part_before(us: Correspondent) -> None:
    if us.network.thread is None:
        pytest.skip("This network has no threads of one's own.")
    first = us.told(some_text())
    root = handle_of(first)

    second = us.told(some_text(), root=root, parent=root)
    third = us.told(some_text(), root=root, parent=handle_of(second))

    parents = {post.id: post.parent for post in us.simulator.timeline()}
    assert parents[first.id] is None
    assert parents[second.id] == first.id
    assert parents[third.id] == second.id


@pytest.mark.promise("P8")
def test_a_first_comment_stands_below_its_post(us: Correspondent) -> None:
    if us.network.comment is None:
        pytest.skip("This network has no comments.")
    text, first = some_text(), us.told(some_text())
    root = handle_of(first)

    us.told(text, step=Step.COMMENT, root=root, parent=root)

    assert [post.parent for post in us.seen(text)] == [first.id]
