"""How Pinterest writes down pins, boards and accounts."""

from datetime import datetime
from typing import Any

from antiphon.connect.values import Kind
from antiphon.networks.pinterest.simulator.world import Account, Board, File, Pin, World

_SIZES = {"150x150": 150, "400x300": 400, "600x": 600, "1200x": 1_200}


def pin(world: World, one: Pin, *, metrics: bool = False) -> dict[str, Any]:
    """A pin, for its owner."""
    told: dict[str, Any] = {
        "id": one.id,
        "created_at": moment(one.at),
        "link": one.words.get("link"),
        "title": one.words.get("title"),
        "description": one.words.get("description"),
        "alt_text": one.words.get("alt_text"),
        "dominant_color": "#6E7874",
        "board_id": one.board,
        "board_section_id": one.section or None,
        "board_owner": {"username": world.accounts[one.owner].handle},
        "parent_pin_id": None,
        "has_been_promoted": False,
        "is_owner": True,
        "is_standard": True,
        "media": _media(world, one),
        "creative_type": _creative(one),
    }
    if metrics:
        told["pin_metrics"] = {"90d": dict(one.counts), "lifetime_metrics": _lifetime(one)}
    return told


def _lifetime(one: Pin) -> dict[str, int]:
    names = ("pin_click", "impression", "clickthrough", "reaction", "comment", "save")
    return {name: one.counts.get(name, 0) for name in names}


def _creative(one: Pin) -> str:
    if len(one.files) > 1:
        return "CAROUSEL"
    return "VIDEO" if one.files[0].kind is Kind.VIDEO else "REGULAR"


def _media(world: World, one: Pin) -> dict[str, Any]:
    if len(one.files) > 1:
        items = [{"images": _images(world, file)} for file in one.files]
        return {"media_type": "multiple_images", "items": items}
    file = one.files[0]
    if file.kind is Kind.IMAGE:
        return {"media_type": "image", "images": _images(world, file)}
    return {
        "media_type": "video",
        "cover_image_url": address(world, file),
        "video_url": None,
        "duration": 5_000,
        "height": 1_080,
        "width": 1_080,
        "images": _images(world, file),
    }


def _images(world: World, file: File) -> dict[str, Any]:
    return {
        name: {"width": width, "height": width, "url": address(world, file)}
        for name, width in _SIZES.items()
    }


def address(world: World, file: File) -> str:
    """Where a file is shown."""
    return f"{world.base}/-/i.pinimg.com/{file.digest}"


def board(world: World, one: Board) -> dict[str, Any]:
    """A board."""
    account = world.accounts[one.owner]
    pins = [id for id in account.pins if world.pins[id].board == one.id]
    return {
        "id": one.id,
        "created_at": moment(one.at),
        "board_pins_modified_at": moment(one.at),
        "name": one.name,
        "description": "",
        "collaborator_count": 0,
        "pin_count": len(pins),
        "follower_count": account.followers,
        "media": {"image_cover_url": None, "pin_thumbnail_urls": []},
        "owner": {"username": account.handle},
        "privacy": one.privacy,
        "is_ads_only": False,
    }


def account(one: Account) -> dict[str, Any]:
    """Who speaks."""
    return {
        "account_type": one.kind,
        "id": one.id,
        "username": one.handle,
        "business_name": one.name if one.kind == "BUSINESS" else None,
        "profile_image": "https://i.pinimg.com/280x280_RS/none.jpg",
        "website_url": "",
        "about": "",
        "board_count": len(one.boards),
        "pin_count": len(one.pins),
        "follower_count": one.followers,
        "following_count": 0,
        "monthly_views": 0,
    }


def moment(at: datetime) -> str:
    """A time in whole seconds, as their examples have it."""
    return at.strftime("%Y-%m-%dT%H:%M:%S")
