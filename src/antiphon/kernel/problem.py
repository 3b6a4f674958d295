"""What stands between a text and a network."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum

from antiphon.kernel.errors import AntiphonError


class Weight(StrEnum):
    """Whether a problem stops us or only deserves a look."""

    BLOCKS = "blocks"
    WARNS = "warns"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One rule that one field breaks: what was found, what is allowed, what to do."""

    field: str
    rule: str
    say: str
    actual: int | float | str | None = None
    limit: int | float | str | None = None
    weight: Weight = Weight.BLOCKS

    def told(self) -> dict[str, object]:
        """The problem as every door tells it."""
        return {name: value for name, value in asdict(self).items() if value is not None}


class BadInputError(AntiphonError):
    """Somebody gave us something that we refuse; nothing was stored."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(" ".join(problem.say for problem in problems))
        self.problems = problems


def blocking(problems: Iterable[Problem]) -> list[Problem]:
    """Those that forbid sending."""
    return [problem for problem in problems if problem.weight is Weight.BLOCKS]
