"""Takes letters, lets the networks answer, hands the outcomes back; the one event loop.

Everything on this side of the counter is plain and synchronous: letters in, outcomes out.
"""

import asyncio
import contextlib
import queue
import threading
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Any, TypeVar

from antiphon.connect.errors import LookFirst, NetworkError, TryLater
from antiphon.connect.http import Answer, Door, Http, Line
from antiphon.connect.knocking import Call, Told, knock_all
from antiphon.connect.network import Network
from antiphon.connect.oauth import App, SignIn
from antiphon.connect.registry import network as find_network
from antiphon.connect.transport.door import LEASE
from antiphon.connect.transport.guard import Guard, now
from antiphon.connect.values import Address, Live, Parcel, Prepared, Receipt

T = TypeVar("T")


class Verb(StrEnum):
    """What a letter asks of a connector; named like the connector's method."""

    PREPARE = "prepare"
    PUBLISH = "publish"
    LOOK = "look"
    CHECK = "check"
    WITHDRAW = "withdraw"
    EDIT = "edit"
    READ = "read"


SILENT = frozenset({Verb.PREPARE, Verb.LOOK, Verb.CHECK, Verb.READ})
"""Verbs that nobody outside can notice."""


@dataclass(frozen=True, slots=True)
class Absent:
    """A look that succeeded and did not find it."""


@dataclass(frozen=True, slots=True)
class Done:
    """It is done, and there is nothing more to say."""


@dataclass(frozen=True, slots=True)
class Crash:
    """Our own code failed before anything left; the row is set aside after three."""

    reason: str


Outcome = Receipt | Prepared | Live | Absent | Done | Crash | NetworkError


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One thing to ask of one network in one channel's name."""

    key: str
    """Given back with the outcome."""
    verb: Verb
    address: Address
    parcel: Parcel | None = None
    receipt: Receipt | None = None
    seconds: float = 60
    """The total deadline; counted from when its turn comes."""


def _nothing(_letter: Letter) -> bool:
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rein:
    """How whoever handed letters in can still keep them back."""

    until: Callable[[], float] | None = None
    """By `guard.now()`: until when bytes may leave; asked before every write."""
    stops: Callable[[Letter], bool] = _nothing
    """Asked when a letter's turn comes: whether it must not go."""


@dataclass
class _Counter:
    """The thread that holds the loop."""

    loop: asyncio.AbstractEventLoop
    thread: threading.Thread
    door: Door


@dataclass
class PostOffice:
    """One for each process; opens at the first letter."""

    guard: Guard = field(default_factory=Guard)
    at_once: int = 500
    """Letters under way at the same time."""
    _counter: _Counter | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def send(
        self, letters: Sequence[Letter], *, rein: Rein | None = None, every: float = 0.25
    ) -> Iterator[list[tuple[str, Outcome]]]:
        """Outcomes as they come, gathered for at most `every` seconds.

        Letters of one channel go one after the other, in the order in which they are given.
        """
        counter = self._open()
        outcomes: queue.SimpleQueue[tuple[str, Outcome]] = queue.SimpleQueue()
        talk = self._all(counter.door, letters, rein or Rein(), outcomes)
        asyncio.run_coroutine_threadsafe(talk, counter.loop)
        left = len(letters)
        while left:
            batch = _gather(outcomes, left, every)
            left -= len(batch)
            yield batch

    def ask(
        self, address: Address, talk: Callable[[Any], Awaitable[T]], *, seconds: float = 60
    ) -> T:
        """One conversation with a connector: counting, hearing answers, asking who we are."""
        network = find_network(address.network)

        async def whole() -> T:
            http = Http(self._open().door, line_to(network, address, deadline=now() + seconds))
            return await talk(network.at(address.facts).connector(http, address))

        found: T = self._run(whole(), seconds)
        return found

    def sign_in(  # noqa: PLR0913 -- a sign-in has as many parties
        self,
        network: Network,
        sign_in: SignIn,
        talk: Callable[[Any], Awaitable[T]],
        *,
        app: App,
        server: str = "",
        seconds: float = 60,
    ) -> T:
        """One conversation with a sign-in desk at a server (the network's own, if empty)."""

        async def whole() -> T:
            line = Line(
                network=network.key,
                server=(server or network.server).rstrip("/"),
                home=network.server.rstrip("/"),
                hosts=frozenset(network.hosts),
                refusal=network.refusal,
                deadline=now() + seconds,
            )
            return await talk(sign_in.desk(Http(self._open().door, line), app))

        found: T = self._run(whole(), seconds)
        return found

    def fetch(self, url: str, *, limit: int, seconds: float = 20) -> tuple[str, bytes]:
        """Read a public address, unsigned: its type and its bytes, never more than `limit`."""

        async def whole() -> tuple[str, bytes]:
            http = Http(self._open().door, Line(server=url, deadline=now() + seconds))
            answer = await http.get(url, signed=False, follow=3, limit=limit, seconds=seconds)
            return answer.headers.get("content-type", ""), answer.body

        found: tuple[str, bytes] = self._run(whole(), seconds)
        return found

    def download(
        self, url: str, into: Callable[[bytes], object], *, limit: int, seconds: float = 300
    ) -> Answer:
        """Read a public address, unsigned, handing its bytes over in pieces as they come.

        Whatever the server answered is given back, a redirect after the third one too.
        """

        async def whole() -> Answer:
            http = Http(self._open().door, Line(server=url, deadline=now() + seconds))
            return await http.get(
                url, signed=False, follow=3, limit=limit, seconds=seconds, into=into,
                allow=range(300, 600), headers={"Accept-Encoding": "identity"},
            )  # fmt: skip

        return self._run(whole(), seconds)  # type: ignore[no-any-return]

    def knock(self, lanes: Sequence[Sequence[Call]]) -> Iterator[tuple[str, Told]]:
        """Call addresses that people gave us, and hand back what came of it as it comes."""
        counter = self._open()
        told: queue.SimpleQueue[tuple[str, Told] | None] = queue.SimpleQueue()
        talk = knock_all(counter.door, lanes, told.put)
        asyncio.run_coroutine_threadsafe(talk, counter.loop)
        yield from iter(told.get, None)

    def close(self) -> None:
        """End all connections and the thread."""
        with self._lock:
            counter, self._counter = self._counter, None
        if counter:
            asyncio.run_coroutine_threadsafe(counter.door.close(), counter.loop).result(5)
            counter.loop.call_soon_threadsafe(counter.loop.stop)
            counter.thread.join(5)
            counter.loop.close()

    def _run(self, talk: Any, seconds: float) -> Any:
        return asyncio.run_coroutine_threadsafe(talk, self._open().loop).result(seconds + 5)

    def _open(self) -> _Counter:
        with self._lock:
            if self._counter is None:
                loop = asyncio.new_event_loop()
                thread = threading.Thread(target=loop.run_forever, name="post office", daemon=True)
                thread.start()
                self._counter = _Counter(loop, thread, Door(self.guard))
            return self._counter

    async def _all(
        self,
        door: Door,
        letters: Sequence[Letter],
        rein: "Rein",
        outcomes: "queue.SimpleQueue[tuple[str, Outcome]]",
    ) -> None:
        room = asyncio.Semaphore(self.at_once)
        lanes: dict[str, list[Letter]] = {}
        for letter in letters:
            lanes.setdefault(letter.address.channel, []).append(letter)

        async def lane(mail: list[Letter]) -> None:
            for letter in mail:
                async with room:
                    outcomes.put((letter.key, await _deliver(door, letter, rein)))

        await asyncio.gather(*(lane(mail) for mail in lanes.values()))


def line_to(network: Network, address: Address, *, deadline: float | None = None) -> Line:
    """How one channel speaks: to its own server and its network's hosts, at its pace."""
    return Line(
        network=network.key,
        channel=address.channel,
        server=address.server.rstrip("/"),
        home=network.server.rstrip("/"),
        hosts=frozenset({*network.hosts, *address.credential.hosts}),
        pace=network.at(address.facts).pace,
        refusal=network.refusal,
        deadline=deadline,
    )


async def _deliver(door: Door, letter: Letter, rein: Rein) -> Outcome:
    network = find_network(letter.address.network)
    deadline = now() + letter.seconds
    http = Http(door, line_to(network, letter.address, deadline=deadline))
    LEASE.set(rein.until)
    try:
        if rein.stops(letter):
            return TryLater("It was stopped before anything left.", after=timedelta(0))
        return await _talk(network.at(letter.address.facts), http, letter)
    except NetworkError as error:
        return error
    except Exception as error:  # noqa: BLE001 -- whatever it is, the row must hear of it
        reason = f"{type(error).__name__} in the connector"
        sent = http.effects and letter.verb not in SILENT
        return LookFirst("The answer was not understood.") if sent else Crash(reason)


async def _talk(network: Network, http: Http, letter: Letter) -> Outcome:
    connector = network.connector(http, letter.address)
    given = {
        Verb.CHECK: (letter.receipt,),
        Verb.WITHDRAW: (letter.receipt,),
        Verb.READ: (letter.receipt,),
        Verb.EDIT: (letter.receipt, letter.parcel),
    }.get(letter.verb, (letter.parcel,))
    found = await getattr(connector, letter.verb)(*given)
    if letter.verb is Verb.LOOK and found is None:
        return Absent()
    return Done() if found is None else found


def _gather(
    outcomes: "queue.SimpleQueue[tuple[str, Outcome]]", left: int, every: float
) -> list[tuple[str, Outcome]]:
    batch = [outcomes.get()]
    until = now() + every
    with contextlib.suppress(queue.Empty):
        while len(batch) < left:
            batch.append(outcomes.get(timeout=max(0.0, until - now())))
    return batch
