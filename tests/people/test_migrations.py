"""What was migrated can be taken back."""

import pytest
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader


@pytest.mark.parametrize("app", ["people", "work"])
def test_every_step_of_our_migrations_can_be_taken_back(app: str) -> None:
    loader = MigrationLoader(None)

    assert [
        f"{migration} {operation}"
        for migration in loader.disk_migrations.values()
        if migration.app_label == app
        for operation in migration.operations
        if not operation.reversible
    ] == []


@pytest.mark.django_db
def test_models_and_migrations_agree() -> None:
    call_command("makemigrations", "people", "work", check=True, dry_run=True, verbosity=0)
