"""The walls between workspaces, as the database keeps them.

A reference from one owned row to another carries the workspace, so that no row can point across:
not by a bug, not by a forged id.
"""

from django.db import migrations

LONGEST_NAME = 63  # bytes of an identifier in PostgreSQL 18 (NAMEDATALEN - 1), November 2026


def wall_name(table: str, column: str) -> str:
    """The name of the wall that keeps this reference inside its workspace."""
    return f"{table}_{column}"[: LONGEST_NAME - len("_wall")] + "_wall"


def same_workspace(table: str, column: str, target: str) -> migrations.RunSQL:
    """An operation for a migration: what `column` points at is of the same workspace.

    `same_workspace("plan_post", "campaign_id", "plan_campaign")`; both tables have
    `workspace_id`, and the target is unique over `(id, workspace_id)`, which `Owned` sees to.
    """
    name = wall_name(table, column)
    return migrations.RunSQL(
        f'alter table "{table}" add constraint "{name}"'
        f' foreign key ("{column}", workspace_id) references "{target}" (id, workspace_id)'
        " deferrable initially deferred",
        f'alter table "{table}" drop constraint "{name}"',
    )
