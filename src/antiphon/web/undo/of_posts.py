"""How what was done to a post is taken back."""

from collections.abc import Mapping
from typing import Any

from antiphon.people.models import Member
from antiphon.plan import actions as plan
from antiphon.plan import queries as plans
from antiphon.plan.states import State
from antiphon.publish import actions as publish
from antiphon.publish import queries as publications
from antiphon.publish.agenda import actions as agenda
from antiphon.publish.states import State as Sent
from antiphon.tailor import actions as tailor


def bring_back(by: Member, facts: Mapping[str, Any]) -> None:
    """Open a dropped draft again."""
    plan.reopen(by, facts["id"], because="undo")


def call_back(by: Member, facts: Mapping[str, Any]) -> None:
    """Take back what was handed in: nothing of it goes out, and it is a draft again."""
    rows = publications.publications(by.workspace).filter(pk__in=facts["rows"])
    for row in rows.filter(state=Sent.WAITING):
        publish.cancel(by, row)
    agenda.take_back(by, facts["id"])
    post = plans.post(by.workspace, facts["id"])
    if post.state != State.DRAFT:
        plan.reopen(by, post, because="undo")


def tell_again(by: Member, facts: Mapping[str, Any]) -> None:
    """Give words of its own back."""
    channel, audience = (part if part != "any" else None for part in facts["to"].split("."))
    tailor.tell(by, facts["post"], channel=channel, audience=audience, text=facts["text"])
