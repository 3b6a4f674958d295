"""Drafting a whole table of posts."""

from typing import Any

from django.db import transaction

from antiphon.kernel.problem import BadInputError, Problem
from antiphon.kernel.text import is_blank
from antiphon.people.actions import permit
from antiphon.people.policy import By
from antiphon.plan import sheet
from antiphon.plan.actions.posts import draft
from antiphon.plan.models import Campaign, Post
from antiphon.plan.sheet import Row


def draft_all(by: By, raw: bytes) -> list[tuple[Row, Post]]:
    """Draft every row of a CSV file; if one is wrong all wrong ones are named and none is kept."""
    permit(by, "post.write")
    rows = sheet.read(raw)
    named = {row.name: row for row in Campaign.objects.filter(workspace=by.workspace)}
    found = [problem for row in rows for problem in sheet.at_line(row.line, _problems(row, named))]
    if found:
        raise BadInputError(*found)
    with transaction.atomic():
        return [(row, draft(by, **_parts(row, named))) for row in rows]


def _problems(row: Row, named: dict[str, Campaign]) -> list[Problem]:
    found = [*row.wrong]
    if not found and is_blank(str(row.parts.get("text", ""))):
        say = "There is nothing to tell: write something."
        found.append(Problem(field="text", rule="empty", say=say))
    campaign = row.parts.get("campaign")
    if campaign and campaign not in named:
        say = f"There is no campaign “{str(campaign)[:80]}”."
        found.append(Problem(field="campaign", rule="unknown", actual=str(campaign)[:80], say=say))
    return found


def _parts(row: Row, named: dict[str, Campaign]) -> Any:
    campaign = row.parts.get("campaign")
    return {**row.parts, "campaign": named[str(campaign)] if campaign else None}
