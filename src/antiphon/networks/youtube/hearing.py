"""What came of a channel's videos, and who the channel is; nothing here changes anything."""

from collections.abc import Iterator, Sequence

from antiphon.connect.errors import SignInAgain
from antiphon.connect.values import Account, Correspondence, Message, Metric, Reading, RemoteId
from antiphon.networks.youtube import reading, wire
from antiphon.networks.youtube.looking import Looking
from antiphon.networks.youtube.reading import Cursor
from antiphon.networks.youtube.refusals import PERMISSION
from antiphon.networks.youtube.speaking import Api, Json, listed

AT_ONCE = 50
PAGES = 5
PARTS = "snippet,contentDetails,statistics,status"
SOMEWHERE = "US"
"""Whose categories count where the channel names no country."""


class Hearing(Looking):
    """Counts, comments, and the daily proof that the permission stands."""

    async def count(self, ids: Sequence[RemoteId]) -> list[Reading]:
        """Readings of the videos that YouTube still knows; the channel's own id its followers."""
        videos = [id for id in ids if wire.is_video(id)]
        found: list[Reading] = []
        for start in range(0, len(videos), AT_ONCE):
            # A bucket of its own since 2026-06-03, so that counting costs nothing else its turn.
            page = await self.api.get(
                "/videos:batchGetStats",
                part="statistics",
                id=",".join(videos[start : start + AT_ONCE]),
            )
            found += [count for one in listed(page) for count in reading.readings(one)]
        return [*found, *(await self._followers() if self.address.id in ids else [])]

    async def _followers(self) -> list[Reading]:
        for one in await self.api.items("/channels", part="statistics", mine=True):
            told = str(reading.section(one, "statistics").get("subscriberCount", ""))
            if told.isdecimal():
                value = int(told)
                return [Reading(id=self.address.id, metric=Metric.FOLLOWERS, value=value)]
        return []

    async def answers(self, about: Sequence[RemoteId], cursor: str) -> Correspondence:  # noqa: ARG002 -- one question brings all
        """Comments of others on anything of this channel since the cursor, oldest first."""
        known = Cursor.of(cursor)
        found: dict[RemoteId, Message] = {}
        answered: dict[str, int] = {}
        for thread in await self._threads(known):
            id, count = str(thread.get("id")), reading.section(thread, "snippet")
            answered[id] = int(count.get("totalReplyCount") or 0)
            for message in await self._heard(thread, known.answered.get(id, 0)):
                if known.is_new(message) and message.author_id != self.address.id:
                    found[message.id] = message
        messages = sorted(found.values(), key=lambda message: (message.at, message.id))
        return Correspondence(messages=messages, cursor=known.after(messages, answered))

    async def _threads(self, known: Cursor) -> list[Json]:
        """The newest page, for answers to older comments; more only as far as it is new."""
        threads: list[Json] = []
        token: str | None = None
        for _page in range(PAGES):
            page = await self.api.get(
                "/commentThreads",
                part="snippet,replies",
                allThreadsRelatedToChannelId=self.address.id,
                order="time",
                maxResults=100,
                textFormat="plainText",
                pageToken=token,
            )
            threads += listed(page)
            token = str(page.get("nextPageToken") or "")
            if not token or _began(threads[-1]) < known.since.isoformat():
                break
        return threads

    async def _heard(self, thread: Json, before: int) -> list[Message]:
        """A comment and its answers; they are asked for when there are more than were told."""
        snippet = reading.section(thread, "snippet")
        first, video = snippet.get("topLevelComment") or {}, str(snippet.get("videoId") or "")
        replies = list(reading.section(thread, "replies").get("comments") or [])
        count = int(snippet.get("totalReplyCount") or 0)
        if count > len(replies) and count != before:
            replies = await self.answers_to(str(thread.get("id")))
        return list(_messages([first, *replies], video, self.api.web))

    async def whoami(self) -> Account:
        """The channel whose token this is, with what it lets one choose today."""
        return await channel(self.api)


async def channel(api: Api) -> Account:
    """The one channel that was chosen when signing in; costs three units."""
    found = await api.items("/channels", part=PARTS, mine=True)
    if not found:
        raise SignInAgain(PERMISSION["youtubeSignupRequired"])
    country = str(reading.section(found[0], "snippet").get("country") or SOMEWHERE)
    lists = await api.items("/playlists", pages=4, part="snippet", mine=True, maxResults=50)
    kinds = await api.items("/videoCategories", part="snippet", regionCode=country)
    return reading.account(
        found[0],
        web=api.web,
        playlists=reading.choices(lists),
        categories=reading.choices(kinds, assignable=True),
    )


def _began(thread: Json) -> str:
    first = reading.section(reading.section(thread, "snippet"), "topLevelComment")
    at = reading.moment(reading.section(first, "snippet").get("publishedAt"))
    return at.isoformat() if at else ""


def _messages(comments: Sequence[Json], video: str, web: str) -> Iterator[Message]:
    for comment in comments:
        found = reading.message(comment, video, web)
        if found:
            yield found
