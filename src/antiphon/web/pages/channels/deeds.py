"""What is done to a channel from its page."""

from contextlib import suppress
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from antiphon.channels import actions
from antiphon.channels import queries as channels
from antiphon.kernel.errors import NotHereError
from antiphon.people.actions import permit
from antiphon.people.models import Member
from antiphon.plan.desk import actions as desk
from antiphon.publish import actions as publish
from antiphon.publish import queries as publications
from antiphon.web.answer import Done, onward
from antiphon.web.pages.channels.views import found
from antiphon.web.request import in_workspace
from antiphon.web.undo.memory import remember

AT_ONCE = 20
"""Channels that are asked while somebody waits; the worker asks all of them each day anyway."""


@require_POST
@in_workspace
def check(request: HttpRequest, by: Member, pk: UUID) -> HttpResponse:
    """Ask its network now."""
    row = found(by, pk)
    permit(by, "channel.change", row)
    good = actions.check(row)
    say = _("%(channel)s may speak.") if good else _("%(channel)s may not speak any more.")
    return _back(request, by, pk, Done(words=say % {"channel": row}))


@require_POST
@in_workspace
def check_all(request: HttpRequest, by: Member) -> HttpResponse:
    """Ask all networks, those longest not asked first."""
    permit(by, "channel.change", by.workspace)
    rows = channels.channels(by.workspace).order_by("checked_at")[:AT_ONCE]
    good = [actions.check(row) for row in rows]
    told = ngettext(
        "Asked %(count)d channel, %(good)d may speak.",
        "Asked %(count)d channels, %(good)d may speak.",
        len(good),
    )
    words = told % {"count": len(good), "good": sum(good)}
    return onward(request, reverse("channels", args=[by.workspace.slug]), Done(words=words))


@require_POST
@in_workspace
def hold(request: HttpRequest, by: Member, pk: UUID) -> HttpResponse:
    """Nothing goes out on it until it is released."""
    row = found(by, pk)
    made = publish.hold(by, request.POST.get("reason", ""), channel=row)
    undo = remember(request, by, "hold.set", id=str(made.pk))
    words = _("Nothing goes out on %(channel)s until it is released.") % {"channel": row}
    return _back(request, by, pk, Done(words=words, undo=undo))


@require_POST
@in_workspace
def delivery(request: HttpRequest, by: Member, pk: UUID) -> HttpResponse:
    """From now on a person finishes its posts, or nobody has to."""
    row = actions.set_by_hand(by, found(by, pk), by_hand=request.POST.get("by_hand") == "1")
    if row.by_hand:
        words = _("From now on somebody finishes every new post of %(channel)s by hand.")
    else:
        words = _("From now on new posts of %(channel)s go out by themselves.")
    return _back(request, by, pk, Done(words=words % {"channel": row}))


@require_POST
@in_workspace
def release(request: HttpRequest, by: Member, pk: UUID) -> HttpResponse:
    """It speaks again."""
    row = found(by, pk)
    standing = publications.holds(by.workspace).filter(channel=row).first()
    if standing is None:
        raise NotHereError(_("This channel is not on hold."))
    kept = publish.release(by, standing)
    told = ngettext(
        "Released; %(count)d publication had waited.",
        "Released; %(count)d publications had waited.",
        kept,
    )
    return _back(request, by, pk, Done(words=told % {"count": kept}))


@require_POST
@in_workspace
def put_away(request: HttpRequest, by: Member, pk: UUID) -> HttpResponse:
    """Out of use, with a way back as long as the permission is kept."""
    row = found(by, pk)
    actions.put_away(by, row)
    undo = remember(request, by, "channel.put_away", id=str(pk))
    words = _("%(channel)s is out of use. Its permission is given back in ten minutes.")
    done = Done(words=words % {"channel": row}, undo=undo)
    return onward(request, reverse("channels", args=[by.workspace.slug]), done)


@require_POST
@in_workspace
def goal(request: HttpRequest, by: Member, pk: UUID) -> HttpResponse:
    """So many posts a week, or none in particular."""
    row = found(by, pk)
    typed = request.POST.get("per_week", "").strip()
    wanted = None
    if typed:
        wanted = -1  # refused as every number that makes no sense
        with suppress(ValueError):
            wanted = int(typed[:6])
    before = desk.set_goal(by, row, wanted)
    undo = remember(request, by, "channel.goal", id=str(pk), before=before)
    return _back(request, by, pk, Done(words=_("Kept the goal of %s.") % row, undo=undo))


def _back(request: HttpRequest, by: Member, pk: UUID, done: Done) -> HttpResponse:
    return onward(request, reverse("channels_one", args=[by.workspace.slug, pk]), done)
