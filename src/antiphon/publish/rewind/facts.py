"""What the database says of itself: which copy it is, and which of our attempts it remembers."""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC

from django.db import DatabaseError, connection, transaction

from antiphon.publish.models import Attempt, Publication
from antiphon.publish.rewind.journal import Mark, Page
from antiphon.work import identity

_WHICH = """
select (select system_identifier::text from pg_control_system()),
       substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)
"""

_FORGOTTEN = """
select count(*) from jsonb_to_recordset(%s::jsonb) as mark(id uuid, at timestamptz)
 where not exists (select 1 from publish_attempt a where a.id = mark.id and a.began_at = mark.at)
"""


def present() -> Page:
    """The database as it is now, without marks."""
    cluster, timeline = _which()
    return Page(born=str(identity.known().born), cluster=cluster, timeline=timeline)


def _which() -> tuple[str, str]:
    """The cluster and its timeline; a server may keep them to itself, then our marks must do."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_WHICH)
            cluster, timeline = cursor.fetchone()
    except DatabaseError:
        return "", ""
    return cluster, timeline


def forgets(marks: Iterable[Mark]) -> bool:
    """Whether an attempt that this machine committed is not there any more."""
    told = [{"id": mark.id, "at": mark.at} for mark in marks]
    if not told:
        return False
    with connection.cursor() as cursor:
        cursor.execute(_FORGOTTEN, [json.dumps(told)])
        return bool(cursor.fetchone()[0])


def mark_of(rows: Sequence[Publication]) -> Mark | None:
    """The attempt that stands for a whole batch: they were committed together."""
    last = rows[-1]
    found = Attempt.objects.filter(publication_id=last.pk, number=last.tries).first()
    if found is None:
        return None
    return Mark(id=str(found.pk), at=found.began_at.astimezone(UTC).isoformat(" ", "microseconds"))
