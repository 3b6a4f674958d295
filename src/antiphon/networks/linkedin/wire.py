"""LinkedIn's JSON and our values; pure, so that its tests need no server."""

import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from antiphon.connect.errors import ChangeIt
from antiphon.connect.http import Answer
from antiphon.connect.values import Kind, Live, Message, Parcel, PostType, Receipt, RemoteId, Step
from antiphon.kernel.problem import Problem
from antiphon.kernel.text import utf16
from antiphon.networks.linkedin.littletext import little, plain
from antiphon.networks.linkedin.targeting import entities
from antiphon.networks.linkedin.urns import comment_urn, page_of

DURATIONS = {
    timedelta(days=1): "ONE_DAY",
    timedelta(days=3): "THREE_DAYS",
    timedelta(days=7): "SEVEN_DAYS",
    timedelta(days=14): "FOURTEEN_DAYS",
}
"""Polls API: the only times there are."""

QUESTION = 140
"""Polls API: the longest question."""

ORGANIZATION, MEMBER = "organization", "member"


def post(parcel: Parcel, author: str, kind: str) -> dict[str, Any]:
    """The body of POST /rest/posts; the same parcel always makes the same bytes."""
    visibility = str(parcel.options.get("visibility") or "PUBLIC")
    if parcel.targeting and kind != ORGANIZATION:
        raise ChangeIt("Only a page on LinkedIn can choose who sees a post; a member cannot.")
    if visibility == "CONNECTIONS" and kind == ORGANIZATION:
        raise ChangeIt("A page on LinkedIn has no connections; choose another visibility.")
    body: dict[str, Any] = {
        "author": author,
        "commentary": little(parcel.text),
        "visibility": visibility,
        "distribution": {
            "feedDistribution": "MAIN_FEED",
            "targetEntities": entities(parcel.targeting, parcel.handles),
            "thirdPartyDistributionChannels": [],
        },
        "lifecycleState": "PUBLISHED",
        "isReshareDisabledByAuthor": bool(parcel.options.get("no_reshare", False)),
    }
    content = _content(parcel)
    return {**body, "content": content} if content else body


def _content(parcel: Parcel) -> dict[str, Any]:
    match parcel.type:
        case PostType.POLL:
            return {"poll": _poll(parcel)}
        case PostType.LINK:
            return {"article": _article(parcel)}
        case PostType.VIDEO | PostType.DOCUMENT:
            media = {"id": media_urns(parcel)[0], "title": parcel.title}
            return {"media": {name: value for name, value in media.items() if value}}
        case PostType.IMAGES:
            return _images(parcel)
        case _:
            return {}


def _images(parcel: Parcel) -> dict[str, Any]:
    pictures = [
        {"id": urn, **({"altText": one.alt} if one.alt else {})}
        for urn, one in zip(media_urns(parcel), parcel.enclosures, strict=True)
    ]
    return {"multiImage": {"images": pictures}} if len(pictures) > 1 else {"media": pictures[0]}


def _article(parcel: Parcel) -> dict[str, Any]:
    card = parcel.link
    if card is None:
        raise ChangeIt("There is no link to show.")
    thumb = parcel.handles.get(card.thumb.digest, "") if card.thumb else ""
    told = {
        "source": card.url,
        "title": (card.title or parcel.title or card.url)[:400],
        "description": card.description[:4086],
        "thumbnail": thumb,
    }
    return {name: value for name, value in told.items() if value}


def _poll(parcel: Parcel) -> dict[str, Any]:
    poll = parcel.poll
    if poll is None or poll.closes_after not in DURATIONS:
        raise ChangeIt("A poll on LinkedIn stays open for 1, 3, 7 or 14 days.")
    question = poll.question or parcel.text
    if utf16(question) > QUESTION:
        say = f"The question of a poll on LinkedIn has at most {QUESTION} characters. Shorten it."
        raise ChangeIt(say, problem=Problem(field="poll.question", rule="too_long", say=say))
    return {
        "question": question,
        "options": [{"text": choice} for choice in poll.choices],
        "settings": {"duration": DURATIONS[poll.closes_after]},
    }


def media_urns(parcel: Parcel) -> list[str]:
    """What `prepare` brought, in the order of the files."""
    return [parcel.handles[one.digest] for one in parcel.enclosures]


def comment(parcel: Parcel, actor: str) -> dict[str, Any]:
    """The body of a comment; its text is plain, nothing is escaped."""
    pictures = [{"entity": {"image": urn}} for urn in media_urns(parcel)]
    body = {"actor": actor, "object": commented(parcel), "message": {"text": parcel.text}}
    return {**body, **({"content": pictures} if pictures else {})}


def commented(parcel: Parcel) -> RemoteId:
    """The post under which a comment goes."""
    under = parcel.root or parcel.parent
    if under is None:
        raise ChangeIt("A comment needs a post to stand under.")
    return under.id


def posted(answer: Answer) -> Receipt:
    """The receipt for a post: LinkedIn answers with an empty body and the name in a header."""
    urn = answer.headers.get("x-restli-id", "")
    if not urn.startswith("urn:li:"):
        raise answer.unclear("LinkedIn took the post and did not say what it is called.")
    return receipt(urn)


def receipt(urn: str) -> Receipt:
    """The receipt for what is called so."""
    return Receipt(id=RemoteId(urn), url=page_of(urn))


def commented_on(answer: Answer) -> Receipt:
    """The receipt for a comment; the post comes back as an activity, though we sent a share."""
    return receipt(name_of_comment(answer.json(), answer.headers.get("x-restli-id", "")))


def name_of_comment(told: Mapping[str, Any], id: str = "") -> RemoteId:
    """A comment's whole URN."""
    urn = told.get("commentUrn") or told.get("$URN")
    return RemoteId(urn) if urn else comment_urn(str(told["object"]), str(told.get("id") or id))


def is_the_same(element: Mapping[str, Any], parcel: Parcel, since: datetime) -> bool:
    """Whether a listed post is this parcel: same words, same files, not older."""
    made = when(element.get("createdAt") or element.get("publishedAt"))
    if made is None or made < since:
        return False
    if _bare(plain(str(element.get("commentary", "")))) != _bare(plain(little(parcel.text))):
        return False
    content = element.get("content") or {}
    linked = (content.get("article") or {}).get("source", "")
    wanted = parcel.link.url if parcel.type is PostType.LINK and parcel.link else ""
    return linked.rstrip("/") == wanted.rstrip("/") and set(_media_of(content)) == set(
        _urns_expected(parcel)
    )


def _bare(text: str) -> str:
    """What stays the same when a server tidies up; a look that misses ours would send it twice."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _urns_expected(parcel: Parcel) -> list[str]:
    return [] if parcel.type in {PostType.LINK, PostType.POLL} else media_urns(parcel)


def _pictures(content: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    single = content.get("media")
    several = (content.get("multiImage") or {}).get("images") or []
    return [single] if isinstance(single, dict) else list(several)


def _media_of(content: Mapping[str, Any]) -> list[str]:
    return [str(one.get("id", "")) for one in _pictures(content)]


def is_the_same_comment(
    element: Mapping[str, Any], parcel: Parcel, actor: str, since: datetime
) -> bool:
    """Whether a listed comment is this parcel."""
    made = when((element.get("created") or {}).get("time"))
    text = str((element.get("message") or {}).get("text", ""))
    is_ours = element.get("actor") == actor and _bare(text) == _bare(parcel.text)
    return bool(is_ours and made and made >= since)


def live(told: Mapping[str, Any]) -> Live:
    """A post as its author reads it back."""
    pictures = _pictures(told.get("content") or {})
    made = when(told.get("createdAt"))
    return Live(
        id=RemoteId(str(told["id"])),
        url=page_of(str(told["id"])),
        text=plain(str(told.get("commentary", ""))),
        media=len(pictures),
        alts=tuple(str(one.get("altText", "")) for one in pictures),
        made_at=made,
        edited=bool((told.get("lifecycleStateInfo") or {}).get("isEditedByAuthor", False)),
    )


def live_comment(told: Mapping[str, Any]) -> Live:
    """A comment, read back."""
    urn = name_of_comment(told)
    created, changed = told.get("created") or {}, told.get("lastModified") or {}
    return Live(
        id=urn,
        url=page_of(urn),
        text=str((told.get("message") or {}).get("text", "")),
        media=len(told.get("content") or []),
        alts=("",) * len(told.get("content") or []),
        made_at=when(created.get("time")),
        edited=(changed.get("time") or 0) > (created.get("time") or 0),
    )


def message(told: Mapping[str, Any], post: RemoteId) -> Message:
    """What somebody wrote under a post of ours; its writer is known by URN only."""
    urn, actor = name_of_comment(told), str(told.get("actor", ""))
    return Message(
        id=urn,
        about=post,
        parent=RemoteId(str(told["parentComment"])) if told.get("parentComment") else post,
        author=actor,
        author_id=RemoteId(actor),
        text=str((told.get("message") or {}).get("text", "")),
        at=when((told.get("created") or {}).get("time")) or datetime.fromtimestamp(0, UTC),
        url=page_of(urn),
    )


def when(milliseconds: object) -> datetime | None:
    """LinkedIn's times are milliseconds since 1970."""
    if not isinstance(milliseconds, int | float) or isinstance(milliseconds, bool):
        return None
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def is_comment(parcel: Parcel) -> bool:
    """Whether the parcel goes under a post instead of becoming one."""
    return parcel.step is Step.COMMENT or parcel.root is not None


def family(kind: Kind) -> str:
    """Which of LinkedIn's media interfaces takes a file of this kind."""
    return {Kind.VIDEO: "video", Kind.DOCUMENT: "document"}.get(kind, "image")
