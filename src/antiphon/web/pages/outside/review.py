"""Posts for a guest: how they will look, what changed since the last yes, and the guest's word."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from antiphon.kernel.errors import AntiphonError, NotHereError
from antiphon.kernel.secret import Secret
from antiphon.people.policy import Refused
from antiphon.plan import digest
from antiphon.plan.errors import StaleEditError
from antiphon.plan.models import Kind, Post, SharedView, Verdict
from antiphon.plan.outside import actions, queries
from antiphon.plan.states import State
from antiphon.publish.sheets import showing
from antiphon.tailor.telling import Telling
from antiphon.tailor.versions.comparing import Compared, compare
from antiphon.web.pages.outside import files
from antiphon.web.pages.outside.quiet import missing, page, quiet
from antiphon.work import clock

FIELDS = frozenset({"post", "digest", "say", "words"})
REMARK = "remark"
STATUS = {StaleEditError: 409, NotHereError: 404, Refused: 403}


# The address itself is the secret: no browser sends it by itself, so there is nothing to forge.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, token: str) -> HttpResponse:
    """The posts of the link, or the guest's word on one of them."""
    view = actions.opened(Secret(token), Kind.REVIEW)
    if view is None:
        return missing()
    if request.method != "POST":
        return _page(view)
    try:
        _said(view, request)
    except AntiphonError as error:
        status = STATUS.get(type(error), 422)
        return _page(view, wrong=str(error), about=request.POST.get("post", ""), status=status)
    return quiet(HttpResponseRedirect(request.path, status=303))


def _said(view: SharedView, request: HttpRequest) -> None:
    given = request.POST
    if strange := set(given) - FIELDS:
        raise AntiphonError(f"There is no field “{min(strange)[:40]}” here.")
    post = next((p for p in queries.posts_of(view) if str(p.pk) == given.get("post")), None)
    if post is None:
        raise NotHereError("There is no such post behind this link.")
    words, say = given.get("words", ""), given.get("say", "")
    if say == REMARK:
        actions.remark(view, post, words)
        return
    if say not in Verdict.values:
        raise AntiphonError("Say whether you agree or want a change.")
    actions.answer(view, post, digest=given.get("digest", ""), verdict=Verdict(say), words=words)


def _page(view: SharedView, *, wrong: str = "", about: str = "", status: int = 200) -> HttpResponse:
    wants = {
        "brand": view.workspace.name,
        "zone": view.workspace.time_zone,
        "guest": view.guest,
        "posts": [_post(view, post) for post in queries.posts_of(view)],
        "wrong": wrong,
        "about": about,
        "ends": view.ends_at,
    }
    return page("web/pages/outside/review.html", wants, status=status)


def _post(view: SharedView, post: Post) -> dict[str, Any]:
    fingerprint = digest.of(post)
    found = compare(post, showing.channels_for(post))
    word = queries.word_of(view, post, fingerprint)
    return {
        "row": post,
        "digest": fingerprint,
        "waits": post.state == State.REVIEW and word is None,
        "word": word,
        "agreed": word is not None and word.verdict == Verdict.AGREES,
        "before": found.agreement,
        "is_changed": found.agreement is not None and found.is_changed,
        "tellings": [_telling(view, one) for one in found.tellings],
        "remarks": queries.remarks_of(view, post),
    }


def _telling(view: SharedView, one: Compared) -> dict[str, Any]:
    told = one.now
    return {
        "channel": one.channel,
        "audience": one.audience,
        "where": one.where,
        "changes": one.changes,
        "title": told.headline if told else "",
        "texts": _texts(told) if told else [],
        "link": told.link if told else "",
        "pictures": _pictures(view, told) if told else [],
    }


def _texts(told: Telling) -> list[str]:
    return [parcel.text for parcel in told.parcels("", clock.here(), fit=False)]


def _pictures(view: SharedView, told: Telling) -> list[tuple[str, str]]:
    return [(files.address(view, file.asset), file.alt) for file in told.files]
