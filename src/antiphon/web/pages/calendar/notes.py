"""Notes on days: written, changed, removed, each with a way back."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from antiphon.kernel.problem import BadInputError, Problem
from antiphon.people.models import Member
from antiphon.plan.desk import actions
from antiphon.plan.finding import found
from antiphon.plan.models import Note
from antiphon.web.answer import Done, Part, back, onward, part
from antiphon.web.request import in_workspace
from antiphon.web.undo.memory import remember

CHANGED, REMOVED, WRITTEN = "note.changed", "note.removed", "note.written"


@require_POST
@in_workspace
def notes(request: HttpRequest, by: Member) -> HttpResponse:
    """Write a note, change the one that is named, or remove it."""
    try:
        done = _done(request, by)
    except BadInputError as refusal:
        wants = {"problems": refusal.problems}
        return part(request, Part("web/pages/calendar/refused.html", wants), status=422)
    return onward(request, back(request, reverse("calendar", args=[by.workspace.slug])), done)


def _done(request: HttpRequest, by: Member) -> Done:
    given = request.POST
    if not given.get("note"):
        row = actions.write_note(by, *_first(given), **_rest(given))
        undo = remember(request, by, WRITTEN, id=str(row.pk))
        return Done(words=_("The note stands in the calendar."), undo=undo)
    note = found(Note, by.workspace, given["note"])
    if given.get("remove"):
        kept = actions.remove(by, Note, note)
        undo = remember(request, by, REMOVED, kept=kept)
        return Done(words=_("The note is gone."), undo=undo)
    before = {"text": note.text, "tint": note.tint}
    days = {"begins_on": str(note.begins_on), "ends_on": str(note.ends_on)}
    on, words = _first(given)
    rest = _rest(given)
    facts = {"ends_on": rest["ends_on"] or on, "tint": rest["tint"]}
    actions.change_note(by, note, begins_on=on, text=words, **facts)
    undo = remember(request, by, CHANGED, id=str(note.pk), **before, **days)
    return Done(words=_("The note was changed."), undo=undo)


def _first(given: QueryDict) -> tuple[date, str]:
    on = _day(given, "first")
    if on is None:
        raise _no_day("first")
    return on, given.get("text", "")


def _rest(given: QueryDict) -> dict[str, Any]:
    tint = given.get("tint", "1")
    return {"ends_on": _day(given, "last"), "tint": int(tint) if tint.isdecimal() else 0}


def _day(given: QueryDict, name: str) -> date | None:
    try:
        return date.fromisoformat(said) if (said := given.get(name, "")) else None
    except ValueError:
        raise _no_day(name) from None


def _no_day(name: str) -> BadInputError:
    say = _("Choose a day of the calendar.")
    return BadInputError(Problem(field=name, rule="not_a_day", say=say))
