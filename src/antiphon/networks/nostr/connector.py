"""What we can do with a key and its relays."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from antiphon.connect.errors import Gone
from antiphon.connect.http import Http
from antiphon.connect.values import (
    Account,
    Address,
    Correspondence,
    Live,
    Parcel,
    Prepared,
    Reading,
    Receipt,
    RemoteId,
)
from antiphon.networks.nostr import events, wire
from antiphon.networks.nostr.chorus import Chorus
from antiphon.networks.nostr.hearing import Hearing
from antiphon.networks.nostr.keys import Key
from antiphon.networks.nostr.relay import Relay
from antiphon.networks.nostr.shelf import Shelf
from antiphon.networks.nostr.whoami import account_of


class Connector:
    """One key's conversation with its relays."""

    def __init__(self, http: Http, address: Address) -> None:
        self.http, self.address = http, address
        self.key = Key(address.credential.secrets["key"])
        self.me = self.key.public
        urls = [http.line.server, *map(str, address.facts.get("relays") or ())]
        relays = [Relay(http, url, self.key) for url in dict.fromkeys(urls)]
        self.chorus = Chorus(relays)

    async def prepare(self, parcel: Parcel) -> Prepared:
        """Bring files, and look up what is answered and not ours."""
        handles = dict(parcel.handles)
        shelf = Shelf(self.http, str(self.address.facts.get("media") or ""), self.key)
        for file in parcel.enclosures:
            if file.digest not in handles:
                handles[file.digest] = await shelf.bring(file)
        wanted = events.unknown(parcel)
        found = await self.chorus.ask({"ids": wanted}) if wanted else []
        handles |= {f"event:{one['id']}": events.about(one) for one in found}
        if len(found) < len(set(wanted)):
            raise Gone("What is answered is not there any more.")
        return Prepared(handles=handles)

    async def publish(self, parcel: Parcel) -> Receipt:
        """Tell all relays one and the same event; published is what one of them has taken."""
        if events.needs_preparing(parcel):
            parcel = _with(parcel, await self.prepare(parcel))
        event = events.signed(parcel, self.key, self.http.line.server)
        await self.chorus.tell(event)
        return wire.receipt(event, self.http.line.server)

    async def look(self, parcel: Parcel) -> Receipt | None:
        """Does any relay have the event that this parcel becomes?"""
        if events.needs_preparing(parcel):
            return None
        event = events.signed(parcel, self.key, self.http.line.server)
        wanted = {"kinds": [event["kind"]], "authors": [self.me], "limit": 100,
                  "since": int(parcel.made_at.timestamp())}  # fmt: skip
        found = {one["id"]: one for one in await self.chorus.ask({"ids": [event["id"]]}, wanted)}
        if event["id"] not in found and parcel.since is None:
            # Nothing is known of an attempt (an older copy of the database), and so not its moment.
            same = ("kind", "content")
            twins = [one for one in found.values() if all(one[it] == event[it] for it in same)]
            event = twins[0] if twins else event
        return wire.receipt(event, self.http.line.server) if event["id"] in found else None

    async def check(self, receipt: Receipt) -> Receipt:
        """It is visible as soon as one relay has it; the others are told again."""
        await self.chorus.spread([str(receipt.id)], self.me)
        return receipt

    async def withdraw(self, receipt: Receipt) -> None:
        """Ask all relays to delete it; each decides for itself whether it does."""
        now = int(datetime.now(UTC).timestamp())
        kind = receipt.extra.get("kind", str(events.NOTE))
        await self.chorus.tell_every(events.deletion(str(receipt.id), kind, self.key, at=now))

    async def read(self, receipt: Receipt) -> Live:
        """The event as relays hold it; relays that lack it are told again."""
        found = await self.chorus.spread([str(receipt.id)], self.me)
        if not found:
            raise Gone("No relay has it any more.")
        return wire.live(found[0], receipt.url)

    async def count(self, ids: Sequence[RemoteId]) -> list[Reading]:
        """What our relays know of reactions, reposts and answers: never more than there were."""
        return await Hearing(self.chorus, self.me).counts(ids)

    async def answers(self, about: Sequence[RemoteId], cursor: str) -> Correspondence:
        """What names us or answers our posts, since the cursor."""
        return await Hearing(self.chorus, self.me).since(about, cursor)

    async def whoami(self) -> Account:
        """What the key's owner says of themselves, and where they write."""
        given = self.address.credential.facts
        return await account_of(self.http, self.chorus, self.me, given)


def _with(parcel: Parcel, brought: Prepared) -> Parcel:
    return replace(parcel, handles=brought.handles)
