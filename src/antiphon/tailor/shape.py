"""The fingerprint of all variants of a post: which texts go to whom."""

from typing import Any

from antiphon.plan import digest
from antiphon.plan.models import Post
from antiphon.tailor.models import Audience, Variant

OVERRIDES = ("text", "title", "language", "link", "comment", "options", "assets")
ASKED = (
    "countries",
    "regions",
    "cities",
    "climates",
    "live",
    "languages",
    "age_from",
    "age_to",
    "genders",
)


def of(post: Post) -> str:
    """SHA-256 over the variants and over what their audiences ask; empty if there are none."""
    rows = Variant.objects.filter(post=post).select_related("audience")
    told = sorted(
        ([*_whom(row), {name: getattr(row, name) for name in OVERRIDES}] for row in rows),
        key=lambda row: row[:2],
    )
    return digest.fingerprint(told) if told else ""


def content(post: Post) -> list[dict[str, Any]]:
    """All variants as JSON: whom each is for, and what it overrides."""
    return [
        {
            "channel": str(row.channel_id) if row.channel_id else None,
            "audience": str(row.audience_id) if row.audience_id else None,
            **{name: getattr(row, name) for name in OVERRIDES},
        }
        for row in Variant.objects.filter(post=post).order_by("id")
    ]


def _whom(row: Variant) -> list[Any]:
    audience = row.audience
    return [str(row.channel_id or ""), str(row.audience_id or ""), asked(audience)]


def asked(audience: Audience | None) -> dict[str, Any] | None:
    """What an audience asks of people."""
    return {name: getattr(audience, name) for name in ASKED} if audience else None
