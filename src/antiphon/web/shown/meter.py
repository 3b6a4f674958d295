"""How much room a text has where there is least of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from antiphon.web.shown.looks import Look

NO_LIMIT = 100_000
NEAR = 20


@dataclass(frozen=True, slots=True)
class Meter:
    """The tightest of several networks: its limit, what is used of it, and the words for both."""

    limit: int = NO_LIMIT
    count: int = 0
    network: str = ""
    goes_on: bool = False

    @classmethod
    def of(cls, looks: Sequence[Look]) -> "Meter":
        """That of the look with the least room; before all others one that cannot go on."""
        found = [
            cls(look.limit, look.length, look.telling.network.name, look.goes_on)
            for look in looks
            if look.limit
        ]
        return min(found, key=lambda one: (one.goes_on or one.left >= 0, one.left), default=cls())

    @property
    def left(self) -> int:
        """How much room is left; below nothing it is too long."""
        return self.limit - self.count

    @property
    def over(self) -> str:
        """Words for too much of it."""
        if self.goes_on:
            return _("a thread on %(network)s, {n} over") % {"network": self.network}
        return _("{n} too long for %(network)s") % {"network": self.network}

    @property
    def rest(self) -> str:
        """Words for what is left."""
        if not self.network:
            return ""
        return _("{n} left on %(network)s, the shortest") % {"network": self.network}

    @property
    def says(self) -> str:
        """The words with their number."""
        words = self.over if self.left < 0 else self.rest
        return words.replace("{n}", str(abs(self.left))) if self.network else ""

    @property
    def low(self) -> int:
        """Below this there is much room."""
        return self.limit * 85 // 100

    @property
    def high(self) -> int:
        """Above this there is hardly any."""
        return max(self.limit - 1, 0)
