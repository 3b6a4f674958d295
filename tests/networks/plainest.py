"""The plainest post that a network takes, with all that it cannot lack: a title, files, options."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from antiphon.connect.network import Network
from antiphon.connect.rules import MediaRule, Option, OptionKind
from antiphon.connect.values import Enclosure, Kind, PostType
from tests.networks.enclosed import clip, picture

_FILMED = frozenset({Kind.IMAGE, Kind.VIDEO})
_PLAIN = (PostType.TEXT, PostType.ARTICLE, PostType.IMAGES, PostType.VIDEO, PostType.REEL)


def plainest(network: Network) -> PostType:
    """The form of a post that needs least."""
    return next(one for one in (*_PLAIN, *network.posts) if one in network.posts)


def needed(network: Network, type: PostType, folder: Path) -> dict[str, Any]:
    """What a post of that form cannot lack, as fields of a parcel."""
    rule = network.posts[type]
    options = [one for one in network.options if one.needed and one.belongs_to(type)]
    found: dict[str, Any] = {"options": {one.key: _value(one) for one in options}}
    if rule.needs_title:
        found["title"] = "A title"
    if rule.media and rule.media.least and _FILMED & {*rule.media.files}:
        found["enclosures"] = tuple(file(rule.media, folder) for _ in range(rule.media.least))
    return found


def file(rule: MediaRule, folder: Path, alt: str = "") -> Enclosure:
    """A picture or a short video: of the kind that such a post names first."""
    kind = next(one for one in rule.files if one in _FILMED)
    if kind is Kind.VIDEO:
        return clip(rule.files[kind])
    return picture(Path(mkdtemp(dir=folder)), alt, rule.files[kind])


def _value(option: Option) -> Any:
    """Something that the option can be."""
    if option.choices:
        return option.choices[0][0]
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    return {
        OptionKind.SWITCH: True,
        OptionKind.LIST: ["one"],
        OptionKind.NUMBER: 1,
        OptionKind.DATE: f"{tomorrow:%Y-%m-%d}",
        OptionKind.TIME: f"{tomorrow:%Y-%m-%dT%H:%M}",
    }.get(option.kind, "some")
