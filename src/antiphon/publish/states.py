"""The life of a publication."""

from enum import StrEnum

from antiphon.kernel.machine import Moves


class State(StrEnum):
    """Where a publication is on its way; at every moment exactly one."""

    WAITING = "waiting"  # for its hour, or for its next step
    HELD = "held"  # somebody or something stopped it; nothing is lost
    SENDING = "sending"  # a shift holds it
    ACCEPTED = "accepted"  # the network has it but does not show it yet
    UNSURE = "unsure"  # the answer was lost: look before sending again
    ASKING = "asking"  # nobody but a person can know or decide
    MISSED = "missed"  # its hour passed by more than the grace
    REFUSED = "refused"  # a person must change something
    LIVE = "live"
    CANCELLED = "cancelled"  # before it went out
    WITHDRAWN = "withdrawn"  # after it went out


MOVES = Moves(
    start=State.WAITING,
    table={
        State.WAITING: frozenset(
            {
                State.SENDING,
                State.HELD,
                State.MISSED,
                State.REFUSED,
                State.CANCELLED,
                # Waited to be repeated until the repeat was harmless no more.
                State.UNSURE,
                State.ASKING,
            }
        ),
        State.HELD: frozenset({State.WAITING, State.MISSED, State.CANCELLED}),
        State.SENDING: frozenset(
            {
                State.WAITING,
                State.HELD,
                State.ACCEPTED,
                State.LIVE,
                State.UNSURE,
                State.ASKING,
                State.REFUSED,
            }
        ),
        State.ACCEPTED: frozenset(
            {State.WAITING, State.LIVE, State.REFUSED, State.ASKING, State.UNSURE}
        ),
        State.UNSURE: frozenset({State.WAITING, State.ACCEPTED, State.LIVE, State.ASKING}),
        State.ASKING: frozenset({State.WAITING, State.LIVE, State.CANCELLED}),
        State.MISSED: frozenset({State.WAITING, State.CANCELLED}),
        State.REFUSED: frozenset({State.WAITING, State.CANCELLED}),
        State.LIVE: frozenset({State.WITHDRAWN}),
        State.CANCELLED: frozenset(),
        State.WITHDRAWN: frozenset(),
    },
)

TIMED = (State.WAITING, State.ACCEPTED, State.UNSURE)
"""States that always have a next time."""

FOR_A_PERSON = (State.ASKING, State.MISSED, State.REFUSED)

SETTLED = (State.LIVE, State.CANCELLED, State.WITHDRAWN)


class Wished(StrEnum):
    """What became of the hour that a post asked for."""

    SKETCHED = "sketched"  # only meant so far: nobody was asked for anything
    OPEN = "open"  # people still have to agree
    GRANTED = "granted"  # there are publications
    FAILED = "failed"  # it could not be; a person must look
