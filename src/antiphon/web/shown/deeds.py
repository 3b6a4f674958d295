"""What somebody may do with a row, as a button shows it."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Deed:
    """A button: where it posts, its word, its icon, and who may."""

    name: str
    word: Any
    icon: str
    right: str
