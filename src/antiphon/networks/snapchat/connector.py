"""What we can do for a public profile on Snapchat: post, and count. Nothing can be taken back."""

from collections.abc import Sequence

from antiphon.connect.errors import ChangeIt, SignInAgain
from antiphon.connect.http import Http
from antiphon.connect.values import (
    Account,
    Address,
    Metric,
    Parcel,
    Prepared,
    Reading,
    Receipt,
    RemoteId,
)
from antiphon.networks.snapchat import wire
from antiphon.networks.snapchat.api import PROFILES, Api, unwrapped
from antiphon.networks.snapchat.containers import Containers


class Connector:
    """One profile's conversation with Snapchat."""

    def __init__(self, http: Http, address: Address) -> None:
        self.address = address
        self.api = Api(http, address.credential)
        self.web = http.host(wire.WEB)
        self.path = f"{PROFILES}/{address.id}"

    async def prepare(self, parcel: Parcel) -> Prepared:
        """Bring the file, sealed; refuse first what could not be posted afterwards."""
        if wire.place(parcel) == wire.SAVED_STORIES:
            wire.title(parcel)
        containers = Containers(self.api, self.address.id)
        return await containers.bring(parcel.enclosures[0], dict(parcel.handles))

    async def publish(self, parcel: Parcel) -> Receipt:
        """Make a story or a Spotlight of what was brought."""
        path = f"{self.path}/{wire.place(parcel)}"
        told = await self.api.post(path, wire.body(parcel), effect=True)
        return wire.receipt(told, parcel, f"{self.web}/add/{self.address.handle}")

    async def count(self, ids: Sequence[RemoteId]) -> list[Reading]:
        """Counts of what has an id of its own, and who has subscribed to the profile."""
        found: list[Reading] = []
        for id in ids:
            if id == self.address.id:
                found += await self._subscribers()
            elif not id.startswith(f"{wire.STORIES}/"):
                found += await self._post(id)
        return found

    async def _post(self, id: RemoteId) -> list[Reading]:
        """The counts of one post; none of what Snapchat does not count (any more)."""
        try:
            return list(wire.readings(id, await self.api.get(f"{self.path}/{id}/stats")))
        except ChangeIt:
            return []

    async def _subscribers(self) -> list[Reading]:
        value = (await self.whoami()).facts.get("subscribers")
        known = isinstance(value, int)
        id = self.address.id
        return [Reading(id=id, metric=Metric.FOLLOWERS, value=int(value or 0))] if known else []

    async def whoami(self) -> Account:
        """The profile, as long as this person may speak for it."""
        for one in await profiles(self.api, self.web):
            if one.id == self.address.id:
                return one
        raise SignInAgain("This person no longer administers the profile on Snapchat.")


async def profiles(api: Api, web: str) -> list[Account]:
    """The public profiles for which a person may speak."""
    told = await api.get(f"{PROFILES}/my_profile")
    listed = unwrapped(told, "public_profiles", "public_profile")
    return [found for one in listed if (found := wire.account(one, web))]
