"""All channels, and one of them."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from antiphon.channels import queries as channels
from antiphon.channels.models import Channel
from antiphon.kernel.errors import NotHereError
from antiphon.people.models import Member
from antiphon.plan.desk import queries as desk
from antiphon.publish import queries as publications
from antiphon.publish.models import Hold
from antiphon.web.pages.channels import health
from antiphon.web.request import here_of, in_workspace
from antiphon.web.shell.context import shell_of
from antiphon.web.shown.addresses import web_address
from antiphon.work import clock


@require_safe
@in_workspace
def every(request: HttpRequest, by: Member) -> HttpResponse:
    """The channels in use, how each is, and what must be done about it."""
    rows, now = list(channels.channels(by.workspace)), clock.here()
    flow = publications.traffic(by.workspace, health.windows())
    held = _held(request)
    told = [health.told(row, now, flow, held) for row in rows]
    shown = {
        "channels": told,
        "hurt": [one for one in told if one["health"].hurts],
        "pretended": sum(one["pretended"] for one in told),
        "own": sum(not one["pretended"] for one in told),
    }
    return render(request, "web/pages/channels/page.html", shown)


@require_safe
@in_workspace
def one(request: HttpRequest, by: Member, pk: UUID) -> HttpResponse:
    """Everything about one channel."""
    return page(request, by, found(by, pk))


def page(
    request: HttpRequest, by: Member, row: Channel, *, status: int = 200, **refused: Any
) -> HttpResponse:
    """The page of a channel, after a refusal with what was typed and its problems."""
    flow = publications.traffic(by.workspace, health.windows())
    held, wanted = _held(request), desk.goal(row)
    told = {
        **health.told(row, clock.here(), flow, held),
        "channel": row,
        "held": held.get(row.pk),
        "url": web_address(row.url),
        "goal": wanted.per_week if wanted else "",
        "given": _reach(row),
        **refused,
    }
    return render(request, "web/pages/channels/one.html", told, status=status)


def found(by: Member, pk: UUID) -> Channel:
    """A channel of this workspace; foreign and missing alike are not here."""
    row = channels.channels(by.workspace).filter(pk=pk).first()
    if row is None:
        raise NotHereError("There is no such channel.")
    return row


def _held(request: HttpRequest) -> dict[UUID, Hold]:
    here = here_of(request)
    holds = shell_of(request, here).holds if here else []
    return {hold.channel_id: hold for hold in holds if hold.channel_id is not None}


def _reach(row: Channel) -> dict[str, str]:
    lists = ("countries", "regions", "cities", "languages", "genders")
    told = {name: ", ".join(getattr(row, name)) for name in lists}
    ages = {name: str(getattr(row, name) or "") for name in ("age_from", "age_to")}
    return {**told, **ages, "time_zone": row.time_zone}
