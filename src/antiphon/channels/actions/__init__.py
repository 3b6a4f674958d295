"""What can be done; the only writer of this stage."""

from antiphon.channels.actions.connecting import connect_accounts, enter
from antiphon.channels.actions.journeys import (
    NotStartedHereError,
    arrive,
    begin,
    confirm,
    decline,
    forget_journeys,
    receive,
)
from antiphon.channels.actions.permission import (
    check,
    check_each,
    check_permissions,
    doubt_permission,
    lose,
    retire,
    set_reach,
)
from antiphon.channels.actions.registration import document, redirect_uri
from antiphon.channels.actions.renewal import refresh, refresh_due
from antiphon.channels.servers import server_of

__all__ = [
    "NotStartedHereError",
    "arrive",
    "begin",
    "check",
    "check_each",
    "check_permissions",
    "confirm",
    "connect_accounts",
    "decline",
    "document",
    "doubt_permission",
    "enter",
    "forget_journeys",
    "lose",
    "receive",
    "redirect_uri",
    "refresh",
    "refresh_due",
    "retire",
    "server_of",
    "set_reach",
]
