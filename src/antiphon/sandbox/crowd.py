"""The crowd: people who see what is posted, like, answer, complain, share it onward and click.

From the same seed come the same people, and for the same posts at the same times the same
reactions in the same order, however often and in whatever steps the crowd is let live.
"""

import hashlib
import heapq
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from antiphon.connect.simulation import Reaction, ReactionKind, Shown, Simulates
from antiphon.connect.values import RemoteId
from antiphon.sandbox import tastes
from antiphon.sandbox.people import Resident, includes, settle
from antiphon.sandbox.words import COMPLAINT, PRAISE, QUESTION, REPLIES

SIZE = 600


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Topic:
    """A post that people may see, and how it looks to them."""

    network: str
    key: str
    """Says the same in every run from the same seed; an id may not."""
    post: Shown
    look: tastes.Impression


@dataclass(frozen=True, slots=True, order=True)
class _Event:
    """Something that somebody will do; ordered by time, and at the same time always alike."""

    at: float
    key: str
    who: int
    kind: ReactionKind


@dataclass
class Crowd:
    """People on simulated networks."""

    seed: int
    simulators: Mapping[str, Simulates]
    size: int = SIZE
    speed: float = 1.0
    """How many times faster than the clock people live, counted from each post's own time."""
    now: Callable[[], datetime] = _utc_now
    _homes: dict[tuple[str, RemoteId], frozenset[str]] = field(default_factory=dict)
    _topics: dict[str, _Topic] = field(default_factory=dict)
    _known: set[tuple[str, RemoteId]] = field(default_factory=set)
    _visible: dict[str, set[RemoteId]] = field(default_factory=dict)
    _equal: Counter[str] = field(default_factory=Counter)
    _days: Counter[tuple[str, RemoteId, str]] = field(default_factory=Counter)
    _seen: set[tuple[str, int]] = field(default_factory=set)
    _events: list[_Event] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.residents = settle(self.seed, tuple(sorted(self.simulators)), self.size)
        self._on = {
            key: [one for one in self.residents if key in one.networks] for key in self.simulators
        }

    def introduce(self, network: str, account: RemoteId, countries: str) -> None:
        """Say where an account is at home (`IN` or `IN,BR`): few people elsewhere see it."""
        found = frozenset(filter(None, (one.strip().upper() for one in countries.split(","))))
        if found:
            self._homes[network, account] = found

    def live(self, until: datetime, every: timedelta = timedelta(minutes=10)) -> list[Reaction]:
        """Everything that people do until then, looking for new posts every few minutes."""
        done: list[Reaction] = []
        at = self.now()
        while at < until:
            at = min(at + every, until)
            done += self.step(at)
        return done

    def step(self, until: datetime) -> list[Reaction]:
        """Look at what is there now, and do with it what there is to do until then."""
        self.look()
        return self.act(until)

    def look(self) -> None:
        """Look at every network, and at each new post once."""
        for network in self.simulators:
            self.look_at(network)

    def look_at(self, network: str) -> None:
        """Look at one network."""
        posts = self.simulators[network].timeline()
        self._visible[network] = {post.id for post in posts}
        for post in posts:
            if post.parent is None and (network, post.id) not in self._known:
                self._known.add((network, post.id))
                self._take_in(network, post)

    def act(self, until: datetime, most: int | None = None) -> list[Reaction]:
        """What people do until then with what they saw at the last look; at most so much of it.

        Nothing is dated later than the clock, so that a crowd may be let live ahead of it.
        """
        done: list[Reaction] = []
        while self._events and self._events[0].at <= until.timestamp():
            if most is not None and len(done) >= most:
                break
            event = heapq.heappop(self._events)
            topic = self._topics[event.key]
            if topic.post.id in self._visible[topic.network]:
                done.append(self._do(event, topic))
        return done

    @property
    def waits(self) -> bool:
        """Whether anybody will do anything more with what is there."""
        return bool(self._events)

    def _take_in(self, network: str, post: Shown) -> None:
        told = f"{network}|{post.author}|{post.title}|{tastes.plain(post.text)}"
        self._equal[told] += 1
        mark = hashlib.sha256(f"{self.seed}|{told}|{self._equal[told]}".encode()).hexdigest()
        day = (network, post.account, post.at.date().isoformat())
        look = tastes.impression(post, self._days[day])
        self._days[day] += 1
        topic = _Topic(network=network, key=mark, post=post, look=look)
        self._topics[mark] = topic
        homes = self._homes.get((network, post.account), frozenset())
        for hours, resident, chance in _viewers(topic, self._on[network], homes):
            self._plan(topic, resident, hours + chance)

    def _plan(self, topic: _Topic, resident: Resident, hours: float) -> None:
        """Somebody sees it so many hours after it was posted, and does what they then do."""
        if (topic.key, resident.number) in self._seen:
            return
        self._seen.add((topic.key, resident.number))
        dice = Random(f"{topic.key}/{resident.number}/acts")  # noqa: S311 -- a simulation
        start = topic.post.at.timestamp()
        at = topic.post.at + timedelta(hours=hours)
        cares = tastes.interest(resident, topic.look, at)
        self._push(topic, resident, start + hours * 3600 / self.speed, ReactionKind.VIEW)
        for kind, chance in _chances(topic, resident, cares):
            if dice.random() < chance:
                later = hours * 3600 + dice.uniform(5, 300)
                self._push(topic, resident, start + later / self.speed, kind)

    def _push(self, topic: _Topic, resident: Resident, at: float, kind: ReactionKind) -> None:
        heapq.heappush(self._events, _Event(at, topic.key, resident.number, kind))

    def _do(self, event: _Event, topic: _Topic) -> Reaction:
        resident = self.residents[event.who]
        at = datetime.fromtimestamp(event.at, UTC)
        reaction = Reaction(
            kind=event.kind,
            by=resident.person,
            account=topic.post.account,
            post=None if event.kind is ReactionKind.FOLLOW else topic.post.id,
            text=_words(topic, resident) if event.kind is ReactionKind.REPLY else "",
            at=max(topic.post.at, min(at, self.now())),
            targeting=topic.post.targeting,
        )
        self.simulators[topic.network].react(reaction)
        if event.kind is ReactionKind.SHARE:
            self._tell_friends(topic, resident, event.at)
        return replace(reaction, at=at)

    def _tell_friends(self, topic: _Topic, resident: Resident, at: float) -> None:
        """What somebody shares, their friends may see some time later."""
        hours = (at - topic.post.at.timestamp()) * self.speed / 3600
        dice = Random(f"{topic.key}/{resident.number}/shares")  # noqa: S311 -- a simulation
        for number in resident.friends:
            friend = self.residents[number]
            sees = dice.random() < tastes.FRIEND_SEES
            later = dice.expovariate(1.0)
            is_there = topic.network in friend.networks
            if sees and is_there and includes(topic.post.targeting, friend):
                self._plan(topic, friend, hours + later)


def _viewers(
    topic: _Topic, residents: list[Resident], homes: frozenset[str]
) -> Iterator[tuple[int, Resident, float]]:
    """Who comes across a post, in which of its hours, and when in that hour (0 to 1)."""
    clocks = {
        place.zone: topic.post.at.astimezone(ZoneInfo(place.zone)).hour
        for place in {one.place for one in residents}
    }
    for resident in residents:
        if not includes(topic.post.targeting, resident):
            continue
        dice = Random(f"{topic.key}/{resident.number}")  # noqa: S311 -- a simulation
        near = not homes or resident.place.country in homes
        chance = tastes.LOOKS * (1.0 if near else tastes.AFAR)
        first = clocks[resident.place.zone] - resident.late
        for hours in range(tastes.LASTS):
            if dice.random() < chance * tastes.ACTIVITY[(first + hours) % 24]:
                yield hours, resident, dice.random()
                break
            chance *= 0.5 ** (1 / tastes.HALF_LIFE)


def _chances(
    topic: _Topic, resident: Resident, cares: float
) -> Iterator[tuple[ReactionKind, float]]:
    asks = tastes.ASKED if topic.look.asks else 1.0
    # Who is out of sorts writes although it does not interest them.
    moved = max(cares, 1 - resident.mood) * resident.talkative
    yield ReactionKind.LIKE, tastes.LIKE * cares
    yield ReactionKind.REPLY, tastes.REPLY * moved * asks
    yield ReactionKind.SHARE, tastes.SHARE * cares
    yield ReactionKind.CLICK, tastes.CLICK * cares * topic.look.links
    yield ReactionKind.FOLLOW, tastes.FOLLOW * cares


def _words(topic: _Topic, resident: Resident) -> str:
    """What somebody answers, in their own language unless the post is in one they understand."""
    dice = Random(f"{topic.key}/{resident.number}/says")  # noqa: S311 -- a simulation
    theirs = topic.look.language if topic.look.language in resident.languages else ""
    sets = REPLIES.get(theirs or resident.languages[0], REPLIES["en"])
    kind = PRAISE if dice.random() < resident.mood else COMPLAINT
    if dice.random() < 0.4:
        kind = QUESTION
    return dice.choice(sets[kind])
