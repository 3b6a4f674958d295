"""What the address of an incoming webhook can do: speak in one channel, and nothing else."""

from typing import Any

from antiphon.connect.http import Http
from antiphon.connect.values import Account, Address, Parcel, Receipt, RemoteId
from antiphon.networks.discord import wire
from antiphon.networks.discord.api import Api
from antiphon.networks.discord.speaking import Place, Speaking


class Webhook(Speaking):
    """One channel's conversation with Discord, in a webhook's name."""

    def __init__(self, http: Http, address: Address) -> None:
        super().__init__(http, address)
        self.api = Api(http)
        self.channel = str(address.facts.get("channel") or "")
        self.path = path_of(str(address.id), address.credential.secret("webhook"))

    def at(self, id: RemoteId) -> Place:
        """A message of this webhook; in a thread it is found by the thread's number, too."""
        channel, message = wire.place(id)
        query = {} if channel == self.channel else {"thread_id": channel}
        return f"{self.path}/messages/{message}", query

    @property
    def own(self) -> str:
        """The channel that the webhook belongs to."""
        return self.channel

    async def publish(self, parcel: Parcel) -> Receipt:
        """One message; nothing makes a repeat harmless."""
        body, query = wire.message(parcel), {"wait": True}
        if parcel.options.get("thread_name"):
            body["thread_name"] = str(parcel.options["thread_name"])
        elif thread := parcel.options.get("thread"):
            query["thread_id"] = thread
        answer = await self.api.send("POST", self.path, body, files=parcel.enclosures, params=query)
        return wire.receipt(answer, self.guild, wire.form(parcel))

    async def whoami(self) -> Account:
        """The webhook, as long as nobody deleted it."""
        return await known(self.api, self.path)


def path_of(id: str, token: str) -> str:
    """The path that is the webhook's key at the same time."""
    return f"/webhooks/{id}/{token}"


async def known(api: Api, path: str) -> Account:
    """The webhook of a path as an account, as Discord tells it."""
    answer = await api.get(path)
    told = answer.json()
    if not isinstance(told, dict) or not isinstance(told.get("id"), str):
        raise answer.unclear("Discord's answer was not the webhook that we asked for.")
    return _account(told)


def _account(told: dict[str, Any]) -> Account:
    guild, channel = str(told.get("guild_id") or ""), str(told.get("channel_id") or "")
    name = str(told.get("name") or told["id"])
    return Account(
        id=RemoteId(str(told["id"])),
        handle=name,
        name=name,
        url=f"{wire.WEB}/{guild}/{channel}",
        kind="webhook",
        facts={"driver": "webhook", "guild": guild, "channel": channel},
    )
