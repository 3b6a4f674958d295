"""What stands against several tellings, each thing said once, with what would help at once."""

from collections.abc import Iterable
from dataclasses import dataclass

from antiphon.kernel.problem import Problem, Weight
from antiphon.web.shown.looks import Look

FIXES = {
    ("text", "too_long"): "own",
    ("text", "said_before"): "own",
    ("poll", "not_here"): "no_poll",
    ("media", "too_many"): "no_files",
    ("media", "kind"): "no_files",
}


@dataclass(frozen=True)
class Against:
    """One thing that stands against one network, on one of its channels or on several."""

    problem: Problem
    looks: tuple[Look, ...]

    @property
    def stops(self) -> bool:
        """Whether it forbids sending."""
        return self.problem.weight is Weight.BLOCKS

    @property
    def first(self) -> Look:
        """Where it was found first."""
        return self.looks[0]

    @property
    def fix(self) -> str:
        """What would help at once, if anything would."""
        fix = FIXES.get((self.problem.field, self.problem.rule), "")
        if fix == "no_files" and self.problem.rule == "too_many" and self.problem.limit:
            return ""
        return "" if fix == "own" and self.first.telling.variants else fix

    @property
    def channels(self) -> str:
        """The channels that it concerns, by their ids."""
        return " ".join(str(look.telling.channel.pk) for look in self.looks)


def against(looks: Iterable[Look]) -> list[Against]:
    """All that stands against them: what stops first, each thing of a network once."""
    found: dict[tuple[str, str], list[tuple[Problem, Look]]] = {}
    for look in looks:
        for problem in look.problems:
            key = (look.telling.network.key, problem.say)
            found.setdefault(key, []).append((problem, look))
    rows = [Against(those[0][0], tuple(look for _one, look in those)) for those in found.values()]
    return sorted(rows, key=lambda row: not row.stops)
