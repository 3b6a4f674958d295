"""Telling a post otherwise: on a channel, to an audience, or both."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypedDict, Unpack
from uuid import UUID

from django.db import transaction

from antiphon.channels.models import Channel
from antiphon.kernel.problem import BadInputError, Problem
from antiphon.media.models import Asset
from antiphon.people.actions import note, permit
from antiphon.people.policy import By
from antiphon.plan import wording
from antiphon.plan.finding import found
from antiphon.plan.models import Post
from antiphon.tailor import queries, shape
from antiphon.tailor.actions.keeping import keep
from antiphon.tailor.models import Audience, Variant
from antiphon.work import clock


class Words(TypedDict, total=False):
    """What is told otherwise; None takes the post's own again, what is left out stays as it is."""

    text: str | None
    title: str | None
    language: str | None
    link: str | None
    comment: str | None
    options: dict[str, Any] | None
    assets: Sequence[tuple[Asset | UUID | str, str]] | None


class Version(TypedDict):
    """One telling among several that are written at once."""

    channel: Channel | UUID | str | None
    audience: Audience | UUID | str | None
    words: Words


def tell(
    by: By,
    post: Post | UUID | str,
    *,
    channel: Channel | UUID | str | None = None,
    audience: Audience | UUID | str | None = None,
    **words: Unpack[Words],
) -> Variant:
    """Write how the post is told on a channel, to an audience, or to an audience on a channel.

    Whatever was agreed on before is void: the post is a draft again.
    """
    return tell_each(by, post, [{"channel": channel, "audience": audience, "words": words}])[0]


def tell_each(by: By, post: Post | UUID | str, versions: Sequence[Version]) -> list[Variant]:
    """Write several at once, or none of them; two for the same people are refused."""
    permit(by, "variant.write", post if isinstance(post, Post) else str(post))
    row = found(Post, by.workspace, post)
    rows = [(*_whom(by, version), _checked(by, version["words"])) for version in versions]
    _refuse_twice((channel, audience) for channel, audience, _facts in rows)
    for channel, _audience, facts in rows:
        _refuse_options(channel, facts)
    with transaction.atomic():
        Post.objects.select_for_update().get(pk=row.pk)
        told = [_upsert(row, channel, audience, facts) for channel, audience, facts in rows]
        for variant in told:
            note(by, "variant.write", variant, after={"shape": shape.of(row)})
        keep(by, row)
    return told


def untell(by: By, variant: Variant | UUID | str) -> None:
    """Take a variant away; its people are told the post's own words, or another's."""
    permit(by, "variant.write", variant if isinstance(variant, Variant) else str(variant))
    row = found(Variant, by.workspace, variant)
    with transaction.atomic():
        Post.objects.select_for_update().get(pk=row.post_id)
        note(by, "variant.write", row, before={"shape": row.post.shape})
        Variant.objects.filter(pk=row.pk).delete()
        keep(by, row.post)


def _whom(by: By, version: Version) -> tuple[Channel | None, Audience | None]:
    channel, audience = version["channel"], version["audience"]
    if channel is None and audience is None:
        say = "Say on which channel or to whom it is told differently; for all, edit the post."
        raise BadInputError(Problem(field="audience", rule="missing", say=say))
    return (
        None if channel is None else found(Channel, by.workspace, channel),
        None if audience is None else queries.audience(by.workspace, audience),
    )


def _checked(by: By, words: Words) -> dict[str, Any]:
    facts: dict[str, Any] = dict(words)
    wording.check({name: value for name, value in facts.items() if name != "options"})
    if facts.get("assets") is not None:
        facts["assets"] = [
            {"asset": str(found(Asset, by.workspace, asset).pk), "alt": alt}
            for asset, alt in facts["assets"]
        ]
    return facts


def _refuse_twice(whom: Iterable[tuple[Channel | None, Audience | None]]) -> None:
    seen: set[tuple[Channel | None, Audience | None]] = set()
    for channel, audience in whom:
        if (channel, audience) in seen:
            to = f"to “{audience}”" if audience else "to everybody"
            where = f" on {channel}" if channel else ""
            say = f"You told it {to}{where} twice. Give each audience one text."
            raise BadInputError(Problem(field="audience", rule="twice", say=say))
        seen.add((channel, audience))


def _refuse_options(channel: Channel | None, facts: Mapping[str, Any]) -> None:
    if channel is None and facts.get("options"):
        say = "Options belong to one network: give them for a channel, or in the post."
        raise BadInputError(Problem(field="options", rule="no_channel", say=say))


def _upsert(
    post: Post, channel: Channel | None, audience: Audience | None, facts: dict[str, Any]
) -> Variant:
    variant, _made = Variant.objects.update_or_create(
        post=post,
        channel=channel,
        audience=audience,
        defaults={**facts, "changed_at": clock.now()},
        create_defaults={**facts, "workspace": post.workspace},
    )
    return variant
