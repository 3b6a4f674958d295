"""What happens after an answer was lost."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from antiphon.connect.errors import LookFirst
from antiphon.connect.post_office import Absent, Verb
from antiphon.connect.rules import ProofKind
from antiphon.connect.values import LinkCard, Parcel, Poll, PostType, Receipt, Step
from antiphon.networks.linkedin import NETWORK
from antiphon.networks.linkedin.tests.line import Channel, Line, file, handle_of, parcel


def forms(folder: Path) -> list[Parcel]:
    pictures = tuple(file(folder, f"{n}.png", b"PNG" + bytes([n]), alt="a") for n in range(2))
    return [
        parcel("plain (text) #tag"),
        parcel("one", type=PostType.IMAGES, enclosures=pictures[:1]),
        parcel("two", type=PostType.IMAGES, enclosures=pictures),
        parcel("ask", type=PostType.POLL, poll=Poll(choices=("a", "b"))),
        parcel("see", type=PostType.LINK, link=LinkCard(url="https://e.org", title="E")),
    ]


@pytest.mark.promise("P2", "F11")
@pytest.mark.parametrize("form", range(5))
def test_a_look_finds_what_arrived(page: Channel, line: Line, tmp_path: Path, form: int) -> None:
    ready = page.prepare(forms(tmp_path)[form])
    line.recorder.lose = "after"

    assert isinstance(page.send(Verb.PUBLISH, ready), LookFirst)
    found = page.send(Verb.LOOK, ready)

    assert isinstance(found, Receipt)
    assert [found.id] == [one.id for one in page.timeline()]


@pytest.mark.promise("P2", "F10")
def test_a_look_does_not_find_what_never_arrived(page: Channel, line: Line) -> None:
    page.publish(parcel("older"))
    line.recorder.lose = "before"

    assert isinstance(page.send(Verb.PUBLISH, parcel()), LookFirst)
    assert isinstance(page.send(Verb.LOOK, parcel()), Absent)


@pytest.mark.promise("P2", "P8", "F11")
@pytest.mark.parametrize("arrives", [True, False])
def test_a_comment_is_looked_for_under_its_post(page: Channel, line: Line, arrives: bool) -> None:  # noqa: FBT001
    under = handle_of(page.publish(parcel()))
    comment = parcel("first!", step=Step.COMMENT, root=under)
    line.recorder.lose = "after" if arrives else "before"

    assert isinstance(page.send(Verb.PUBLISH, comment), LookFirst)
    found = page.send(Verb.LOOK, comment)

    assert isinstance(found, Receipt if arrives else Absent)
    assert len(page.timeline()) == 1 + arrives


@pytest.mark.promise("F22")
def test_a_look_takes_no_older_twin_for_ours(page: Channel, line: Line) -> None:
    line.simulator.quirks.duplicate_window = timedelta(0)
    page.publish(parcel())
    later = parcel(since=datetime.now(UTC) + timedelta(minutes=10))

    assert isinstance(page.send(Verb.LOOK, later), Absent)


def test_a_look_takes_no_other_picture_for_ours(page: Channel, tmp_path: Path) -> None:
    pictures = [file(tmp_path, f"{n}.png", b"PNG" + bytes([n])) for n in range(2)]
    ready = [page.prepare(parcel(type=PostType.IMAGES, enclosures=(one,))) for one in pictures]
    page.publish(ready[0])

    assert isinstance(page.send(Verb.LOOK, ready[1]), Absent)


def test_a_look_reads_more_than_one_page(page: Channel) -> None:
    wanted = page.publish(parcel())
    for number in range(45):
        page.publish(parcel(f"another {number}"))

    found = page.send(Verb.LOOK, parcel())
    assert isinstance(found, Receipt)
    assert found.id == wanted.id


def test_a_list_too_long_to_read_proves_nothing(page: Channel) -> None:
    for number in range(101):
        page.publish(parcel(f"another {number}"))

    assert isinstance(page.send(Verb.LOOK, parcel()), LookFirst)


def test_looks_only_read(page: Channel, line: Line) -> None:
    under = handle_of(page.publish(parcel()))
    line.recorder.kept.clear()
    page.send(Verb.LOOK, parcel())
    page.send(Verb.LOOK, parcel("c", step=Step.COMMENT, root=under))

    assert {one.method for one in line.recorder.kept} == {"GET"}


@pytest.mark.promise("P2", "F22")
def test_a_late_list_is_outlived_by_the_looks(page: Channel, line: Line) -> None:
    line.simulator.quirks.list_lag = timedelta(minutes=4)
    sent = parcel()
    page.publish(sent)
    proof = NETWORK.at(page.address.facts).proof

    found = []
    for look in proof.looks:
        line.ahead = look
        found.append(isinstance(page.send(Verb.LOOK, sent), Receipt))

    assert found == [False, False, True, True]
    assert proof.looks[-1] > proof.settle


@pytest.mark.promise("F21")
def test_a_refused_twin_names_the_first(member: Channel, line: Line) -> None:
    sent = parcel()
    line.recorder.lose = "after"
    assert isinstance(member.send(Verb.PUBLISH, sent), LookFirst)

    outcome = member.send(Verb.PUBLISH, replace(sent, handles=dict(sent.handles)))

    assert isinstance(outcome, LookFirst)
    assert outcome.known is not None
    assert outcome.known.twin
    assert [outcome.known.id] == [one.id for one in member.timeline()]


def test_after_its_unknown_window_a_twin_is_a_second_post(member: Channel, line: Line) -> None:
    member.publish(parcel())
    line.ahead = timedelta(hours=2)
    member.publish(parcel())

    assert len(member.timeline()) == 2


@pytest.mark.promise("P2")
def test_nothing_is_ever_repeated_by_itself(page: Channel, member: Channel) -> None:
    proofs = [NETWORK.at(channel.address.facts).proof for channel in (page, member)]

    assert [proof.repeat for proof in proofs] == [None, None]
    assert [proof.kind for proof in proofs] == [ProofKind.LIST, ProofKind.DUPLICATE]
    assert [bool(proof.looks) for proof in proofs] == [True, False]


@pytest.mark.promise("P2", "F22")
def test_a_text_that_was_tidied_up_is_still_ours(page: Channel, line: Line) -> None:
    sent = parcel("Cafe\u0301 (cold)  \n\n#soda ")
    receipt = page.publish(sent)
    told = line.simulator.world.posts[str(receipt.id)].told
    told["commentary"] = "Caf\u00e9 \\(cold\\)\n{hashtag|\\#|soda}"

    found = page.send(Verb.LOOK, sent)
    assert isinstance(found, Receipt)
    assert found.id == receipt.id
