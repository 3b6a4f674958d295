"""The simulated Pinterest refuses what the real one refuses, and holds its load."""

import base64
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from antiphon.connect.http import Answer
from antiphon.networks.pinterest.simulator.world import World
from antiphon.networks.pinterest.tests.lines import PNG, Line, connect, parcel

DATA = base64.b64encode(PNG).decode()
IMAGE = {"source_type": "image_base64", "content_type": "image/png", "data": DATA}


def ask(line: Line, method: str, path: str, **how: Any) -> Answer:
    """One call past the connector, whatever comes back."""

    async def talk(connector: Any) -> Answer:
        headers = how.pop("headers", connector.headers)
        answer: Answer = await connector.http.ask(
            method, path, headers=headers, allow=range(400, 600), **how
        )
        return answer

    found: Answer = line.ask(talk)
    return found


def refused(answer: Answer) -> tuple[int, int]:
    return answer.status, answer.told().get("code", 0)


@pytest.mark.parametrize(
    "wrong",
    [
        {"board_id": ""},
        {"title": "x" * 101},
        {"title": 7},
        {"description": "x" * 801},
        {"alt_text": "x" * 501},
        {"link": "no address"},
        {"link": "https://e.org/" + "x" * 2_048},
        {"unheard_of": "x"},
        {"media_source": None},
        {"media_source": {"source_type": "image_url", "url": "https://e.org/a.png"}},
        {"media_source": {**IMAGE, "data": "no base64!"}},
        {"media_source": {**IMAGE, "content_type": "image/gif"}},
        {"media_source": {**IMAGE, "content_type": "image/jpeg"}},
        {"media_source": {"source_type": "multiple_image_base64", "items": [IMAGE]}},
        {"media_source": {"source_type": "multiple_image_base64", "items": [IMAGE] * 6}},
        {"media_source": {"source_type": "video_id", "media_id": "1"}},
    ],
)
def test_a_pin_that_breaks_a_rule_is_refused(line: Line, wrong: dict[str, Any]) -> None:
    board = line.address.facts["boards"][0][0]
    body = {"board_id": board, "media_source": IMAGE, **wrong}

    assert refused(ask(line, "POST", "/v5/pins", json_body=body)) == (400, 1)
    assert line.server.timeline(line.handle) == []


def test_what_belongs_to_another_is_refused(line: Line, tmp_path: Path) -> None:
    other = connect(line.office, line.server, f"other-{line.handle}")
    pin = other.publish(parcel(tmp_path))
    board = other.address.facts["boards"][0][0]
    body = {"board_id": board, "media_source": IMAGE}

    assert refused(ask(line, "POST", "/v5/pins", json_body=body)) == (403, 7)
    assert refused(ask(line, "DELETE", f"/v5/pins/{pin.id}")) == (403, 7)


@pytest.mark.parametrize(
    ("method", "path", "how", "found"),
    [
        ("POST", "/v5/pins", {"body": b"[]"}, (400, 1)),
        ("POST", "/v5/pins", {"body": b"no json"}, (400, 1)),
        ("GET", "/v5/pins/seven", {}, (400, 1)),
        ("GET", "/v5/pins/7", {}, (404, 50)),
        ("GET", "/v5/pins", {"params": {"page_size": 251}}, (400, 1)),
        ("GET", "/v5/boards/7/sections", {}, (404, 40)),
        ("GET", "/v5/media/7", {}, (404, 404)),
        ("POST", "/v5/media", {"json_body": {"media_type": "image"}}, (400, 1)),
        ("GET", "/v5/user_account", {"headers": {}}, (401, 2)),
        ("POST", "/v5/oauth/token", {"form": {}, "headers": {}}, (401, 2)),
    ],
)
def test_calls_that_are_wrong_are_refused(
    line: Line, method: str, path: str, how: dict[str, Any], found: tuple[int, int]
) -> None:
    assert refused(ask(line, method, path, **dict(how))) == found


def test_a_section_must_be_one_of_the_board(line: Line, tmp_path: Path) -> None:
    board = line.address.facts["boards"][0][0]
    body = {"board_id": board, "board_section_id": "7", "media_source": IMAGE}

    assert refused(ask(line, "POST", "/v5/pins", json_body=body)) == (404, 404)
    assert line.publish(parcel(tmp_path)).id


def test_the_storage_host_takes_no_permission_and_no_unknown_form(line: Line) -> None:
    host = f"{line.server.world.base}/-/pinterest-media-upload.s3-accelerate.amazonaws.com/"

    assert ask(line, "POST", host, form={"key": "x"}).status == 400
    assert ask(line, "POST", host, form={"key": "x"}, headers={}).status == 403


def test_pictures_can_be_looked_at(line: Line, tmp_path: Path) -> None:
    line.publish(parcel(tmp_path))
    (media,) = line.server.timeline(line.handle)[0].media

    assert ask(line, "GET", media.url).body.startswith(PNG)
    assert ask(line, "GET", f"{media.url}x").status == 404


def test_an_account_that_is_opened_again_is_the_same_one(line: Line) -> None:
    again = line.server.open_account(line.handle, "Another name")

    assert again.id == line.address.id
    assert line.server.open_account("a-person", "P", kind="member").id != again.id


def test_ten_thousand_pins_do_not_slow_it_down(line: Line, tmp_path: Path) -> None:
    world = World("http://here", lambda: datetime.now(UTC))
    account = world.open("a", "A", "BUSINESS")
    model = line.server.world.pins[line.publish(parcel(tmp_path)).id]

    def thousand() -> float:
        begun = time.perf_counter()
        for _ in range(1_000):
            one = replace(model, id=world.new_id(), owner=account.id)
            world.pins[one.id] = one
            account.pins.append(one.id)
        return time.perf_counter() - begun

    spent = [thousand() for _ in range(10)]
    assert min(spent[5:]) < 5 * max(0.01, min(spent[:5]))
