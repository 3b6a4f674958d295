"""What stands still, and what would happen if it were let go."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from antiphon.channels import queries as channels
from antiphon.channels.models import Channel
from antiphon.connect.registry import network
from antiphon.kernel.errors import NotHereError
from antiphon.people.actions import permit
from antiphon.people.models import LatePolicy, Member
from antiphon.plan import queries as plans
from antiphon.publish import queries, stopped
from antiphon.publish.models import Hold
from antiphon.web.request import in_workspace
from antiphon.work import clock

SHOWN = 50
AFTERWARDS: tuple[tuple[LatePolicy, Any], ...] = (
    (LatePolicy.ASK, gettext_lazy("Ask somebody about each post whose hour passed")),
    (LatePolicy.LATE, gettext_lazy("Send everything late, at once")),
    (LatePolicy.SKIP, gettext_lazy("Skip what is past")),
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits behind a hold on one channel."""

    channel: Channel
    behind: stopped.Behind


@dataclass(frozen=True, slots=True)
class Standing:
    """A hold, and all that waits behind it."""

    row: Hold
    waits: list[Waiting]

    @property
    def kept(self) -> int:
        """How much of it would have gone out already."""
        return sum(one.behind.kept for one in self.waits)

    @property
    def ahead(self) -> int:
        """How much of it is still to come."""
        return sum(one.behind.ahead for one in self.waits)


@require_safe
@in_workspace
def holds(request: HttpRequest, by: Member) -> HttpResponse:
    """Everything that stands still."""
    return page(request, by)


def page(request: HttpRequest, by: Member, **refused: Any) -> HttpResponse:
    """The page; after a refusal with what was typed."""
    permit(by, "publication.read")
    mine = list(channels.channels(by.workspace))
    known = {row.pk: row for row in mine}
    rows = queries.holds(by.workspace).select_related("channel", "campaign").order_by("-since")
    keys = dict.fromkeys(row.network for row in mine)
    wants = {
        "standing": [_standing(by, row, known) for row in rows[:SHOWN]],
        "channels": mine,
        "networks": [network(key) for key in keys],
        "campaigns": list(plans.campaigns(by.workspace)[:200]),
        "afterwards": AFTERWARDS,
        **refused,
    }
    status = 422 if refused else 200
    return render(request, "web/pages/holds/page.html", wants, status=status)


@require_safe
@in_workspace
def letting_go(request: HttpRequest, by: Member, pk: UUID) -> HttpResponse:
    """What would happen if that hold were let go now, for each thing that one may choose."""
    held = found(by, pk)
    chosen = request.GET.get("afterwards", held.afterwards)
    policy = LatePolicy(chosen) if chosen in LatePolicy.values else LatePolicy(held.afterwards)
    parts = stopped.parted(held, by.workspace, policy, clock.now())
    wants = {
        "held": held,
        "policy": policy,
        "afterwards": AFTERWARDS,
        "at_once": _listed(parts.at_once),
        "asked": _listed(parts.asked),
        "skipped": _listed(parts.skipped),
    }
    return render(request, "web/pages/holds/release.html", wants)


def found(by: Member, pk: UUID) -> Hold:
    """A hold of this workspace; foreign and missing alike are not here."""
    permit(by, "publication.read")
    rows = queries.holds(by.workspace).filter(workspace=by.workspace)
    row = rows.select_related("channel", "campaign").filter(pk=pk).first()
    if row is None:
        raise NotHereError(_("There is no such hold."))
    return row


def _standing(by: Member, row: Hold, known: dict[UUID, Channel]) -> Standing:
    behind = stopped.behind(row, by.workspace)
    return Standing(row, [Waiting(known[b.channel], b) for b in behind if b.channel in known])


def _listed(rows: Any) -> dict[str, Any]:
    """How many they are, and the first of them."""
    told = rows.select_related("channel", "post").order_by("planned_at", "pk")
    shown = list(told[: SHOWN + 1])
    count = len(shown) if len(shown) <= SHOWN else rows.count()
    return {"count": count, "rows": shown[:SHOWN], "more": max(0, count - SHOWN)}
