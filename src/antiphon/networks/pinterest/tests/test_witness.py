"""Every request and every answer, held against Pinterest's own description of its interface."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from antiphon.connect.errors import ChangeIt, NetworkError, SignInAgain, TryLater
from antiphon.connect.http import Answer
from antiphon.connect.post_office import Verb
from antiphon.connect.simulation import Person, Reaction, ReactionKind
from antiphon.connect.transport.reading import remedy
from antiphon.connect.values import LinkCard, PostType
from antiphon.networks.pinterest.desk import SCOPES
from antiphon.networks.pinterest.refusals import refusal
from antiphon.networks.pinterest.tests.lines import Line, parcel, picture, video
from antiphon.networks.pinterest.tests.test_desk import granted
from antiphon.networks.pinterest.tests.vendor import description, needs_specs
from tests.networks.recording import Exchange

pytestmark = needs_specs

LEFT_OUT = {
    "/-/pinterest-media-upload.s3-accelerate.amazonaws.com/": "Amazon's storage, not Pinterest's",
    "/-/www.pinterest.com/oauth/": "a page for people, named as a security scheme only",
}

USED = {
    "/user_account": "get",
    "/boards": "get",
    "/boards/{board_id}/sections": "get",
    "/pins": "get post",
    "/pins/{pin_id}": "get patch delete",
    "/media": "post",
    "/media/{media_id}": "get",
}

COUNTED = {
    "DELETE /pins/{}": 5, "GET /boards": 1, "GET /boards/{}/sections": 2, "GET /media/{}": 2,
    "GET /pins": 3, "GET /pins/{}": 10, "GET /user_account": 5, "PATCH /pins/{}": 4,
    "POST /media": 1, "POST /oauth/token": 2, "POST /pins": 6,
}  # fmt: skip
"""How many exchanges of each kind are held against the document; all of them pass."""


def every_kind(folder: Path) -> Iterator[Any]:
    """One of each post that the connector can make."""
    link = LinkCard(url="https://fizz.example/?a=1&b=2")
    two = tuple(picture(folder, f"{n}.png", alt=f"Can {n}") for n in range(2))
    yield parcel(folder, "One picture", title="T", link=link)
    yield parcel(folder, "Two pictures", type=PostType.CAROUSEL, enclosures=two)
    film = (video(folder, alt="Fizz"),)
    yield parcel(folder, "A film", type=PostType.VIDEO, enclosures=film)


def everything(line: Line, folder: Path) -> list[Exchange]:
    """One of each thing that the connector and the desk can ask, the refused ones too."""
    line.server.quirks.processing = 1
    granted_and_renewed(line)
    for sent in every_kind(folder):
        receipt = line.publish(sent)
        line.server.react(
            Reaction(
                kind=ReactionKind.VIEW, by=Person(id="a", name="A"), account=line.address.id,
                post=receipt.id, at=datetime.now(UTC),
            )
        )  # fmt: skip
        line.send(Verb.LOOK, sent)
        line.send(Verb.READ, receipt=receipt)
        line.send(Verb.EDIT, sent, receipt)
        line.ask(lambda connector, pin=receipt.id: connector.count([pin, line.address.id]))
        line.send(Verb.WITHDRAW, receipt=receipt)
        line.send(Verb.READ, receipt=receipt)
    refused(line, folder)
    return line.recorder.heard


def granted_and_renewed(line: Line) -> None:
    credential = granted(line).credential
    line.desk(lambda desk: desk.refresh(credential))


def refused(line: Line, folder: Path) -> None:
    """What is not allowed, what is gone, and what a dead permission asks."""
    line.send(Verb.PUBLISH, parcel(folder, options={"board": "1"}))
    line.server.quirks.refuses = (403, 29)
    line.send(Verb.PUBLISH, parcel(folder))
    line.server.quirks.refuses = None
    receipt = line.publish(parcel(folder))
    line.send(Verb.WITHDRAW, receipt=receipt)
    for verb in (Verb.WITHDRAW, Verb.READ):
        line.send(verb, receipt=receipt)
    line.send(Verb.EDIT, parcel(folder), receipt)
    line.server.revoke(line.handle)
    with pytest.raises(SignInAgain):
        line.ask(lambda connector: connector.whoami())


def test_every_exchange_is_as_pinterest_describes_it(line: Line, tmp_path: Path) -> None:
    met: Counter[str] = Counter()
    for one in everything(line, tmp_path):
        if one.path in LEFT_OUT:
            continue
        assert description().knows(one), f"{one.method} {one.path}"
        assert list(description().problems(one)) == [], f"{one.method} {one.path} {one.answer!r}"
        met[f"{one.method} {shape(one.path)}"] += 1

    assert dict(sorted(met.items())) == COUNTED


def shape(path: str) -> str:
    """A path with its numbers left open."""
    parts = path.removeprefix("/v5").split("/")
    return "/".join("{}" if part.isdecimal() else part for part in parts)


def test_the_document_would_notice_what_is_wrong(line: Line, tmp_path: Path) -> None:
    line.publish(parcel(tmp_path))
    one = line.recorder.heard[-1]
    one.body = one.body.replace(b'"board_id"', b'"board"').replace(b"image/png", b"image/gif")
    one.answer = one.answer.replace(b'"media_type":"image"', b'"media_type":"sound"')

    found = " ".join(description().problems(one))
    assert "no field board" in found
    assert "media_source" in found
    assert "sound" in found


def examples() -> Iterator[tuple[int, dict[str, Any]]]:
    """The refusals that the document shows as examples for operations that we use."""
    for template in USED:
        for operation in description().document["paths"][template].values():
            for status, told in operation["responses"].items():
                shown = told.get("content", {}).get("application/json", {}).get("example")
                if status.isdecimal() and int(status) >= 400 and shown:
                    yield int(status), shown.get("value", shown)


def test_every_refusal_that_is_shown_has_a_remedy() -> None:
    found: list[tuple[int, type[NetworkError]]] = []
    for status, told in examples():
        body = json.dumps(told).encode()
        url = "https://api.test/v5/user_account"
        answer = Answer(status=status, headers={}, body=body, url=url, effect=False)
        error = refusal(answer) or remedy(answer, pause=None)
        found.append((status, type(error)))

    assert found == [
        (403, SignInAgain), (400, ChangeIt), (403, SignInAgain), (409, ChangeIt), (500, TryLater),
    ]  # fmt: skip


def test_scopes_are_those_that_the_operations_want() -> None:
    wanted: set[str] = set()
    for template, methods in USED.items():
        for method in methods.split():
            operation = description().document["paths"][template][method]
            for scheme in operation["security"]:
                wanted |= set(scheme.get("pinterest_oauth2", []))

    assert wanted <= set(SCOPES)
