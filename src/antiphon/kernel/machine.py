"""State machines as tables that check themselves."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from antiphon.kernel.errors import AntiphonError

S = TypeVar("S", bound=StrEnum)


class IllegalMoveError(AntiphonError):
    """The table does not know this move."""


class LostRaceError(AntiphonError):
    """Somebody else moved the row first."""


@dataclass(frozen=True)
class Moves(Generic[S]):
    """Which state may follow which, from one start."""

    start: S
    table: Mapping[S, frozenset[S]]

    def __post_init__(self) -> None:
        states = set(type(self.start))
        if unlisted := states - self.table.keys():
            raise ValueError(f"states without a row: {sorted(unlisted)}")
        if stranded := states - self._reachable():
            raise ValueError(f"states that nothing leads to: {sorted(stranded)}")

    def _reachable(self) -> set[S]:
        seen, ahead = {self.start}, [self.start]
        while ahead:
            fresh = self.table[ahead.pop()] - seen
            seen |= fresh
            ahead += fresh
        return seen

    def check(self, old: S, new: S) -> None:
        """Raise unless `new` may follow `old`."""
        if new not in self.table[old]:
            raise IllegalMoveError(f"{old} may not become {new}")

    def before(self, new: S) -> list[S]:
        """The states that may become `new`."""
        return [old for old, targets in self.table.items() if new in targets]

    def ends(self) -> list[S]:
        """The states that nothing follows."""
        return [state for state, targets in self.table.items() if not targets]

    def mermaid(self) -> str:
        """The table as a diagram for the manual."""
        arrows = [f"    [*] --> {self.start}"]
        for old, targets in self.table.items():
            arrows += [f"    {old} --> {new}" for new in sorted(targets)]
        return "\n".join(["stateDiagram-v2", *arrows])
