"""The nouns."""

from antiphon.publish.models.attempt import Attempt
from antiphon.publish.models.hold import Hold, HoldScope
from antiphon.publish.models.publication import Publication
from antiphon.publish.models.repeat_key import RepeatKey
from antiphon.publish.models.sheet import Import, ImportRow, RowState, SheetState
from antiphon.publish.models.shift import Shift
from antiphon.publish.models.wish import Wish, WishChannel

__all__ = [
    "Attempt",
    "Hold",
    "HoldScope",
    "Import",
    "ImportRow",
    "Publication",
    "RepeatKey",
    "RowState",
    "SheetState",
    "Shift",
    "Wish",
    "WishChannel",
]
