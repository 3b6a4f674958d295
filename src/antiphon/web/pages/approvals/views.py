"""What waits for a word, and one of it."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from antiphon.kernel.problem import Problem
from antiphon.people import queries as people
from antiphon.people.actions import permit
from antiphon.people.models import Member
from antiphon.people.policy import may
from antiphon.plan import digest
from antiphon.plan import queries as plans
from antiphon.plan.desk import queries as desk
from antiphon.plan.models import Kind, Post
from antiphon.plan.outside import queries as outside
from antiphon.plan.states import State
from antiphon.publish.agenda import queries as agenda
from antiphon.publish.sheets.showing import channels_for
from antiphon.tailor.versions.comparing import compare
from antiphon.web.pages.approvals.told import case_of
from antiphon.web.request import in_workspace
from antiphon.work import clock

SHOWN = 50
KINDS: dict[str, tuple[Any, Callable[[Member], QuerySet[Post]]]] = {
    "waiting": (_("For you"), plans.waiting_for),
    "asked": (_("In review"), lambda by: plans.posts(by.workspace, state=State.REVIEW)),
    "returned": (_("Returned"), lambda by: plans.returned(by.workspace)),
    "done": (_("Done"), plans.judged_by),
}
Wrong = Sequence[Problem]


@require_safe
@in_workspace
def approvals(request: HttpRequest, by: Member) -> HttpResponse:
    """What waits for who asks, and the first of it."""
    return page(request, by)


@require_safe
@in_workspace
def one(request: HttpRequest, by: Member, pk: UUID) -> HttpResponse:
    """One post among those that wait."""
    return page(request, by, plans.post(by.workspace, pk), whole="whole" in request.GET)


@require_safe
@in_workspace
def case(request: HttpRequest, by: Member, pk: UUID) -> HttpResponse:
    """One post, without the list beside it."""
    wants = told(by, plans.post(by.workspace, pk))
    return render(request, "web/pages/approvals/case.html", wants)


def page(
    request: HttpRequest, by: Member, post: Post | None = None, *, whole: bool = False, **more: Any
) -> HttpResponse:
    """The list; the post itself comes after it, or with it where that is asked for."""
    permit(by, "post.read")
    kind = request.GET.get("show", "")
    kind = kind if kind in KINDS else "waiting"
    rows = list(KINDS[kind][1](by)[:SHOWN])
    post = post or next(iter(rows), None)
    wants: dict[str, Any] = {
        "rows": rows,
        "post": post,
        "kind": kind,
        "kinds": [(name, word) for name, (word, _ask) in KINDS.items()],
        "now": clock.here(),
        "whole": whole or bool(more),
    }
    if post is not None and wants["whole"]:
        wants |= told(by, post) | more
    refused = any(name.startswith("wrong") and said for name, said in more.items())
    wants["refused"] = refused
    status = 422 if refused else 200
    return render(request, "web/pages/approvals/page.html", wants, status=status)


def told(by: Member, post: Post) -> dict[str, Any]:
    """Everything about a post that helps to agree to it or not."""
    permit(by, "post.read")
    found = compare(post, channels_for(post))
    is_own = by.pk in plans.own_hands(post)
    waits = post.state == State.REVIEW
    return {
        "post": post,
        "digest": digest.of(post),
        "comparison": found,
        "case": case_of(found),
        "wish": agenda.meant(post),
        "why": outside.why(by, post) if waits and not is_own else "",
        "is_own": is_own,
        "can_judge": waits and may(by, "post.approve"),
        "waits": waits,
        "words": list(plans.reviews(post)[:20]),
        "talk": list(desk.comments(post).select_related("author__person")[:100]),
        "now": clock.here(),
        **_asked(by, post),
    }


def _asked(by: Member, post: Post) -> dict[str, Any]:
    """Who outside is asked, and who could be."""
    if not may(by, "share.write"):
        return {}
    links = outside.shared_views(by.workspace, Kind.REVIEW).filter(posts__post=post)
    return {"links": list(links[:20]), "guests": list(people.guests(by.workspace)[:100])}
