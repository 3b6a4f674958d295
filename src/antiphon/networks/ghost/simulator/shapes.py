"""The JSON of the simulated interface, in the shape of recorded answers of 6.65.0; pure."""

import json
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from antiphon.connect.values import Metric
from antiphon.kernel.markup import seen
from antiphon.networks.ghost.simulator.state import Comment, Post, Site, at

_EMPTY = (
    *("canonical_url", "codeinjection_head", "codeinjection_foot", "custom_template"),
    *("og_image", "og_title", "og_description", "twitter_image", "twitter_title"),
    *("twitter_description", "meta_title", "meta_description", "email_subject", "frontmatter"),
    *("feature_image_caption", "mobiledoc"),
)


def refused(status: int, type: str, message: str, **more: Any) -> tuple[int, dict[str, Any]]:
    """A refusal, as the site words it."""
    blank = dict.fromkeys(("context", "details", "property", "help", "code", "ghostErrorCode"))
    id = str(uuid5(NAMESPACE_URL, message))
    return status, {"errors": [{**blank, "message": message, "type": type, "id": id, **more}]}


def invalid(say: str, verb: str, path: str, name: str, keyword: str) -> tuple[int, dict[str, Any]]:
    """A refusal by the schema."""
    detail = {"instancePath": path, "schemaPath": "#/properties/posts/items", "keyword": keyword,
              "params": {}, "message": say}  # fmt: skip
    message = f"Validation error, cannot {verb} post."
    return refused(422, "ValidationError", message, context=f"Validation failed for {name}.",
                   details=[detail], property=name)  # fmt: skip


def listed(name: str, found: list[Any], total: int, page: int, limit: int) -> dict[str, Any]:
    """A list with its paging."""
    pages = max(1, -(-total // limit))
    paging = {"page": page, "limit": limit, "pages": pages, "total": total,
              "next": page + 1 if page < pages else None,
              "prev": page - 1 if page > 1 else None}  # fmt: skip
    return {name: found, "meta": {"pagination": paging}}


def site(one: Site) -> dict[str, Any]:
    """What a site says of itself to everybody."""
    return {"site": {
        "title": one.name, "description": "Thoughts, stories and ideas.", "logo": None,
        "icon": None, "cover_image": None, "accent_color": "#FF1A75", "locale": "en",
        "timezone": "Etc/UTC", "url": f"{one.home}/", "version": "6.65",
        "allow_external_signup": True, "site_uuid": one.uuid,
    }}  # fmt: skip


def newsletter(slug: str, name: str) -> dict[str, Any]:
    """A newsletter."""
    return {"id": "0" * 24, "uuid": str(uuid5(NAMESPACE_URL, slug)), "name": name,
            "description": None, "slug": slug, "status": "active",
            "visibility": "members"}  # fmt: skip


def tier(slug: str, name: str, type: str) -> dict[str, Any]:
    """A tier."""
    return {"id": slug.encode().hex()[:24].zfill(24), "name": name, "description": None,
            "slug": slug, "active": True,
            "type": type, "visibility": "public", "benefits": []}  # fmt: skip


def post(one: Post, home: Site, *, html: bool = False, counts: bool = False) -> dict[str, Any]:
    """A post as the site tells it to a key."""
    address = f"{home.home}/{one.slug}/" if one.status == "published" else f"{home.home}/p/{one.id}"
    told: dict[str, Any] = {
        **dict.fromkeys(_EMPTY),
        "feature_image": None,
        "feature_image_alt": None,
        "custom_excerpt": None,
        "featured": False,
        "visibility": "public",
        "tags": [],
        "tiers": [],
        "authors": [],
        **one.told,
        "id": one.id,
        "uuid": str(uuid5(NAMESPACE_URL, one.id)),
        "title": one.title,
        "slug": one.slug,
        "lexical": json.dumps({"root": {"children": [], "type": "root", "version": 1}}),
        "comment_id": one.id,
        "status": one.status,
        "created_at": at(one.created_at),
        "updated_at": at(one.updated_at),
        "published_at": at(one.published_at) if one.published_at else None,
        "url": address,
        "excerpt": one.told.get("custom_excerpt") or seen(one.html).text[:500],
        "email": one.email,
    }
    if html:
        told["html"] = one.html
    if counts:
        told["count"] = {
            "clicks": one.counts[Metric.CLICKS],
            "positive_feedback": one.counts[Metric.LIKES],
        }
    return told


def comment(one: Comment, home: Site) -> dict[str, Any]:
    """A comment as the site tells it to a key."""
    above = f"{home.home}/{one.post.slug}/"
    return {
        "id": one.id,
        "parent_id": one.parent or None,
        "in_reply_to_id": None,
        "in_reply_to_snippet": None,
        "status": "published",
        "html": one.html,
        "created_at": at(one.created_at),
        "edited_at": None,
        "pinned": False,
        "member": {"id": one.member, "name": one.name, "email": f"{one.member}@example.com"},
        "post": {"id": one.post.id, "title": one.post.title, "url": above},
        "count": {"replies": 0, "direct_replies": 0, "likes": 0, "dislikes": 0, "reports": 0},
    }
