"""Handing in: now, in the queue, at an hour, or where each place is awake."""

from collections.abc import Sequence

from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from antiphon.channels.models import Channel
from antiphon.kernel.errors import AntiphonError
from antiphon.kernel.problem import BadInputError, Problem
from antiphon.plan import actions as plan
from antiphon.plan import queries as plans
from antiphon.plan.states import State
from antiphon.publish import actions as publish
from antiphon.publish import queries as publications
from antiphon.publish.agenda import actions as agenda
from antiphon.publish.agenda import times
from antiphon.publish.states import State as Sent
from antiphon.web import answer
from antiphon.web.answer import Done
from antiphon.web.pages.compose.answers import Asked, after_keeping, body
from antiphon.web.pages.compose.desk import Desk
from antiphon.web.pages.compose.timing import Way
from antiphon.web.undo.memory import remember


@after_keeping
def send(asked: Asked) -> HttpResponse:
    """Hand the post in with its channels and its hour; or say what stands against it."""
    desk = Desk(asked.by, asked.post, twins=True)
    when = asked.when or desk.when
    wrong = [*asked.wrong, *desk.blocking]
    if not desk.chosen:
        say = _("Nobody would hear this: choose at least one channel.")
        wrong.append(Problem(field="channels", rule="empty", say=say))
    if wrong:
        return _refused(asked, wrong)
    now = when.way is Way.NOW and plans.needed(asked.by.workspace) == 0
    if now and len(desk.chosen) > 1 and asked.request.POST.get("sure") != "1":
        return body(asked.request, asked.by, asked.post, when=when, more={"ask_first": True})
    try:
        told = _sent(asked, desk, when.way)
    except AntiphonError as error:
        problems = error.problems if isinstance(error, BadInputError) else ()
        return _refused(asked, problems or [Problem(field="state", rule="not_now", say=str(error))])
    return answer.onward(asked.request, reverse("compose_post", args=[
        asked.by.workspace.slug, asked.post.pk]), told)  # fmt: skip


def _refused(asked: Asked, wrong: Sequence[Problem]) -> HttpResponse:
    more = {"refused": wrong}
    return body(asked.request, asked.by, asked.post, asked.wrong, when=asked.when, more=more)


def _sent(asked: Asked, desk: Desk, way: Way) -> Done:
    by, post = asked.by, asked.post
    with transaction.atomic():
        if way is Way.AWAKE:
            _where_awake(asked, desk.chosen)
        else:
            at = (asked.when or desk.when).at if way is Way.AT else None
            agenda.ask_for(by, post, desk.chosen, at=at, queue=way is Way.QUEUE)
    rows = publications.publications(by.workspace).filter(post=post, state=Sent.WAITING)
    ids = [str(id) for id in rows.values_list("pk", flat=True)]
    undo = remember(asked.request, by, "post.sent", id=str(post.pk), rows=ids)
    if not ids:
        return Done(words=_("Handed in. It goes out once others have agreed."), undo=undo)
    words = ngettext("Planned on %(n)s channel.", "Planned on %(n)s channels.", len(desk.chosen))
    return Done(words=words % {"n": len(desk.chosen)}, undo=undo)


def _where_awake(asked: Asked, channels: list[Channel]) -> None:
    """Each telling at the hour at which most of its people are awake."""
    by, post = asked.by, asked.post
    post = plan.submit(by, post) if post.state == State.DRAFT else post
    if post.state != State.APPROVED:
        say = _("Others must agree first. Choose one time, or hand it in and choose again then.")
        raise BadInputError(Problem(field="when", rule="not_agreed", say=say))
    waves = [one.wave for one in times.offers(post, channels) if one.way is times.Way.AWAKE]
    for wave in waves:
        if wave:
            publish.schedule(by, post, [wave.telling], at=wave.at)
