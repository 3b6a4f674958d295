"""Calls of programs: counted, and answered once however often they come."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import QuerySet

from antiphon.kernel.errors import AntiphonError
from antiphon.kernel.problem import BadInputError, Problem
from antiphon.people import vault
from antiphon.people.models import CallMeter, KeptAnswer, Member
from antiphon.work.clock import ClockTimestamp

KEPT = timedelta(hours=24)
CUT_OFF = timedelta(minutes=5)
"""A command that has no answer by then will get none: who did it has died."""
REFUSED = 400

_COUNT = """
insert into people_callmeter as meter (prefix, began_at, calls)
values (%(prefix)s, clock_timestamp(), 1)
on conflict (prefix) do update set
  calls = case when meter.began_at > clock_timestamp() - make_interval(secs => %(per)s)
    then meter.calls + 1 else 1 end,
  began_at = case when meter.began_at > clock_timestamp() - make_interval(secs => %(per)s)
    then meter.began_at else clock_timestamp() end
returning calls, extract(epoch from began_at + make_interval(secs => %(per)s) - clock_timestamp())
"""


class StillRunningError(AntiphonError):
    """The same command is being done at this moment."""


class CutOffError(AntiphonError):
    """The command was begun and never answered: nobody knows how far it came."""


@dataclass(frozen=True)
class Named:
    """A command with a name of its own, and the digest of what it asks for."""

    key: str
    digest: str


@dataclass(frozen=True)
class Answer:
    """What is answered to a command."""

    status: int
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


def count_call(by: Member, *, per: timedelta) -> tuple[int, float]:
    """Count one more call of this key: how many came in its window, and when the next begins."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"prefix": by.key_prefix, "per": per.total_seconds()})
        calls, seconds = cursor.fetchone()
    return int(calls), max(float(seconds), 0.0)


def answer_once(by: Member, named: Named, do: Callable[[], Answer]) -> tuple[Answer, bool]:
    """Do it and keep the answer in one transaction; or the kept one, if it was done before.

    What was refused leaves nothing behind, and its name is free again.
    """
    with transaction.atomic():
        if not _is_alone(by, named):
            raise StillRunningError("The same command is being done. Ask again in a moment.")
        if (known := _known(by, named)) is not None:
            return known, True
        answer = do()
        if answer.status >= REFUSED:
            transaction.set_rollback(True)
        else:
            row = KeptAnswer(workspace=by.workspace, member=by, key=named.key, digest=named.digest)
            _keep(row, answer)
    return answer, False


def answer_once_outside(by: Member, named: Named, do: Callable[[], Answer]) -> tuple[Answer, bool]:
    """The same for what speaks to networks, and so must commit on its way (P1).

    The name is taken first. If the process dies before the answer is kept, nobody knows how far
    it came, and the same name is told so instead of being done again.
    """
    row = KeptAnswer(workspace=by.workspace, member=by, key=named.key, digest=named.digest)
    if (known := _known(by, named)) is not None:
        return known, True
    made = KeptAnswer.objects.bulk_create([row], ignore_conflicts=True)
    if not _mine(by, named).filter(pk=made[0].pk).exists():
        raise StillRunningError("The same command is being done. Ask again in a moment.")
    answer = None
    try:
        answer = do()
    finally:
        if answer is None or answer.status >= REFUSED:
            _mine(by, named).delete()
        else:
            _keep(row, answer)
    return answer, False


def forget_answers() -> int:
    """Answers of yesterday are not repeated any more."""
    old = KeptAnswer.objects.filter(began_at__lt=ClockTimestamp() - KEPT)
    idle = CallMeter.objects.filter(began_at__lt=ClockTimestamp() - KEPT)
    return int(old.delete()[0] + idle.delete()[0])


def _mine(by: Member, named: Named) -> QuerySet[KeptAnswer]:
    return KeptAnswer.objects.filter(workspace=by.workspace, member=by, key=named.key)


def _is_alone(by: Member, named: Named) -> bool:
    """Whether nobody else does this command now; until the end of the transaction."""
    name = json.dumps(["answer", str(by.workspace_id), str(by.pk), named.key])
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [name])
        return bool(cursor.fetchone()[0])


def _known(by: Member, named: Named) -> Answer | None:
    row = _mine(by, named).filter(began_at__gt=ClockTimestamp() - KEPT).first()
    if row is None:
        _mine(by, named).delete()
        return None
    if row.digest != named.digest:
        say = "This key came with something else before. Take a new one for each command."
        raise BadInputError(Problem(field="Idempotency-Key", rule="key_reused", say=say))
    if row.status is None:
        if _mine(by, named).filter(began_at__gt=ClockTimestamp() - CUT_OFF).exists():
            raise StillRunningError("The same command is being done. Ask again in a moment.")
        say = "The command was begun and cut off. Look what became of it, then take a new key."
        raise CutOffError(say)
    return Answer(row.status, vault.take(row, "body").reveal(), row.headers)


def _keep(row: KeptAnswer, answer: Answer) -> None:
    row.status, row.headers = answer.status, dict(answer.headers)
    vault.put(row, "body", answer.body)
    row.save()
