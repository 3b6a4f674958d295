"""What becomes of the rows of a workspace, told by the database itself for whoever follows it.

A trigger for each statement, not for each row, and never a notice to anybody: who wants to know
reads on from where they were. `tell("plan_post", "insert", "select …")` in a migration of the stage
that owns the table; the rows before and after are `former` and `fresh`.

A transaction that began earlier may commit later. So a row may be read only when every transaction
that could still add one before it has ended: below the `Frontier`, in the order of `(tx, id)`.
"""

from dataclasses import dataclass
from typing import Literal

from django.db import connection, migrations

# What runs in another database of the same server cannot write here, however long it runs. Who it
# is may be hidden from us; then it is waited for.
_FRONTIER = """
with seen as (select pg_current_snapshot() as snapshot)
select coalesce(min(running.xid::text::bigint), (select pg_snapshot_xmax(snapshot)::text::bigint
                                                   from seen)),
       (select pg_snapshot_xmax(snapshot)::text::bigint from seen)
  from seen, lateral pg_snapshot_xip(seen.snapshot) as running(xid)
 where not exists (
   select 1 from pg_stat_activity a
    where a.datname <> current_database()
      and a.backend_xid::text::bigint = running.xid::text::bigint & 4294967295)
"""


@dataclass(frozen=True)
class Frontier:
    """Transactions below `complete` have ended; one of `never` or above was none of this server.

    Those come with the dump of another server, which counts its transactions for itself.
    """

    complete: int
    never: int


def frontier() -> Frontier:
    """Where it lies now; ask first, then read in another statement."""
    with connection.cursor() as cursor:
        cursor.execute(_FRONTIER)
        return Frontier(*cursor.fetchone())


def facts(pairs: str) -> str:
    """Names and columns as one value in SQL, without what is null."""
    return f"jsonb_strip_nulls(jsonb_build_object({pairs}))"


def tell(table: str, deed: Literal["insert", "update"], what: str) -> migrations.RunSQL:
    """An operation for a migration: each such statement adds what `what` selects.

    It selects workspace, kind, id of the row, and facts.
    """
    name = f"{table}_tells_{deed}"
    rows = "new table as fresh" + (" old table as former" if deed == "update" else "")
    return migrations.RunSQL(
        f"create function {name}() returns trigger language plpgsql as $$ begin"
        f" insert into people_happening (workspace_id, kind, subject, facts) {what};"
        f" return null; end $$;"
        f" create trigger {name} after {deed} on {table} referencing {rows}"
        f" for each statement execute function {name}();",
        f"drop trigger {name} on {table}; drop function {name}();",
    )
