"""What the engine writes about itself."""

import uuid
from datetime import timedelta

from django.db import transaction

from antiphon.work.clock import ClockTimestamp
from antiphon.work.models import Heartbeat, Instance, SweepRun

FORGET_AFTER = timedelta(days=1)


def beat(worker: str) -> None:
    """Say that this worker lives, by the database's clock."""
    beaten = Heartbeat.objects.filter(worker=worker).update(beat_at=ClockTimestamp())
    if not beaten:
        with transaction.atomic():
            Heartbeat.objects.create(
                worker=worker, beat_at=ClockTimestamp(), started_at=ClockTimestamp()
            )
            old = ClockTimestamp() - FORGET_AFTER
            Heartbeat.objects.filter(beat_at__lt=old).delete()


def rest(worker: str) -> None:
    """Say that this worker ended in order."""
    Heartbeat.objects.filter(worker=worker).delete()


def record_run(name: str, *, moved: int, took: timedelta) -> None:
    """Write down how a sweep went."""
    facts = {
        "ran_at": ClockTimestamp(),
        "moved": moved,
        "took_ms": took // timedelta(milliseconds=1),
    }
    SweepRun.objects.update_or_create(name=name, defaults=facts)


def record_failure(name: str, failure: str) -> None:
    """Write down that a sweep broke; how, without any value it handled."""
    facts = {"ran_at": ClockTimestamp(), "failed_at": ClockTimestamp(), "failure": failure[:300]}
    SweepRun.objects.update_or_create(name=name, defaults=facts)


def settle_in(digest: str) -> Instance:
    """A database that nobody sends from yet belongs to who asks first."""
    Instance.objects.bulk_create([Instance(digest=digest)], ignore_conflicts=True)
    return Instance.objects.get()


def adopt(digest: str) -> bool:
    """Send from this database from now on; False when it was ours already."""
    others = Instance.objects.exclude(digest=digest)
    # A new birth: what the other installation noted about its own copy is not about this one.
    return bool(others.update(digest=digest, born=uuid.uuid4(), since=ClockTimestamp()))
