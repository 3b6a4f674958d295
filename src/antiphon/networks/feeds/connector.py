"""What we can do with a feed of our own."""

from antiphon.connect.errors import Gone
from antiphon.connect.http import Http
from antiphon.connect.values import Account, Address, Live, Parcel, Receipt
from antiphon.networks.feeds import wire
from antiphon.networks.feeds.house import House

_THERE_ALREADY = 412
_NEW_ONLY = {"If-None-Match": "*"}
"""So that a late repeat changes nothing: not what was edited since, nor what was taken back."""


class Connector:
    """One channel's conversation with the house that keeps its feed."""

    def __init__(self, http: Http, address: Address) -> None:
        self.house = House.of(http, address.credential)

    async def publish(self, parcel: Parcel) -> Receipt:
        """Put the item in its place; a repeat finds it there and changes nothing."""
        id, body = wire.permanent_id(parcel), wire.item(parcel)
        answer = await self.house.item(
            "PUT", id, json_body=body, headers=_NEW_ONLY, allow=(_THERE_ALREADY,)
        )
        return wire.receipt(answer)

    async def look(self, parcel: Parcel) -> Receipt | None:
        """Is there an item in the parcel's place?"""
        try:
            return wire.receipt(await self.house.item("GET", wire.permanent_id(parcel)))
        except Gone:
            return None

    async def withdraw(self, receipt: Receipt) -> None:
        """Take it out for good. Already gone counts as done."""
        await self.house.item("DELETE", receipt.id, allow=(404, 410))

    async def edit(self, receipt: Receipt, parcel: Parcel) -> Receipt:
        """Let the item say what the parcel says; its id and its day stay."""
        answer = await self.house.item(
            "PUT", receipt.id, json_body=wire.item(parcel), headers={"If-Match": "*"}
        )
        return wire.receipt(answer)

    async def read(self, receipt: Receipt) -> Live:
        """The item as it stands; raises Gone."""
        return wire.live(await self.house.item("GET", receipt.id))

    async def whoami(self) -> Account:
        """The feed; SignInAgain when its token is gone."""
        return wire.account(await self.house.about())
