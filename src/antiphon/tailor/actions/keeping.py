"""Keeping how a post is told differently, so that a later version can be held against it."""

from antiphon.people.policy import By
from antiphon.plan.actions import retold
from antiphon.plan.models import Post
from antiphon.tailor import shape
from antiphon.tailor.models import VariantSet


def keep(by: By, post: Post) -> Post:
    """Keep its variants as they are now, and take down their fingerprint in the post."""
    fingerprint = shape.of(post)
    if fingerprint:
        VariantSet.objects.get_or_create(
            post=post,
            shape=fingerprint,
            defaults={"workspace": post.workspace, "content": shape.content(post)},
        )
    return retold(by, post, fingerprint)
