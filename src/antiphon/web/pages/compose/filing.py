"""Files that come with the whole form, where no script brings them in pieces."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from antiphon.kernel.problem import BadInputError, Problem
from antiphon.media import actions as media
from antiphon.plan import actions as plan
from antiphon.plan import queries as plans
from antiphon.tailor import actions as tailor
from antiphon.web import answer
from antiphon.web.pages.compose.answers import Asked, after_keeping, body
from antiphon.web.request import is_part


@after_keeping
def add(asked: Asked) -> HttpResponse:
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
def leave_out(asked: Asked) -> HttpResponse:
    """Show none of the files on these channels."""
    channels = asked.request.POST.get("to", "").split()
    versions: list[Any] = [
        {"channel": id, "audience": None, "words": {"assets": []}} for id in channels
    ]
    tailor.tell_each(asked.by, asked.post, versions)
    post = plans.post(asked.by.workspace, asked.post.pk)
    return body(asked.request, asked.by, post, asked.wrong, when=asked.when)
