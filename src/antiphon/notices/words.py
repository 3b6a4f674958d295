"""What a notice says, in words; the same on the bell and in a mail."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from antiphon.notices.models import Notice
from antiphon.notices.states import About
from antiphon.people.models import Member, Workspace


def title(notice: Notice) -> str:
    """One sentence: what happened, where, and to how many."""
    facts = notice.facts | {"count": notice.count}
    match About(notice.about):
        case About.CHANNEL_ENDING:
            return _ending(facts)
        case About.IMPORT_DONE:
            return _import_done(facts)
        case about:
            return str((_COUNTED | _PLAIN)[about] % facts)


def reason(notice: Notice) -> str:
    """Why, where somebody or something said so."""
    return str(notice.facts.get("reason") or notice.facts.get("text") or "")


def place(notice: Notice, workspace: Workspace) -> str:
    """The page on which the one thing that it is about can be done; empty if it is about more."""
    publication = notice.facts.get("publication")
    return f"/w/{workspace.slug}/publications/{publication}/finish" if publication else ""


def letter(member: Member, notices: Sequence[Notice]) -> tuple[str, str]:
    """Subject and body of a mail about these; everything from outside stays on one line."""
    here = member.workspace
    if len(notices) == 1:
        subject = f"[{here.name}] {title(notices[0])}"
    else:
        told = ngettext("%(count)s thing to know", "%(count)s things to know", len(notices))
        subject = f"[{here.name}] {told % {'count': len(notices)}}"
    lines = []
    for notice in notices:
        lines += [f"- {title(notice)}", *([f"  {why}"] if (why := reason(notice)) else [])]
        lines += [f"  {settings.PUBLIC_URL}{path}"] if (path := place(notice, here)) else []
    address = f"{settings.PUBLIC_URL}/w/{here.slug}/"
    told = _("You work in %(name)s, so you get this. How you are told is up to you: see the bell.")
    body = [*map(_one_line, lines), "", address, "", _one_line(told % {"name": here.name})]
    return _one_line(subject)[:200], "\n".join(body) + "\n"


def _one_line(text: str) -> str:
    """What people or networks wrote must not begin a line, or a header, of its own."""
    return "".join(sign if sign.isprintable() else " " for sign in text)


_COUNTED = {
    About.FAILED: ngettext_lazy(
        "%(count)s publication on %(name)s failed",
        "%(count)s publications on %(name)s failed",
        "count",
    ),
    About.ASKING: ngettext_lazy(
        "%(count)s publication on %(name)s needs you: nobody can prove whether it arrived",
        "%(count)s publications on %(name)s need you: nobody can prove whether they arrived",
        "count",
    ),
    About.TO_FINISH: ngettext_lazy(
        "%(count)s post for %(name)s is yours to finish: everything is prepared",
        "%(count)s posts for %(name)s are yours to finish: everything is prepared",
        "count",
    ),
    About.MISSED: ngettext_lazy(
        "%(count)s publication on %(name)s missed its hour",
        "%(count)s publications on %(name)s missed their hour",
        "count",
    ),
    About.UNSURE: ngettext_lazy(
        "%(count)s publication on %(name)s is unsure; we are looking",
        "%(count)s publications on %(name)s are unsure; we are looking",
        "count",
    ),
    About.TO_APPROVE: ngettext_lazy(
        "%(count)s post waits for your word", "%(count)s posts wait for your word", "count"
    ),
}
_PLAIN = {
    About.CHANNEL_LOST: gettext_lazy("%(name)s is disconnected: somebody has to sign in again"),
    About.ON_HOLD: gettext_lazy("%(name)s set a hold: nothing goes out within it"),
    About.MENTIONED: gettext_lazy("%(name)s mentioned you in a comment"),
    About.HOOK_DISABLED: gettext_lazy("The webhook %(name)s was disabled"),
}


def _ending(facts: dict[str, Any]) -> str:
    day = date_format(datetime.fromisoformat(facts["ends"]), "DATE_FORMAT")
    return _("%(name)s stays connected until %(day)s only") % (facts | {"day": day})


def _import_done(facts: dict[str, Any]) -> str:
    told = {
        "read": _("The table %(name)s was read and waits for your word"),
        "done": _("The table %(name)s was taken in"),
    }
    return told.get(str(facts.get("state")), _("The table %(name)s was stopped")) % facts
