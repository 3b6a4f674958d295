"""What came of an account's posts, and who the account is; nothing here changes anything."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from antiphon.connect.errors import ChangeIt, Gone, SignInAgain
from antiphon.connect.values import Account, Correspondence, Credential, Message, Reading, RemoteId
from antiphon.networks.instagram import listening, wire
from antiphon.networks.instagram.containers import quota
from antiphon.networks.instagram.graph import Graph, Login, rows
from antiphon.networks.instagram.looking import Looking
from antiphon.networks.instagram.refusals import UNCONVERTED, code_of, refusal

WITHHELD = frozenset({10, 100, 200})
"""A metric that is not for this kind of post, has too few viewers, or needs a permission."""


class Hearing(Looking):
    """Counts, comments, and the daily proof that the permission stands."""

    async def count(self, ids: Sequence[RemoteId]) -> list[Reading]:
        """Readings of those that Instagram still knows; the account's own id counts followers."""
        found: list[Reading] = []
        for id in ids:
            try:
                found += await self._count(id)
            except (Gone, ChangeIt):
                continue  # a comment of ours has no figures
        return found

    async def _count(self, id: RemoteId) -> list[Reading]:
        if id == self.id:
            return [*listening.readings(id, await self._profile())]
        told = await self.graph.get(f"/{id}", fields=listening.COUNT_FIELDS)
        is_story = told.get("media_product_type") == "STORY"
        wanted = listening.OF_STORIES if is_story else listening.OF_POSTS
        counts = [*listening.readings(id, told), *await self._insights(id, wanted)]
        return [*{reading.metric: reading for reading in counts}.values()]

    async def _insights(self, id: RemoteId, wanted: Sequence[str]) -> list[Reading]:
        """All at once; one metric that is not for this post fails the call, so then one by one."""
        found = await self._ask_for(id, wanted)
        if found is not None:
            return found
        single = [await self._ask_for(id, [metric]) for metric in wanted]
        return [reading for readings in single for reading in readings or ()]

    async def _ask_for(self, id: RemoteId, metrics: Iterable[str]) -> list[Reading] | None:
        answer = await self.graph.ask(f"/{id}/insights", metric=",".join(metrics), allow=(400, 403))
        if answer.ok:
            return [*listening.insights(id, answer.json())]
        code, sub = code_of(answer)
        if sub == UNCONVERTED:
            return []
        if code in WITHHELD:
            return None
        raise refusal(answer) or answer.unclear("Instagram gave no figures.")

    async def answers(self, about: Sequence[RemoteId], cursor: str) -> Correspondence:
        """Comments of others under these posts, and posts that tag us, oldest first."""
        since, known = listening.recall(cursor)
        heard = {message.id: message for message in await self._tags()}
        for id in about:
            heard |= {message.id: message for message in await self._under(id)}
        fresh = [
            one
            for one in heard.values()
            if wire.unix(one.at) >= since
            and one.id not in known
            and not {one.author, one.author_id} & {self.handle, self.id}
        ]
        fresh.sort(key=lambda one: (one.at, one.id))
        return Correspondence(messages=fresh, cursor=listening.remember(cursor, fresh))

    async def _under(self, id: RemoteId) -> list[Message]:
        try:
            told = await self.graph.pages(
                f"/{id}/comments", fields=listening.COMMENT_FIELDS, limit=50
            )
        except (Gone, ChangeIt):
            return []  # what answers a comment of ours is told below its post
        return [message for one in told for message in listening.messages(one, id)]

    async def _tags(self) -> list[Message]:
        """Posts of others that tag us; an account that may not see them hears only comments."""
        answer = await self.graph.ask(
            f"/{self.id}/tags", fields=listening.TAG_FIELDS, limit=25, allow=(400, 403)
        )
        if not answer.ok and code_of(answer)[0] not in WITHHELD:
            raise refusal(answer) or answer.unclear("Instagram did not say who tags us.")
        told = answer.json() if answer.ok else {}
        found = (listening.message(one, None, None) for one in rows(told))
        return [message for message in found if message]

    async def _profile(self) -> dict[str, Any]:
        """The account whose token this is; its id could stand for any account."""
        if self.graph.login is Login.INSTAGRAM:
            return await self.graph.get("/me", fields=listening.ME_FIELDS)
        page = await self.graph.get("/me", fields=f"id,{listening.LINKED}")
        linked = page.get("instagram_business_account")
        if not isinstance(linked, dict):
            raise SignInAgain(
                "The Page is not linked to a professional Instagram account any more."
            )
        return linked

    async def whoami(self) -> Account:
        """The account, with how many posts a day it may have."""
        return await account_of(self.graph, await self._profile())


async def account_of(
    graph: Graph, told: Mapping[str, Any], credential: Credential | None = None
) -> Account:
    """An account with how many posts a day it may have, which each is told by itself."""
    found = listening.account(told, graph.login)
    total, _used = await quota(graph, found.id)
    limit = {} if total is None else {"posts_a_day": total}
    return replace(found, facts={**found.facts, **limit}, credential=credential)
