"""What a network may be able to do. A connector has an ability by having its methods."""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from antiphon.connect.values import (
    Account,
    Correspondence,
    Live,
    Parcel,
    Prepared,
    Reading,
    Receipt,
    RemoteId,
)


@runtime_checkable
class Publishes(Protocol):
    """Makes things visible."""

    async def publish(self, parcel: Parcel) -> Receipt:
        """Make this parcel visible, by exactly one request that has an effect."""


@runtime_checkable
class Prepares(Protocol):
    """Brings files before the post that shows them."""

    async def prepare(self, parcel: Parcel) -> Prepared:
        """Bring what `publish` needs there first; makes nothing visible, may be repeated.

        Called again with the handles so far while `Prepared.wait` is set, and after a crash.
        """


@runtime_checkable
class Looks(Protocol):
    """Answers whether a parcel arrived; reads only."""

    async def look(self, parcel: Parcel) -> Receipt | None:
        """Did this parcel arrive? None means that this look did not find it, no more."""


@runtime_checkable
class Checks(Protocol):
    """Knows about things that were accepted and are not visible yet; reads only."""

    async def check(self, receipt: Receipt) -> Receipt:
        """Is it visible now? Raises ChangeIt when the network gave it up."""


@runtime_checkable
class Withdraws(Protocol):
    """Takes things back."""

    async def withdraw(self, receipt: Receipt) -> None:
        """Take it back; already gone counts as done."""


@runtime_checkable
class Edits(Protocol):
    """Changes what is live."""

    async def edit(self, receipt: Receipt, parcel: Parcel) -> Receipt:
        """Make the live post say what the parcel says."""


@runtime_checkable
class Reads(Protocol):
    """Shows what is live."""

    async def read(self, receipt: Receipt) -> Live:
        """The post as the network shows it now; raises Gone."""


@runtime_checkable
class Counts(Protocol):
    """Counts what came of posts."""

    async def count(self, ids: Sequence[RemoteId]) -> list[Reading]:
        """Readings of as many of these posts as the network still knows."""


@runtime_checkable
class Converses(Protocol):
    """Hears what people answer."""

    async def answers(self, about: Sequence[RemoteId], cursor: str) -> Correspondence:
        """What was written to us since the cursor, oldest first; at least under `about`."""


@runtime_checkable
class Finds(Protocol):
    """Knows accounts by how their names begin; reads only."""

    async def names(self, begin: str, most: int) -> list[Account]:
        """Accounts that a text can mention, the likeliest first, at most so many."""


@runtime_checkable
class KnowsItself(Protocol):
    """Can be asked who it speaks for; the daily proof that the permission still stands."""

    async def whoami(self) -> Account:
        """The account, with fresh facts; raises SignInAgain when the permission is gone."""
