"""Our values and theirs; pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from antiphon.connect.errors import NetworkError
from antiphon.connect.http import Answer
from antiphon.connect.values import (
    Account,
    Enclosure,
    Live,
    Message,
    Metric,
    Parcel,
    Reading,
    Receipt,
    RemoteId,
    Step,
)
from antiphon.networks.lemmy.dialect import Dialect

Thing = Mapping[str, Any]
COMMENT = "comment-"
"""Before the number of a comment: posts and comments are counted apart."""
SKEW = timedelta(minutes=2)
"""How much the server's clock may be behind ours."""
_IMAGE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")


def is_comment(id: str) -> bool:
    """Whether an id names a comment."""
    return id.startswith(COMMENT)


def number(id: str) -> int:
    """The server's own number of a post or a comment."""
    bare = id.removeprefix(COMMENT)
    return int(bare) if bare.isdecimal() else 0


def is_about_comment(parcel: Parcel) -> bool:
    """Whether a parcel becomes a comment: a first one, or an answer to somebody."""
    return parcel.step is Step.COMMENT or parcel.parent is not None


def missing(parcel: Parcel) -> bool:
    """Whether a file must be brought, or the post below which we answer must be found."""
    if any(file.digest not in parcel.handles for file in parcel.enclosures):
        return True
    return is_about_comment(parcel) and not post_of(parcel)


def post_of(parcel: Parcel) -> int:
    """The number of the post below which a comment stands; 0 where it is not known yet."""
    for handle in (parcel.root, parcel.parent):
        if handle and not is_comment(handle.id):
            return number(handle.id)
        if handle and handle.extra.get("post"):
            return number(handle.extra["post"])
    return number(parcel.handles.get("post", ""))


def post(parcel: Parcel, speaks: Dialect, facts: Thing) -> dict[str, Any]:
    """The body of a post; of pictures the first one is the post's own, others stand in its text."""
    first = parcel.enclosures[0] if parcel.enclosures else None
    link = parcel.handles[first.digest] if first else parcel.link and parcel.link.url
    told = {
        speaks.title: parcel.title,
        "url": link,
        "body": text(parcel),
        "alt_text": first.alt if first else "",
        "language_id": language(parcel.language, facts),
    }
    filled = {name: value for name, value in told.items() if value not in ("", None)}
    return {**filled, "nsfw": bool(parcel.options.get("nsfw"))}


def text(parcel: Parcel) -> str:
    """Markdown: the text as it is, and the pictures besides the first."""
    shown = [_picture(file, parcel) for file in parcel.enclosures[1:]]
    return "\n\n".join(filter(None, (parcel.text, "\n\n".join(shown))))


def _picture(file: Enclosure, parcel: Parcel) -> str:
    alt = re.sub(r"[\[\]\n]", " ", file.alt)
    return f"![{alt}]({parcel.handles[file.digest]})"


def comment(parcel: Parcel, speaks: Dialect, facts: Thing) -> dict[str, Any]:
    """The body of a comment."""
    above = parcel.parent.id if parcel.parent else ""
    told = {
        speaks.words: parcel.text,
        "post_id": post_of(parcel),
        "parent_id": number(above) if is_comment(above) else None,
        "language_id": language(parcel.language, facts),
    }
    return {name: value for name, value in told.items() if value is not None}


def language(code: str, facts: Thing) -> int | None:
    """The server's own number of a language, where it has one."""
    known = facts.get("languages")
    if not code or not isinstance(known, dict):
        return None
    found = known.get(code.lower()) or known.get(code.lower().partition("-")[0])
    return found if isinstance(found, int) else None


def viewed(answer: Answer, name: str) -> dict[str, Any]:
    """A post or a comment with all that is told of it."""
    found = answer.json()
    view = found.get(name) if isinstance(found, dict) else None
    if not isinstance(view, dict) or not isinstance(view.get(name.removesuffix("_view")), dict):
        raise unclear(answer)
    return view


def unclear(answer: Answer) -> NetworkError:
    """The remedy for an answer that holds no post."""
    return answer.unclear("The server's answer was not what we expected.")


def receipt(view: Thing) -> Receipt:
    """The server's word that it has a post or a comment."""
    if "comment" in view:
        told = view["comment"]
        extra = {"post": str(told.get("post_id") or "")}
        return Receipt(id=RemoteId(f"{COMMENT}{told['id']}"), url=str(told["ap_id"]), extra=extra)
    told = view["post"]
    return Receipt(id=RemoteId(str(told["id"])), url=str(told["ap_id"]))


def is_there(view: Thing) -> bool:
    """Whether a post or a comment can be seen: neither its author nor a moderator took it away."""
    told = view.get("comment") or view["post"]
    return not (told.get("deleted") or told.get("removed"))


def live(view: Thing, speaks: Dialect) -> Live:
    """A post or a comment as it stands."""
    told = view.get("comment") or view["post"]
    words = str(told.get(speaks.words if "comment" in view else "body") or "")
    rest = _IMAGE.findall(words)
    is_picture = "comment" not in view and _is_picture(view)
    alts = [str(told.get("alt_text") or "")] if is_picture else []
    return Live(
        id=receipt(view).id,
        url=str(told["ap_id"]),
        text=_IMAGE.sub("", words).strip(),
        media=len(rest) + is_picture,
        alts=(*alts, *(alt for alt, _url in rest)),
        made_at=moment(told),
        edited=bool(told.get("updated") or told.get("updated_at")),
    )


def _is_picture(view: Thing) -> bool:
    told = view["post"]
    url = str(told.get("url") or "")
    kind = str(told.get("url_content_type") or told.get("post_type") or "").lower()
    ends = url.lower().rpartition(".")[2]
    return kind.startswith("image") or ends in {"png", "jpg", "jpeg", "webp", "gif"}


def moment(told: Thing) -> datetime:
    """When it was made, by the server's clock; nonsense counts as long ago."""
    written = told.get("published") or told.get("published_at")
    try:
        found = datetime.fromisoformat(str(written))
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def is_ours(view: Thing, parcel: Parcel, speaks: Dialect, me: int) -> bool:
    """Whether this is what a parcel became: by us, since the attempt, with the same words."""
    told = view.get("comment") or view["post"]
    if int(view.get("creator", {}).get("id") or 0) != me or not is_there(view):
        return False
    if moment(told) < (parcel.since or parcel.made_at) - SKEW:
        return False
    if "comment" in view:
        return str(told.get(speaks.words)).strip() == parcel.text.strip()
    same = str(told.get(speaks.title)).strip() == parcel.title.strip()
    return same and str(told.get("body") or "").strip() == text(parcel).strip()


def readings(view: Thing) -> list[Reading]:
    """Counts of a post or a comment; the vote that everybody has for their own is left out."""
    told = view.get("comment") or view["post"]
    counts = view.get("counts") or told
    own = view.get("my_vote") == 1 or (view.get("post_actions") or {}).get("like_score") == 1
    answers = counts.get("comments", counts.get("child_count"))
    counted = {Metric.LIKES: int(counts.get("upvotes") or 0) - own, Metric.REPLIES: answers or 0}
    id = receipt(view).id
    return [Reading(id=id, metric=one, value=max(0, value)) for one, value in counted.items()]


def message(view: Thing, speaks: Dialect, about: Sequence[str]) -> Message:
    """A comment that somebody wrote."""
    told, who = view["comment"], view.get("creator") or view.get("author") or {}
    above = str(told.get("path") or "").split(".")[1:-1]
    parent = f"{COMMENT}{above[-1]}" if above else str(told["post_id"])
    ours = next((one for one in (parent, str(told["post_id"])) if one in about), None)
    return Message(
        id=RemoteId(f"{COMMENT}{told['id']}"),
        about=RemoteId(ours or str(told["post_id"])),
        parent=RemoteId(parent),
        author=str(name_of(who)),
        author_id=RemoteId(str(who.get("id") or "")),
        text=str(told.get(speaks.words) or ""),
        at=moment(told),
        url=str(told.get("ap_id") or ""),
    )


def name_of(who: Thing) -> str:
    """The name that a person shows, in any of the dialects."""
    names = (who.get(one) for one in ("display_name", "title", "name", "user_name"))
    return next((str(one) for one in names if one), "?")


def account(me: Thing, community: Thing, facts: Thing) -> Account:
    """One person in one community, which is one channel."""
    address = str(community.get("actor_id") or community.get("ap_id") or "")
    host = address.partition("://")[2].partition("/")[0]
    return Account(
        id=RemoteId(f"{me['id']}:{community['id']}"),
        handle=f"!{community['name']}@{host}",
        name=f"{community.get('title') or community['name']} ({name_of(me)})",
        url=address,
        kind="community",
        facts={**facts, "person": me["id"], "community": community["id"]},
    )


def site(told: Thing, speaks: Dialect) -> dict[str, Any]:
    """What a server announces: its languages, and how often one may post."""
    where = told.get("site")
    inner: Thing = where if isinstance(where, dict) else told
    listed: Iterable[Any] = inner.get("all_languages") or told.get("all_languages") or ()
    languages = {one["code"]: one["id"] for one in listed if isinstance(one, dict)}
    view = told.get("site_view")
    limit = (view if isinstance(view, dict) else {}).get("local_site_rate_limit") or {}
    facts: dict[str, Any] = {"dialect": speaks.key, "languages": languages}
    if isinstance(limit.get("post"), int) and isinstance(limit.get("post_per_second"), int):
        facts["posts"] = [limit["post"], limit["post_per_second"]]
    return facts
