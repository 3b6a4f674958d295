"""What holds in the workspace, and one form to change it."""

from datetime import timedelta
from typing import Any

from django.conf import settings as installation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from antiphon.kernel.window import zone_names
from antiphon.people import actions
from antiphon.people.models import Approval, LatePolicy, Member, WeekStart, Workspace
from antiphon.web.answer import Done, onward
from antiphon.web.forms import Again, Field, Form, filled, kept
from antiphon.web.request import in_workspace
from antiphon.web.undo.memory import remember

LATE = (
    (LatePolicy.ASK, gettext_lazy("Ask somebody")),
    (LatePolicy.LATE, gettext_lazy("Send it late")),
    (LatePolicy.SKIP, gettext_lazy("Skip it")),
)
APPROVAL = (
    (Approval.NONE, gettext_lazy("Nobody; posts go out as they are")),
    (Approval.ONE, gettext_lazy("One approver")),
    (Approval.SEVERAL, gettext_lazy("Several approvers")),
)
MONTH_IN_MINUTES = 43_200


@require_http_methods(["GET", "HEAD", "POST"])
@in_workspace
def settings(request: HttpRequest, by: Member) -> HttpResponse:
    """The form as it stands; by POST all of it at once."""
    if request.method != "POST":
        return _page(request, filled(fields(), _standing(by.workspace)))
    before = _facts(**_standing(by.workspace))
    try:
        kept(
            request.POST, fields(), lambda **typed: actions.change_workspace(by, **_facts(**typed))
        )
    except Again as again:
        return _page(request, again.form, status=422)
    before["grace"] = before["grace"].total_seconds()
    undo = remember(request, by, "workspace.changed", before=before)
    done = Done(words=_("Kept the settings."), undo=undo)
    return onward(request, reverse("settings", args=[by.workspace.slug]), done)


def fields() -> list[Field]:
    """All that can be said of a workspace."""
    zones = [(name, name) for name in sorted(zone_names())]
    languages = [("", _("What each browser asks for")), *installation.LANGUAGES]
    weeks: list[tuple[Any, Any]] = [("", _("As in the country of its clock")), *WeekStart.choices]
    return [
        Field(name="name", word=_("Name"), longest=120, needed=True),
        Field(name="time_zone", word=_("Clock on its wall"), kind="select", choices=zones,
              hint=_("All hours on its pages are of this zone.")),
        Field(name="week_start", word=_("A week begins on"), kind="select", choices=weeks),
        Field(name="language", word=_("Language"), kind="select", choices=languages,
              hint=_("For whoever chose none of their own.")),
        Field(name="approval", word=_("Who agrees before a post goes out"), kind="select",
              choices=APPROVAL),
        Field(name="approvals_needed", word=_("How many, where several agree"), kind="number",
              between=(1, 20), needed=True,
              hint=_("A yes counts for 30 days, and only for the very text that was seen.")),
        Field(name="late_policy", word=_("When a post missed its hour"), kind="select",
              choices=LATE),
        Field(name="grace", word=_("It counts as missed after, in minutes"), kind="number",
              between=(0, MONTH_IN_MINUTES), needed=True,
              hint=_("Up to then it is simply sent a little later.")),
        Field(name="strict_duplicates", word=_("Refuse the same text twice"), kind="check",
              hint=_("Otherwise the page only warns.")),
    ]  # fmt: skip


def _standing(workspace: Workspace) -> dict[str, Any]:
    told = {one.name: getattr(workspace, one.name) for one in fields()}
    week = workspace.week_start
    minutes = int(workspace.grace.total_seconds() // 60)
    return told | {"grace": minutes, "week_start": "" if week is None else week}


def _facts(*, week_start: str | int, grace: int, **facts: Any) -> dict[str, Any]:
    week = None if week_start == "" else int(week_start)
    return {**facts, "week_start": week, "grace": timedelta(minutes=grace)}


def _page(request: HttpRequest, form: Form, *, status: int = 200) -> HttpResponse:
    return render(request, "web/pages/settings/page.html", {"form": form}, status=status)
