"""The whole story of a publication, in the order in which it happened."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from antiphon.people import queries as people
from antiphon.people.models import Member, TrailLine
from antiphon.plan import queries as plans
from antiphon.plan.models import Review, Revision, Verdict
from antiphon.publish import queries
from antiphon.publish.models import Attempt, Publication
from antiphon.web.shown.remedies import help_of

MOST = 200
"""So many attempts are told; a publication rarely has more than ten."""

VERBS: dict[str, Any] = {
    "prepare": gettext_lazy("Brought its files"),
    "publish": gettext_lazy("Asked the network to publish it"),
    "look": gettext_lazy("Looked whether it had arrived"),
    "check": gettext_lazy("Asked whether it can be seen"),
    "read": gettext_lazy("Read it back"),
    "edit": gettext_lazy("Asked the network to change it"),
    "withdraw": gettext_lazy("Asked the network to take it back"),
}
OUTCOMES: dict[str, Any] = {
    "receipt": gettext_lazy("The network has it."),
    "prepared": gettext_lazy("The network has the files."),
    "absent": gettext_lazy("It is not there."),
    "done": gettext_lazy("Done."),
}
DECIDED: dict[str, Any] = {
    "publication.schedule": gettext_lazy("planned it"),
    "publication.change": gettext_lazy("changed it or its hour"),
    "publication.cancel": gettext_lazy("took it back before it went out"),
    "publication.retry": gettext_lazy("asked for another try"),
    "publication.resolve": gettext_lazy("looked on the network and decided"),
    "publication.withdraw": gettext_lazy("took it back from the network"),
    "publication.hold": gettext_lazy("put it on hold"),
    "publication.release": gettext_lazy("let it go on"),
}


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened: when, how it looks, in words, and what was said with it."""

    at: datetime
    icon: str
    words: str
    more: str = ""
    tone: str = ""
    url: str = ""


def story(row: Publication, by: Member) -> list[Event]:
    """Who wrote and agreed, what was decided, what was asked and answered; the oldest first."""
    written = list(plans.revisions(row.post)[:MOST])
    agreed = list(plans.reviews(row.post)[:MOST])
    known = [
        by,
        row.by,
        row.post.author,
        *(one.member for one in written),
        *(one.member for one in agreed),
    ]
    events = [
        _begun(row),
        *_written(written),
        *_agreed(agreed),
        *_decided(row, {f"person:{one.person_id}": str(one.person) for one in known if one}),
        *map(_asked, queries.attempts(row)[:MOST]),
    ]
    return sorted(events, key=lambda event: event.at)


def _begun(row: Publication) -> Event:
    author = row.post.author
    words = _("%(who)s wrote it") % {"who": author.person if author else "Antiphon"}
    return Event(row.post.made_at, "pencil", words)


def _written(rows: Iterable[Revision]) -> Iterator[Event]:
    for row in rows:
        who = row.member.person if row.member else "Antiphon"
        words = _("%(who)s wrote version %(number)s") % {"who": who, "number": row.version}
        yield Event(row.at, "pencil", words, ", ".join(row.changed))


def _agreed(rows: Iterable[Review]) -> Iterator[Event]:
    for row in rows:
        agrees = row.verdict == Verdict.AGREES
        words = _("%(who)s agreed") if agrees else _("%(who)s asked for a change")
        tone = "live" if agrees else "asking"
        icon = "check" if agrees else "undo"
        yield Event(row.at, icon, words % {"who": row.who}, row.note, tone)


def _decided(row: Publication, names: dict[str, str]) -> Iterator[Event]:
    mine = people.trail(row.workspace).filter(object=f"publication:{row.pk}", note="")
    lines = [line for line in mine[:MOST] if line.action in DECIDED]
    if any(line.who.startswith("person:") and _who(line) not in names for line in lines):
        members = people.members(row.workspace)
        names |= {f"person:{one.person_id}": str(one.person) for one in members}
    for line in lines:
        engine = line.who.startswith("engine:")
        who = "Antiphon" if engine else names.get(_who(line), _("Somebody"))
        yield Event(line.at, "user", f"{who} {DECIDED[line.action]}")


def _who(line: TrailLine) -> str:
    """Whoever it was, without the key through which they spoke."""
    return line.who.partition(" ")[0]


def _asked(row: Attempt) -> Event:
    verb = str(VERBS.get(row.verb, row.verb))
    if row.step:
        verb = _("%(verb)s, part %(part)s") % {"verb": verb, "part": row.step + 1}
    return Event(row.began_at, "out", verb, _answered(row), _tone(row), _url(row))


def _answered(row: Attempt) -> str:
    if row.ended_at is None:
        return _("Not answered yet.")
    said = OUTCOMES.get(row.outcome) or row.reason or help_of(row.outcome) or _("No answer.")
    took = (row.ended_at - row.began_at).total_seconds()
    spent = _("%(seconds)s s") % {"seconds": f"{took:.1f}"} if took >= 0.1 else ""
    return f"{said} ({spent})" if spent else str(said)


def _tone(row: Attempt) -> str:
    if row.outcome in {"receipt", "done", "prepared"}:
        return "live"
    if row.outcome in {"change_it", "sign_in_again", "gone", "fix_setup", "crash"}:
        return "refused"
    return "unsure"


def _url(row: Attempt) -> str:
    return str((row.receipt or {}).get("url") or "")
