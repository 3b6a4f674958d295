"""The JSON of the simulated interface, in the shape of recorded answers of 6.1.9; pure."""

import re
from collections.abc import Mapping
from html import escape
from typing import Any

from antiphon.networks.wordpress.simulator.state import ROLES, Comment, Media, Post, Site, User

INDEX_SPACES = ["oembed/1.0", "wp/v2", "wp-site-health/v1", "wp-block-editor/v1"]
_BLOCK_MARK = re.compile(r"<!-- /?wp:.*? -->\n?", re.DOTALL)


def at(moment: Any) -> str:
    """A time without its zone, as the site writes it."""
    return str(moment.strftime("%Y-%m-%dT%H:%M:%S"))


def fields(told: dict[str, Any], wanted: str) -> dict[str, Any]:
    """Only the fields that `_fields` asks for."""
    names = {name.strip() for name in wanted.split(",") if name.strip()}
    return {name: value for name, value in told.items() if name in names} if names else told


def index(home: str, site: Site, *, passwords: bool) -> dict[str, Any]:
    """What a root says of its site."""
    page = {"authorization": f"{home}/wp-admin/authorize-application.php"}
    ways = {"application-passwords": {"endpoints": page}} if passwords else {}
    return {
        "name": escape(site.name),
        "description": "",
        "url": home,
        "home": home,
        "gmt_offset": "0",
        "timezone_string": "",
        "namespaces": INDEX_SPACES,
        "authentication": ways,
        "routes": {},
    }


def user(one: User, home: str) -> dict[str, Any]:
    """A user, in the context `edit`."""
    rights = dict.fromkeys(sorted(ROLES[one.role]), True)
    return {
        "id": one.id,
        "username": one.login,
        "name": one.name,
        "slug": one.login,
        "link": f"{home}/author/{one.login}/",
        "roles": [one.role],
        "capabilities": rights,
    }


def post(one: Post, home: str, *, edit: bool) -> dict[str, Any]:
    """A post; raw forms only in the context `edit`."""
    link = f"{home}/{one.slug}/" if one.status == "publish" else f"{home}/?p={one.id}"
    shown = _BLOCK_MARK.sub("", one.content).strip()
    raw = {"title": one.title, "content": one.content, "excerpt": one.excerpt}
    rendered: dict[str, dict[str, Any]] = {
        "title": {"rendered": one.title},
        "content": {"rendered": shown, "protected": False},
        "excerpt": {"rendered": f"<p>{one.excerpt}</p>\n", "protected": False},
    }
    if edit:
        for name, value in raw.items():
            rendered[name]["raw"] = value
    return {
        "id": one.id,
        "date": at(one.at),
        "date_gmt": at(one.at),
        "guid": {"rendered": f"{home}/?p={one.id}"},
        "modified": at(one.modified),
        "modified_gmt": at(one.modified),
        "slug": one.slug,
        "status": one.status,
        "type": "post",
        "link": link,
        **rendered,
        "author": one.author.id,
        **one.told,
        "meta": [],
    }


def media(one: Media, home: str) -> dict[str, Any]:
    """A file of the library."""
    url = f"{home}/wp-content/uploads/{one.id}/{one.name}"
    return {
        "id": one.id,
        "date_gmt": at(one.at),
        "slug": one.slug,
        "status": "inherit",
        "type": "attachment",
        "link": f"{home}/{one.slug}/",
        "title": {"raw": one.slug, "rendered": one.slug},
        "author": one.author.id,
        "alt_text": one.alt,
        "media_type": "image",
        "mime_type": one.mime,
        "media_details": {"filesize": one.size, "file": one.name, "sizes": {}},
        "source_url": url,
    }


def comment(one: Comment, home: str, slug: str, *, edit: bool) -> dict[str, Any]:
    """A comment."""
    lines = one.content.replace("\n", "<br />\n")
    content = {"rendered": f"<p>{lines}</p>\n"}
    if edit:
        content["raw"] = one.content
    return {
        "id": one.id,
        "post": one.post,
        "parent": one.parent,
        "author": one.author,
        "author_name": one.author_name,
        "author_url": "",
        "date": at(one.at),
        "date_gmt": at(one.at),
        "content": content,
        "link": f"{home}/{slug}/#comment-{one.id}",
        "status": one.status,
        "type": "comment",
        "meta": [],
    }


def term(id: int, name: str, taxonomy: str, home: str) -> dict[str, Any]:
    """A category or tag."""
    kind = {"categories": "category", "tags": "post_tag"}[taxonomy]
    word = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    return {
        "id": id,
        "count": 0,
        "description": "",
        "link": f"{home}/{kind}/{word}/",
        "name": escape(name, quote=False),
        "slug": word,
        "taxonomy": kind,
        "meta": [],
    }


def refusal(status: int, code: str, message: str, **data: Any) -> tuple[int, Mapping[str, Any]]:
    """A refusal, as the site words it."""
    return status, {"code": code, "message": message, "data": {"status": status, **data}}
