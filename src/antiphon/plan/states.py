"""The life of a post while people work on it."""

from enum import StrEnum

from antiphon.kernel.machine import Moves


class State(StrEnum):
    """How far a post is agreed on."""

    DRAFT = "draft"  # somebody writes
    REVIEW = "review"  # somebody must agree
    APPROVED = "approved"  # it may go out, as it is
    DROPPED = "dropped"  # nobody wants it any more


MOVES = Moves(
    start=State.DRAFT,
    table={
        State.DRAFT: frozenset({State.REVIEW, State.APPROVED, State.DROPPED}),
        State.REVIEW: frozenset({State.APPROVED, State.DRAFT, State.DROPPED}),
        State.APPROVED: frozenset({State.DRAFT, State.DROPPED}),
        State.DROPPED: frozenset({State.DRAFT}),
    },
)


class Series(StrEnum):
    """Whether a post goes on returning."""

    RUNNING = "running"
    PAUSED = "paused"  # a person, or something that must be put right first
    ENDED = "ended"  # its last return was made, or a person ended it


SERIES_MOVES = Moves(
    start=Series.RUNNING,
    table={
        Series.RUNNING: frozenset({Series.PAUSED, Series.ENDED}),
        Series.PAUSED: frozenset({Series.RUNNING, Series.ENDED}),
        Series.ENDED: frozenset({Series.RUNNING}),
    },
)
