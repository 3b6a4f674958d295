"""Saying a word on a post: yes, not yet, or something in between."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from antiphon.kernel.problem import BadInputError
from antiphon.people.models import Member
from antiphon.plan import actions as plan
from antiphon.plan import queries as plans
from antiphon.plan.desk import actions as desk
from antiphon.plan.models import Post
from antiphon.plan.states import State
from antiphon.web.answer import Done, onward
from antiphon.web.pages.approvals.views import page
from antiphon.web.request import in_workspace


@require_POST
@in_workspace
def approve(request: HttpRequest, by: Member, pk: UUID) -> HttpResponse:
    """Agree to what was seen, and on to the next."""
    post, given = plans.post(by.workspace, pk), request.POST
    now = plan.approve(by, post, given.get("words", "").strip(), seen=given.get("digest", ""))
    words = _("Agreed to “%(post)s”.") if now.state == State.APPROVED else _(
        "Agreed to “%(post)s”. Others are asked as well."
    )  # fmt: skip
    return _next(request, by, Done(words=words % {"post": _short(post)}))


@require_POST
@in_workspace
def give_back(request: HttpRequest, by: Member, pk: UUID) -> HttpResponse:
    """Back to its author, with what should change."""
    post, given = plans.post(by.workspace, pk), request.POST
    words = given.get("words", "")
    try:
        plan.refuse(by, post, words, seen=given.get("digest", ""))
    except BadInputError as error:
        return page(request, by, post, wrong=error.problems, typed=words)
    return _next(request, by, Done(words=_("Given back: “%(post)s”.") % {"post": _short(post)}))


@require_POST
@in_workspace
def say(request: HttpRequest, by: Member, pk: UUID) -> HttpResponse:
    """A remark, which decides nothing."""
    post, text = plans.post(by.workspace, pk), request.POST.get("text", "")
    try:
        desk.say(by, post, text)
    except BadInputError as error:
        return page(request, by, post, wrong_talk=error.problems, typed_talk=text)
    return onward(request, address(by, post.pk), Done(words=_("Said.")))


def address(by: Member, pk: UUID) -> str:
    """Where a post stands."""
    return reverse("approvals_one", args=[by.workspace.slug, pk])


def _next(request: HttpRequest, by: Member, done: Done) -> HttpResponse:
    """To the next that waits, or to the empty list."""
    after = plans.waiting_for(by).first()
    to = address(by, after.pk) if after else reverse("approvals", args=[by.workspace.slug])
    return onward(request, to, done)


def _short(post: Post) -> str:
    return str(post)[:60]
