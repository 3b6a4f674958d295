"""Posts made from posts: templates, and copies with all that is told otherwise."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from antiphon.channels.models import Channel
from antiphon.media.models import Asset
from antiphon.people.actions import note, permit
from antiphon.people.models import Member
from antiphon.people.policy import By
from antiphon.plan import actions as plan
from antiphon.plan.desk import naming
from antiphon.plan.finding import found, named
from antiphon.plan.models import Campaign, Post, Template
from antiphon.tailor import queries, shape
from antiphon.tailor.actions.variants import tell_each
from antiphon.tailor.models import Audience

LONGEST = 120
PARTS = ("text", "title", "language", "link", "comment", "poll", "tags", "options")
WORDS = ("text", "title", "comment")


def make_template(by: By, post: Post | UUID | str, name: str) -> Template:
    """Keep a post with its variants as it is now, to begin others from."""
    permit(by, "template.write", named(post))
    source = found(Post, by.workspace, post)
    row = Template(
        workspace=by.workspace,
        name=naming.checked(name, longest=LONGEST, noun="template"),
        content=_parts(source),
        variants=_variants(source),
        author=by if isinstance(by, Member) else None,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            note(by, "template.write", row, after={"name": row.name, "post": str(source.pk)})
    except IntegrityError:
        raise naming.taken(row.name, noun="template") from None
    return row


def draft_from(by: By, template: Template | UUID | str) -> Post:
    """Begin a post from a template; what is gone by now (a file, an audience) is left out."""
    permit(by, "post.write", named(template))
    row = found(Template, by.workspace, template)
    return _drafted(by, row.content, row.variants)


def copy_post(by: By, post: Post | UUID | str, *, words: Callable[[str], str] = str) -> Post:
    """A draft that says the same, everywhere; `words` may change each text on the way."""
    permit(by, "post.write", named(post))
    source = found(Post, by.workspace, post)
    content, variants = _parts(source), _variants(source)
    for told in (content, *(one["words"] for one in variants)):
        told |= {name: words(told[name]) for name in WORDS if told.get(name)}
    return _drafted(by, content, variants)


def _parts(post: Post) -> dict[str, Any]:
    told: dict[str, Any] = {name: getattr(post, name) for name in PARTS}
    files = [{"asset": str(file.asset_id), "alt": file.alt} for file in post.files.all()]
    return told | {"campaign": str(post.campaign_id or "") or None, "assets": files}


def _variants(post: Post) -> list[dict[str, Any]]:
    return [
        {
            "channel": str(row.channel_id or "") or None,
            "audience": str(row.audience_id or "") or None,
            "words": {name: getattr(row, name) for name in shape.OVERRIDES},
        }
        for row in queries.variants(post)
    ]


def _drafted(by: By, content: dict[str, Any], variants: list[dict[str, Any]]) -> Post:
    here = _Here(by)
    parts = dict(content)
    parts["assets"] = here.files(content.get("assets") or [])
    parts["campaign"] = here.one(Campaign, content.get("campaign"))
    with transaction.atomic():
        post = plan.draft(by, **parts)
        versions: list[Any] = [version for one in variants if (version := here.version(one))]
        if versions:
            tell_each(by, post, versions)
            post.refresh_from_db()
    return post


class _Here:
    """What of a snapshot still is in the workspace."""

    def __init__(self, by: By) -> None:
        self.workspace = by.workspace

    def one(self, kind: Any, id: str | None) -> Any:
        rows = kind._default_manager.filter(workspace=self.workspace)
        return rows.filter(pk=id).first() if id else None

    def files(self, kept: list[dict[str, str]]) -> list[tuple[Asset, str]]:
        rows = Asset.objects.filter(workspace=self.workspace, pk__in=[one["asset"] for one in kept])
        known = {str(row.pk): row for row in rows}
        return [(known[one["asset"]], one["alt"]) for one in kept if one["asset"] in known]

    def version(self, kept: dict[str, Any]) -> dict[str, Any] | None:
        """One telling; none where the channel or the audience that it was for is gone."""
        whom = {
            "channel": self.one(Channel, kept["channel"]),
            "audience": self.one(Audience, kept["audience"]),
        }
        if any(kept[name] and whom[name] is None for name in whom):
            return None
        words = dict(kept["words"])
        if words.get("assets") is not None:
            words["assets"] = self.files(words["assets"])
        return {**whom, "words": words}
