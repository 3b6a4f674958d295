"""What a post may carry on Telegram, and what only Telegram lets one choose.

Source of every figure: core.telegram.org/bots/api (Bot API 10.1 of 2026-06-11, with 10.2 and 10.3
compared by hand) and core.telegram.org/bots/faq, read on 2026-11-21.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

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
from antiphon.connect.values import Kind, PostType
from antiphon.kernel.text import utf16

MEGABYTE = 1024 * 1024
ALBUM = 10
"""sendMediaGroup takes 2 to 10."""
VOTERS = 12
"""`country_codes` of sendPoll."""


def _text(limit: int) -> TextRule:
    """The limits count characters after parsing; UTF-16 units are the careful reading of that."""
    return TextRule(measures=(Measure(limit=limit, count=utf16),))


_MESSAGE, _CAPTION = _text(4096), _text(1024)
# Width and height together at most 10,000, the longer side at most 20 times the shorter one.
_PHOTO = FileRule(
    mimes=("image/jpeg", "image/png", "image/webp"), max_bytes=10 * MEGABYTE,
    max_width=5_000, max_height=5_000, ratio=(1 / 20, 20),
)  # fmt: skip
# Other forms arrive too, but only MP4 plays in the chat.
_VIDEO = FileRule(mimes=("video/mp4",), max_bytes=50 * MEGABYTE)
_GIF = FileRule(mimes=("image/gif", "video/mp4"), max_bytes=50 * MEGABYTE)
_DOCUMENT = FileRule(mimes=(), max_bytes=50 * MEGABYTE)
_POLL = PollRule(
    choices=(1, 12),
    choice=Measure(limit=100, count=utf16),
    closes_after=(timedelta(seconds=5), timedelta(seconds=2_628_000)),
    multiple=True,
    question=Measure(limit=300, count=utf16),
)


def _media(most: int, least: int = 1, **files: FileRule) -> MediaRule:
    """Telegram has no place for alternative texts."""
    return MediaRule(
        files={Kind(kind): rule for kind, rule in files.items()}, most=most, least=least
    )


POSTS = {
    PostType.TEXT: PostRule(text=_MESSAGE, needs_text=True),
    PostType.LINK: PostRule(text=_MESSAGE, link=True),
    PostType.IMAGES: PostRule(text=_CAPTION, media=_media(ALBUM, image=_PHOTO)),
    PostType.VIDEO: PostRule(text=_CAPTION, media=_media(1, video=_VIDEO)),
    PostType.GIF: PostRule(text=_CAPTION, media=_media(1, gif=_GIF)),
    PostType.DOCUMENT: PostRule(text=_CAPTION, media=_media(ALBUM, document=_DOCUMENT)),
    PostType.CAROUSEL: PostRule(text=_CAPTION, media=_media(ALBUM, 2, image=_PHOTO, video=_VIDEO)),
    # The text is the poll's description (0 to 1,024); without a question of its own, the question.
    PostType.POLL: PostRule(text=_CAPTION, poll=_POLL),
}
COMMENT = PostRule(text=_MESSAGE, needs_text=True)

_PICTURED = frozenset({PostType.IMAGES, PostType.VIDEO, PostType.GIF, PostType.CAROUSEL})
_WORDED = frozenset({PostType.TEXT, PostType.LINK})
_POLLS = frozenset({PostType.POLL})
OPTIONS = (
    Option(
        key="silent", name="Without a sound", kind=OptionKind.SWITCH, default=False,
        help="Readers get the notice, their devices stay quiet.",
    ),
    Option(
        key="protected", name="Not to be forwarded or saved", kind=OptionKind.SWITCH,
        default=False,
    ),
    Option(
        key="preview", name="Preview of the link", kind=OptionKind.CHOICE, default="below",
        choices=(
            ("below", "Below the text"),
            ("above", "Above the text"),
            ("small", "Small picture"),
            ("large", "Large picture"),
            ("none", "None"),
        ),
        types=_WORDED,
    ),
    Option(
        key="button", name="Button that opens the link", kind=OptionKind.TEXT, most=64,
        help="What stands on it. It opens the post's link, or the first one in its text.",
        types=_WORDED | frozenset({PostType.VIDEO, PostType.GIF}),
    ),
    Option(
        key="above", name="Text above the pictures", kind=OptionKind.SWITCH, default=False,
        types=_PICTURED,
    ),
    Option(
        key="spoiler", name="Blurred until it is touched", kind=OptionKind.SWITCH, default=False,
        types=_PICTURED,
    ),
    Option(
        key="members_only", name="Only members of at least a day may vote",
        kind=OptionKind.SWITCH, default=False, types=_POLLS,
    ),
    Option(
        key="countries", name="Only people of these countries may vote", kind=OptionKind.LIST,
        most=VOTERS, types=_POLLS, help="Codes of two letters, such as DE. FT: anonymous numbers.",
    ),
    Option(
        key="no_revoting", name="A vote cannot be changed", kind=OptionKind.SWITCH, default=False,
        types=_POLLS,
    ),
    Option(
        key="shuffled", name="Answers in random order", kind=OptionKind.SWITCH, default=False,
        types=_POLLS,
    ),
    Option(
        key="named_votes", name="Everybody sees who voted for what", kind=OptionKind.SWITCH,
        default=False, types=_POLLS,
    ),
    Option(
        key="topic", name="Topic", kind=OptionKind.NUMBER,
        help="The number in the topic's address, in groups that have topics.",
    ),
)  # fmt: skip
_OF_CHANNELS = frozenset({"members_only", "countries"})
_OF_GROUPS = frozenset({"named_votes", "topic"})


def adapt(network: Network, facts: Mapping[str, Any]) -> Network:
    """Channels and groups differ in options; a channel without a discussion has no comments."""
    if "type" not in facts:
        return network
    is_channel = facts["type"] == "channel"
    elsewhere = _OF_GROUPS if is_channel else _OF_CHANNELS
    if not facts.get("forum"):
        elsewhere |= {"topic"}
    return replace(
        network,
        options=tuple(one for one in OPTIONS if one.key not in elsewhere),
        comment=COMMENT if not is_channel or facts.get("discussion") else None,
        # Without a discussion group there is nothing to look at.
        proof=network.proof if facts.get("discussion") else replace(network.proof, looks=()),
    )
