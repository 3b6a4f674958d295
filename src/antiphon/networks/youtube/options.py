"""What only YouTube lets one choose, and how a channel's own lists become choices.

Source: the discovery document of the Data API, revision 20261104, and
developers.google.com/youtube/v3/docs/videos (2026-11-21).
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from antiphon.connect.network import Network
from antiphon.connect.rules import Option, OptionKind, PostRule
from antiphon.connect.values import Kind, PostType
from antiphon.networks.youtube.wire import PEOPLE_AND_BLOGS, PUBLIC

UNVERIFIED_SECONDS = 15 * 60
"""How long a video may be on a channel whose owner did not verify a phone number."""

CATEGORIES = (
    ("1", "Film & Animation"),
    ("2", "Autos & Vehicles"),
    ("10", "Music"),
    ("15", "Pets & Animals"),
    ("17", "Sports"),
    ("19", "Travel & Events"),
    ("20", "Gaming"),
    (PEOPLE_AND_BLOGS, "People & Blogs"),
    ("23", "Comedy"),
    ("24", "Entertainment"),
    ("25", "News & Politics"),
    ("26", "Howto & Style"),
    ("27", "Education"),
    ("28", "Science & Technology"),
    ("29", "Nonprofits & Activism"),
)
"""What videoCategories.list gave for most countries; a channel's own country decides."""

OPTIONS = (
    Option(
        key="privacy",
        name="Who may see it",
        kind=OptionKind.CHOICE,
        choices=(
            (PUBLIC, "Everybody"),
            ("unlisted", "Whoever has the link"),
            ("private", "Only the channel"),
        ),
        default=PUBLIC,
        help="Until Google has audited the installation's project, only private videos are taken.",
    ),
    Option(
        key="kids",
        name="Made for children",
        kind=OptionKind.CHOICE,
        choices=(("no", "No, it is not made for children"), ("yes", "Yes, it is")),
        needed=True,
        help="The law wants it declared, here or for the whole channel in YouTube Studio.",
    ),
    Option(
        key="synthetic",
        name="Shows altered or synthetic scenes that look real",
        kind=OptionKind.SWITCH,
        default=False,
        help="YouTube's rules want it declared.",
    ),
    Option(
        key="paid",
        name="Contains paid promotion",
        kind=OptionKind.SWITCH,
        default=False,
        help="YouTube's rules and the law of most countries want it declared.",
    ),
    Option(
        key="category",
        name="Category",
        kind=OptionKind.CHOICE,
        choices=CATEGORIES,
        default=PEOPLE_AND_BLOGS,
    ),
    Option(
        key="license",
        name="Licence",
        kind=OptionKind.CHOICE,
        choices=(
            ("youtube", "Standard YouTube licence"),
            ("creativeCommon", "Creative Commons, attribution"),
        ),
        default="youtube",
    ),
    Option(key="embeddable", name="Others may embed it", kind=OptionKind.SWITCH, default=True),
    Option(
        key="figures",
        name="Everybody sees its statistics",
        kind=OptionKind.SWITCH,
        default=True,
    ),
    Option(
        key="notify",
        name="Tell subscribers",
        kind=OptionKind.SWITCH,
        default=True,
        help="Said when the video is uploaded.",
    ),
    Option(key="recorded", name="Day of the recording", kind=OptionKind.DATE),
)


def adapt(network: Network, facts: Mapping[str, Any]) -> Network:
    """The network with a channel's playlists and categories, and how long its videos may be."""
    options = [_with_choices(one, facts) for one in network.options if one.key != "playlist"]
    if lists := _pairs(facts.get("playlists")):
        options.append(
            Option(key="playlist", name="Playlist", kind=OptionKind.CHOICE, choices=lists)
        )
    posts = network.posts
    if facts.get("long_uploads") in {"eligible", "disallowed"}:
        long = posts[PostType.VIDEO]
        posts = {**posts, PostType.VIDEO: _shortened(long, UNVERIFIED_SECONDS)}
    return replace(network, options=tuple(options), posts=posts)


def _with_choices(option: Option, facts: Mapping[str, Any]) -> Option:
    if option.key == "kids" and isinstance(facts.get("kids"), bool):
        return replace(option, needed=False)  # declared for the whole channel
    own = _pairs(facts.get("categories")) if option.key == "category" else ()
    if not own:
        return option
    values = [value for value, _name in own]
    return replace(
        option,
        choices=own,
        default=PEOPLE_AND_BLOGS if PEOPLE_AND_BLOGS in values else values[0],
    )


def _pairs(told: object) -> tuple[tuple[str, str], ...]:
    """Values and names as a channel's facts keep them."""
    found = told if isinstance(told, list | tuple) else ()
    return tuple((str(value), str(name)) for value, name in found)


def _shortened(rule: PostRule, seconds: float) -> PostRule:
    if rule.media is None:
        return rule
    film = replace(rule.media.files[Kind.VIDEO], max_seconds=seconds)
    return replace(rule, media=replace(rule.media, files={**rule.media.files, Kind.VIDEO: film}))
