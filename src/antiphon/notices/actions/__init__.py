"""What can be done; the only writer of this stage."""

from antiphon.notices.actions.delivering import deliver
from antiphon.notices.actions.gathering import forget_notices, gather
from antiphon.notices.actions.hooks import (
    add_hook,
    change_hook,
    remove_hook,
    rotate_secret,
    switch_off,
    switch_on,
)
from antiphon.notices.actions.mailing import forget_letters, post_letters, write_daily
from antiphon.notices.actions.reading import seen, set_preference
from antiphon.notices.actions.repeating import replay, replay_since, skip, try_out
from antiphon.notices.actions.upkeep import forget_deliveries

__all__ = [
    "add_hook",
    "change_hook",
    "deliver",
    "forget_deliveries",
    "forget_letters",
    "forget_notices",
    "gather",
    "post_letters",
    "remove_hook",
    "replay",
    "replay_since",
    "rotate_secret",
    "seen",
    "set_preference",
    "skip",
    "switch_off",
    "switch_on",
    "try_out",
    "write_daily",
]
