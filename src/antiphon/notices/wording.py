"""What nobody may call a hook, and which kinds there are to be told of."""

from collections.abc import Iterable, Iterator

from antiphon.kernel.problem import BadInputError, Problem
from antiphon.kernel.text import has_bidi_control, is_blank, unprintable
from antiphon.notices.kinds import KINDS

LONGEST_NAME = 120


def name(given: str) -> str:
    """A name that can be shown on one line."""
    if found := list(_name_problems(given)):
        raise BadInputError(*found)
    return given.strip()


def _name_problems(given: str) -> Iterator[Problem]:
    if is_blank(given):
        yield Problem(field="name", rule="empty", say="Give it a name, so that people know it.")
    if len(given) > LONGEST_NAME:
        say = f"The name is too long: {len(given)} of {LONGEST_NAME} characters."
        yield Problem(field="name", rule="too_long", actual=len(given), limit=LONGEST_NAME, say=say)
    place = unprintable(given)
    if place is not None or "\n" in given or "\t" in given:
        say = "The name holds a character that cannot be shown on one line. Remove it."
        yield Problem(field="name", rule="control_character", actual=place, say=say)
    if has_bidi_control(given):
        say = "The name holds marks that turn the direction of reading around. Remove them."
        yield Problem(field="name", rule="bidi_control", say=say)


def kinds(given: Iterable[str]) -> list[str]:
    """Kinds that exist, each once, in a steady order; none means all."""
    wanted = sorted(set(given))
    if unknown := [kind for kind in wanted if kind not in KINDS]:
        say = f"There is nothing called {unknown[0][:60]}. The kinds are in the manual."
        raise BadInputError(Problem(field="kinds", rule="unknown", actual=unknown[0][:60], say=say))
    return wanted
