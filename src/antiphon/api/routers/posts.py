"""Posts: drafted, edited, agreed on, dropped."""

import re
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Query

from antiphon.api.core.call import Call
from antiphon.api.core.cursors import Order, leaf
from antiphon.api.core.problems import Refusal
from antiphon.api.core.routes import Routes
from antiphon.api.core.rows import one
from antiphon.api.schemas import posts as told
from antiphon.api.schemas.fields import Page
from antiphon.kernel.problem import BadInputError, Problem
from antiphon.plan import actions as plan
from antiphon.plan import digest, queries
from antiphon.plan.desk import queries as beside
from antiphon.plan.errors import StaleEditError
from antiphon.plan.models import Post
from antiphon.tailor import actions as tailor

posts = Routes("posts")

NEWEST_MADE = Order("made_at")
ETAG = re.compile(r'"([0-9]{1,9})"')


@posts.get("/posts", "post.read", Page[told.PostTold])
def list_posts(request: Call, filters: Query[told.PostFilter]) -> dict[str, Any]:
    """All posts, the youngest first."""
    room = request.by.workspace
    rows = queries.saying(room, filters.says) if filters.says else queries.posts(room)
    given = {"state": filters.state, "campaign": filters.campaign, "author": filters.author}
    rows = rows.filter(**{name: it for name, it in given.items() if it})
    rows = beside.with_labels(rows, [filters.label] if filters.label else [])
    return leaf(request, rows.prefetch_related("files", "labels"), NEWEST_MADE, told.posts)


@posts.get("/posts-waiting", "post.approve", list[told.PostTold])
def list_posts_waiting(request: Call) -> list[told.PostTold]:
    """Posts on which the maker of this key may still say a word; the first 200."""
    rows = queries.waiting_for(request.by).prefetch_related("files", "labels")
    return told.posts(list(rows[:200]))


@posts.post("/posts", "post.write", told.PostTold, status=201)
def draft_post(request: Call, response: HttpResponse, body: told.Parts) -> told.PostTold:
    """Begin a post; nothing of it goes out before it is approved."""
    return _shown(response, plan.draft(request.by, **body.parts()))


@posts.get("/posts/{uuid:id}", "post.read", told.PostTold)
def get_post(request: Call, response: HttpResponse, id: UUID) -> told.PostTold:
    """One post; its `ETag` is its version."""
    return _shown(response, _post(request, id))


@posts.patch("/posts/{uuid:id}", "post.write", told.PostTold, versioned=True)
def edit_post(request: Call, response: HttpResponse, id: UUID, body: told.Edit) -> told.PostTold:
    """Change parts of a post as somebody saw it; whatever was agreed on is void."""
    row, by_header = _post(request, id), _version(request)
    version = by_header or body.version
    if version is None:
        say = "Say which version you saw: in `version`, or by its ETag in If-Match."
        raise Refusal(428, "version_missing", say)
    try:
        edited = plan.edit(request.by, row, version, **body.parts())
    except StaleEditError as error:
        raise _stale(request, id, version, str(error), by_header=bool(by_header)) from error
    return _shown(response, edited)


@posts.post("/posts/{uuid:id}/submit", "post.write", told.PostTold)
def submit_post(request: Call, response: HttpResponse, id: UUID) -> told.PostTold:
    """Say that it is ready: it waits for its reviewers, or is approved where nobody must agree."""
    return _shown(response, plan.submit(request.by, _post(request, id)))


@posts.post("/posts/{uuid:id}/approve", "post.approve", told.PostTold)
def approve_post(
    request: Call, response: HttpResponse, id: UUID, body: told.Verdict
) -> told.PostTold:
    """Agree to the post as it is now; nobody agrees to their own."""
    row = _post(request, id)
    return _shown(response, plan.approve(request.by, row, body.note, ends_at=body.ends_at))


@posts.post("/posts/{uuid:id}/refuse", "post.approve", told.PostTold)
def refuse_post(request: Call, response: HttpResponse, id: UUID, body: told.Note) -> told.PostTold:
    """Send it back to its author, and say why."""
    return _shown(response, plan.refuse(request.by, _post(request, id), body.note))


@posts.post("/posts/{uuid:id}/drop", "post.delete", told.PostTold)
def drop_post(request: Call, response: HttpResponse, id: UUID) -> told.PostTold:
    """Nobody wants it any more; it is kept, and can be opened again."""
    return _shown(response, plan.drop(request.by, _post(request, id)))


@posts.post("/posts/{uuid:id}/reopen", "post.write", told.PostTold)
def reopen_post(
    request: Call, response: HttpResponse, id: UUID, body: told.Because
) -> told.PostTold:
    """Make it a draft again, also one that was dropped; an approval is withdrawn."""
    row = _post(request, id)
    return _shown(response, plan.reopen(request.by, row, because=body.because))


@posts.post("/posts/{uuid:id}/copy", "post.write", told.PostTold, status=201)
def copy_post(request: Call, response: HttpResponse, id: UUID) -> told.PostTold:
    """Begin another that says the same, everywhere."""
    return _shown(response, tailor.copy_post(request.by, _post(request, id)))


@posts.post("/posts/{uuid:id}/go-back", "post.write", told.PostTold)
def go_back_in_post(
    request: Call, response: HttpResponse, id: UUID, body: told.Back
) -> told.PostTold:
    """Give its parts the words that they had at an earlier version; an edit like any other."""
    row = _post(request, id)
    try:
        edited = plan.go_back(request.by, row, body.version, to=body.to)
    except StaleEditError as error:
        raise _stale(request, id, body.version, str(error), by_header=False) from error
    return _shown(response, edited)


@posts.get("/posts/{uuid:id}/revisions", "post.read", list[told.RevisionTold])
def list_revisions(request: Call, id: UUID) -> list[told.RevisionTold]:
    """Who changed what, the last edit first; the last 200."""
    return [told.revision(row) for row in queries.revisions(_post(request, id))[:200]]


@posts.get("/posts/{uuid:id}/reviews", "post.read", list[told.ReviewTold])
def list_reviews(request: Call, id: UUID) -> list[told.ReviewTold]:
    """What was said to it, the last word first; the last 200."""
    row = _post(request, id)
    now = digest.of(row)
    return [told.review(word, now) for word in queries.reviews(row)[:200]]


def _post(request: Call, id: UUID) -> Post:
    return one(queries.posts(request.by.workspace), id)


def _shown(response: HttpResponse, row: Post) -> told.PostTold:
    response.headers["ETag"] = f'"{row.version}"'
    return told.post(row)


def _version(request: Call) -> int | None:
    """The version in the header, if it is one of ours."""
    given = request.headers.get("If-Match")
    if given is None:
        return None
    found = ETAG.fullmatch(given)
    if found is None:
        say = "That is no version of a post. Send its ETag, as we gave it."
        raise BadInputError(Problem(field="If-Match", rule="malformed", say=say))
    return int(found[1])


def _stale(request: Call, id: UUID, version: int, say: str, *, by_header: bool) -> Refusal:
    """Who changed what, and the post as it is now: nothing of theirs was overwritten."""
    now = told.post(_post(request, id))
    more = {"current": now.model_dump(mode="json")}
    more |= {"given_version": version, "current_version": now.version}  # type: ignore[dict-item]
    return Refusal(412 if by_header else 409, "stale_edit", say, more=more)
