"""How each kind of deed is undone. A deed that is not in the table cannot be undone from a page."""

from collections.abc import Callable, Mapping
from typing import Any

from antiphon.people.models import Member

Reversal = Callable[[Member, Mapping[str, Any]], None]

REVERSALS: Mapping[str, Reversal] = {}
