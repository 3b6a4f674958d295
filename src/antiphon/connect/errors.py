"""When a network says no: one class per remedy, not per cause.

NetworkError
├── TryLater      the same parcel will pass, after a while; nothing happened
├── LookFirst     nobody knows whether it arrived; look before sending again
├── SignInAgain   the channel's permission is gone; only its owner can renew it
├── ChangeIt      the parcel itself breaks a rule; a person must edit it; nothing happened
├── FixSetup      the installation's own set-up is wrong; its operator must act; nothing happened
└── Gone          what we spoke of is not there any more
"""

from datetime import timedelta
from enum import StrEnum

from antiphon.connect.values import Receipt
from antiphon.kernel.errors import AntiphonError
from antiphon.kernel.problem import Problem


class Scope(StrEnum):
    """Who has to wait."""

    PARCEL = "parcel"
    CHANNEL = "channel"
    APPLICATION = "application"


class NetworkError(AntiphonError):
    """A network did not do what we asked; the text is for people, without secrets or bodies."""

    remedy = "unknown"


class TryLater(NetworkError):
    """Nothing happened; the same parcel will pass after a while."""

    remedy = "try_later"

    def __init__(
        self,
        reason: str,
        *,
        after: timedelta = timedelta(minutes=1),
        scope: Scope = Scope.PARCEL,
        anew: bool = False,
    ) -> None:
        super().__init__(reason)
        self.after = after
        self.scope = scope
        self.anew = anew
        """What was prepared has spoilt there: it is prepared again before the next sending."""


class LookFirst(NetworkError):
    """Nobody knows whether it arrived; a look decides, never a second sending."""

    remedy = "look_first"

    def __init__(self, reason: str, *, known: Receipt | None = None) -> None:
        super().__init__(reason)
        self.known = known
        """The first post, where a refusal as duplicate named it."""


class SignInAgain(NetworkError):
    """The channel's permission is gone; only its owner can renew it."""

    remedy = "sign_in_again"


class ChangeIt(NetworkError):
    """The parcel breaks a rule of the network; nothing happened; a person must edit it."""

    remedy = "change_it"

    def __init__(self, reason: str, *, problem: Problem | None = None) -> None:
        super().__init__(reason)
        self.problem = problem


class FixSetup(NetworkError):
    """The installation's own set-up (keys, credits, version) is wrong; its operator must act."""

    remedy = "fix_setup"


class Gone(NetworkError):
    """What we spoke of is not there any more."""

    remedy = "gone"
