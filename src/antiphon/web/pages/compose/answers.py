"""What every deed on the page begins with and ends with: the form kept, the page as it is now."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from antiphon.kernel.difference import difference
from antiphon.kernel.problem import BadInputError, Problem
from antiphon.kernel.window import local
from antiphon.people.models import Member
from antiphon.plan import queries as plans
from antiphon.plan.models import Post
from antiphon.plan.states import State
from antiphon.web import answer
from antiphon.web.answer import NOTHING, Done
from antiphon.web.pages.compose import fields, keeping, timing
from antiphon.web.pages.compose.desk import Desk
from antiphon.web.pages.compose.fields import Written
from antiphon.web.pages.compose.keeping import Kept
from antiphon.web.pages.compose.timing import When
from antiphon.web.request import in_workspace, is_part
from antiphon.work import clock

OK = 200
SCRIPTS = tuple(
    f"web/parts/{name}/part.js"
    for name in (
        *("tab_set", "text_meter", "live_preview", "kept_draft", "put_in", "known_words"),
        *("bring_files", "file_order", "focus_point", "ask_first"),
    )
)
BODY, PAGE = "web/pages/compose/body.html", "web/pages/compose/page.html"
EDITED = ("text", "title", "link", "comment")


@dataclass(frozen=True, slots=True)
class Asked:
    """A request about a post whose form has been kept."""

    request: HttpRequest
    by: Member
    post: Post
    written: Written
    when: When | None
    wrong: list[Problem]
    kept: Kept | None = None
    """What stands there now, where it need not be looked up anew."""


Deed = Callable[[Asked], HttpResponse]


def after_keeping(deed: Deed) -> Callable[..., HttpResponse]:
    """The deed, done once what was typed is kept; a stale form is told what has changed."""

    @require_POST
    @in_workspace
    @wraps(deed)
    def view(request: HttpRequest, by: Member, pk: UUID) -> HttpResponse:
        post = plans.post(by.workspace, pk)
        try:
            written, when = read(request, by)
        except BadInputError as error:
            return body(request, by, post, error.problems)
        kept = Desk(by, post).kept
        if is_stale(request, kept, written):
            return body(request, by, post, conflict=conflict(kept, written))
        try:
            wrong, now = _kept(by, kept, written, when)
        except BadInputError as error:
            return body(request, by, post, error.problems)
        post = now.post if now else plans.post(by.workspace, pk)
        return deed(Asked(request, by, post, written, when, wrong, now))

    return view


def read(request: HttpRequest, by: Member) -> tuple[Written, When | None]:
    """What the form says."""
    return fields.read(request.POST), timing.read(request.POST, by.workspace)


def is_stale(request: HttpRequest, kept: Kept, written: Written) -> bool:
    """Whether somebody else changed it since the page was shown, and nobody decided yet."""
    return kept.token not in {written.version, request.POST.get("over", "")}


def _kept(
    by: Member, kept: Kept, written: Written, when: When | None
) -> tuple[list[Problem], Kept | None]:
    if kept.post.state == State.DRAFT:
        return keeping.keep(by, kept, written, when)
    if kept.parts(written) or [*kept.variants(written)]:
        say = f"The post is {kept.post.state} now. Open it again before you change it."
        raise BadInputError(Problem(field="state", rule="not_a_draft", say=say))
    return keeping.keep(by, kept, Written(written.version, channels=written.channels), when)


def conflict(kept: Kept, written: Written) -> dict[str, Any]:
    """What stands there now against what was typed, field by field."""
    rows = [
        (name, difference(str(kept.stands(name)), str(written.parts[name])))
        for name in EDITED
        if name in written.parts and written.parts[name] != kept.stands(name)
    ]
    version = written.version.partition("-")[0]
    since = int(version) if version.isascii() and version.isdecimal() else 0
    edits = plans.revisions(kept.post).filter(version__gt=min(since, kept.post.version))
    return {"rows": rows, "token": kept.token, "edits": list(edits[:3])}


def body(  # noqa: PLR0913 -- said by name
    request: HttpRequest,
    by: Member,
    post: Post,
    wrong: Sequence[Problem] = (),
    *,
    done: Done = NOTHING,
    when: When | None = None,
    conflict: Mapping[str, Any] | None = None,
    more: Mapping[str, Any] | None = None,
    kept: Kept | None = None,
) -> HttpResponse:
    """The page as it is now; with what was typed where that could not be kept."""
    typed = request.POST if wrong or conflict else {}
    desk = Desk(by, post, typed, wrong, twins=True, kept=kept)
    wants = {**context(desk, when, request.POST), "conflict": conflict, "typed": typed}
    wants |= more or {}
    status = 422 if wrong or conflict or wants.get("refused") else 200
    if not is_part(request):
        return render(request, PAGE, wants, status=status)
    match = request.resolver_match
    born = not desk.is_new and match is not None and "pk" not in match.kwargs
    wants |= {"is_part": True, "born": born}
    response = answer.part(request, answer.Part(BODY, wants), done, status=status)
    return _tell(request, response, desk)


def _tell(request: HttpRequest, response: HttpResponse, desk: Desk) -> HttpResponse:
    """What the browser's elements go on with: the version, and the address of the draft."""
    if desk.is_new:
        return response
    workspace, pk = desk.by.workspace.slug, desk.post.pk
    told = json.loads(response.get("HX-Trigger", "{}"))
    if response.status_code == OK:
        action = reverse("compose_keep", args=[workspace, pk])
        told |= {"kept": {"version": desk.token, "action": action}}
    if _mark(request.POST.get("version", "")) != _mark(desk.token):
        told["told"] = {}
    response["HX-Trigger"] = json.dumps(told)
    here = reverse("compose_post", args=[workspace, pk])
    if urlsplit(request.headers.get("HX-Current-URL", "")).path != here:
        response["HX-Push-Url"] = here
    return response


def _mark(token: str) -> str:
    """What of a version says where, when and how differently it is told."""
    return token.partition("-")[2]


def context(
    desk: Desk, when: When | None = None, form: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """What the page wants."""
    chosen = when or desk.when
    workspace = desk.by.workspace
    now = clock.here()
    keys = [tab.key for tab in desk.tabs]
    given = form or {}
    return {
        "desk": desk,
        "post": desk.post,
        "when": chosen,
        "zones": timing.zones(workspace, desk.chosen, chosen.zone),
        "offset": timing.offset(local(now, workspace.time_zone)),
        "kept_at": desk.post.changed_at,
        "problems": {problem.field: problem for problem in desk.wrong},
        "opened": given.get("tab") if given.get("tab") in keys else "any",
        "seen": given.get("see") if given.get("see") in keys else next(iter(keys), ""),
        "poll": _poll(desk.post, form),
        "parts": SCRIPTS,
    }


def _poll(post: Post, form: Any) -> dict[str, Any] | None:
    """The poll as it is typed, with room for one answer more."""
    typed = fields.poll(form) if form and "poll" in form else post.poll
    if not typed:
        return None
    rows = [*typed["choices"], ""]
    return {"hours": 24, **typed, "rows": rows + [""] * (2 - len(rows))}
