"""What a name must be, whatever it names."""

from antiphon.kernel.problem import BadInputError, Problem
from antiphon.kernel.text import has_bidi_control, is_blank
from antiphon.plan import wording
from antiphon.plan.models import TINTS


def checked(name: str, *, longest: int, noun: str) -> str:
    """The name without the space around it, if it can be one."""
    name = name.strip()
    wording.check({"title": name})
    if is_blank(name) or len(name) > longest:
        say = f"A {noun} needs a name of at most {longest} characters."
        raise BadInputError(
            Problem(field="name", rule="length", actual=len(name), limit=longest, say=say)
        )
    if has_bidi_control(name):
        say = "Invisible marks change the order in which the name is read. Remove them."
        raise BadInputError(Problem(field="name", rule="bidi_control", say=say))
    return name


def taken(name: str, *, noun: str) -> BadInputError:
    """Something of this kind has that name already."""
    say = f"There is a {noun} “{name}” already."
    return BadInputError(Problem(field="name", rule="taken", say=say))


def tint(number: int) -> int:
    """One of the colours that tell things apart."""
    if 1 <= number <= TINTS:
        return number
    say = f"Choose a colour from 1 to {TINTS}, not {number}."
    raise BadInputError(Problem(field="tint", rule="range", actual=number, limit=TINTS, say=say))
