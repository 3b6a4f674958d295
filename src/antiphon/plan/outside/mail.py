"""Mails about a review, in plain words and plain text."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from antiphon.people import vault
from antiphon.plan.models import Cause, Nudge, SharedView
from antiphon.plan.states import State

SUBJECT = 120


def send(nudge: Nudge) -> bool:
    """Send it, unless it has lost its reason meanwhile; the same nudge is the same mail."""
    to = _address(nudge)
    if not to or not _has_reason(nudge):
        return False
    host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    EmailMessage(
        subject=_line(_subject(nudge), SUBJECT),
        body=_body(nudge),
        to=[to],
        headers={"Message-ID": f"<{nudge.pk}@{host}>", "Auto-Submitted": "auto-generated"},
    ).send()
    return True


def address_of(view: SharedView) -> str:
    """Where a guest's link leads; empty when it opens no more."""
    token = vault.take(view, "token").reveal()
    return f"{settings.OUTSIDE_URL}/r/{token}/" if token else ""


def _address(nudge: Nudge) -> str:
    if nudge.view and nudge.view.guest:
        return nudge.view.guest.email if nudge.view.guest.is_here else ""
    return nudge.member.person.email if nudge.member and nudge.member.is_here else ""


def _has_reason(nudge: Nudge) -> bool:
    if nudge.view:
        return not nudge.view.revoked_at
    return nudge.cause == Cause.ENDED or nudge.post.state == State.REVIEW


def _subject(nudge: Nudge) -> str:
    what = _line(str(nudge.post) or _("a post without words"), 60)
    if nudge.cause == Cause.ENDED:
        return _("Nobody agreed in time: %(what)s") % {"what": what}
    brand = nudge.workspace.name
    return _("%(brand)s asks for your word: %(what)s") % {"brand": brand, "what": what}


def _body(nudge: Nudge) -> str:
    lines = [_greeting(nudge), _reason(nudge)]
    if nudge.note:
        lines.append(_("They write: %(note)s") % {"note": nudge.note})
    lines.append(_link(nudge))
    return "\n\n".join(lines) + "\n"


def _greeting(nudge: Nudge) -> str:
    if nudge.view and nudge.view.guest:
        return _("Hello %(name)s,") % {"name": nudge.view.guest.name}
    return _("Hello %(name)s,") % {"name": nudge.member.person if nudge.member else ""}


def _reason(nudge: Nudge) -> str:
    brand, who = nudge.workspace.name, nudge.by.person if nudge.by else "Antiphon"
    match Cause(nudge.cause):
        case Cause.ASKED:
            return _("%(who)s asks for your word on what %(brand)s wants to publish.") % {
                "who": who,
                "brand": brand,
            }
        case Cause.ESCALATED:
            return _(
                "A post of %(brand)s waits for somebody to agree. Whoever was asked first has not "
                "answered yet, so everybody is asked who may agree."
            ) % {"brand": brand}
        case Cause.ENDED:
            return _(
                "The time for agreeing to your post has passed. Nothing went out. It is a draft "
                "again: choose another time and hand it in anew."
            )


def _link(nudge: Nudge) -> str:
    if nudge.view is None:
        return _("See it here: %(url)s") % {"url": f"{settings.PUBLIC_URL}/"}
    return _(
        "See it and answer here, without signing in: %(url)s\n"
        "The link is for you alone and ends on %(day)s (UTC)."
    ) % {"url": address_of(nudge.view), "day": f"{nudge.view.ends_at:%Y-%m-%d %H:%M}"}


def _line(text: str, most: int) -> str:
    """One line, whatever somebody wrote: nothing of theirs becomes a header."""
    found = " ".join(text.split())
    return found if len(found) <= most else found[: most - 1] + "…"
