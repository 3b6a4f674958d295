"""What we say to somebody whose file we do not take."""

from typing import Any

from antiphon.kernel.problem import BadInputError, Problem


def refused(
    rule: str, say: str, *, actual: Any = None, limit: Any = None, field: str = "media"
) -> BadInputError:
    """One rule that a file breaks, ready to be raised; nothing was stored."""
    return BadInputError(Problem(field=field, rule=rule, say=say, actual=actual, limit=limit))


def too_large(size: int, limit: int) -> BadInputError:
    """It holds more bytes than we take of its kind."""
    say = f"The file is larger than the {limit // 1_000_000} MB that we take. Make it smaller."
    return refused("too_large", say, actual=size, limit=limit)


def too_heavy() -> BadInputError:
    """Opening it cost more than any honest file does."""
    say = "The file takes more time or memory to open than any file may. Export it anew, smaller."
    return refused("too_heavy", say)
