"""All audiences; one of them, what it asks, and who that is now."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from antiphon.channels import queries as channels
from antiphon.people.actions import permit
from antiphon.people.models import Member
from antiphon.tailor import actions, queries, reaching
from antiphon.tailor.audiences import OLDEST
from antiphon.tailor.models import Audience
from antiphon.web.answer import Done, onward
from antiphon.web.forms import Again, Field, Form, filled, kept
from antiphon.web.request import in_workspace
from antiphon.web.undo.memory import remember

SHOWN = 100
LONG = 4000
CLIMATES = (
    ("hot", gettext_lazy("hot")), ("mild", gettext_lazy("mild")), ("cold", gettext_lazy("cold")),
    ("wet", gettext_lazy("wet")), ("dry", gettext_lazy("dry")),
)  # fmt: skip


@require_safe
@in_workspace
def audiences(request: HttpRequest, by: Member) -> HttpResponse:
    """All of them, with the channels that reach each."""
    rows, speaking = list(queries.audiences(by.workspace)[:SHOWN]), _channels(by)
    when = reaching.days()
    told = [
        {"row": row, "asks": _asks(row), "reach": _speaking(row, speaking, when)} for row in rows
    ]
    return render(request, "web/pages/audiences/page.html", {"audiences": told})


@require_http_methods(["GET", "HEAD", "POST"])
@in_workspace
def make(request: HttpRequest, by: Member) -> HttpResponse:
    """A new one."""
    permit(by, "audience.write")
    if request.method != "POST":
        return _edit(request, by, filled(fields(), {}))
    try:
        made = kept(request.POST, fields(), lambda **typed: actions.make_audience(by, **typed))
    except Again as again:
        return _edit(request, by, again.form, status=422)
    done = Done(words=_("“%s” can be spoken to now.") % made.name)
    return onward(request, reverse("audiences_one", args=[by.workspace.slug, made.pk]), done)


@require_http_methods(["GET", "HEAD", "POST"])
@in_workspace
def one(request: HttpRequest, by: Member, pk: UUID) -> HttpResponse:
    """What it asks, and who that is now; by POST changed, with a way back."""
    row = queries.audience(by.workspace, pk)
    before = {one.name: getattr(row, one.name) for one in fields()}
    if request.method != "POST":
        return _edit(request, by, filled(fields(), before), row)
    try:
        kept(request.POST, fields(), lambda **typed: actions.change_audience(by, row.pk, **typed))
    except Again as again:
        return _edit(request, by, again.form, row, status=422)
    undo = remember(request, by, "audience.changed", id=str(pk), before=before)
    words = _("Kept. Posts that speak to it and were approved ask for approval again.")
    to = reverse("audiences_one", args=[by.workspace.slug, pk])
    return onward(request, to, Done(words=words, undo=undo))


@require_safe
@in_workspace
def places(request: HttpRequest, by: Member) -> HttpResponse:
    """Countries and cities by a few letters."""
    permit(by, "post.read")
    words = request.GET.get("place", "").strip()[:60]
    found = reaching.search(words) if words else []
    told = {"places": found, "words": words}
    return render(request, "web/pages/audiences/places.html", told)


def fields() -> list[Field]:
    """All that can be asked of people."""
    names = _("Names, parted by commas")
    return [
        Field(name="name", word=_("Name"), longest=80, needed=True),
        Field(name="countries", word=_("Countries"), kind="words", longest=LONG,
              hint=_("Two letters each, parted by commas: BR, IN")),
        Field(name="regions", word=_("Regions"), kind="words", longest=LONG, hint=names),
        Field(name="cities", word=_("Cities"), kind="words", longest=LONG, hint=names),
        Field(name="climates", word=_("Where it is"), kind="many", choices=CLIMATES, value=[],
              hint=_("As it usually is there in the month.")),
        Field(name="live", word=_("Go by the weather of the day instead"), kind="check"),
        Field(name="languages", word=_("Languages"), kind="words", longest=LONG,
              hint=_("Tags, parted by commas: en, pt-BR")),
        Field(name="age_from", word=_("Youngest"), kind="number", between=(0, OLDEST)),
        Field(name="age_to", word=_("Oldest"), kind="number", between=(0, OLDEST)),
        Field(name="genders", word=_("Genders"), kind="words", longest=LONG, hint=names),
    ]  # fmt: skip


def _edit(
    request: HttpRequest, by: Member, form: Form, row: Audience | None = None, *, status: int = 200
) -> HttpResponse:
    told: dict[str, Any] = {"form": form, "audience": row}
    if row is not None:
        when = reaching.days()
        told["reach"] = reaching.reached(row, _channels(by), when)
        told["cities"], told["many"] = reaching.where_now(row, when)
    return render(request, "web/pages/audiences/one.html", told, status=status)


def _channels(by: Member) -> list[Any]:
    return list(channels.channels(by.workspace))


def _speaking(row: Audience, speaking: list[Any], when: Any) -> list[reaching.Reach]:
    return [one for one in reaching.reached(row, speaking, when) if one.covers or one.meets]


def _asks(row: Audience) -> str:
    """What it asks, in a line."""
    words = dict(CLIMATES)
    lists = (row.countries, row.regions, row.cities, row.languages, row.genders)
    told = [", ".join(values) for values in lists if values]
    told += [", ".join(str(words[one]) for one in row.climates)] if row.climates else []
    if row.age_from is not None or row.age_to is not None:
        told.append(f"{row.age_from or 0}–{row.age_to or OLDEST}")
    return " · ".join(told) or _("Everybody")
