"""Requests that nobody would think of, made from the description: never a crash, never a surprise.

A share of them runs always; all ten thousand with `ANTIPHON_SLOW=1`.
"""

import os
from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Any
from uuid import UUID

import pytest
import schemathesis
from django.db import transaction
from django.test.client import ClientHandler
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode, checks
from schemathesis.core.result import Ok
from schemathesis.specs.openapi import checks as openapi

from antiphon.api.core.wire import PIECE
from antiphon.api.door import DOOR
from tests import offices
from tests.api.crowded import Crowd, crowd
from tests.api.program import key_for

ALL = 11_500  # of which some operations need fewer: ten thousand and more remain
SHARE = 700
WANTED = ALL if os.environ.get("ANTIPHON_SLOW") else SHARE
KEEPS_TO = [
    checks.not_a_server_error,
    openapi.status_code_conformance,
    openapi.content_type_conformance,
    openapi.response_headers_conformance,
    openapi.response_schema_conformance,
]
ALSO = {GenerationMode.POSITIVE: [], GenerationMode.NEGATIVE: [openapi.negative_data_rejection]}
MOSTLY = 0.8
"""How often an id that was thought of is exchanged for one that is there."""


def application(environ: dict[str, Any], start: Any) -> list[bytes]:
    """All of Django as WSGI, on the connection of the test."""
    answer = ClientHandler()(environ)
    start(f"{answer.status_code} {answer.reason_phrase}", list(answer.items()))
    return [b"".join(answer)]


def described() -> dict[str, Any]:
    """The description without its keys: wrong keys are tried elsewhere, and would hide the rest."""
    told = DOOR.described()
    del told["components"]["securitySchemes"]
    for methods in told["paths"].values():
        for operation in methods.values():
            del operation["security"]
    return told


schema = schemathesis.openapi.from_dict(described())
schema.app = application
OPERATIONS = [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]


@schemathesis.serializer(PIECE)
def _as_it_is(_ctx: Any, value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")


def exchanged(value: Any, names: list[str], there: Crowd, dice: Random) -> Any:
    """The same with ids of rows that are there, wherever an id stands."""
    match value:
        case dict():
            return {k: exchanged(v, [*names, k], there, dice) for k, v in value.items()}
        case list():
            return [exchanged(one, names, there, dice) for one in value]
        case str() if is_id(value) and dice.random() < MOSTLY:
            return dice.choice(known(names, there) or [value])
        case _:
            return value


def is_id(text: str) -> bool:
    try:
        return len(text) == 36 and bool(UUID(text))
    except ValueError:
        return False


def known(names: list[str], there: Crowd) -> list[str]:
    """Ids of the noun that the nearest name speaks of."""
    for name in reversed(names):
        for noun in (name, f"{name}s", {"other": "publications"}.get(name, "")):
            if found := there.ids.get(noun):
                return found
    return []


def nouns(path: str) -> list[str]:
    """The parts of an address that name what its id belongs to."""
    return [part for part in path.partition("{")[0].split("/") if part]


@pytest.fixture
def there(settings: Any, db: None) -> Iterator[Crowd]:  # noqa: ARG001 -- the rows
    settings.API_CALLS = 0
    made = crowd()
    made.ids["key"] = [key_for(made.by).reveal()]
    with offices.opened_anew():  # some calls ask networks that are not there
        yield made


@pytest.mark.promise("I5", "I6")
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_no_input_breaks_a_call_or_leaves_the_description(
    there: Crowd, mode: GenerationMode
) -> None:
    told: Counter[int] = Counter()
    for operation in OPERATIONS:
        try_all(operation, mode, there, told)

    assert sum(told.values()) >= WANTED // 2 * 0.9
    assert told[401] == told[429] == 0
    assert told[404] < told.total() * 0.7  # wrong ids are among what is tried


def try_all(operation: Any, mode: GenerationMode, there: Crowd, told: Counter[int]) -> None:
    """Some requests of one operation, each undone again."""
    dice = Random(operation.label)
    names = nouns(operation.path)

    @seed(17)
    @settings(
        max_examples=-(-WANTED // 2 // len(OPERATIONS)),
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def one(case: Any) -> None:
        case.path_parameters = exchanged(case.path_parameters, names, there, dice)
        case.query = exchanged(case.query, names, there, dice)
        case.body = exchanged(case.body, names, there, dice)
        with transaction.atomic():
            answer = case.call(headers={"Authorization": f"Bearer {there.ids['key'][0]}"})
            transaction.set_rollback(True)
        told[answer.status_code] += 1
        also = [] if answer.status_code == 413 else ALSO[mode]  # unread: whatever was in it
        case.validate_response(answer, checks=KEEPS_TO + also)

    try:
        one()
    except Unsatisfiable:
        assert mode is GenerationMode.NEGATIVE  # nothing can be wrong where nothing is asked
