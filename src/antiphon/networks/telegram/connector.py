"""What a bot can do in one chat."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from antiphon.connect.errors import ChangeIt, LookFirst, TryLater
from antiphon.connect.http import Http
from antiphon.connect.values import (
    Account,
    Address,
    Correspondence,
    Metric,
    Parcel,
    Prepared,
    Reading,
    Receipt,
    RemoteId,
    Step,
)
from antiphon.networks.telegram import chats, hearing, updates, uploads, wire
from antiphon.networks.telegram.bot import Bot, Call
from antiphon.networks.telegram.refusals import NOT_MODIFIED, NOT_THERE

PATIENCE = timedelta(minutes=2)
"""How long a post's copy in the discussion group is waited for; our own judgement."""
PAUSE = timedelta(seconds=2)
_SINCE = "discussion:since"


class Connector:
    """One chat's conversation with Telegram."""

    def __init__(self, http: Http, address: Address) -> None:
        self.address = address
        self.bot = Bot(http, address.credential.secret("token"))
        self.depot = int(address.credential.facts.get("depot") or 0)
        discussion = address.facts.get("discussion")
        self.here = hearing.Place(
            chat=int(address.facts.get("chat") or address.id),
            discussion=int(discussion) if discussion else None,
            bot=self.bot.id,
            name=str(address.facts.get("bot") or ""),
        )

    async def publish(self, parcel: Parcel) -> Receipt:
        """One message, or one album; below a channel's post it goes to the discussion group."""
        chat = self.here.chat
        if parcel.step is Step.COMMENT and self.here.discussion:
            if wire.DISCUSSION not in parcel.handles:
                raise TryLater("The post is not known in the discussion group yet.", anew=True)
            chat = self.here.discussion
        return await self._done(wire.call(parcel, chat))

    async def prepare(self, parcel: Parcel) -> Prepared:
        """Bring files where people keep a chat for that; find what a comment stands below."""
        if parcel.enclosures and self.depot:
            return Prepared(handles=await uploads.bring(self.bot, self.depot, parcel))
        if parcel.step is not Step.COMMENT or self.here.discussion is None or not parcel.root:
            return Prepared(handles=parcel.handles)
        copy = hearing.copy_of(await updates.waiting(self.bot), parcel.root.id, self.here)
        if copy is not None:
            return Prepared(handles={**parcel.handles, wire.DISCUSSION: str(copy)})
        now = datetime.now(UTC)
        since = parcel.handles.get(_SINCE) or now.isoformat()
        if now - datetime.fromisoformat(since) > PATIENCE:
            raise ChangeIt("The post did not reach the discussion group, so it has no comments.")
        return Prepared(handles={**parcel.handles, _SINCE: since}, wait=PAUSE)

    async def look(self, parcel: Parcel) -> Receipt | None:
        """Whether Telegram told the bot of it; silence and twins prove nothing."""
        told = await updates.waiting(self.bot)
        found = hearing.evidence(told, parcel, self.here) if parcel.step is Step.PART else []
        return found[0] if len(found) == 1 else None

    async def withdraw(self, receipt: Receipt) -> None:
        """Delete it, every message of an album; already gone counts as done."""
        chat, first = wire.place(receipt.id)
        ids = [int(one) for one in receipt.extra.get("ids", str(first)).split(",")]
        single: dict[str, Any] = {"chat_id": chat, "message_id": first}
        call = Call(method="deleteMessage", fields=single)
        if len(ids) > 1:
            call = Call(method="deleteMessages", fields={"chat_id": chat, "message_ids": ids})
        await self.bot.do(call, fine=NOT_THERE)

    async def edit(self, receipt: Receipt, parcel: Parcel) -> Receipt:
        """Change the text or the caption; files and polls stay as they are."""
        chat, message = wire.place(receipt.id)
        await self.bot.do(wire.correction(parcel, receipt, chat, message), fine=(NOT_MODIFIED,))
        return receipt

    async def count(self, ids: Sequence[RemoteId]) -> list[Reading]:
        """Reactions that Telegram told of within a day; the chat's own id counts its members."""
        found = hearing.likes(await updates.waiting(self.bot), ids)
        if self.address.id in ids:
            members = await self.bot.ask("getChatMemberCount", chat_id=self.here.chat)
            found.append(Reading(id=self.address.id, metric=Metric.FOLLOWERS, value=int(members)))
        return found

    async def answers(self, about: Sequence[RemoteId], cursor: str) -> Correspondence:
        """Comments, answers, mentions and private messages that were not heard before."""
        mark = updates.Mark.read(cursor)
        ours, at = self.here.chats, datetime.now(UTC).timestamp()
        told = await updates.page(self.bot, mark, ours, at)
        fresh = [update for update in told if not mark.knows(update)]
        written = (hearing.message(update, self.here, about) for update in fresh)
        messages = [one for one in written if one]
        cursor = mark.after(fresh).written()
        return Correspondence(messages=messages, cursor=cursor, more=len(told) == updates.PAGE)

    async def whoami(self) -> Account:
        """The chat, with fresh facts; SignInAgain when the bot may not speak there any more."""
        return await chats.account(self.bot, self.here.chat, known_as=self.address.id)

    async def _done(self, call: Call) -> Receipt:
        told = (await self.bot.do(call))["result"]
        receipt = wire.receipt(told)
        if receipt is None:
            raise LookFirst("Telegram's answer did not name the message.")
        return receipt
