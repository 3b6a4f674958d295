"""What a message may carry on Discord, and what only Discord lets one choose.

Source of every figure: Discord's OpenAPI description (2026-07-18) and docs.discord.com/developers
(6 August 2026), read on 2026-11-21.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

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
from antiphon.connect.values import Kind, PostType

MEGABYTE = 1024 * 1024
CONTENT, DESCRIPTION, TITLE, NAME = 2_000, 4_096, 256, 100
"""The description's 4,000 for a bot's message is not what the manual grants ordinary bots."""
QUESTION, CHOICE = 300, 55
FILES, TAGS = 10, 5
SIZE = 10 * MEGABYTE
SIZES = {2: 50 * MEGABYTE, 3: 100 * MEGABYTE}
"""What boosted servers let everybody send, by their level; all others 10 MiB."""
TEXT_CHANNEL, ANNOUNCEMENTS, FORUM, MEDIA = 0, 5, 15, 16
"""Types of channels in which one can post."""
FORUMS = frozenset({FORUM, MEDIA})

_TEXT = TextRule(measures=(Measure(limit=CONTENT, count=len),))
_ARTICLE = TextRule(measures=(Measure(limit=DESCRIPTION, count=len),))
_POLL = PollRule(
    choices=(1, 10),
    choice=Measure(limit=CHOICE, count=len),
    closes_after=(timedelta(hours=1), timedelta(hours=768)),
    multiple=True,
    question=Measure(limit=QUESTION, count=len),
)


def posts(size: int = SIZE) -> dict[PostType, PostRule]:
    """What each form may carry where files may have this size."""
    # Any file is taken; these are shown in the message itself.
    image = FileRule(mimes=("image/png", "image/jpeg", "image/webp", "image/avif"), max_bytes=size)
    gif = FileRule(mimes=("image/gif",), max_bytes=size)
    video = FileRule(mimes=("video/mp4", "video/webm", "video/quicktime"), max_bytes=size)
    document = FileRule(mimes=(), max_bytes=size)
    return {
        PostType.TEXT: PostRule(text=_TEXT, needs_text=True),
        PostType.LINK: PostRule(text=_TEXT, link=True),
        PostType.IMAGES: _showing({Kind.IMAGE: image, Kind.GIF: gif}),
        PostType.GIF: _showing({Kind.GIF: gif}, most=1),
        PostType.VIDEO: _showing({Kind.VIDEO: video}),
        PostType.DOCUMENT: _showing({Kind.DOCUMENT: document}),
        PostType.CAROUSEL: _showing({Kind.IMAGE: image, Kind.GIF: gif, Kind.VIDEO: video}, least=2),
        PostType.POLL: PostRule(text=_TEXT, poll=_POLL),
        PostType.ARTICLE: PostRule(
            text=_ARTICLE,
            title=Measure(limit=TITLE, count=len),
            needs_title=True,
            media=MediaRule(files={Kind.IMAGE: image, Kind.GIF: gif}, most=FILES, alt_text=1_024),
        ),
    }


def _showing(files: Mapping[Kind, FileRule], *, most: int = FILES, least: int = 1) -> PostRule:
    media = MediaRule(files=files, most=most, least=least, alt_text=1_024)
    return PostRule(text=_TEXT, media=media)


COMMENT = PostRule(text=_TEXT, needs_text=True)

_FILED = frozenset({PostType.IMAGES, PostType.GIF, PostType.VIDEO, PostType.CAROUSEL})
OPTIONS = (
    Option(
        key="mentions", name="Who is called by name", kind=OptionKind.CHOICE, default="none",
        choices=(
            ("none", "Nobody"),
            ("people", "People who are named"),
            ("roles", "People and roles who are named"),
            ("everyone", "Also everybody, by @everyone and @here"),
        ),
        help="Names in the text stay what they are; only those chosen here get a notice.",
    ),
    Option(key="silent", name="Without a notice", kind=OptionKind.SWITCH, default=False),
    Option(
        key="no_preview", name="No previews of links", kind=OptionKind.SWITCH, default=False,
        types=frozenset({PostType.TEXT, PostType.IMAGES, PostType.VIDEO}),
    ),
    Option(
        key="spoiler", name="Blurred until it is touched", kind=OptionKind.SWITCH, default=False,
        types=_FILED,
    ),
    Option(
        key="thread", name="Thread", kind=OptionKind.TEXT, most=20,
        help="The number of a thread of this channel, to post there instead.",
    ),
    Option(
        key="thread_name", name="Title in the forum", kind=OptionKind.TEXT, most=NAME,
        help="Left out, the post's title or first line.",
    ),
    Option(key="tags", name="Tags of the forum", kind=OptionKind.LIST, most=TAGS),
    Option(
        key="crosspost", name="Also to the servers that follow this channel",
        kind=OptionKind.SWITCH, default=False,
    ),
)  # fmt: skip


def options(facts: Mapping[str, Any]) -> tuple[Option, ...]:
    """What can be chosen in one channel."""
    kind, is_webhook = facts.get("channel_type"), facts.get("driver") == "webhook"
    absent = {"thread"} if kind in FORUMS else set()
    absent |= set() if kind in FORUMS or is_webhook else {"thread_name"}
    absent |= set() if kind in FORUMS and facts.get("tags") else {"tags"}
    absent |= set() if kind == ANNOUNCEMENTS and not is_webhook else {"crosspost"}
    return tuple(_tagged(one, facts) for one in OPTIONS if one.key not in absent)


def _tagged(option: Option, facts: Mapping[str, Any]) -> Option:
    """The forum's own tags, by name; some forums want one."""
    if option.key != "tags":
        return option
    choices = tuple((str(name), str(name)) for name in facts.get("tags") or {})
    return replace(option, choices=choices, needed=bool(facts.get("needs_tag")))
