"""What a bot and a webhook have in common: changing, taking back and showing what they said."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from antiphon.connect.errors import Gone
from antiphon.connect.http import Answer, Http
from antiphon.connect.values import (
    Address,
    Live,
    Metric,
    Parcel,
    Reading,
    Receipt,
    RemoteId,
)
from antiphon.networks.discord import hearing, wire
from antiphon.networks.discord.api import Api
from antiphon.networks.discord.refusals import UNKNOWN_CHANNEL, code_of, refusal

Place = tuple[str, Mapping[str, Any]]
"""A path and its query."""


class Speaking:
    """One channel's conversation with Discord."""

    api: Api

    def __init__(self, http: Http, address: Address) -> None:
        self.http, self.address = http, address
        self.guild = str(address.facts.get("guild") or "")

    def at(self, id: RemoteId) -> Place:
        """Where one of our messages is."""
        raise NotImplementedError

    async def withdraw(self, receipt: Receipt) -> None:
        """Delete it; whoever deleted it before us did the same."""
        path, params = self.at(receipt.id)
        with suppress(Gone):
            self._there(await self.api.remove(path, params), receipt.id)

    async def edit(self, receipt: Receipt, parcel: Parcel) -> Receipt:
        """Say it in other words; files that are not named anew stay."""
        path, params = self.at(receipt.id)
        body = wire.correction(parcel, receipt)
        answer = await self.api.send("PATCH", path, body, params=params, allow=(404,))
        return wire.receipt(self._there(answer, receipt.id), self.guild, _form(receipt))

    async def read(self, receipt: Receipt) -> Live:
        """The message as it stands there."""
        return wire.live(await self.shown(receipt.id), self.guild, _form(receipt))

    async def count(self, ids: Sequence[RemoteId]) -> list[Reading]:
        """Reactions, and answers in threads; the channel's own id counts its server's members."""
        found: list[Reading] = []
        for id in ids:
            if id == self.address.id:
                found += await self.members()
                continue
            try:
                told = await self.shown(id)
                found += [hearing.likes(id, told), *await self.replies(id, told)]
            except Gone:
                continue
        return found

    async def replies(self, id: RemoteId, told: Mapping[str, Any]) -> list[Reading]:  # noqa: ARG002
        """How many answered; a webhook is not told."""
        return []

    async def members(self) -> list[Reading]:
        """How many people are on the server; a webhook is not told."""
        return []

    def counted(self, told: Mapping[str, Any]) -> list[Reading]:
        """The members that a server's description counts."""
        members = told.get("approximate_member_count")
        if not isinstance(members, int):
            return []
        return [Reading(id=self.address.id, metric=Metric.FOLLOWERS, value=members)]

    async def shown(self, id: RemoteId) -> dict[str, Any]:
        """A message as Discord tells it."""
        path, params = self.at(id)
        answer = self._there(await self.api.get(path, allow=(404,), **params), id)
        told = answer.json()
        if not isinstance(told, dict) or not str(told.get("id", "")).isdigit():
            raise answer.unclear("Discord's answer was not the message that we asked for.")
        return told

    def _there(self, answer: Answer, id: RemoteId) -> Answer:
        """An answer about a message; a thread that is gone says nothing about its channel."""
        if answer.ok:
            return answer
        in_thread = wire.place(id)[0] != self.own
        if code_of(answer) == UNKNOWN_CHANNEL and in_thread:
            raise Gone("The thread is not there any more.")
        raise refusal(answer) or answer.unclear("Discord refused for a reason that we do not know.")

    @property
    def own(self) -> str:
        """The channel that we speak in."""
        return str(self.address.id)


def _form(receipt: Receipt) -> str:
    return receipt.extra.get("form", wire.Form.MESSAGE)
