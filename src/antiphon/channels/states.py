"""The life of a channel's permission."""

from enum import StrEnum

from antiphon.kernel.machine import Moves


class State(StrEnum):
    """What we may do in the channel's name."""

    CONNECTED = "connected"  # we may speak
    LOST = "lost"  # its owner must sign in again; publications are held
    RETIRED = "retired"  # a person took it out of use


MOVES = Moves(
    start=State.CONNECTED,
    table={
        State.CONNECTED: frozenset({State.LOST, State.RETIRED}),
        State.LOST: frozenset({State.CONNECTED, State.RETIRED}),
        State.RETIRED: frozenset({State.CONNECTED}),
    },
)
