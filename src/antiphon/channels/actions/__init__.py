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
    set_by_hand,
    set_reach,
)
from antiphon.channels.actions.pretending import pretend, pretend_again
from antiphon.channels.actions.putting_away import GoneError, bring_back, give_back, put_away
from antiphon.channels.actions.registration import document, redirect_uri
from antiphon.channels.actions.renewal import refresh, refresh_due
from antiphon.channels.servers import server_of

__all__ = [
    "GoneError",
    "NotStartedHereError",
    "arrive",
    "begin",
    "bring_back",
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
    "give_back",
    "lose",
    "pretend",
    "pretend_again",
    "put_away",
    "receive",
    "redirect_uri",
    "refresh",
    "refresh_due",
    "retire",
    "server_of",
    "set_by_hand",
    "set_reach",
]
