"""Saying whom a channel reaches."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from antiphon.channels import actions
from antiphon.kernel.problem import BadInputError, Problem
from antiphon.kernel.text import has_bidi_control, unprintable
from antiphon.kernel.window import zone
from antiphon.people.models import Member
from antiphon.plan import codes
from antiphon.web.answer import Done, onward
from antiphon.web.pages.channels.views import found, page
from antiphon.web.request import in_workspace
from antiphon.web.undo.memory import remember

MOST, LONGEST, OLDEST = 300, 120, 120
FIELDS = (
    *("countries", "languages", "regions", "cities", "genders"),
    *("age_from", "age_to", "time_zone"),
)
SHORT = {"genders": 20}


@require_POST
@in_workspace
def reach(request: HttpRequest, by: Member, pk: UUID) -> HttpResponse:
    """Keep it, or show what was typed with the problems beside it."""
    row = found(by, pk)
    given = {name: request.POST.get(name, "") for name in FIELDS}
    before = {name: getattr(row, name) for name in FIELDS}
    try:
        facts = read(given)
    except BadInputError as error:
        problems = {one.field: one.say for one in error.problems}
        return page(request, by, row, status=422, given=given, problems=problems)
    actions.set_reach(by, row, **facts)
    undo = remember(request, by, "channel.reach", id=str(pk), before=before)
    done = Done(words=_("Kept whom %(channel)s reaches.") % {"channel": row}, undo=undo)
    return onward(request, reverse("channels_one", args=[by.workspace.slug, pk]), done)


def read(given: Mapping[str, str]) -> dict[str, Any]:
    """What was typed as facts; every problem at once."""
    problems: list[Problem] = []
    facts: dict[str, Any] = {}
    for name in FIELDS:
        try:
            facts[name] = _value(name, given[name].strip())
        except BadInputError as error:
            problems += [Problem(field=name, rule=one.rule, say=one.say) for one in error.problems]
    low, high = facts.get("age_from"), facts.get("age_to")
    if low is not None and high is not None and low > high:
        say = _("The youngest age is above the oldest.")
        problems.append(Problem(field="age_from", rule="range", say=say))
    if problems:
        raise BadInputError(*problems)
    return facts


def _value(name: str, typed: str) -> Any:
    if name == "time_zone":
        return zone(typed[:64]).key
    if name in {"age_from", "age_to"}:
        return _age(name, typed)
    words = [word.strip() for word in typed.split(",") if word.strip()]
    if len(words) > MOST:
        say = _("These are %(count)d; at most %(most)d can be kept.")
        raise _refused(name, say % {"count": len(words), "most": MOST})
    return list(dict.fromkeys(_word(name, word) for word in words))


def _word(name: str, word: str) -> str:
    if name == "countries":
        return codes.country(word)
    if name == "languages":
        return codes.language(word)
    longest = SHORT.get(name, LONGEST)
    if len(word) > longest or unprintable(word) is not None or has_bidi_control(word):
        say = _("“%(word)s” is not a name of at most %(longest)d printable characters.")
        raise _refused(name, say % {"word": word[:40], "longest": longest})
    return word


def _age(name: str, typed: str) -> int | None:
    if not typed:
        return None
    with suppress(ValueError):
        if typed.isascii() and 0 <= int(typed[:4]) <= OLDEST:
            return int(typed[:4])
    raise _refused(name, _("An age is a whole number from 0 to %(most)d.") % {"most": OLDEST})


def _refused(name: str, say: str) -> BadInputError:
    return BadInputError(Problem(field=name, rule="refused", say=say))
