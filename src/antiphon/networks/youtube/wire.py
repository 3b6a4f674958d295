"""Parcels as YouTube's resources, and what YouTube answers as receipts; pure."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from antiphon.connect.errors import ChangeIt, FixSetup
from antiphon.connect.http import Answer
from antiphon.connect.values import (
    Enclosure,
    Handle,
    Kind,
    Parcel,
    PostType,
    Receipt,
    RemoteId,
    Step,
)
from antiphon.kernel.problem import Problem
from antiphon.networks.youtube.refusals import SETUP
from antiphon.networks.youtube.speaking import WEB, Json, told

VIDEO, SESSION, FILE = "video", "session", "file"
LOOKS, COVER, LISTED = "looks", "cover", "listed"
"""Names of handles that belong to a video's way there."""

PUBLIC, PRIVATE = "public", "private"
PEOPLE_AND_BLOGS = "22"
MOST_TAGS = 500
_VIDEO_ID = re.compile(r"[\w-]{11}")
_CHECK = timedelta(seconds=30)


def rendered(text: str) -> str:
    """A text as YouTube gives it back: one form of line ends, nothing blank around it."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def marker(parcel: Parcel) -> str:
    """What a video says of itself while nobody but its owner sees it; finds it again."""
    return f"Antiphon is preparing this video: {parcel.key}"


def insist(parcel: Parcel) -> Enclosure:
    """The video of a parcel, when YouTube would take it with all that it says."""
    for problem in objections(parcel):
        raise ChangeIt(problem.say, problem=problem)
    return next(one for one in parcel.enclosures if one.kind is Kind.VIDEO)


def objections(parcel: Parcel) -> Iterator[Problem]:
    """What YouTube would refuse besides what is too long or too large."""
    if parcel.step is Step.COMMENT:
        return
    kinds = [one.kind for one in parcel.enclosures]
    if kinds.count(Kind.VIDEO) != 1 or kinds.count(Kind.IMAGE) > 1:
        say = "YouTube takes one video, and at most one picture to stand for it."
        yield Problem(field="media", rule="kind", actual=len(kinds), say=say)
    for name, text in (("title", parcel.title), ("text", parcel.text)):
        if set("<>") & set(text):
            say = f"YouTube takes no < and > in the {name}. Write it in another way."
            yield Problem(field=name, rule="forbidden_character", say=say)
    if (size := length_of(tags(parcel))) > MOST_TAGS:
        say = f"The tags are too long for YouTube: {size} of {MOST_TAGS} characters together."
        yield Problem(field="tags", rule="too_long", actual=size, limit=MOST_TAGS, say=say)


def cover(parcel: Parcel) -> Enclosure | None:
    """The picture that stands for the video."""
    return next((one for one in parcel.enclosures if one.kind is Kind.IMAGE), None)


def tags(parcel: Parcel) -> list[str]:
    """The tags of a video, each once and without its sign."""
    return list(dict.fromkeys(one.lstrip("#").strip() for one in parcel.labels if one.strip("# ")))


def length_of(tags: Sequence[str]) -> int:
    """As YouTube counts: a tag with a space has quotes around it, commas stand between."""
    return sum(len(one) + (2 if " " in one else 0) for one in tags) + max(0, len(tags) - 1)


def draft(parcel: Parcel) -> Json:
    """A video that only its owner sees, as it is uploaded."""
    return {
        "snippet": {
            "title": parcel.title,
            "description": marker(parcel),
            "categoryId": _category(parcel),
        },
        "status": {"privacyStatus": PRIVATE, **_declared(parcel)},
    }


def final(parcel: Parcel, video: str) -> Json:
    """All that is said of a video, and who may see it: what publishing sends."""
    body: Json = {"id": video, "snippet": _snippet(parcel), "status": _status(parcel)}
    if parcel.options.get("paid"):
        body["paidProductPlacementDetails"] = {"hasPaidProductPlacement": True}
    if day := parcel.options.get("recorded"):
        body["recordingDetails"] = {"recordingDate": f"{day}T00:00:00Z"}
    return body


def parts(body: Mapping[str, Any]) -> str:
    """The sections that a resource is sent with; none may be named that is not there."""
    return ",".join(name for name in body if name != "id")


def _category(parcel: Parcel) -> str:
    return str(parcel.options.get("category") or PEOPLE_AND_BLOGS)


def _snippet(parcel: Parcel) -> Json:
    snippet: Json = {
        "title": parcel.title,
        "description": parcel.text,
        "categoryId": _category(parcel),
        "tags": tags(parcel),
    }
    if parcel.language:
        snippet |= {"defaultLanguage": parcel.language, "defaultAudioLanguage": parcel.language}
    return snippet


def wanted_privacy(parcel: Parcel) -> str:
    """Who may see it."""
    return str(parcel.options.get("privacy") or PUBLIC)


def _status(parcel: Parcel) -> Json:
    return {
        "privacyStatus": wanted_privacy(parcel),
        "license": str(parcel.options.get("license") or "youtube"),
        "embeddable": parcel.options.get("embeddable", True) is not False,
        "publicStatsViewable": parcel.options.get("figures", True) is not False,
        **_declared(parcel),
    }


def _declared(parcel: Parcel) -> Json:
    """What the law or YouTube's rules want to be told; else the channel's own word counts."""
    kids = parcel.options.get("kids")
    said = {"selfDeclaredMadeForKids": kids == "yes"} if kids else {}
    return {**said, "containsSyntheticMedia": parcel.options.get("synthetic") is True}


def edited(snippet: Mapping[str, Any], parcel: Parcel) -> Json:
    """The section that an edit sends whole: what is there, with what the parcel says."""
    kept = ("categoryId", "tags", "defaultLanguage", "defaultAudioLanguage", "title")
    body = {name: snippet[name] for name in kept if name in snippet}
    body["description"] = parcel.text
    body |= {"title": parcel.title} if parcel.title else {}
    return body | ({"tags": tags(parcel)} if parcel.labels else {})


def listed(playlist: str, video: str) -> Json:
    """A video's place in a playlist: the last."""
    where = {"kind": "youtube#video", "videoId": video}
    return {"snippet": {"playlistId": playlist, "resourceId": where}}


def is_video(id: str) -> bool:
    """Whether an id is a video's; those of comments are longer."""
    return bool(_VIDEO_ID.fullmatch(id))


def about(parcel: Parcel) -> Handle:
    """What a comment answers."""
    handle = parcel.parent or parcel.root
    if parcel.step is not Step.COMMENT or handle is None:
        raise ChangeIt("A comment needs a video or a comment that it answers.")
    return handle


def first_comment(video: str, text: str) -> Json:
    """A comment directly below a video."""
    return {"snippet": {"videoId": video, "topLevelComment": {"snippet": {"textOriginal": text}}}}


def answer_to(comment: str, text: str) -> Json:
    """An answer; YouTube knows one level only, so it goes to the comment above."""
    return {"snippet": {"parentId": comment.partition(".")[0], "textOriginal": text}}


def link(video: str, type: PostType = PostType.VIDEO, web: str = WEB) -> str:
    """Where a video is seen."""
    return f"{web}/shorts/{video}" if type is PostType.REEL else f"{web}/watch?v={video}"


def receipt(video: str, parcel: Parcel, web: str, *, ready: bool = True) -> Receipt:
    """The receipt of a video."""
    extra = {"files": str(len(parcel.enclosures)), "type": str(parcel.type)}
    return Receipt(
        id=RemoteId(video),
        url=link(video, parcel.type, web),
        ready=ready,
        check_after=_CHECK,
        extra=extra,
    )


def published(answer: Answer, parcel: Parcel, video: str, web: str) -> Receipt:
    """The receipt of what was made visible; YouTube may keep a video private without a word."""
    found = told(answer)
    status = found.get("status")
    if found.get("id") != video or not isinstance(status, dict):
        raise answer.unclear("YouTube's answer did not name the video.")
    if status.get("privacyStatus") != wanted_privacy(parcel):
        raise FixSetup(SETUP["forbiddenPrivacySetting"])
    return receipt(video, parcel, web, ready=status.get("uploadStatus", "processed") != "uploaded")


def commented(answer: Answer, video: str, web: str) -> Receipt:
    """The receipt of a comment, first or answering."""
    found = told(answer)
    id, snippet = found.get("id"), found.get("snippet")
    if not isinstance(id, str) or not id:
        raise answer.unclear("YouTube's answer named no comment.")
    below = snippet.get("videoId") if isinstance(snippet, dict) else ""
    return comment_receipt(id, video or str(below or ""), web)


def comment_receipt(id: str, video: str, web: str) -> Receipt:
    """The receipt of a comment below a video."""
    url = f"{link(video, web=web)}&lc={id}" if video else ""
    return Receipt(id=RemoteId(id), url=url, extra={"comment": "yes", "video": video})
