"""Notices, and how a member wants to be told of each kind."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.dateparse import parse_time
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from antiphon.kernel.problem import BadInputError, Problem
from antiphon.notices import actions, queries, words
from antiphon.notices.models import Notice
from antiphon.notices.states import About, Way
from antiphon.people.models import Member
from antiphon.web.answer import Done, onward
from antiphon.web.request import in_workspace
from antiphon.web.shown.states import Look

SHOWN = 100
LOOKS = {
    About.FAILED: ("refused", "refused"), About.ASKING: ("unsure", "unsure"),
    About.MISSED: ("unsure", "clock"), About.UNSURE: ("unsure", "unsure"),
    About.CHANNEL_LOST: ("refused", "plug"), About.CHANNEL_ENDING: ("unsure", "plug"),
    About.HOOK_DISABLED: ("refused", "bolt"), About.MENTIONED: ("asking", "at"),
    About.TO_APPROVE: ("asking", "asking"), About.ON_HOLD: ("held", "held"),
    About.IMPORT_DONE: ("live", "sheet"), About.TO_FINISH: ("asking", "users"),
}  # fmt: skip
PLACES = {
    **dict.fromkeys((About.FAILED, About.ASKING, About.MISSED, About.UNSURE), "publications"),
    About.CHANNEL_LOST: "channels", About.CHANNEL_ENDING: "channels", About.HOOK_DISABLED: "hooks",
    About.TO_APPROVE: "approvals", About.ON_HOLD: "holds", About.IMPORT_DONE: "imports",
    About.MENTIONED: "approvals",
}  # fmt: skip


@require_safe
@in_workspace
def bell(request: HttpRequest, by: Member) -> HttpResponse:
    """What stands open, failures first."""
    return _page(request, by)


@require_POST
@in_workspace
def seen(request: HttpRequest, by: Member) -> HttpResponse:
    """One of them is read, or all."""
    count = actions.seen(by, request.POST.get("notice") or None)
    told = ngettext("Marked %(n)d as read.", "Marked %(n)d as read.", count) % {"n": count}
    return onward(request, reverse("notices", args=[by.workspace.slug]), Done(words=told))


@require_POST
@in_workspace
def ways(request: HttpRequest, by: Member) -> HttpResponse:
    """How to be told from now on."""
    given = {about.value: request.POST[about] for about in About if about in request.POST}
    try:
        quiet = (_clock(request.POST, "quiet_from"), _clock(request.POST, "quiet_until"))
        daily = _clock(request.POST, "daily_at")
        actions.set_preference(by, ways=given, quiet=quiet, daily_at=daily)
    except BadInputError as error:
        return _page(request, by, problem=str(error), status=422)
    done = Done(words=_("Kept how you want to be told."))
    return onward(request, reverse("notices", args=[by.workspace.slug]), done)


def _page(
    request: HttpRequest, by: Member, *, problem: str = "", status: int = 200
) -> HttpResponse:
    rows = list(queries.for_member(by)[:SHOWN])
    said = queries.preference(by)
    told = {
        "notices": [_told(by, row) for row in rows],
        "unread": sum(row.unread for row in rows),  # type: ignore[attr-defined]
        "kinds": [(about, about.label, queries.way(said, about)) for about in About],
        "choices": Way.choices,
        "preference": said,
        "problem": problem,
    }
    return render(request, "web/pages/notices/page.html", told, status=status)


def _told(by: Member, row: Notice) -> dict[str, Any]:
    about = About(row.about)
    kind, icon = LOOKS.get(about, ("draft", "bell"))
    return {
        "row": row,
        "look": Look(kind, icon, about.label),
        "title": words.title(row),
        "reason": words.reason(row),
        "address": words.place(row, by.workspace) or _address(by, about),
    }


def _address(by: Member, about: About) -> str:
    """Where something can be done about it; Home has what has no list of its own."""
    try:
        return reverse(PLACES.get(about, "home"), args=[by.workspace.slug])
    except NoReverseMatch:
        return reverse("home", args=[by.workspace.slug])


def _clock(given: Mapping[str, str], name: str) -> time | None:
    typed = given.get(name, "").strip()
    try:
        found = parse_time(typed) if typed else None
    except ValueError:
        found = None
    if typed and found is None:
        say = _("“%(typed)s” is not a time of day. Write it like 22:00.") % {"typed": typed[:20]}
        raise BadInputError(Problem(field=name, rule="malformed", say=say))
    return found
