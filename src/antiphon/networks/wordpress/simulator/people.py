"""The routes `comments`, `users`, `categories` and `tags` of the simulated interface."""

from datetime import UTC, datetime, timedelta
from typing import Any

from antiphon.networks.wordpress.simulator import shapes
from antiphon.networks.wordpress.simulator.call import Call, RefusedError
from antiphon.networks.wordpress.simulator.state import Comment, User

_FLOOD = timedelta(seconds=15)  # wp_check_comment_flood: nobody but moderators may be faster
_SHORT_LIST = 1_000


def me(call: Call) -> dict[str, Any]:
    """Who asks."""
    if call.user is None:
        raise RefusedError(401, "rest_not_logged_in", "You are not currently logged in.")
    told = shapes.user(call.user, call.home)
    return told if call.edit else {name: told[name] for name in ("id", "name", "slug", "link")}


def introspect(call: Call) -> dict[str, Any]:
    """The application password in use."""
    user = call.need("read")
    password = call.headers.get(":password", "")
    return {"uuid": user.passwords[password], "app_id": "", "name": "Antiphon"}


def password(call: Call, uuid: str) -> dict[str, Any]:
    """Delete an application password."""
    user = call.need("read")
    found = next((bare for bare, known in user.passwords.items() if known == uuid), None)
    if found is None:
        raise RefusedError(404, "rest_application_password_not_found", "Not found.")
    del user.passwords[found]
    return {"deleted": True, "previous": {"uuid": uuid}}


def terms(call: Call, taxonomy: str) -> Any:
    """`GET` and `POST` of categories or tags."""
    known = call.site.terms[taxonomy]
    if call.method == "GET":
        wanted = call.query.get("search", "").lower()
        found = [(id, name) for id, name in known.items() if wanted in name.lower()]
        return [
            call.fields(shapes.term(id, name, taxonomy, call.home)) for id, name in call.page(found)
        ]
    call.need(
        "manage_categories" if taxonomy == "categories" else "edit_posts", "rest_cannot_create"
    )
    name = str(call.json().get("name", "")).strip()
    if (id := call.site.term(taxonomy, name)) is not None:
        say = "A term with the name provided already exists in this taxonomy."
        raise RefusedError(400, "term_exists", say, term_id=id)
    id = call.site.next_id()
    known[id] = name
    call.out |= {":status": "201"}
    return shapes.term(id, name, taxonomy, call.home)


def comments(call: Call) -> Any:
    """`GET` and `POST` of all comments."""
    return _write(call) if call.method == "POST" else _list(call)


def _list(call: Call) -> list[dict[str, Any]]:
    if {"status", "author", "type"} & set(call.query):
        call.need("edit_posts", "rest_forbidden_param")
    if call.edit:
        call.need("moderate_comments", "rest_forbidden_context")
    found = [one for one in _asked(call) if _is_asked(call, one)]
    found.sort(key=lambda one: (one.at, one.id), reverse=call.query.get("order") != "asc")
    return [call.fields(_shape(call, one)) for one in call.page(found)]


def _asked(call: Call) -> list[Comment]:
    """Those that can match; walked from the newest, so that a reader who keeps up costs little."""
    if "post" in call.query:
        known = [one for id in call.numbers("post") for one in call.site.under.get(id, ())]
        if len(known) <= _SHORT_LIST or "after" not in call.query:
            return known
    after = _after(call)
    found = []
    for one in reversed(call.site.comments.values()):
        if after and one.at < after - timedelta(minutes=5):
            break
        if "post" not in call.query or one.post in set(call.numbers("post")):
            found.append(one)
    return found


def _after(call: Call) -> datetime | None:
    told = call.query.get("after")
    if not told:
        return None
    found = datetime.fromisoformat(told)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _is_asked(call: Call, one: Comment) -> bool:
    status = call.query.get("status", "approve")
    shown = {"approved", "hold"} if status == "all" else {"approved"}
    after = _after(call)
    authors = call.numbers("author")
    return (
        one.status in shown
        and (after is None or one.at > after)
        and (not authors or one.author in authors)
    )


def _shape(call: Call, one: Comment) -> dict[str, Any]:
    post = call.site.posts.get(one.post)
    return shapes.comment(one, call.home, post.slug if post else "", edit=call.edit)


def _write(call: Call) -> dict[str, Any]:
    if call.user is None:
        say = "Sorry, you must be logged in to comment."
        raise RefusedError(401, "rest_comment_login_required", say)
    told = call.json()
    post, parent = int(told.get("post") or 0), int(told.get("parent") or 0)
    content = str(told.get("content", "")).strip()
    _may_be_said(call, post, parent, content)
    call.user.commented_at = call.now
    comment = Comment(
        call.site.next_id(), post, parent, call.user.id, call.user.name, call.now, content
    )
    call.site.add_comment(comment)
    call.out |= {":status": "201"}
    return _shape(call, comment)


def _may_be_said(call: Call, post: int, parent: int, content: str) -> None:
    target = call.site.posts.get(post)
    if target is None:
        raise RefusedError(403, "rest_comment_invalid_post_id", "Sorry, no such post.")
    if target.status != "publish":
        raise RefusedError(403, "rest_comment_draft_post", "Not on this post.")
    if target.told.get("comment_status") == "closed":
        raise RefusedError(403, "rest_comment_closed", "Sorry, comments are closed for this item.")
    if not content:
        raise RefusedError(400, "rest_comment_content_invalid", "Invalid comment content.")
    if len(content.encode()) > 65_525:
        raise RefusedError(400, "comment_content_column_length", "Comment field exceeds length.")
    if call.user:
        _may_say(call, call.user, post, parent, content)


def _may_say(call: Call, user: User, post: int, parent: int, content: str) -> None:
    for one in call.site.under.get(post, ()):
        same = (one.author, one.parent, one.content) == (user.id, parent, content)
        if same and one.status != "trash":
            raise RefusedError(409, "comment_duplicate", "Duplicate comment detected.")
    fast = user.commented_at and call.now - user.commented_at < _FLOOD
    if fast and not user.may("moderate_comments"):
        raise RefusedError(400, "comment_flood", "You are posting comments too quickly.")


def comment(call: Call, id: int) -> Any:
    """`GET`, `POST` and `DELETE` of one comment."""
    found = call.site.comments.get(id)
    if found is None:
        raise RefusedError(404, "rest_comment_invalid_id", "Invalid comment ID.")
    if call.method == "GET":
        return call.fields(_shape(call, found))
    user = call.need("edit_posts", "rest_cannot_edit")
    if found.author != user.id:
        call.need("moderate_comments", "rest_cannot_edit")
    if call.method == "DELETE":
        if found.status == "trash":
            say = "The comment has already been trashed."
            raise RefusedError(410, "rest_already_trashed", say)
        found.status = "trash"
    else:
        told = call.json()
        found.content = str(told.get("content", found.content))
        found.status = {"approve": "approved"}.get(told.get("status", ""), found.status)
    return _shape(call, found)
