"""What the connector does, at the simulated Pinterest."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from antiphon.connect.errors import ChangeIt, LookFirst
from antiphon.connect.post_office import Absent, Done, Verb
from antiphon.connect.simulation import Person, Reaction, ReactionKind
from antiphon.connect.values import LinkCard, Live, Metric, PostType, Receipt
from antiphon.networks.pinterest import NETWORK
from antiphon.networks.pinterest.tests.lines import Line, parcel, picture

ANN = Person(id="ann", name="Ann Other")


def test_a_pin_carries_title_text_link_and_alternative_text(line: Line, tmp_path: Path) -> None:
    link = LinkCard(url="https://fizz.example/?utm_source=p")
    files = (picture(tmp_path, alt="A red can"),)
    line.publish(parcel(tmp_path, title="Fizz", link=link, enclosures=files))

    (shown,) = line.server.timeline(line.handle)
    assert (shown.title, shown.text, shown.link) == ("Fizz", "Cold drinks for hot days", link.url)
    assert [(one.alt, one.digest) for one in shown.media] == [("A red can", files[0].digest)]


def test_a_pin_is_made_by_one_request(line: Line, tmp_path: Path) -> None:
    line.publish(parcel(tmp_path))

    assert [(one.method, one.path) for one in line.recorder.heard] == [("POST", "/v5/pins")]


def test_pictures_to_swipe_through_keep_their_order(line: Line, tmp_path: Path) -> None:
    files = tuple(picture(tmp_path, f"{n}.png", alt=f"Can {n}") for n in range(5))
    receipt = line.publish(parcel(tmp_path, type=PostType.CAROUSEL, enclosures=files))

    (shown,) = line.server.timeline(line.handle)
    live = line.send(Verb.READ, receipt=receipt)
    assert [one.digest for one in shown.media] == [one.digest for one in files]
    assert shown.media[0].alt == "Can 0 / Can 1 / Can 2 / Can 3 / Can 4"
    assert isinstance(live, Live)
    assert (live.media, live.alts) == (5, ())


def test_the_boards_and_sections_of_the_account_are_the_choices(line: Line) -> None:
    board = next(one for one in NETWORK.at(line.address.facts).options if one.key == "board")

    assert [name for _value, name in board.choices] == [
        "What is new", "Ideas", "Ideas · For summer",
    ]  # fmt: skip
    assert board.default == board.choices[0][0]


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_pin_stands_where_it_was_told_to(line: Line, tmp_path: Path, place: int) -> None:
    value, name = line.address.facts["boards"][place]
    chosen = parcel(tmp_path, options={"board": value})
    receipt = line.publish(chosen)

    (shown,) = line.server.timeline(line.handle)
    where = " · ".join(filter(None, (shown.options["board"], shown.options["section"])))
    assert where == name
    found = line.send(Verb.LOOK, chosen)
    assert isinstance(found, Receipt)
    assert found.id == receipt.id


def test_without_a_board_nothing_can_be_pinned(line: Line, tmp_path: Path) -> None:
    line.address = replace(line.address, facts={"boards": []})
    outcome = line.send(Verb.PUBLISH, parcel(tmp_path))

    assert isinstance(outcome, ChangeIt)
    assert outcome.problem
    assert outcome.problem.field == "options.board"


def test_a_board_that_is_gone_asks_for_another(line: Line, tmp_path: Path) -> None:
    outcome = line.send(Verb.PUBLISH, parcel(tmp_path, options={"board": "1"}))

    assert isinstance(outcome, ChangeIt)
    assert outcome.problem
    assert outcome.problem.field == "options.board"


@pytest.mark.promise("P2", "F11")
@pytest.mark.parametrize("oldest_first", [False, True])
def test_a_lost_answer_is_found_whatever_the_order_of_the_list(
    line: Line, tmp_path: Path, *, oldest_first: bool
) -> None:
    line.server.quirks.oldest_first = oldest_first
    line.publish(parcel(tmp_path, "Another one"))
    lost = parcel(tmp_path, title="Lost", link=LinkCard(url="https://fizz.example/"))
    line.recorder.lose = 1

    assert isinstance(line.send(Verb.PUBLISH, lost), LookFirst)
    found = line.send(Verb.LOOK, lost)
    assert isinstance(found, Receipt)
    assert found.id == line.server.timeline(line.handle)[-1].id


def test_a_pin_on_a_protected_board_is_found_and_secret_boards_are_not_offered(
    line: Line, tmp_path: Path
) -> None:
    world = line.server.world
    shy, secret = (world.boards[id] for id in world.accounts[line.address.id].boards)
    shy.privacy, secret.privacy = "PROTECTED", "SECRET"
    account = line.ask(lambda connector: connector.whoami())
    sent = parcel(tmp_path, options={"board": shy.id})
    receipt = line.publish(sent)

    assert [value for value, _name in account.facts["boards"]] == [shy.id]
    found = line.send(Verb.LOOK, sent)
    assert isinstance(found, Receipt)
    assert found.id == receipt.id


def test_an_older_equal_pin_is_not_taken_for_ours(line: Line, tmp_path: Path) -> None:
    line.publish(parcel(tmp_path))
    later = parcel(tmp_path, since=datetime.now(UTC) + timedelta(minutes=5))

    assert line.send(Verb.LOOK, later) == Absent()


@pytest.mark.promise("P2")
def test_two_equal_pins_are_a_persons_to_judge(line: Line, tmp_path: Path) -> None:
    for _ in range(2):
        line.publish(parcel(tmp_path))

    assert isinstance(line.send(Verb.LOOK, parcel(tmp_path)), LookFirst)


def test_a_list_that_does_not_end_proves_nothing(line: Line, tmp_path: Path) -> None:
    line.server.quirks.oldest_first = True
    account = line.server.world.accounts[line.address.id]
    line.publish(parcel(tmp_path, "Before"))
    account.pins[:0] = account.pins * 1_001

    assert isinstance(line.send(Verb.LOOK, parcel(tmp_path, "Never")), LookFirst)


def test_a_long_list_is_read_back_to_the_first_attempt_only(line: Line, tmp_path: Path) -> None:
    account = line.server.world.accounts[line.address.id]
    receipt = line.publish(parcel(tmp_path, "Before"))
    line.server.world.pins[receipt.id].at -= timedelta(days=1)
    account.pins[:0] = account.pins * 1_001
    line.recorder.heard.clear()

    assert line.send(Verb.LOOK, parcel(tmp_path, "Never")) == Absent()
    assert len(line.recorder.heard) == 1


def test_an_edit_changes_title_text_and_link(line: Line, tmp_path: Path) -> None:
    receipt = line.publish(parcel(tmp_path, title="Old", link=LinkCard(url="https://old.example")))
    better = parcel(tmp_path, "Better", title="New", enclosures=(), link=None)

    assert line.send(Verb.EDIT, better, receipt) == receipt
    (shown,) = line.server.timeline(line.handle)
    assert (shown.title, shown.text, shown.link) == ("New", "Better", "")


def test_taking_back_twice_is_no_error(line: Line, tmp_path: Path) -> None:
    receipt = line.publish(parcel(tmp_path))

    assert line.send(Verb.WITHDRAW, receipt=receipt) == Done()
    assert line.send(Verb.WITHDRAW, receipt=receipt) == Done()
    assert line.server.timeline(line.handle) == []


def test_what_people_do_is_counted(line: Line, tmp_path: Path) -> None:
    receipt = line.publish(parcel(tmp_path))
    for kind in ReactionKind:
        line.server.react(
            Reaction(
                kind=kind, by=ANN, account=line.address.id, post=receipt.id, at=datetime.now(UTC)
            )
        )
    told = line.ask(lambda connector: connector.count([receipt.id, line.address.id]))

    assert {(one.id, one.metric): one.value for one in told} == {
        (receipt.id, Metric.VIEWS): 1,
        (receipt.id, Metric.LIKES): 1,
        (receipt.id, Metric.REPLIES): 1,
        (receipt.id, Metric.SAVES): 1,
        (receipt.id, Metric.CLICKS): 1,
        (line.address.id, Metric.FOLLOWERS): 1,
    }


def test_the_daily_look_brings_new_boards(line: Line) -> None:
    world = line.server.world
    world.add_board(world.accounts[line.address.id], "Brand new")
    account = line.ask(lambda connector: connector.whoami())

    assert "Brand new" in [name for _value, name in account.facts["boards"]]
    assert account.id == line.address.id
