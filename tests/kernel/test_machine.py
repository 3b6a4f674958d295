"""A table of moves checks itself."""

from enum import StrEnum

import pytest

from antiphon.kernel.machine import IllegalMoveError, Moves


class Light(StrEnum):
    RED = "red"
    GREEN = "green"
    DARK = "dark"


WHOLE = {
    Light.RED: frozenset({Light.GREEN, Light.DARK}),
    Light.GREEN: frozenset({Light.RED}),
    Light.DARK: frozenset[Light](),
}


def test_a_state_without_a_row_is_refused() -> None:
    with pytest.raises(ValueError, match="without a row"):
        Moves(start=Light.RED, table={Light.RED: frozenset({Light.GREEN})})


def test_a_state_that_nothing_leads_to_is_refused() -> None:
    table = {state: frozenset({Light.RED}) for state in Light}

    with pytest.raises(ValueError, match="nothing leads to"):
        Moves(start=Light.RED, table=table)


def test_only_listed_moves_are_made() -> None:
    moves = Moves(start=Light.RED, table=WHOLE)

    moves.check(Light.RED, Light.GREEN)
    with pytest.raises(IllegalMoveError, match="dark may not become red"):
        moves.check(Light.DARK, Light.RED)


def test_the_table_can_be_asked_and_drawn() -> None:
    moves = Moves(start=Light.RED, table=WHOLE)

    assert moves.before(Light.GREEN) == [Light.RED]
    assert moves.ends() == [Light.DARK]
    assert moves.mermaid().splitlines() == [
        "stateDiagram-v2",
        "    [*] --> red",
        "    red --> dark",
        "    red --> green",
        "    green --> red",
    ]
