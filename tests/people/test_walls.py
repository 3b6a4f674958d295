"""No row points across workspaces, and the database itself sees to it."""

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models

from antiphon.people.models import ApiKey, Owned
from antiphon.people.walls import wall_name
from tests import builders as a

pytestmark = [pytest.mark.django_db, pytest.mark.promise("W2")]


def references() -> list[tuple[str, str]]:
    """Every reference from a row of a workspace to another such row."""
    return [
        (model._meta.db_table, field.column)
        for model in apps.get_models()
        if issubclass(model, Owned)
        for field in model._meta.local_fields
        if isinstance(field, models.ForeignKey) and issubclass(field.related_model, Owned)
    ]


def test_every_reference_between_rows_of_workspaces_has_its_wall() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select conname from pg_constraint where contype = 'f'")
        walls = {name for (name,) in cursor.fetchall()}

    missing = [(t, column) for t, column in references() if wall_name(t, column) not in walls]

    assert missing == []


def test_a_row_cannot_point_into_another_workspace() -> None:
    here, elsewhere = a.member(), a.member()
    ApiKey.objects.create(
        workspace=here.workspace,
        owner=elsewhere,
        name="forged",
        prefix="0" * 10,
        digest="0" * 64,
        scopes=[],
        ends_at="2030-01-01T00:00:00Z",
    )

    with pytest.raises(IntegrityError, match="owner_id_wall"):
        connection.check_constraints()
