"""What one server allows, read from its own instance document; vanilla figures where it is silent.

`GET /api/v2/instance`, else v1 (docs.joinmastodon.org/entities/Instance, V1_Instance, 2026-07).
Forks of the Pleroma family name `max_toot_chars` and `poll_limits` at the top (unverified).
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Self

from antiphon.networks.mastodon.length import URL_COST


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """One server's figures; the defaults are those of Mastodon 4.x as it comes."""

    characters: int = 500
    per_url: int = URL_COST
    files: int = 4
    alt: int = 1_500
    mimes: tuple[str, ...] = ()
    image_bytes: int = 16 * 1024 * 1024
    image_pixels: int = 33_177_600
    video_bytes: int = 99 * 1024 * 1024
    video_pixels: int = 8_294_400
    video_fps: int = 120
    choices: int = 4
    choice_characters: int = 50
    poll_from: int = 300
    poll_to: int = 2_629_746

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> Self:
        """The limits that a channel's facts hold."""
        told = facts.get("limits") or {}
        known = {one.name: told[one.name] for one in fields(cls) if one.name in told}
        return cls(**{**known, "mimes": tuple(known.get("mimes", ()))})

    @classmethod
    def announced(cls, instance: Mapping[str, Any]) -> Self:
        """The limits that an instance document of either version announces."""
        found = {name: _number(instance, *paths) for name, paths in _PATHS.items()}
        mimes = _at(instance, "configuration.media_attachments.supported_mime_types")
        known: dict[str, Any] = {name: value for name, value in found.items() if value}
        if isinstance(mimes, list):
            known["mimes"] = tuple(mime for mime in mimes if isinstance(mime, str))
        return cls(**known)

    def told(self) -> dict[str, Any]:
        """The same as plain data, to be kept with a channel."""
        return {**asdict(self), "mimes": list(self.mimes)}


_STATUSES, _MEDIA, _POLLS = (
    f"configuration.{part}" for part in ("statuses", "media_attachments", "polls")
)
_PATHS: dict[str, tuple[str, ...]] = {
    "characters": (f"{_STATUSES}.max_characters", "max_toot_chars"),
    "per_url": (f"{_STATUSES}.characters_reserved_per_url",),
    "files": (f"{_STATUSES}.max_media_attachments", "max_media_attachments"),
    "alt": (f"{_MEDIA}.description_limit", "description_limit"),
    "image_bytes": (f"{_MEDIA}.image_size_limit", "upload_limit"),
    "image_pixels": (f"{_MEDIA}.image_matrix_limit",),
    "video_bytes": (f"{_MEDIA}.video_size_limit", "upload_limit"),
    "video_pixels": (f"{_MEDIA}.video_matrix_limit",),
    "video_fps": (f"{_MEDIA}.video_frame_rate_limit",),
    "choices": (f"{_POLLS}.max_options", "poll_limits.max_options"),
    "choice_characters": (
        f"{_POLLS}.max_characters_per_option",
        "poll_limits.max_option_chars",
    ),
    "poll_from": (f"{_POLLS}.min_expiration", "poll_limits.min_expiration"),
    "poll_to": (f"{_POLLS}.max_expiration", "poll_limits.max_expiration"),
}


def _at(document: Mapping[str, Any], path: str) -> object:
    found: Any = document
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def _number(document: Mapping[str, Any], *paths: str) -> int | None:
    told = (_at(document, path) for path in paths)
    return next(
        (one for one in told if isinstance(one, int) and not isinstance(one, bool) and one > 0),
        None,
    )
