"""The routes `posts` and `media` of the simulated interface."""

import re
from typing import Any

from antiphon.networks.wordpress.simulator import shapes
from antiphon.networks.wordpress.simulator.call import Call, RefusedError, checked
from antiphon.networks.wordpress.simulator.state import Media, Post

_KEPT: dict[str, Any] = {
    "featured_media": 0,
    "comment_status": "open",
    "ping_status": "open",
    "sticky": False,
    "format": "standard",
    "template": "",
}
_FILE_NAME = re.compile(r'filename="?([^";]+)"?')
_TYPES = {"image/jpeg", "image/png", "image/gif", "image/webp"}
_MOST_BYTES = 8 * 1024 * 1024  # PHP's default `post_max_size`


def collection(call: Call) -> Any:
    """`GET` and `POST` of all posts."""
    return _create(call) if call.method == "POST" else _list(call)


def _list(call: Call) -> list[dict[str, Any]]:
    statuses = set(call.query.get("status", "publish").split(","))
    if statuses != {"publish"}:
        call.need("edit_posts", "rest_forbidden_status")
    posts = call.site.posts
    if "slug" in call.query:
        ids = [call.site.slugs.get(word) for word in call.query["slug"].split(",")]
        found = [posts[id] for id in ids if id in posts]
    elif "include" in call.query:
        found = [posts[id] for id in call.numbers("include") if id in posts]
    else:
        found = list(reversed(posts.values()))
    authors = call.numbers("author")
    shown = [
        one for one in found if _is_in(one, statuses) and (not authors or one.author.id in authors)
    ]
    return [call.fields(shapes.post(one, call.home, edit=call.edit)) for one in call.page(shown)]


def _is_in(one: Post, statuses: set[str]) -> bool:
    return one.status in statuses or ("any" in statuses and one.status != "trash")


def _create(call: Call) -> dict[str, Any]:
    author = call.need("edit_posts", "rest_cannot_create")
    told = checked(call.json())
    if not any(_raw(told.get(name, "")) for name in ("title", "content", "excerpt")):
        raise RefusedError(400, "empty_content", "Content, title, and excerpt are empty.")
    id = call.site.next_id()
    post = Post(id, author, call.now, call.now, told={**_KEPT, "categories": [1], "tags": []})
    _change(call, post, {"status": "draft", **told})
    call.site.posts[id] = post
    call.out |= {":status": "201", "Location": f"{call.home}/wp-json/wp/v2/posts/{id}"}
    return shapes.post(post, call.home, edit=True)


def _change(call: Call, post: Post, told: dict[str, Any]) -> None:
    status = told.get("status", post.status)
    if status in {"publish", "private", "future"}:
        call.need("publish_posts", "rest_cannot_publish")
    if told.get("sticky"):
        call.need("edit_others_posts", "rest_cannot_assign_sticky")
    for name in ("title", "content", "excerpt"):
        if name in told:
            setattr(post, name, _raw(told[name]))
    if status == "publish" != post.status:
        post.at = call.now
    post.status = "publish" if status == "future" else status
    post.modified = call.now
    wanted = _sanitized(str(told.get("slug") or post.slug or post.title)) or str(post.id)
    if wanted != post.slug:
        call.site.slugs.pop(post.slug, None)
        post.slug = call.site.take_slug(wanted, post.id)
    kept = {*_KEPT, "categories", "tags"}
    post.told |= {name: value for name, value in told.items() if name in kept}


def _raw(told: Any) -> str:
    return str(told.get("raw", "")) if isinstance(told, dict) else str(told)


def _sanitized(word: str) -> str:
    return re.sub(r"-+", "-", re.sub(r"[^a-z0-9_-]+", "-", word.lower())).strip("-")[:200]


def one(call: Call, id: int) -> Any:
    """`GET`, `POST` and `DELETE` of one post."""
    post = call.site.posts.get(id)
    if post is None:
        raise RefusedError(404, "rest_post_invalid_id", "Invalid post ID.")
    if call.method == "GET":
        if post.status != "publish" or call.edit:
            _own(call, post, "rest_forbidden_context")
        return call.fields(shapes.post(post, call.home, edit=call.edit))
    if call.method == "DELETE":
        return _delete(call, post)
    _own(call, post, "rest_cannot_edit")
    _change(call, post, checked(call.json()))
    return shapes.post(post, call.home, edit=True)


def _own(call: Call, post: Post, code: str) -> None:
    user = call.need("edit_posts", code)
    if post.author is not user:
        call.need("edit_others_posts", code)


def _delete(call: Call, post: Post) -> dict[str, Any]:
    _own(call, post, "rest_cannot_delete")
    if call.query.get("force") == "true":
        previous = shapes.post(post, call.home, edit=True)
        call.site.forget(post)
        return {"deleted": True, "previous": previous}
    if "no_trash" in call.quirks:
        raise RefusedError(501, "rest_trash_not_supported", "The post does not support trashing.")
    if post.status == "trash":
        raise RefusedError(410, "rest_already_trashed", "The post has already been deleted.")
    call.site.trash(post, call.now)
    return shapes.post(post, call.home, edit=True)


def media_collection(call: Call) -> Any:
    """`GET` and `POST` of all files."""
    if call.method == "GET":
        media = call.site.media
        ids = [call.site.slugs.get(word) for word in call.query.get("slug", "").split(",")]
        found = [media[id] for id in ids if id in media]
        shown = found if "slug" in call.query else list(reversed(media.values()))
        return [call.fields(shapes.media(one, call.home)) for one in call.page(shown)]
    return _upload(call)


def _upload(call: Call) -> dict[str, Any]:
    user = call.need("upload_files", "rest_cannot_create")
    name = _FILE_NAME.search(call.headers.get("content-disposition", ""))
    if not call.body or len(call.body) > _MOST_BYTES:
        raise RefusedError(400, "rest_upload_no_data", "No data supplied.")
    if not name:
        raise RefusedError(400, "rest_upload_no_content_disposition", "No Content-Disposition.")
    mime = call.headers.get("content-type", "")
    if mime not in _TYPES:
        say = "Sorry, you are not allowed to upload this file type."
        raise RefusedError(500, "rest_upload_sideload_error", say)
    media = call.site.add_media(user, call.now, name[1], mime, call.body)
    call.out |= {":status": "201", "Location": f"{call.home}/wp-json/wp/v2/media/{media.id}"}
    return shapes.media(media, call.home)


def media_one(call: Call, id: int) -> Any:
    """`GET` and `POST` of one file."""
    media: Media | None = call.site.media.get(id)
    if media is None:
        raise RefusedError(404, "rest_post_invalid_id", "Invalid post ID.")
    if call.method == "POST":
        call.need("upload_files", "rest_cannot_edit")
        media.alt = str(call.json().get("alt_text", media.alt))
    return call.fields(shapes.media(media, call.home))
