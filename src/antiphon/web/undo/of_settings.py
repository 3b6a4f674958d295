"""How deeds on the pages of settings, audiences, campaigns and the library are undone."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from antiphon.kernel.errors import NotHereError
from antiphon.notices import actions as notices
from antiphon.people import actions, queries
from antiphon.people.models import Member, Role
from antiphon.plan import actions as plan
from antiphon.plan.desk import actions as desk
from antiphon.tailor import actions as tailor


def workspace(by: Member, facts: Mapping[str, Any]) -> None:
    """The settings as they were."""
    before = dict(facts["before"])
    actions.change_workspace(by, **(before | {"grace": timedelta(seconds=before["grace"])}))


def role(by: Member, facts: Mapping[str, Any]) -> None:
    """The role that they had."""
    row = queries.members(by.workspace).filter(pk=facts["id"]).first()
    if row is None:
        raise NotHereError("There is no such member any more.")
    actions.change_role(row, Role(facts["role"]), by=by)


def oneself(by: Member, facts: Mapping[str, Any]) -> None:
    """What one said of oneself before."""
    actions.change_oneself(by, **facts["before"])


def end_guest(by: Member, facts: Mapping[str, Any]) -> None:
    """Not asked after all."""
    row = queries.guests(by.workspace).filter(pk=facts["id"]).first()
    if row is not None:
        actions.end_guest(by, row)


def invite_guest(by: Member, facts: Mapping[str, Any]) -> None:
    """Asked again."""
    actions.invite_guest(by, facts["name"], facts["email"])


def hook(by: Member, facts: Mapping[str, Any]) -> None:
    """The webhook as it was."""
    notices.change_hook(by, facts["id"], **facts["before"])


def audience(by: Member, facts: Mapping[str, Any]) -> None:
    """What it asked before."""
    tailor.change_audience(by, facts["id"], **facts["before"])


def campaign(by: Member, facts: Mapping[str, Any]) -> None:
    """Its name, dates and tags as they were."""
    before = dict(facts["before"])
    for name in ("begins_on", "ends_on"):
        before[name] = date.fromisoformat(before[name]) if before[name] else None
    plan.change_campaign(by, facts["id"], **before)


def label(by: Member, facts: Mapping[str, Any]) -> None:
    """The label as it was."""
    desk.change_label(by, facts["id"], **facts["before"])


def hashtags(by: Member, facts: Mapping[str, Any]) -> None:
    """The group as it was."""
    desk.change_hashtags(by, facts["id"], **facts["before"])
