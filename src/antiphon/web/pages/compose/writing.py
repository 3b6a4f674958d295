"""Writing: an empty page, a draft, its words of its own here and there, and giving it up."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from antiphon.kernel.ids import uuid7
from antiphon.kernel.problem import BadInputError, Problem
from antiphon.media import actions as media
from antiphon.people.models import Member
from antiphon.people.policy import allow
from antiphon.plan import actions as plan
from antiphon.plan import queries as plans
from antiphon.plan.models import Post
from antiphon.publish import queries as publications
from antiphon.tailor import actions as tailor
from antiphon.tailor import queries as variants
from antiphon.web import answer
from antiphon.web.answer import Done
from antiphon.web.pages.compose import answers, keeping, timing
from antiphon.web.pages.compose.answers import Asked, after_keeping, body, context
from antiphon.web.pages.compose.desk import NEVER_KEPT, Desk
from antiphon.web.pages.compose.fields import called, whom_of
from antiphon.web.request import in_workspace, is_part
from antiphon.web.undo.memory import remember


@require_safe
@in_workspace
def start(request: HttpRequest, by: Member) -> HttpResponse:
    """An empty page; nothing is written before somebody types."""
    allow(by, "post.write")
    desk = Desk(by, _empty(by))
    if wish := timing.pointed_at(request.GET, by.workspace):
        desk.point_at(wish)
    return render(request, answers.PAGE, context(desk))


def _empty(by: Member) -> Post:
    """A post that is nowhere yet."""
    return Post(id=uuid7(), workspace=by.workspace, author=by, version=NEVER_KEPT)


@require_POST
@in_workspace
def begin(request: HttpRequest, by: Member) -> HttpResponse:
    """The first pause in typing makes the draft, and the page goes on at its address."""
    try:
        written, when = answers.read(request, by)
    except BadInputError as error:
        return body(request, by, _empty(by), error.problems)
    with transaction.atomic():
        post = plan.draft(by)
        wrong, _now = keeping.keep(by, Desk(by, post).kept, written, when)
    post.refresh_from_db()
    if is_part(request):
        return body(request, by, post, wrong, when=when)
    return answer.onward(request, _address(by, post), Done(words=_("Kept as a draft.")))


@require_safe
@in_workspace
def page(request: HttpRequest, by: Member, pk: UUID) -> HttpResponse:
    """A post as it is, in the hands of who may write; for all others to be read."""
    desk = Desk(by, plans.post(by.workspace, pk))
    wants = context(desk)
    if not desk.is_open:
        rows = publications.publications(by.workspace).filter(post=desk.post)
        wants["publications"] = rows[:50]
    return render(request, answers.PAGE, wants)


@after_keeping
def keep(asked: Asked) -> HttpResponse:
    """Keep what was typed, and show what follows from it."""
    if is_part(asked.request) or asked.wrong:
        return body(
            asked.request, asked.by, asked.post, asked.wrong, when=asked.when, kept=asked.kept
        )
    done = Done(words=_("Kept as a draft."))
    return answer.onward(asked.request, _address(asked.by, asked.post), done)


@after_keeping
def own(asked: Asked) -> HttpResponse:
    """Take words over, so that they can be written otherwise there."""
    by, post = asked.by, asked.post
    channel, audience = whom_of(asked.request.POST.get("to", ""))
    there = {
        (str(row.channel_id or ""), str(row.audience_id or "")): row
        for row in variants.variants(post)
    }
    above = [there.get(("", audience)), there.get((channel, ""))]
    text = next((row.text for row in above if row and row.text is not None), post.text)
    tailor.tell(by, post, channel=channel or None, audience=audience or None, text=text)
    post = plans.post(by.workspace, post.pk)
    more = {"opened": channel or "any", "focused": asked.request.POST.get("to", "")}
    return body(asked.request, by, post, asked.wrong, when=asked.when, more=more)


@after_keeping
def follow(asked: Asked) -> HttpResponse:
    """Give words of its own up again; undone by writing them once more."""
    by, post = asked.by, asked.post
    to = asked.request.POST.get("to", "")
    channel, audience = whom_of(to)
    mine = [one for one in variants.variants(post) if called(one.channel_id, one.audience_id) == to]
    row = next(iter(mine), None)
    done = Done()
    if row is not None:
        done = Done(words=_("It follows the words for all again."), undo=_way_back(asked, row.text))
        if row.assets is None or audience:
            tailor.untell(by, row)
        else:
            tailor.tell(by, post, channel=row.channel, text=None, comment=None, title=None)
    post = plans.post(by.workspace, post.pk)
    more = {"opened": channel or "any"}
    return body(asked.request, by, post, asked.wrong, done=done, when=asked.when, more=more)


def _way_back(asked: Asked, text: str | None) -> str:
    if text is None:
        return ""
    facts = {"post": str(asked.post.pk), "to": asked.request.POST.get("to", ""), "text": text}
    return remember(asked.request, asked.by, "variant.untell", **facts)


@after_keeping
def no_poll(asked: Asked) -> HttpResponse:
    """Leave the poll out on one network."""
    key, options = asked.request.POST.get("to", ""), asked.post.options
    told = {**options, key: {**options.get(key, {}), "no_poll": True}}
    post = plan.edit(asked.by, asked.post, asked.post.version, options=told)
    return body(asked.request, asked.by, post, asked.wrong, when=asked.when)


@require_POST
@in_workspace
def reopen(request: HttpRequest, by: Member, pk: UUID) -> HttpResponse:
    """Make it a draft again; what was agreed on is void."""
    post = plan.reopen(by, plans.post(by.workspace, pk))
    words = _("It is a draft again. Nothing goes out before it is agreed on anew.")
    return answer.onward(request, _address(by, post), Done(words=words))


@require_POST
@in_workspace
def drop(request: HttpRequest, by: Member, pk: UUID) -> HttpResponse:
    """Nobody wants it any more; it can be opened again."""
    post = plan.drop(by, plans.post(by.workspace, pk))
    undo = remember(request, by, "post.drop", id=str(post.pk))
    done = Done(words=_("The draft is dropped."), undo=undo)
    return answer.onward(request, reverse("home", args=[by.workspace.slug]), done)


def _address(by: Member, post: Post) -> str:
    return reverse("compose_post", args=[by.workspace.slug, post.pk])


@after_keeping
def add_files(asked: Asked) -> HttpResponse:
    """Take the files in and put them behind those that the post has."""
    by, post = asked.by, asked.post
    files = [(str(file.asset_id), file.alt) for file in post.files.order_by("place")]
    wrong: list[Problem] = [*asked.wrong]
    for given in asked.request.FILES.getlist("upload"):
        try:
            row = media.take_in(by, given, name=given.name or "file")
        except BadInputError as error:
            wrong += error.problems
        else:
            if str(row.pk) not in {id for id, _alt in files}:
                files.append((str(row.pk), ""))
    post = plan.edit(by, post, post.version, assets=files)
    if wrong or is_part(asked.request):
        return body(asked.request, by, post, wrong, when=asked.when)
    to = reverse("compose_post", args=[by.workspace.slug, post.pk])
    return answer.onward(asked.request, to)


@after_keeping
def no_files(asked: Asked) -> HttpResponse:
    """Show none of the files on these channels."""
    channels = asked.request.POST.get("to", "").split()
    versions: list[Any] = [
        {"channel": id, "audience": None, "words": {"assets": []}} for id in channels
    ]
    tailor.tell_each(asked.by, asked.post, versions)
    post = plans.post(asked.by.workspace, asked.post.pk)
    return body(asked.request, asked.by, post, asked.wrong, when=asked.when)
