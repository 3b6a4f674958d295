"""What can be done; the only writer of this stage."""

from antiphon.channels.actions.connecting import (
    NotStartedHereError,
    arrive,
    begin,
    connect_accounts,
    enter,
    server_of,
)
from antiphon.channels.actions.permission import (
    check,
    check_permissions,
    doubt_permission,
    lose,
    refresh,
    refresh_due,
    retire,
    set_reach,
)

__all__ = [
    "NotStartedHereError",
    "arrive",
    "begin",
    "check",
    "check_permissions",
    "connect_accounts",
    "doubt_permission",
    "enter",
    "lose",
    "refresh",
    "refresh_due",
    "retire",
    "server_of",
    "set_reach",
]
