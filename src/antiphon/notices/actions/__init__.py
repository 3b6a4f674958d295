"""What can be done; the only writer of this stage."""

from antiphon.notices.actions.delivering import deliver
from antiphon.notices.actions.hooks import (
    add_hook,
    change_hook,
    remove_hook,
    rotate_secret,
    switch_off,
    switch_on,
)
from antiphon.notices.actions.repeating import replay, replay_since, skip, try_out
from antiphon.notices.actions.upkeep import forget_deliveries

__all__ = [
    "add_hook",
    "change_hook",
    "deliver",
    "forget_deliveries",
    "remove_hook",
    "replay",
    "replay_since",
    "rotate_secret",
    "skip",
    "switch_off",
    "switch_on",
    "try_out",
]
