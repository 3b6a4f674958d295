"""The simulated network keeps the limits of the Public Profile API."""

from pathlib import Path
from typing import Any

import pytest

from antiphon.connect.errors import ChangeIt, NetworkError
from antiphon.networks.snapchat.tests.lines import Line, story


def asked(line: Line, end: str, body: dict[str, Any]) -> Any:
    """One call as the connector would make it, or why it was refused."""

    async def talk(connector: Any) -> Any:
        try:
            return await connector.api.post(f"{connector.path}/{end}", body)
        except NetworkError as error:
            return error

    return line.ask(talk)


@pytest.mark.parametrize(
    ("end", "body"),
    [
        ("media", {"type": "SCROLL", "name": "a", "key": "a", "iv": "b"}),
        ("media", {"type": "VIDEO", "name": "a"}),
        ("stories", {"media_id": "unknown"}),
        ("stories", {"media_id": "ours", "customized_ttl": "FOR_EVER"}),
        ("spotlights", {"media_id": "ours", "description": "a" * 161, "locale": "en_US"}),
        ("spotlights", {"media_id": "ours", "description": "a"}),
        ("spotlights", {"media_id": "ours", "locale": "en_US"}),
        ("saved_stories", {"saved_stories": [{"title": "a" * 46, "snap_sources": []}]}),
    ],
)
def test_what_is_against_the_rules_is_refused(
    line: Line, tmp_path: Path, end: str, body: dict[str, Any]
) -> None:
    ours = line.prepare(story(tmp_path)).handles["media"]
    body = {name: ours if value == "ours" else value for name, value in body.items()}

    assert isinstance(asked(line, end, body), ChangeIt)
    assert line.seen() == []


def test_a_file_that_was_sealed_by_something_else_is_refused(line: Line) -> None:
    given = {"type": "IMAGE", "name": "a", "key": "A" * 43 + "=", "iv": "A" * 22 + "=="}
    told = asked(line, "media", given)
    container = line.server.world.containers[told["media_id"]]
    container.parts[1] = b"x" * 17

    async def talk(connector: Any) -> Any:
        with pytest.raises(ChangeIt):
            await connector.api.post(told["finalize_path"], {})

    line.ask(talk)


def test_small_files_are_shown_to_visitors(line: Line, tmp_path: Path) -> None:
    sent = story(tmp_path)
    line.publish(sent)
    [shown] = line.seen()

    mime, body = line.office.fetch(shown.media[0].url, limit=10_000)

    assert (mime, body) == ("image/jpeg", sent.enclosures[0].path.read_bytes())


def test_who_begins_without_our_key_gets_no_page(line: Line) -> None:
    page = f"{line.server.base}/-/accounts.snapchat.com/login/oauth2/authorize"
    with pytest.raises(ChangeIt):
        line.office.fetch(page, limit=9_999)
