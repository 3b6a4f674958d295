"""What belongs to a post and is not said: labels, a template made of it, its return."""

from datetime import date, time
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from antiphon.kernel.problem import BadInputError, Problem
from antiphon.people.models import Member
from antiphon.people.policy import allow
from antiphon.plan import actions as plan
from antiphon.plan import queries as plans
from antiphon.plan.desk import actions as desk
from antiphon.plan.desk import queries as beside
from antiphon.plan.models import Post
from antiphon.publish.agenda import queries as agenda
from antiphon.tailor import actions as tailor
from antiphon.web import answer
from antiphon.web.answer import Done
from antiphon.web.request import in_workspace

HERE = "web/pages/compose"
KNOWN = {
    "labels": {"label", "new", "campaign"},
    "template": {"name"},
    "series": {"name", "every", "unit", "at", "begins_on", "count"},
}


@require_safe
@in_workspace
def about(request: HttpRequest, by: Member, pk: UUID) -> HttpResponse:
    """Labels, campaign, template and return of a post, asked for when somebody opens them."""
    return _about(request, by, plans.post(by.workspace, pk))


def _about(
    request: HttpRequest, by: Member, post: Post, done: Done = answer.NOTHING, **more: Any
) -> HttpResponse:
    wants = {
        "post": post,
        "labels": beside.labels(by.workspace),
        "campaigns": plans.campaigns(by.workspace)[:100],
        "mine": set(post.labels.values_list("pk", flat=True)),
        "series": beside.series(by.workspace).filter(post=post),
        "remarks": beside.open_remarks([post]).get(post.pk, 0),
        **more,
    }
    status = 422 if more.get("problem") else 200
    return answer.part(request, answer.Part(f"{HERE}/about.html", wants), done, status=status)


@require_POST
@in_workspace
def labels(request: HttpRequest, by: Member, pk: UUID) -> HttpResponse:
    """Put these labels on the post, and no others; a new one by its name."""
    post = _closed(request, by, pk, "labels")
    wanted = {id for id in request.POST.getlist("label") if id}
    try:
        if name := request.POST.get("new", "").strip():
            wanted.add(str(desk.make_label(by, name).pk))
    except BadInputError as error:
        return _about(request, by, post, problem=error.problems[0])
    now = {str(id) for id in post.labels.values_list("pk", flat=True)}
    for id in wanted - now:
        desk.label_posts(by, id, [post])
    for id in now - wanted:
        desk.unlabel_posts(by, id, [post])
    campaign = request.POST.get("campaign")
    if campaign is not None and campaign != str(post.campaign_id or ""):
        post = plan.edit(by, post, post.version, campaign=campaign or None)
        # Its version has moved on: what is being typed goes on against this one.
        return answer.onward(request, reverse("compose_post", args=[by.workspace.slug, post.pk]))
    return _about(request, by, post)


@require_POST
@in_workspace
def template(request: HttpRequest, by: Member, pk: UUID) -> HttpResponse:
    """Keep the post under a name, to begin others from."""
    post = _closed(request, by, pk, "template")
    try:
        row = tailor.make_template(by, post, request.POST.get("name", ""))
    except BadInputError as error:
        return _about(request, by, post, problem=error.problems[0])
    return _about(request, by, post, Done(words=_("Kept as the template “%s”.") % row.name))


@require_POST
@in_workspace
def series(request: HttpRequest, by: Member, pk: UUID) -> HttpResponse:
    """Let the post return on its channels."""
    post = _closed(request, by, pk, "series")
    wish = agenda.meant(post)
    try:
        made = desk.make_series(by, post, getattr(wish, "named", []), **_rhythm(request))
    except BadInputError as error:
        return _about(request, by, post, problem=error.problems[0])
    words = _("It returns, first on %(day)s.") % {"day": made.next_at and made.next_at.date()}
    return _about(request, by, post, Done(words=words))


def _rhythm(request: HttpRequest) -> Any:
    given = request.POST
    try:
        facts: dict[str, Any] = {
            "every": int(given.get("every", "1")),
            "unit": given.get("unit", "week"),
            "at": time.fromisoformat(given.get("at", "")),
            "begins_on": date.fromisoformat(given.get("begins_on", "")),
        }
        if given.get("count"):
            facts["count"] = int(given["count"])
    except ValueError:
        say = _("Say how often as whole numbers, with a day and an hour.")
        raise BadInputError(Problem(field="every", rule="malformed", say=say)) from None
    return facts | ({"name": given["name"]} if given.get("name") else {})


@require_safe
@in_workspace
def templates(request: HttpRequest, by: Member) -> HttpResponse:
    """What others can begin from."""
    allow(by, "post.write")
    rows = beside.templates(by.workspace)
    return render(request, f"{HERE}/templates.html", {"templates": rows})


@require_POST
@in_workspace
def from_template(request: HttpRequest, by: Member, pk: UUID) -> HttpResponse:
    """Begin a post from a template."""
    post = tailor.draft_from(by, pk)
    to = reverse("compose_post", args=[by.workspace.slug, post.pk])
    return answer.onward(request, to, Done(words=_("A draft from the template.")))


def _closed(request: HttpRequest, by: Member, pk: UUID, form: str) -> Post:
    """The post; an unknown field is a mistake, and said."""
    unknown = {*request.POST} - KNOWN[form] - {"csrfmiddlewaretoken"}
    if unknown:
        say = f"There is no field called {min(unknown)[:80]}."
        raise BadInputError(Problem(field=min(unknown)[:80], rule="unknown_field", say=say))
    return plans.post(by.workspace, pk)
