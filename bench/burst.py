"""10,000 publications due in the same second; then half of them with workers killed in between."""

import os
import signal
import time
from datetime import timedelta

from bench.result import Result
from bench.stage import Outside, World, until, worker, workers

COUNT = int(os.environ.get("ANTIPHON_BENCH_BURST", "10000"))
KILLED = max(1000, COUNT // 2)
KILLS = 10
CHANNELS = max(60, COUNT // 10)
LATENCY_MS = 50
PATIENCE = 600.0


def world(out: Outside) -> World:
    """Channels on every network, in twenty workspaces."""
    from antiphon.connect.registry import networks  # noqa: PLC0415

    made = World()
    made.make(out, [network.key for network in networks()], channels=CHANNELS, workspaces=20)
    return made


def run(out: Outside, world: World) -> list[Result]:
    """The burst rows."""
    out.answer_after(LATENCY_MS)
    floor = _floor(world)
    seconds, p99 = _burst(world)
    seen = out.count("burst")
    lost, doubled = COUNT - seen["posts"], seen["doubled"]
    rows = [
        Result("burst: all live", seconds, "s", floor=floor, bar=3.0),
        Result("burst: p99 lateness until live", p99, "s", bar=10.0),
        Result("burst: lost or doubled", lost + doubled, "publications", bar=0),
    ]
    return rows + _killed(out, world)


def _floor(world: World) -> float:
    """The same client and the same letters against the same networks, without a database."""
    from antiphon.channels.safe import address_of  # noqa: PLC0415
    from antiphon.connect.post_office import Letter, Verb  # noqa: PLC0415
    from antiphon.connect.values import Parcel, PostType, Receipt  # noqa: PLC0415
    from antiphon.work import clock  # noqa: PLC0415
    from antiphon.work.office import office  # noqa: PLC0415
    from bench.stage import plain  # noqa: PLC0415

    moment = clock.now()
    letters = []
    for place in range(COUNT):
        channel = world.channels[place % len(world.channels)]
        told = plain(channel, f"floor number {place} of this run")
        parcel = Parcel(
            key=f"floor:{place}", made_at=moment + timedelta(microseconds=place),
            text=told["text"], type=PostType(told["type"]), title=told.get("title", ""),
        )  # fmt: skip
        address = address_of(channel)
        letters.append(Letter(key=str(place), verb=Verb.PUBLISH, address=address, parcel=parcel))
    began = time.perf_counter()
    outcomes = [outcome for batch in office().send(letters) for _key, outcome in batch]
    took = time.perf_counter() - began
    refused = [outcome for outcome in outcomes if not isinstance(outcome, Receipt)]
    if refused:
        raise RuntimeError(f"the floor is not even: {len(refused)} refused, first {refused[0]!r}")
    return took


def _burst(world: World) -> tuple[float, float]:
    from antiphon.publish.models import Publication  # noqa: PLC0415
    from antiphon.work import clock  # noqa: PLC0415

    due = clock.now() + timedelta(seconds=20)
    world.publications(COUNT, "burst", due)
    mine = Publication.objects.filter(planned_at=due)
    with workers(1):
        until(lambda: mine.exclude(live_at=None).count() == COUNT, patience=PATIENCE)
    went = [live for live in mine.values_list("live_at", flat=True) if live]
    late = sorted((live - due).total_seconds() for live in went)
    early = mine.filter(sent_at__lt=due).count()
    if early:
        raise RuntimeError(f"{early} publications left before their time")
    return late[-1], late[int(len(late) * 0.99) - 1]


def _killed(out: Outside, world: World) -> list[Result]:
    """Two workers, ten kills with -9 in mid-burst, each dead one followed by a new one.

    On networks where a repeat is harmless. On the others a row that was under way is looked for
    on the network's own schedule, which takes minutes by design.
    """
    from antiphon.channels.safe import network_of  # noqa: PLC0415
    from antiphon.publish.models import Publication  # noqa: PLC0415
    from antiphon.publish.states import State  # noqa: PLC0415
    from antiphon.work import clock  # noqa: PLC0415

    safe = World(posts=world.posts)
    for channel in world.channels:
        proof = network_of(channel).proof
        if proof.repeat is not None and proof.repeat_where(channel.facts):
            safe.channels.append(channel)
    due = clock.now() + timedelta(seconds=15)
    safe.publications(KILLED, "killed", due)
    mine = Publication.objects.filter(planned_at=due)
    with workers(2) as both:
        for place in range(KILLS):
            sent = KILLED * (place + 1) // (KILLS + 1)
            until(lambda sent=sent: mine.exclude(live_at=None).count() >= sent, patience=PATIENCE)
            os.kill(both[place % 2].pid, signal.SIGKILL)
            both[place % 2].wait()
            both[place % 2] = worker()
        killed_at = time.monotonic()
        until(lambda: mine.filter(state=State.LIVE).count() == KILLED, patience=PATIENCE)
        took = time.monotonic() - killed_at
    seen = out.count("killed")
    return [
        Result(f"{KILLS} kills: all live after the last one", took, "s", bar=60.0),
        Result(f"{KILLS} kills: lost", KILLED - seen["posts"], "publications", bar=0),
        Result(f"{KILLS} kills: doubled", seen["doubled"], "publications", bar=0),
    ]
