"""What the child says instead of a result."""

from typing import Any


class Refusal(Exception):
    """The file breaks a rule; becomes the problem that people read."""

    def __init__(self, rule: str, say: str, *, actual: Any = None, limit: Any = None) -> None:
        super().__init__(say)
        self.told = {"rule": rule, "say": say, "actual": actual, "limit": limit}


def damaged() -> Refusal:
    """It begins as what it is, and cannot be read to its end."""
    return Refusal("damaged", "The file is damaged and cannot be read to its end. Export it anew.")


def too_many_pixels(actual: int, limit: int) -> Refusal:
    """More pixels than we decode."""
    say = f"The picture has {actual:,} pixels; we take up to {limit:,}. Make it smaller."
    return Refusal("too_many_pixels", say, actual=actual, limit=limit)
