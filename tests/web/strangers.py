"""A workspace of strangers with a row of every kind, each saying whose it is; and its digest."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import Error, connection, models, transaction

from antiphon.notices.models import Notice
from antiphon.notices.states import About
from antiphon.people.models import Member, Owned, Workspace
from antiphon.work import clock
from tests import builders as a

MARK = "of-strangers-7391"
DIGEST = "select coalesce(md5(string_agg(t::text, '|' order by t::text)), '')"
LEFT_OUT = ("django_session", "people_trail", "work_cache", "procrastinate", "work_", "django_")
"""Sessions, what was refused (which is written down), counters of tries, the engine's own."""


def kinds() -> list[type[Owned]]:
    """Every kind of row that belongs to a workspace."""
    return [model for model in apps.get_models() if issubclass(model, Owned)]


def settle(mark: str = MARK) -> Member:
    """A workspace filled as far as rows can be guessed from their columns, all with this mark."""
    by = a.member(workspace=a.workspace(slug=mark, name=mark), person=a.person(name=mark))
    channel = a.channel(workspace=by.workspace, handle=mark)
    post = a.post(workspace=by.workspace, text=mark)
    a.variant(post=post, channel=channel)
    a.audience(workspace=by.workspace, name=mark)
    a.asset(workspace=by.workspace, name=mark)
    facts = {"name": mark}
    Notice.objects.create(workspace=by.workspace, about=About.MENTIONED, key=mark, facts=facts)
    for _round in range(3):
        for kind in kinds():
            if not kind._default_manager.filter(workspace=by.workspace).exists():
                _guess(kind, by.workspace)
    return by


def _guess(kind: type[Owned], workspace: Workspace) -> None:
    facts: dict[str, Any] = {"workspace": workspace}
    for field in kind._meta.local_fields:
        if field.name not in {"id", "workspace"} and not field.has_default():
            value = _value(field, workspace)
            if value is not None:
                facts[field.name] = value
    try:
        with transaction.atomic():
            kind._default_manager.create(**facts)
            connection.check_constraints()
    except (Error, ValueError):
        return


GUESSES: tuple[tuple[type[Any], Any], ...] = (
    (models.DateTimeField, lambda: clock.now() + timedelta(days=1)),
    (models.DateField, lambda: clock.now().date()),
    (models.TimeField, lambda: clock.now().time()),
    (models.UUIDField, lambda: UUID(int=1)),
    (models.JSONField, lambda: {"name": "guessed"}),
    (ArrayField, list),
    (models.BooleanField, bool),
    (models.BinaryField, bytes),
    (models.DurationField, timedelta),
    (models.IntegerField, lambda: 1),
    (models.FloatField, lambda: 1.0),
)


def _value(field: Any, workspace: Workspace) -> Any:
    if isinstance(field, models.ForeignKey):
        return _company(field, workspace)
    if field.null or field.db_default is not models.NOT_PROVIDED:
        return None
    if field.choices:
        return field.choices[0][0]
    if isinstance(field, models.CharField | models.TextField):
        return workspace.slug[: field.max_length or 99]
    return next((guess() for kind, guess in GUESSES if isinstance(field, kind)), None)


def _company(field: Any, workspace: Workspace) -> Any:
    """A row of the same workspace to point at."""
    if not issubclass(field.related_model, Owned):
        return None
    return field.related_model._default_manager.filter(workspace=workspace).first()


def rows(workspace: Workspace) -> dict[str, UUID]:
    """One row of each kind, by the kind's name."""
    found = {}
    for kind in kinds():
        row = kind._default_manager.filter(workspace=workspace).first()
        if row is not None:
            found[kind._meta.model_name or ""] = row.pk
    return found


def digests() -> dict[str, str]:
    """A digest of every table."""
    with connection.cursor() as cursor:
        names = [name for name in connection.introspection.table_names(cursor)
                 if not name.startswith(LEFT_OUT)]  # fmt: skip
        found = {}
        for name in names:
            cursor.execute(f"{DIGEST} from {name} t")
            found[name] = str(cursor.fetchone()[0])
    return found


def changed(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """The tables that are not as they were."""
    return sorted(name for name in after if before.get(name) != after[name])


def mentions(workspace: Workspace, ids: list[UUID]) -> list[str]:
    """Tables in which a row of this workspace names one of these ids."""
    found = []
    with connection.cursor() as cursor:
        for kind in kinds():
            table = kind._meta.db_table
            cursor.execute(
                f"select count(*) from {table} t where workspace_id = %s and t::text ~ %s",
                [workspace.pk, "|".join(map(str, ids))],
            )
            if cursor.fetchone()[0]:
                found.append(table)
    return found


def state(workspace: Workspace) -> dict[str, str]:
    """A digest of all that a workspace has."""
    found = {}
    with connection.cursor() as cursor:
        for kind in kinds():
            table = kind._meta.db_table
            cursor.execute(
                f"{DIGEST} from {table} t where workspace_id = %s",
                [workspace.pk],
            )
            found[table] = str(cursor.fetchone()[0])
    return found
