"""The rules of posts on Reddit, and what one community adds to them; all as data."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import regex

from antiphon.connect.errors import ChangeIt
from antiphon.connect.network import Network
from antiphon.connect.rules import (
    FileRule,
    Measure,
    MediaRule,
    Option,
    OptionKind,
    PollRule,
    PostRule,
    TextRule,
)
from antiphon.connect.values import Kind, Parcel, PostType, Step
from antiphon.kernel.problem import Problem
from antiphon.networks.reddit import wire
from antiphon.networks.reddit.markdown import length

MB, GB = 1024**2, 1024**3

# Recorded and in the last open source: a title of 300 characters, a text of 40,000, a comment of
# 10,000, all of them as Markdown; in what unit is unverified.
TITLE = Measure(limit=300, count=len)
TEXT = TextRule(measures=(Measure(limit=40_000, count=length),))
COMMENT = PostRule(text=TextRule(measures=(Measure(limit=10_000, count=length),)), needs_text=True)
CAPTION = 180

# All limits of files are unverified: 20 MB a picture, 100 MB a GIF, a video of 1 GB and 2 seconds
# to 15 minutes.
PICTURE = FileRule(mimes=("image/jpeg", "image/png", "image/webp"), max_bytes=20 * MB)
GIF = FileRule(mimes=("image/gif",), max_bytes=100 * MB)
FILM = FileRule(
    mimes=("video/mp4", "video/quicktime"), max_bytes=GB, min_seconds=2, max_seconds=900
)
# Two to twenty pictures are a gallery. There is no place for an alternative text.
PICTURES = MediaRule(files={Kind.IMAGE: PICTURE, Kind.GIF: GIF}, least=1, most=20)
# A picture beside the video becomes its cover.
FILMS = MediaRule(files={Kind.VIDEO: FILM, Kind.IMAGE: PICTURE}, least=1, most=2)
# Two to six answers, one to seven days; 120 characters an answer is unverified.
POLL = PollRule(
    choices=(2, 6),
    choice=Measure(limit=120, count=len),
    closes_after=(timedelta(days=1), timedelta(days=7)),
    durations=tuple(timedelta(days=days) for days in range(1, 8)),
)

POSTS = {
    PostType.TEXT: PostRule(text=TEXT, title=TITLE, needs_title=True),
    PostType.LINK: PostRule(text=TEXT, title=TITLE, needs_title=True, link=True),
    PostType.IMAGES: PostRule(text=TEXT, title=TITLE, needs_title=True, media=PICTURES),
    PostType.VIDEO: PostRule(text=TEXT, title=TITLE, needs_title=True, media=FILMS),
    PostType.POLL: PostRule(text=TEXT, title=TITLE, needs_title=True, poll=POLL),
}

FLAIR = Option(
    key=wire.FLAIR,
    name="Flair",
    kind=OptionKind.CHOICE,
    help="Under which of its headings the community files the post.",
)
OPTIONS = (
    FLAIR,
    Option(key=wire.FLAIR_TEXT, name="Words of the flair", kind=OptionKind.TEXT, most=64,
           help="Where the community lets one write them."),
    Option(key=wire.ADULT, name="Not for minors (NSFW)", kind=OptionKind.SWITCH, default=False),
    Option(key=wire.SPOILER, name="Spoiler", kind=OptionKind.SWITCH, default=False),
    Option(
        key=wire.CROSSPOST, name="Pass on a post of Reddit", kind=OptionKind.SWITCH,
        default=False, types=frozenset({PostType.LINK}),
        help="The link leads to a post on Reddit; it goes out as a crosspost.",
    ),
    Option(
        key=wire.CAPTIONS, name="Captions of a gallery", kind=OptionKind.LIST, most=20,
        types=frozenset({PostType.IMAGES}),
        help="One for each picture, in their order, up to 180 characters.",
    ),
)  # fmt: skip


def adapted(network: Network, facts: Mapping[str, Any]) -> Network:
    """The network as one community has it: its forms of post, its flairs, its own rules."""
    if not facts.get("community"):
        return network
    wanted = facts.get("wanted") or {}
    title = Measure(limit=min(300, wanted.get("title_text_max_length") or 300), count=len)
    forms = facts.get("forms") or [*POSTS]
    posts = {type: replace(rule, title=title) for type, rule in POSTS.items() if type in forms}
    if PostType.IMAGES in posts and facts.get("gallery") is False:
        single = replace(PICTURES, most=1)
        posts[PostType.IMAGES] = replace(posts[PostType.IMAGES], media=single)
    flair = _flair(facts, wanted)
    # Where there are neither flairs nor rules in words there is nothing to choose.
    shown = (flair, *OPTIONS[1:]) if flair.choices or flair.help != FLAIR.help else OPTIONS[2:]
    return replace(
        network,
        posts=posts or network.posts,
        options=shown,
        objections=partial(objections, facts),
    )


def _flair(facts: Mapping[str, Any], wanted: Mapping[str, Any]) -> Option:
    told = (wanted.get("guidelines_text"), *(facts.get("rules") or ()))
    rules = " · ".join(str(one) for one in told if one)
    choices = tuple((str(id), str(name)) for id, name in facts.get("flairs") or ())
    needed = bool(wanted.get("is_flair_required") and choices)
    say = f"{FLAIR.help} Its rules: {rules}" if rules else FLAIR.help
    return replace(FLAIR, choices=choices, needed=needed, help=say[:400])


def objections(facts: Mapping[str, Any], parcel: Parcel) -> Iterator[Problem]:
    """What the community's own rules refuse, and what two of our options can get wrong."""
    if parcel.step is not Step.PART:
        return
    if facts.get("banned"):
        yield _problem("channel", "banned", "This account is banned from the community.")
    wanted = facts.get("wanted") or {}
    yield from _words("title", parcel.title, wanted)
    yield from _body(parcel, wanted)
    yield from _link(parcel, wanted)
    yield from _files(parcel, wanted)


def _problem(field: str, rule: str, say: str) -> Problem:
    return Problem(field=field, rule=rule, say=say)


def _words(field: str, text: str, wanted: Mapping[str, Any]) -> Iterator[Problem]:
    """Length, wanted and unwanted words of the title, or of the body."""
    name = "body" if field == "text" else "title"
    least = wanted.get(f"{name}_text_min_length") or 0
    if len(text) < least:
        yield _problem(field, "too_short", f"The community wants at least {least} characters here.")
    asked = wanted.get(f"{name}_required_strings") or ()
    if asked and not _holds(text, asked):
        yield _problem(field, "words", f"The community wants one of these here: {_list(asked)}.")
    for word in wanted.get(f"{name}_blacklisted_strings") or ():
        if _holds(text, [word]):
            yield _problem(field, "words", f"The community does not take “{word}” here.")
    forms = wanted.get(f"{name}_regexes") or ()
    if forms and not any(_matches(str(one), text) for one in forms):
        yield _problem(field, "form", "The community wants another form here; see its rules.")


def _holds(text: str, words: Iterable[object]) -> bool:
    return any(str(word).casefold() in text.casefold() for word in words)


def _list(words: Iterable[object]) -> str:
    return ", ".join(map(str, words))[:200]


def _matches(pattern: str, text: str) -> bool:
    """Patterns of strangers get a moment each; one that cannot be read, or takes long, passes."""
    try:
        return regex.search(pattern, text, timeout=0.05) is not None
    except (regex.error, TimeoutError):
        return True


def _body(parcel: Parcel, wanted: Mapping[str, Any]) -> Iterator[Problem]:
    policy = wanted.get("body_restriction_policy")
    if parcel.type is not PostType.TEXT:
        return
    if policy == "notAllowed" and parcel.text.strip():
        yield _problem("text", "not_here", "The community takes titles without a text only.")
    elif policy == "required" or parcel.text.strip():
        longest = wanted.get("body_text_max_length") or len(parcel.text)
        if len(parcel.text) > longest:
            yield _problem("text", "too_long", f"The community takes {longest} characters here.")
        yield from _words("text", parcel.text, wanted)


def _link(parcel: Parcel, wanted: Mapping[str, Any]) -> Iterator[Problem]:
    if parcel.type is not PostType.LINK or parcel.link is None:
        return
    try:
        if wire.passed_on(parcel):
            return
    except ChangeIt as error:
        yield _problem("link", "form", str(error))
    host, policy = urlsplit(parcel.link.url).hostname or "", wanted.get("link_restriction_policy")
    if policy == "blacklist" and _is_of(host, wanted.get("domain_blacklist")):
        yield _problem("link", "domain", f"The community takes no links to {host}.")
    if policy == "whitelist" and not _is_of(host, wanted.get("domain_whitelist")):
        yield _problem("link", "domain", "The community takes links to a few sites only.")


def _is_of(host: str, domains: Any) -> bool:
    return any(host == one or host.endswith(f".{one}") for one in domains or ())


def _files(parcel: Parcel, wanted: Mapping[str, Any]) -> Iterator[Problem]:
    count = len(parcel.enclosures)
    if parcel.type is PostType.VIDEO and count > 1 and len(wire.pictures(parcel)) != 1:
        yield _problem("media", "kind", "A video may have one picture beside it, as its cover.")
    if not wire.is_gallery(parcel):
        return
    least, most = wanted.get("gallery_min_items") or 2, wanted.get("gallery_max_items") or 20
    if not least <= count <= most:
        say = f"Galleries in the community have {least} to {most} pictures."
        yield _problem("media", "count", say)
    for place, caption in enumerate(parcel.options.get(wire.CAPTIONS) or ()):
        if len(str(caption)) > CAPTION:
            say = f"Caption {place + 1} is longer than {CAPTION} characters."
            yield _problem("options.captions", "too_long", say)
