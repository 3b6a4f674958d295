"""A text that must never be seen by accident."""

from dataclasses import dataclass


@dataclass(frozen=True, repr=False)
class Secret:
    """A text that shows itself only to who asks by name: `reveal()`."""

    _text: str

    def reveal(self) -> str:
        """Give the text itself; whoever calls this answers for where it goes."""
        return self._text

    def __repr__(self) -> str:
        return "***"

    __str__ = __repr__

    def __bool__(self) -> bool:
        return bool(self._text)
