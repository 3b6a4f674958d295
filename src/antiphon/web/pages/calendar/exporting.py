"""What the calendar shows, as a table or as a calendar for other programs."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from antiphon.people.actions import permit
from antiphon.people.models import Member
from antiphon.publish.calendar.values import Span, Wanted
from antiphon.publish.sheets import feed, leaving, showing
from antiphon.web.pages.calendar.wanted import filters
from antiphon.web.request import in_workspace

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Made = Iterable[bytes] | bytes


@require_safe
@in_workspace
def export(request: HttpRequest, by: Member, form: str) -> HttpResponse:
    """The days in the address as a file; the same filters as on the page."""
    if form not in FORMS:
        raise Http404
    permit(by, "publication.read")
    first, last = _day(request, "from"), _day(request, "to")
    make, kind = FORMS[form]
    edges = Span(first, last, by.workspace.time_zone).edges
    made = make(by, edges[0], edges[-1], filters(request).wanted)
    name = f"{by.workspace.slug}-{first}-{last}.{form}"
    return HttpResponse(
        made,
        content_type=kind,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


def _day(request: HttpRequest, name: str) -> date:
    try:
        return date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        raise Http404 from None


def _csv(by: Member, begin: datetime, end: datetime, wanted: Wanted) -> Made:
    rows = leaving.publications(by.workspace, begin, end, wanted)
    return leaving.as_csv(leaving.HEAD, rows)


def _xlsx(by: Member, begin: datetime, end: datetime, wanted: Wanted) -> Made:
    rows = leaving.publications(by.workspace, begin, end, wanted)
    return leaving.as_workbook(leaving.HEAD, rows)


def _ics(by: Member, begin: datetime, end: datetime, wanted: Wanted) -> Made:
    rows = showing.everything(by.workspace, begin, end, wanted)
    return feed.calendar(by.workspace.name, rows)


FORMS: dict[str, tuple[Callable[[Member, datetime, datetime, Wanted], Any], str]] = {
    "csv": (_csv, "text/csv; charset=utf-8"),
    "xlsx": (_xlsx, XLSX),
    "ics": (_ics, "text/calendar; charset=utf-8"),
}
