"""What a bot can do in one channel, or in one forum."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from antiphon.connect.errors import ChangeIt, Gone, LookFirst, NetworkError, SignInAgain
from antiphon.connect.http import Answer, Http
from antiphon.connect.values import (
    Account,
    Address,
    Correspondence,
    Message,
    Metric,
    Parcel,
    Reading,
    Receipt,
    RemoteId,
    Step,
)
from antiphon.kernel.problem import Problem
from antiphon.networks.discord import channels, hearing, wire
from antiphon.networks.discord.api import Api
from antiphon.networks.discord.rules import FORUMS
from antiphon.networks.discord.speaking import Place, Speaking

PAGE, PAGES = 100, 10
"""Messages that one question brings, and questions for one channel at a time."""
_PASSED_ON = 1
"""The flag of a message that went to the servers that follow its channel."""


class Bot(Speaking):
    """One channel's conversation with Discord, in a bot's name."""

    def __init__(self, http: Http, address: Address) -> None:
        super().__init__(http, address)
        self.api = Api(http, address.credential.secret("token"))
        self.bot = str(address.facts.get("bot") or "")
        self.is_forum = address.facts.get("channel_type") in FORUMS

    def at(self, id: RemoteId) -> Place:
        """A message in its channel or thread."""
        channel, message = wire.place(id)
        return f"/channels/{channel}/messages/{message}", {}

    async def publish(self, parcel: Parcel) -> Receipt:
        """One message, or one thread of a forum; a repeat of a message returns the first one."""
        if self.is_forum and parcel.parent is None:
            return await self._opened(parcel)
        body = wire.message(parcel) | wire.nonce(parcel) | wire.reference(parcel)
        path = f"/channels/{self._channel(parcel)}/messages"
        try:
            answer = await self.api.send("POST", path, body, files=parcel.enclosures)
        except SignInAgain as error:
            raise _of_a_thread(parcel, error) from error
        receipt = wire.receipt(answer, self.guild, wire.form(parcel))
        if parcel.options.get("crosspost") and parcel.step is Step.PART:
            return await self._passed_on(receipt, answer)
        return receipt

    async def _opened(self, parcel: Parcel) -> Receipt:
        tags = {str(name): str(id) for name, id in (self.address.facts.get("tags") or {}).items()}
        body = {**wire.thread(parcel, tags), "message": wire.message(parcel)}
        path = f"/channels/{self.address.id}/threads"
        answer = await self.api.send("POST", path, body, files=parcel.enclosures)
        return wire.receipt(answer, self.guild, wire.form(parcel))

    async def _passed_on(self, receipt: Receipt, answer: Answer) -> Receipt:
        """To followers, too: doing it again changes nothing, and that it failed takes back nothing.

        A repeat brings back a message that says whether it was passed on before.
        """
        if int(answer.told().get("flags") or 0) & _PASSED_ON:
            return receipt
        path, _params = self.at(receipt.id)
        try:
            await self.api.send("POST", f"{path}/crosspost", {})
        except NetworkError:
            return replace(receipt, extra={**receipt.extra, "crosspost": "failed"})
        return receipt

    def _channel(self, parcel: Parcel) -> str:
        """Where a message goes: where what it answers is, into a thread, or the channel."""
        if parcel.parent:
            return wire.place(parcel.parent.id)[0]
        chosen = str(parcel.options.get("thread") or "")
        if chosen and not chosen.isdigit():
            raise _no_thread()
        return chosen or str(self.address.id)

    async def look(self, parcel: Parcel) -> Receipt | None:
        """Among our messages since it was first sent; two that say the same need a person."""
        places = await self._threads() if self.is_forum and not parcel.parent else []
        told = await self._openings(places) if places else await self._said_since(parcel)
        found = [one for one in told if hearing.same(one, parcel, self.bot)]
        if len(found) > 1:
            raise LookFirst("Several messages there say the same; a person must tell them apart.")
        return wire.found(found[0], self.guild, wire.form(parcel)) if found else None

    async def _said_since(self, parcel: Parcel) -> list[dict[str, Any]]:
        if self.is_forum and not parcel.parent:
            return []
        path, begun = f"/channels/{self._channel(parcel)}/messages", hearing.since(parcel)
        if begun is None:
            return await self.api.listed(path, limit=PAGE)
        return (await self._after(path, wire.number(begun)))[0]

    async def _openings(self, threads: Sequence[str]) -> list[dict[str, Any]]:
        found = []
        for id in threads[:PAGES]:
            with suppress(Gone):
                found.append(await self.shown(wire.remote(id, id)))
        return found

    async def _threads(self) -> list[str]:
        """Open threads below this channel, the newest first."""
        told = await self.api.told(f"/guilds/{self.guild}/threads/active")
        found = [
            str(one["id"])
            for one in told.get("threads") or ()
            if one.get("parent_id") == self.address.id
        ]
        return sorted(found, key=int, reverse=True)

    async def _after(self, path: str, begin: str) -> tuple[list[dict[str, Any]], bool]:
        """Messages after a number, oldest first; and whether there are more."""
        found: list[dict[str, Any]] = []
        for _page in range(PAGES):
            page = await self.api.listed(path, limit=PAGE, after=begin)
            found += sorted(page, key=lambda one: int(one["id"]))
            if len(page) < PAGE:
                return found, False
            begin = str(found[-1]["id"])
        return found, True

    async def answers(self, about: Sequence[RemoteId], cursor: str) -> Correspondence:
        """Answers and mentions in the channel, and what stands in the threads of our messages."""
        ours, heard = hearing.Ours.of(self.bot, self.guild, about), wire.heard(cursor)
        begin, messages, more = min(ours.about, key=int, default=""), list[Message](), False
        threads = [one for one in await self._threads() if one in ours.about]
        places = threads if self.is_forum else [self.own, *threads]
        for place in places:
            if start := heard.get(place) or begin:
                told, longer = await self._written(place, start)
                messages += [one for one in (hearing.message(m, ours) for m in told) if one]
                heard[place], more = str(told[-1]["id"]) if told else start, more or longer
        kept = {place: id for place, id in heard.items() if place in {*places, *ours.about}}
        messages.sort(key=lambda one: one.at)
        return Correspondence(messages=messages, cursor=wire.cursor(kept), more=more)

    async def _written(self, place: str, start: str) -> tuple[list[dict[str, Any]], bool]:
        """What stands in a channel or thread; a thread that has just gone says nothing."""
        try:
            return await self._after(f"/channels/{place}/messages", start)
        except SignInAgain:
            if place == self.own:
                raise
            return [], False

    async def replies(self, id: RemoteId, told: Mapping[str, Any]) -> list[Reading]:
        """What stands in the message's thread, and answers among the hundred messages after it."""
        channel, message = wire.place(id)
        if channel == message:
            thread = await self.api.told(f"/channels/{channel}")
            count = int(thread.get("message_count") or 0)
        else:
            after = await self.api.listed(
                f"/channels/{channel}/messages", limit=PAGE, after=message
            )
            count = int((told.get("thread") or {}).get("message_count") or 0)
            count += hearing.answering(after, message, self.bot)
        return [Reading(id=id, metric=Metric.REPLIES, value=count)]

    async def members(self) -> list[Reading]:
        """About how many people are on the server."""
        told = await self.api.told(f"/guilds/{self.guild}", with_counts=True)
        return self.counted(told)

    async def whoami(self) -> Account:
        """The channel, with fresh facts."""
        return await channels.account(self.api, str(self.address.id))


def _of_a_thread(parcel: Parcel, error: SignInAgain) -> NetworkError:
    """A thread that somebody named and that is not there says nothing about the channel."""
    return _no_thread() if parcel.options.get("thread") and "not there" in str(error) else error


def _no_thread() -> ChangeIt:
    say = "There is no such thread in this channel."
    return ChangeIt(say, problem=Problem(field="options.thread", rule="refused", say=say))
