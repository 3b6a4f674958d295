"""The fingerprint of all that is agreed on when a post is approved."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from antiphon.plan.models import Post


def content(post: Post) -> dict[str, Any]:
    """What a post says, in every part, and the fingerprint of its variants.

    Whom it is told to differently is no matter of this stage: `tailor` makes a fingerprint of all
    variants and hands it in with `actions.retold`, so the digest covers them as well.
    """
    return {
        "text": post.text,
        "title": post.title,
        "language": post.language,
        "link": post.link,
        "comment": post.comment,
        "poll": post.poll,
        "tags": list(post.tags),
        "options": post.options,
        "campaign": str(post.campaign_id or ""),
        "files": [
            [file.asset.digest, file.alt or file.asset.alt]
            for file in post.files.select_related("asset").order_by("place")
        ],
        "shape": post.shape,
    }


def of(post: Post) -> str:
    """SHA-256 over the content, in hex; equal content has an equal digest, whoever computes it."""
    return fingerprint(content(post))


def fingerprint(facts: Mapping[str, Any] | list[Any]) -> str:
    """SHA-256 over facts that JSON can write, whatever the order of their names."""
    told = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()
