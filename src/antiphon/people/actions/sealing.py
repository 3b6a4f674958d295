"""The life of sealing keys: the first one, the check at every start, rotation, retirement."""

import hmac
from collections.abc import Iterator

import structlog
from django.apps import apps
from django.db import connection, models, transaction

from antiphon.people import vault
from antiphon.people.actions import factors
from antiphon.people.models import SealedField, SealingKey
from antiphon.people.vault import VaultError
from antiphon.work import clock

BATCH = 200
ONLY_ONE = 0x5EA1_0001  # an advisory lock: two first starts make one key

log = structlog.get_logger(__name__)


def unlock() -> None:
    """At every start: have the keys that this database needs, or refuse by the key's number."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [ONLY_ONE])
        needed = list(SealingKey.objects.filter(retired_at=None).order_by("number"))
        ring = vault.ring()
        if not needed and not ring.keys:
            ring = ring.with_new_key()
        for known in needed:
            if not hmac.compare_digest(ring.proof(known.number), bytes(known.proof)):
                raise VaultError(
                    f"Sealing key {known.number} in {ring.path} is not the one that this database"
                    " was sealed with; put the right file back. Nothing was changed."
                )
        _know(ring)


def _know(ring: vault.KeyRing) -> None:
    """Write down how to tell each key of the ring."""
    known = set(SealingKey.objects.values_list("number", flat=True))
    SealingKey.objects.bulk_create(
        SealingKey(number=number, proof=ring.proof(number)) for number in set(ring.keys) - known
    )


def add_key() -> int:
    """A new key that seals from now on; where several machines work, copy the file to all first."""
    ring = vault.ring().with_new_key()
    with transaction.atomic():
        _know(ring)
    log.info("a sealing key was added", number=ring.current)
    return ring.current


def rotate() -> int:
    """Seal again, with the current key, all that an older one sealed; say how many there were.

    Goes on where it was broken off, and beside everything else that runs: a row somebody holds is
    waited for, a value that changed meanwhile is already sealed with the current key.
    """
    current = vault.ring().current
    moved = sum(_rotate_column(model, field, current) for model, field in columns())
    return moved + factors.rotate(current)


def retire(number: int) -> None:
    """Take a key off the ring for good; refused while anything still needs it."""
    ring = vault.ring()
    if number == ring.current:
        raise VaultError(f"Key {number} is the one that seals; add another first.")
    if needed := needing(number):
        raise VaultError(f"Key {number} is still needed by {needed} values; rotate first.")
    with transaction.atomic():
        SealingKey.objects.filter(number=number).update(retired_at=clock.now())
        ring.without(number)


def needing(number: int) -> int:
    """How many values this key alone opens."""
    rows = sum(_sealed_with(model, field, number).count() for model, field in columns())
    return rows + factors.needing(number)


def columns() -> Iterator[tuple[type[models.Model], str]]:
    """Every sealed column there is."""
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, SealedField):
                yield model, field.name


def _prefix(field: str) -> models.Func:
    """The first bytes of a sealed value: version and number of the key."""
    return models.Func(
        models.F(field), 1, 5, function="substring", output_field=models.BinaryField()
    )


def _sealed_with(
    model: type[models.Model], field: str, number: int
) -> models.QuerySet[models.Model]:
    rows = model._default_manager.annotate(sealed_with=_prefix(field))
    return rows.filter(sealed_with=b"\x01" + number.to_bytes(4, "big"))


def _rotate_column(model: type[models.Model], field: str, current: int) -> int:
    moved, last = 0, None
    while True:
        with transaction.atomic():
            rows = model._default_manager.exclude(**{field: None}).annotate(
                sealed_with=_prefix(field)
            )
            rows = rows.exclude(sealed_with=b"\x01" + current.to_bytes(4, "big"))
            if last is not None:
                rows = rows.filter(pk__gt=last)
            batch = list(rows.order_by("pk").select_for_update(of=("self",))[:BATCH])
            for row in batch:
                vault.put(row, field, vault.take(row, field))
                row.save(update_fields=[field])
        if not batch:
            return moved
        moved, last = moved + len(batch), batch[-1].pk
