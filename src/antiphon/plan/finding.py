"""Turns what came from outside into a row of this workspace, or says that there is none."""

from typing import TypeVar
from uuid import UUID

from django.db.models import Model

from antiphon.kernel.errors import NotHereError
from antiphon.people.models import Workspace

M = TypeVar("M", bound=Model)


def found(kind: type[M], workspace: Workspace, given: M | UUID | str, *, lock: bool = False) -> M:
    """The row of that id in the workspace; foreign, missing and malformed ids look alike.

    With `lock` nobody else changes it before the transaction ends.
    """
    key = given.pk if isinstance(given, Model) else given
    noun = kind._meta.verbose_name
    try:
        id = key if isinstance(key, UUID) else UUID(str(key))
    except ValueError:
        raise NotHereError(f"There is no {noun} “{str(key)[:60]}” in this workspace.") from None
    rows = kind._default_manager.filter(pk=id, workspace=workspace)
    row = (rows.select_for_update() if lock else rows).first()
    if row is None:
        raise NotHereError(f"There is no {noun} “{id}” in this workspace.")
    return row


def named(given: Model | UUID | str) -> Model | str:
    """What was given, as the trail names it before anybody knows whether it is here."""
    return given if isinstance(given, Model) else str(given)
