"""Labels, hashtags and templates; and what brings removed ones back."""

from typing import Any
from uuid import UUID

from django.core.signing import BadSignature, dumps, loads
from django.db.models import Model
from ninja import Query

from antiphon.api.core.call import Call
from antiphon.api.core.cursors import Order, leaf
from antiphon.api.core.routes import Routes
from antiphon.api.core.rows import one
from antiphon.api.schemas import desk as told
from antiphon.api.schemas.fields import Page, Paging, given
from antiphon.api.schemas.posts import PostTold, post
from antiphon.kernel.problem import BadInputError, Problem
from antiphon.plan.desk import actions as desk
from antiphon.plan.desk import queries
from antiphon.plan.models import HashtagGroup, Label, Template
from antiphon.tailor import actions as tailor

labels = Routes("labels")

YOUNGEST = Order("made_at")
SALT = "antiphon.api.undo"


@labels.get("/labels", "post.read", Page[told.LabelTold])
def list_labels(request: Call, filters: Query[Paging]) -> dict[str, Any]:  # noqa: ARG001
    """All labels, the youngest first."""
    return leaf(request, queries.labels(request.by.workspace), YOUNGEST, told.labels)


@labels.post("/labels", "label.write", told.LabelTold, status=201)
def make_label(request: Call, body: told.NewLabel) -> told.LabelTold:
    """Name a label."""
    row = desk.make_label(request.by, body.name, tint=body.tint)
    row.refresh_from_db()
    return told.labels([row])[0]


@labels.patch("/labels/{uuid:id}", "label.write", told.LabelTold)
def change_label(request: Call, id: UUID, body: told.LabelChange) -> told.LabelTold:
    """Another name or colour."""
    return told.labels([desk.change_label(request.by, id, **given(body))])[0]


@labels.post("/labels/{uuid:id}/posts", "label.write", told.ChangedTold)
def label_posts(request: Call, id: UUID, body: told.Posts) -> told.ChangedTold:
    """Put it on posts; answers those that did not bear it before."""
    return told.ChangedTold(posts=desk.label_posts(request.by, id, body.posts))


@labels.post("/labels/{uuid:id}/posts/remove", "label.write", told.ChangedTold)
def unlabel_posts(request: Call, id: UUID, body: told.Posts) -> told.ChangedTold:
    """Take it off posts; answers those that bore it."""
    return told.ChangedTold(posts=desk.unlabel_posts(request.by, id, body.posts))


@labels.delete("/labels/{uuid:id}", "label.write", told.UndoTold)
def remove_label(request: Call, id: UUID) -> told.UndoTold:
    """Remove it, from every post."""
    return removed(request, Label, id)


@labels.get("/hashtags", "post.read", Page[told.HashtagsTold])
def list_hashtags(request: Call, filters: Query[Paging]) -> dict[str, Any]:  # noqa: ARG001
    """All groups of hashtags, the youngest first."""
    return leaf(request, queries.hashtags(request.by.workspace), YOUNGEST, told.hashtags)


@labels.post("/hashtags", "hashtags.write", told.HashtagsTold, status=201)
def make_hashtags(request: Call, body: told.NewHashtags) -> told.HashtagsTold:
    """Keep hashtags that go together under one name."""
    row = desk.make_hashtags(request.by, body.name, body.tags)
    row.refresh_from_db()
    return told.hashtags([row])[0]


@labels.patch("/hashtags/{uuid:id}", "hashtags.write", told.HashtagsTold)
def change_hashtags(request: Call, id: UUID, body: told.HashtagsChange) -> told.HashtagsTold:
    """Another name, or other tags."""
    return told.hashtags([desk.change_hashtags(request.by, id, **given(body))])[0]


@labels.delete("/hashtags/{uuid:id}", "hashtags.write", told.UndoTold)
def remove_hashtags(request: Call, id: UUID) -> told.UndoTold:
    """Remove the group."""
    return removed(request, HashtagGroup, id)


@labels.get("/templates", "post.read", Page[told.TemplateTold])
def list_templates(request: Call, filters: Query[Paging]) -> dict[str, Any]:  # noqa: ARG001
    """All templates, the youngest first."""
    return leaf(request, queries.templates(request.by.workspace), YOUNGEST, told.templates)


@labels.post("/templates", "template.write", told.TemplateTold, status=201)
def make_template(request: Call, body: told.NewTemplate) -> told.TemplateTold:
    """Keep a post with its variants as it is now."""
    row = tailor.make_template(request.by, body.post, body.name)
    row.refresh_from_db()
    return told.template(row)


@labels.post("/templates/{uuid:id}/draft", "post.write", PostTold, status=201)
def draft_from_template(request: Call, id: UUID) -> PostTold:
    """Begin a post from it; what is gone by now is left out."""
    row = one(queries.templates(request.by.workspace), id)
    return post(tailor.draft_from(request.by, row))


@labels.delete("/templates/{uuid:id}", "template.write", told.UndoTold)
def remove_template(request: Call, id: UUID) -> told.UndoTold:
    """Remove it; posts that were begun from it stay."""
    return removed(request, Template, id)


@labels.post("/restore", "", told.RestoredTold)
def restore_removed(request: Call, body: told.Undo) -> told.RestoredTold:
    """Put back what was removed; its own scope is asked."""
    try:
        kept = loads(body.undo, salt=SALT)
    except BadSignature:
        say = "This is nothing that was removed here."
        raise BadInputError(Problem(field="undo", rule="malformed", say=say)) from None
    return told.RestoredTold(id=desk.restore(request.by, kept).pk)


def removed(request: Call, kind: type[Model], id: UUID) -> told.UndoTold:
    """Remove a row; what puts it back is signed, because it leaves us."""
    kept = desk.remove(request.by, kind, id)
    return told.UndoTold(undo=dumps(kept, salt=SALT, compress=True))
