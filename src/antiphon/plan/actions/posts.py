"""Drafting, editing, opening again, dropping."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, TypedDict, Unpack
from uuid import UUID

from django.db import transaction

from antiphon.kernel.problem import BadInputError, Problem
from antiphon.media.models import Asset
from antiphon.people.actions import note, permit
from antiphon.people.models import Member
from antiphon.people.policy import By
from antiphon.plan import digest, queries, wording
from antiphon.plan.actions import history
from antiphon.plan.errors import NotNowError, StaleEditError
from antiphon.plan.finding import found, named
from antiphon.plan.models import Campaign, Post, PostAsset
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
    return _edit(by, post, version, parts)


def go_back(by: By, post: Post | UUID | str, version: int, *, to: int) -> Post:
    """Give its parts the words that they had at version `to`; that is an edit of its own.

    Going back from there undoes it. What it tells otherwise here and there stays as it is.
    """
    parts: Any = queries.as_of(found(Post, by.workspace, post), to)
    return _edit(by, post, version, parts, apart=True)


def _edit(
    by: By, post: Post | UUID | str, version: int, parts: Parts, *, apart: bool = False
) -> Post:
    permit(by, "post.write", named(post))
    facts, files = _checked(by, parts)
    with transaction.atomic():
        current = found(Post, by.workspace, post, lock=True)
        _refuse_stale(current, version)
        if current.state == State.DROPPED:
            raise NotNowError("This post was dropped. Open it again before you edit it.")
        before = _told(current, facts, files)
        for name, value in facts.items():
            setattr(current, name, value)
        if files is not None and before["files"] != _listed(files):
            _attach(current, files)
        after = _told(current, facts, None)
        if files is not None:
            after["files"] = _listed(files)
        touched = {name: was for name, was in before.items() if was != after[name]}
        if touched:
            line = note(by, "post.write", current, before=before, after=after)
            _turn(current, {name: getattr(current, name) for name in facts}, line.at)
            history.keep(by, current, touched, apart=apart)
    return current


def reopen(by: By, post: Post | UUID | str, *, because: str = "") -> Post:
    """Make it a draft again, also one that was dropped; an approval is withdrawn."""
    permit(by, "post.write", named(post))
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
        _turn(current, {"shape": shape}, clock.now())
        history.keep(by, current, {"variants": None})
    return current


def drop(by: By, post: Post | UUID | str) -> Post:
    """Nobody wants it any more; it is kept, and can be opened again."""
    permit(by, "post.delete", named(post))
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


def _told(
    post: Post, names: Iterable[str], files: list[tuple[Asset, str]] | None
) -> dict[str, Any]:
    """These parts of the post, in a form that can be kept."""
    told: dict[str, Any] = {name: getattr(post, name) for name in names if name != "campaign"}
    if "campaign" in names:
        told["campaign"] = str(post.campaign_id or "")
    if files is not None:
        told["files"] = [[str(file.asset_id), file.alt] for file in post.files.order_by("place")]
    return told


def _listed(files: list[tuple[Asset, str]]) -> list[list[str]]:
    return [[str(asset.pk), alt] for asset, alt in files]


def _turn(post: Post, facts: dict[str, Any], at: datetime) -> None:
    """Store an edit and count it, and withdraw whatever was agreed on."""
    facts |= {"version": post.version + 1, "changed_at": at, "approved_digest": ""}
    if post.state != State.DRAFT:
        post.move(State.DRAFT, **facts)
        return
    Post.objects.filter(pk=post.pk).update(**facts)
    for name, value in facts.items():
        setattr(post, name, value)


def _refuse_stale(post: Post, version: int) -> None:
    if version != post.version:
        raise StaleEditError(queries.told_since(post, version))
