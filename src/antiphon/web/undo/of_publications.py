"""How what was decided about a publication is taken back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from antiphon.kernel.errors import NotHereError
from antiphon.kernel.window import Moment
from antiphon.people.models import Member
from antiphon.publish import actions, queries
from antiphon.publish.agenda import actions as agenda


def put_back(by: Member, facts: Mapping[str, Any]) -> None:
    """Plan again what was cancelled."""
    agenda.put_back(by, facts["id"])


def move_back(by: Member, facts: Mapping[str, Any]) -> None:
    """The hour that it had."""
    row = queries.publication(by.workspace, facts["id"])
    if row is None:
        raise NotHereError("There is no such publication any more.")
    wall, instant = (datetime.fromisoformat(facts[name]) for name in ("wall", "instant"))
    moment = Moment(wall, facts["zone"], facts["fold"], instant)
    actions.move_to(by, row, moment, floating=facts["floating"])


def release(by: Member, facts: Mapping[str, Any]) -> None:
    """Holds that were set a moment ago."""
    for held in queries.holds(by.workspace).filter(pk__in=facts["ids"]):
        actions.release(by, held)
