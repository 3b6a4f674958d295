"""Their forms and our values, without a server."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antiphon.connect.errors import LookFirst
from antiphon.connect.http import Answer
from antiphon.connect.problems import problems
from antiphon.connect.values import LinkCard, PostType, RemoteId, Targeting
from antiphon.networks.threads import NETWORK, reading, wire
from antiphon.networks.threads.tests.conftest import below, parcel


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("tea", 3), ("größe", 5), ("☕", 3), ("😀", 4), ("👩‍🚒", 11), ("❤️", 6), ("€5", 2)],
)
def test_an_emoji_counts_as_many_as_it_has_bytes(text: str, count: int) -> None:
    assert wire.length(text) == count


@given(st.text())
def test_our_count_is_never_below_the_characters(text: str) -> None:
    assert len(text) <= wire.length(text) <= len(text.encode("utf-8", "surrogatepass"))


def test_what_belongs_to_the_whole_post_is_said_with_its_first_part_only() -> None:
    chosen = {"options": {"topic": "Tea", "vanishes": True}}
    first, second = parcel(**chosen), parcel(**chosen, **below(wire.taken(RemoteId("7"))))

    assert wire.container(first)["topic_tag"] == "Tea"
    assert wire.container(first)["is_ghost_post"] == "true"
    assert set(wire.container(second)) == {"text", "media_type", "reply_to_id"}


@pytest.mark.promise("P21", "F15")
@pytest.mark.parametrize("body", ["", "<html>", '{"id":', "{}", "[]", '{"id":[]}', '{"id":"x y"}'])
def test_what_names_nothing_is_never_a_receipt(body: str) -> None:
    strange = Answer(status=200, headers={}, body=body.encode(), url="", effect=True)

    with pytest.raises(LookFirst):
        wire.named(strange)


@pytest.mark.parametrize("cursor", ["", "x", "[]", "{}", '{"at":1,"ids":2}', "null"])
def test_a_strange_cursor_begins_anew(cursor: str) -> None:
    assert reading.heard_until(cursor) == (None, frozenset())


def test_two_messages_of_one_second_are_both_remembered() -> None:
    told = {"timestamp": "2026-11-21T10:28:08+0000", "username": "ada"}
    one, two = (reading.message({**told, "id": id}, None) for id in ("1", "2"))
    assert one
    assert two

    cursor = reading.onward(reading.onward("", [one]), [two])

    assert json.loads(cursor)["ids"] == ["1", "2"]
    assert reading.onward(cursor, []) == cursor


@pytest.mark.parametrize("told", [{}, {"id": "1"}, {"id": 5, "timestamp": "x"}])
def test_what_is_no_message_is_passed_over(told: dict[str, Any]) -> None:
    assert reading.message(told, None) is None


def test_countries_are_refused_where_the_account_may_not_choose_them() -> None:
    sent = parcel(targeting=Targeting(countries=("DE",)), type=PostType.TEXT)

    assert problems(sent, NETWORK.at({"geo_gating": True})) == []
    [found] = problems(sent, NETWORK.at({"geo_gating": False}))
    assert found.field == "targeting.countries"


def test_more_links_than_threads_takes_are_told_while_one_writes() -> None:
    urls = [f"https://example.org/{number}" for number in range(6)]

    assert problems(parcel(text=" ".join(urls[:5] * 2)), NETWORK) == []
    [found] = problems(parcel(text=" ".join(urls)), NETWORK)
    assert (found.rule, found.actual, found.limit) == ("too_many_links", 6, 5)
    card = LinkCard(url=urls[5])
    [found] = problems(parcel(text=" ".join(urls[:5]), type=PostType.LINK, link=card), NETWORK)
    assert found.actual == 6


@pytest.mark.parametrize("topic", ["v1.0", "Tea & cake"])
def test_a_topic_that_threads_cannot_have_is_told_while_one_writes(topic: str) -> None:
    assert [one.field for one in problems(parcel(options={"topic": topic}), NETWORK)] == [
        "options.topic"
    ]
