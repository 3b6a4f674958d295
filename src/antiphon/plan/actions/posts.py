"""Drafting, editing, opening again, dropping."""

from collections.abc import Sequence
from typing import Any, TypedDict, Unpack
from uuid import UUID

from django.db import transaction

from antiphon.kernel.problem import BadInputError, Problem
from antiphon.media.models import Asset
from antiphon.people.actions import note, permit
from antiphon.people.models import Member
from antiphon.people.policy import By
from antiphon.plan import digest, queries, wording
from antiphon.plan.errors import NotNowError, StaleEditError
from antiphon.plan.finding import found
from antiphon.plan.models import Campaign, Post, PostAsset, Revision
from antiphon.plan.states import State
from antiphon.work import clock

MOST_FILES = 100
"""No network takes more; each says itself how many it takes."""

Files = Sequence[tuple[Asset | UUID | str, str]]


class Parts(TypedDict, total=False):
    """What a post is made of; whoever leaves a part out leaves it as it is."""

    text: str
    title: str
    language: str
    link: str
    comment: str
    poll: dict[str, Any] | None
    tags: list[str]
    options: dict[str, dict[str, Any]]
    campaign: Campaign | UUID | str | None
    assets: Files


def draft(by: By, **parts: Unpack[Parts]) -> Post:
    """Begin a post; it may be empty still, and nothing of it goes out before it is approved."""
    permit(by, "post.write")
    facts, files = _checked(by, parts)
    author = by if isinstance(by, Member) else None
    with transaction.atomic():
        post = Post.objects.create(workspace=by.workspace, author=author, **facts)
        _attach(post, files or [])
        note(by, "post.write", post, after=digest.content(post))
    post.refresh_from_db()
    return post


def edit(by: By, post: Post | UUID | str, version: int, **parts: Unpack[Parts]) -> Post:
    """Change parts of a post as somebody saw it at `version`; whatever was agreed on is void."""
    permit(by, "post.write", post if isinstance(post, Post) else str(post))
    id = found(Post, by.workspace, post).pk
    facts, files = _checked(by, parts)
    with transaction.atomic():
        current = Post.objects.select_for_update().get(pk=id)
        _refuse_stale(current, version)
        if current.state == State.DROPPED:
            raise NotNowError("This post was dropped. Open it again before you edit it.")
        before = digest.content(current)
        for name, value in facts.items():
            setattr(current, name, value)
        current.save(update_fields=[*facts])
        if files is not None:
            _attach(current, files)
        _turn(by, current, _changed(before, digest.content(current)))
        note(by, "post.write", current, before=before, after=digest.content(current))
    return current


def reopen(by: By, post: Post | UUID | str, *, because: str = "") -> Post:
    """Make it a draft again, also one that was dropped; an approval is withdrawn."""
    permit(by, "post.write", post if isinstance(post, Post) else str(post))
    id = found(Post, by.workspace, post).pk
    with transaction.atomic():
        current = Post.objects.select_for_update().get(pk=id)
        if current.state != State.DRAFT:
            current.move(State.DRAFT, approved_digest="")
        note(by, "post.write", current, after={"reopened": because or True})
    return current


def retold(by: By, post: Post, shape: str) -> Post:
    """Take down the fingerprint of its variants; a new one is an edit like any other.

    Called by whoever writes variants, in the same transaction; then the digest of the post covers
    them, and no approval outlives a change of them.
    """
    permit(by, "variant.write", post)
    with transaction.atomic():
        current = Post.objects.select_for_update().get(pk=post.pk)
        if current.shape == shape:
            return current
        if current.state == State.DROPPED:
            raise NotNowError("This post was dropped. Open it again before you edit it.")
        current.shape = shape
        current.save(update_fields=["shape"])
        _turn(by, current, ["variants"])
    return current


def drop(by: By, post: Post | UUID | str) -> Post:
    """Nobody wants it any more; it is kept, and can be opened again."""
    permit(by, "post.delete", post if isinstance(post, Post) else str(post))
    id = found(Post, by.workspace, post).pk
    with transaction.atomic():
        current = Post.objects.select_for_update().get(pk=id)
        if current.state != State.DROPPED:
            current.move(State.DROPPED, approved_digest="")
        note(by, "post.delete", current, after={"state": State.DROPPED})
    return current


def _checked(by: By, parts: Parts) -> tuple[dict[str, Any], list[tuple[Asset, str]] | None]:
    """The parts as columns, and the files; refused as a whole if one part is wrong."""
    facts: dict[str, Any] = dict(parts)
    files = facts.pop("assets", None)
    wording.check(facts)
    if facts.get("campaign") is not None:
        facts["campaign"] = found(Campaign, by.workspace, facts["campaign"])
    if files is None:
        return facts, None
    if len(files) > MOST_FILES:
        say = f"A post has at most {MOST_FILES} files, not {len(files)}."
        raise BadInputError(
            Problem(field="media", rule="too_many", actual=len(files), limit=MOST_FILES, say=say)
        )
    for _asset, alt in files:
        wording.check({"comment": alt})
    return facts, [(found(Asset, by.workspace, asset), alt) for asset, alt in files]


def _attach(post: Post, files: list[tuple[Asset, str]]) -> None:
    PostAsset.objects.filter(post=post).delete()
    PostAsset.objects.bulk_create(
        PostAsset(workspace=post.workspace, post=post, asset=asset, alt=alt, place=place)
        for place, (asset, alt) in enumerate(files)
    )


def _changed(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    return [name for name in after if before[name] != after[name]]


def _turn(by: By, post: Post, changed: list[str]) -> None:
    """Count the edit, withdraw whatever was agreed on, and remember who did it."""
    if not changed:
        return
    facts = {"version": post.version + 1, "changed_at": clock.now(), "approved_digest": ""}
    if post.state == State.DRAFT:
        for name, value in facts.items():
            setattr(post, name, value)
        post.save(update_fields=[*facts])
    else:
        post.move(State.DRAFT, **facts)
    Revision.objects.create(
        workspace=post.workspace,
        post=post,
        version=post.version,
        member=by if isinstance(by, Member) else None,
        changed=changed,
    )


def _refuse_stale(post: Post, version: int) -> None:
    if version != post.version:
        raise StaleEditError(queries.told_since(post, version))
