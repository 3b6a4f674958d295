"""A parcel as X wants it, and what it says when it has it; pure."""

from collections.abc import Mapping, Sequence
from typing import Any

import regex

from antiphon.connect.errors import ChangeIt, TryLater
from antiphon.connect.http import Answer
from antiphon.connect.values import Enclosure, Kind, Parcel, Receipt, RemoteId
from antiphon.kernel.problem import Problem
from antiphon.networks.x.counting import FORBIDDEN, weighted
from antiphon.networks.x.entities import urls
from antiphon.networks.x.reading import link_to
from antiphon.networks.x.validity import is_url

EVERYONE = "everyone"
FLAGS = ("made_with_ai", "paid_partnership")
LINK_AND_SPACE = 24
_ID = regex.compile(r"[0-9]{1,19}")
_POST = regex.compile(r"(?:https?://[^/\s]+/[^/\s]+/(?:web/)?status/)?([0-9]{1,19})(?:[/?].*)?")


def told(parcel: Parcel) -> str:
    """The text with its link: X makes the card itself from a link in the text."""
    link = parcel.link.url if parcel.link else ""
    return parcel.text if not link or link in parcel.text else f"{parcel.text} {link}".strip()


def with_link(text: str) -> int:
    """The length of a text that a link will be put to, unless it holds one."""
    return weighted(text) + (0 if urls(text) else LINK_AND_SPACE)


def price(parcel: Parcel) -> int:
    """What sending costs in thousandths of a dollar: the post, and what is said of its files."""
    warns = bool(parcel.options.get("warning"))
    described = sum(warns or bool(said_of(file)) for file in parcel.enclosures)
    return (200 if urls(told(parcel)) else 15) + 5 * described


def post(parcel: Parcel) -> dict[str, Any]:
    """The body of a new post."""
    _refuse_what_cannot_be(parcel)
    options = parcel.options
    body: dict[str, Any] = {"text": told(parcel)}
    if parcel.enclosures:
        body["media"] = {"media_ids": brought(parcel)}
    if parcel.poll:
        body["poll"] = {
            "options": list(parcel.poll.choices),
            "duration_minutes": int(parcel.poll.closes_after.total_seconds() // 60),
        }
    if parcel.parent:
        body["reply"] = {"in_reply_to_tweet_id": parcel.parent.id}
    elif quoted := quote(parcel):
        body["quote_tweet_id"] = quoted
    if options.get("reply_settings", EVERYONE) != EVERYONE and not parcel.parent:
        body["reply_settings"] = options["reply_settings"]
    if options.get("community") and not parcel.parent:
        body["community_id"] = str(options["community"])
    return body | {name: True for name in FLAGS if options.get(name)}


def edition(receipt: Receipt, parcel: Parcel) -> dict[str, Any]:
    """The body that makes a live post say something else."""
    _refuse_what_cannot_be(parcel)
    body: dict[str, Any] = {
        "text": told(parcel),
        "edit_options": {"previous_post_id": receipt.id},
    }
    if parcel.enclosures and all(name in parcel.handles for name in names(parcel.enclosures)):
        body["media"] = {"media_ids": brought(parcel)}
    return body


def quote(parcel: Parcel) -> str:
    """The id of the post that this one shows, from an id or its address; empty for none."""
    given = str(parcel.options.get("quote") or "").strip()
    match = _POST.fullmatch(given)
    if given and not match:
        raise _wrong("options.quote", "address", "Give the post to quote by its address or id.")
    return match[1] if match else ""


def _refuse_what_cannot_be(parcel: Parcel) -> None:
    if bad := FORBIDDEN & set(parcel.text):
        say = f"X refuses the invisible character U+{ord(min(bad)):04X}. Remove it."
        raise _wrong("text", "forbidden_character", say)
    if parcel.link and not is_url(parcel.link.url):
        raise _wrong("link", "address", "X would not take this for a link: begin with https://.")
    # TweetCreateRequest (OpenAPI 2.166): media, poll and quote exclude each other.
    together = [
        name
        for name, there in (
            ("files", parcel.enclosures), ("a poll", parcel.poll), ("a quoted post", quote(parcel))
        )
        if there
    ]  # fmt: skip
    if len(together) > 1:
        raise _wrong("media", "exclusive", f"A post on X has either {' or '.join(together)}.")


def _wrong(field: str, rule: str, say: str) -> ChangeIt:
    return ChangeIt(say, problem=Problem(field=field, rule=rule, say=say))


def names(files: Sequence[Enclosure]) -> list[str]:
    """What the handles call each file: its digest, with a number where it comes twice."""
    seen: dict[str, int] = {}
    found = []
    for file in files:
        seen[file.digest] = seen.get(file.digest, 0) + 1
        again = seen[file.digest]
        found.append(file.digest if again == 1 else f"{file.digest}:{again}")
    return found


def brought(parcel: Parcel) -> list[str]:
    """The ids of the files, in their order."""
    wanted = names(parcel.enclosures)
    if any(name not in parcel.handles for name in wanted):
        raise TryLater("The files of this post have not been brought to X yet.")
    return [parcel.handles[name] for name in wanted]


def said_of(file: Enclosure) -> str:
    """The alternative text; X has none for videos."""
    return "" if file.kind is Kind.VIDEO else file.alt


def metadata(id: str, alt: str, warning: str) -> dict[str, Any]:
    """The body that says what a file shows, and what it warns of."""
    about: dict[str, Any] = {"alt_text": {"text": alt}} if alt else {}
    if warning:
        about["sensitive_media_warning"] = {warning: True}
    return {"id": id, "metadata": about}


def receipt(answer: Answer, *, site: str, handle: str) -> Receipt:
    """What X says when it has a post; anything else leaves us unsure."""
    told = answer.json()
    found = told.get("data") if isinstance(told, dict) else None
    id = found.get("id") if isinstance(found, Mapping) else None
    if not isinstance(id, str) or not _ID.fullmatch(id):
        raise answer.unclear("X answered without naming the post.")
    return Receipt(id=RemoteId(id), url=link_to(site, handle, id))
