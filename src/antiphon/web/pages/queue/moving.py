"""Another order, and keeping an hour or letting it move up."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from antiphon.channels.models import Channel
from antiphon.people.models import Member
from antiphon.plan.finding import found
from antiphon.publish.queue import actions, queries
from antiphon.web.answer import Done
from antiphon.web.pages.queue.views import changed
from antiphon.web.request import in_workspace
from antiphon.web.undo.memory import remember


@require_POST
@in_workspace
def order(request: HttpRequest, by: Member, pk: UUID) -> HttpResponse:
    """Let one go before another, or last."""
    channel = found(Channel, by.workspace, pk)
    id, other = request.POST.get("publication", ""), request.POST.get("before") or None
    before = actions.put_before(by, id, other)
    undo = remember(request, by, "queue.order", channel=str(pk), order=[str(one) for one in before])
    now = [str(pk) for pk in queries.floating(channel).values_list("pk", flat=True)]
    place = now.index(id) + 1 if id in now else len(now)
    words = _("Number %(place)s now of those that move up.") % {"place": place}
    return changed(request, by, channel, Done(words=words, undo=undo))


@require_POST
@in_workspace
def pin(request: HttpRequest, by: Member, pk: UUID) -> HttpResponse:
    """Keep its hour whatever leaves the queue, or let it move up again."""
    channel = found(Channel, by.workspace, pk)
    pinned = request.POST.get("pinned") == "1"
    row = actions.pin(by, request.POST.get("publication", ""), pinned=pinned)
    undo = remember(request, by, "queue.pin", id=str(row.pk), pinned=not pinned)
    words = _("It keeps its hour.") if pinned else _("It moves up when a place becomes free.")
    return changed(request, by, channel, Done(words=words, undo=undo))
