"""Telling each hook what happened: first written down in order, then sent in that order.

Whoever is killed in between has sent something that counts as not sent: it goes again, under the
same id. A hook that does not take something is told nothing else before that.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction

from antiphon.connect.knocking import Call, Told
from antiphon.kernel.secret import Secret
from antiphon.notices import happenings, queries, signing
from antiphon.notices.models import Delivery, Gathering, Hook
from antiphon.notices.states import TOLD, DeliveryState, HookState
from antiphon.notices.telling import written
from antiphon.people import policy, vault
from antiphon.people.actions import note
from antiphon.people.actions.upkeep import settle_in_happenings
from antiphon.people.happenings import frontier
from antiphon.people.policy import Engine
from antiphon.work import clock, identity
from antiphon.work.office import office

HOOKS_AT_ONCE = 50
IN_A_ROW = 10
"""Deliveries of one hook in one turn; with ten seconds for each well below what a claim lasts."""
CLAIM_LASTS = timedelta(minutes=4)
READ_AT_ONCE = 500
PAUSES = (5, 30, 120, 600, 1800, 3600, 7200, 14_400, 21_600)
"""Seconds before it is tried again, longer each time; the last one from there on."""
PATIENCE = timedelta(days=3)
TRIES_KEPT = 50

NOT_THEIRS = "Who answered for it may not any more. Somebody who may has to switch it on."
GONE = "The address said that it is gone for good."
TOO_LONG = "The address took nothing for three days."


def deliver() -> int:
    """Write down what is new for every hook, then tell those that are due; how much was done."""
    if identity.stranger():
        return 0
    _settle_in()
    written_down = sum(_write_down(pk) for pk in queries.hooks_with_news(limit=200))
    hooks = Hook.claim(HOOKS_AT_ONCE, CLAIM_LASTS, state__in=TOLD)
    return written_down + _tell(hooks)


def _settle_in() -> None:
    """After the dump of another server was played back here: what was read there counts as read."""
    settle_in_happenings()
    Hook.objects.filter(read_tx__gte=frontier().never).update(read_tx=0)


def _write_down(pk: Any) -> int:
    """Queue what happened since this hook last read; what it does not want is read over."""
    with transaction.atomic():
        locked = Hook.objects.select_for_update(skip_locked=True, of=("self",))
        hook = locked.select_related("workspace").filter(pk=pk, state__in=TOLD).first()
        if hook is None:
            return 0
        place = happenings.Place(hook.read_tx, hook.read_id)
        rows = happenings.after(hook.workspace, place, limit=READ_AT_ONCE)
        if not rows:
            return 0
        wanted = [row for row in rows if not hook.kinds or row.kind in hook.kinds]
        Delivery.objects.bulk_create(
            Delivery(
                workspace=hook.workspace, hook=hook, number=hook.last + turn, kind=row.kind,
                subject=row.subject, happened_at=row.at, body=written(row),
            )
            for turn, row in enumerate(wanted, 1)
        )  # fmt: skip
        hook.read_tx, hook.read_id = rows[-1].tx, rows[-1].id
        hook.last += len(wanted)
        if wanted and hook.due_at is None:
            hook.due_at = clock.now()
        hook.save(update_fields=["read_tx", "read_id", "last", "due_at"])
    return len(rows)


def _tell(hooks: Sequence[Hook]) -> int:
    lanes, by_key = [], {}
    for hook in hooks:
        if not policy.may(hook.by, "webhook.write"):
            _end(hook, NOT_THEIRS)
            continue
        waiting = list(queries.waiting(hook)[:IN_A_ROW])
        by_key.update({str(row.pk): row for row in waiting})
        if lane := list(_lane(hook, waiting)):
            lanes.append(lane)
    failed: dict[Any, Told] = {}
    for key, told in office().knock(lanes):
        row = by_key[key]
        _keep(row, told)
        if not told.ok:
            failed[row.hook_id] = told
    for hook in hooks:
        _let_go(hook, failed.get(hook.pk))
    return len(hooks)


def _lane(hook: Hook, waiting: Sequence[Delivery]) -> Iterator[Call]:
    secrets = _secrets(hook)
    for row in waiting:
        body = row.body.encode()
        headers = partial(_headers, secrets, f"msg_{row.pk.hex}", body)
        yield Call(key=str(row.pk), url=hook.url, body=body, headers=headers)


def _secrets(hook: Hook) -> list[Secret]:
    kept = [vault.take(hook, "secret")]
    if hook.former_until and hook.former_until > clock.now():
        kept.append(vault.take(hook, "former_secret"))
    return kept


def _headers(secrets: Sequence[Secret], id: str, body: bytes) -> Mapping[str, str]:
    return signing.headers(secrets, id, int(clock.here().timestamp()), body)


def _keep(row: Delivery, told: Told) -> None:
    moment = clock.now()
    ms = told.took // timedelta(milliseconds=1)
    one = {"at": moment.isoformat(), "word": told.word, "status": told.status, "ms": ms}
    facts: dict[str, Any] = {"tries": [*row.tries, one][-TRIES_KEPT:]}
    if told.ok:
        facts |= {"state": DeliveryState.TAKEN, "taken_at": moment}
    Delivery.objects.filter(pk=row.pk).update(**facts)


def _let_go(hook: Hook, failed: Told | None) -> None:
    with transaction.atomic():
        # Whoever writes down more holds this row: then more is waiting, and seen here.
        mine = Hook.objects.select_for_update().filter(pk=hook.pk, lease=hook.lease)
        if not (row := mine.filter(state__in=TOLD).first()):
            return
        moment = clock.now()
        if failed is None:
            more = queries.waiting(row).exists()
            row.settle(
                due_at=moment if more else None, state=HookState.ON, failures=0,
                failing_since=None, reason="",
            )  # fmt: skip
            return
        since = row.failing_since or moment
        if failed.word == "gone" or moment - since > PATIENCE:
            _end(row, GONE if failed.word == "gone" else TOO_LONG)
            return
        row.settle(
            due_at=_again(moment, row.failures), state=HookState.FAILING, failing_since=since,
            failures=row.failures + 1, reason=failed.word,
        )  # fmt: skip


def _again(moment: datetime, failures: int) -> datetime:
    pause = PAUSES[min(failures, len(PAUSES) - 1)]
    # Never all at the same second: the address may be one of many that went down together.
    return moment + timedelta(seconds=pause * random.uniform(1, 1.2))  # noqa: S311


def _end(hook: Hook, reason: str) -> None:
    with transaction.atomic():
        if hook.settle(state=HookState.DISABLED, reason=reason, due_at=None):
            note(Engine(hook.workspace), "webhook.write", hook, after={"disabled": reason})
            # Somebody should know soon, although nothing else happened.
            Gathering.objects.filter(workspace=hook.workspace_id).update(looked_at=None)
