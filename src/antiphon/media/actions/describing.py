"""What a file shows, and which point of it must stay visible."""

from uuid import UUID

from django.db import transaction

from antiphon.kernel.text import has_bidi_control, unprintable
from antiphon.media import queries, refusals
from antiphon.media.limits import ALT
from antiphon.media.models import Asset
from antiphon.people.actions import note, permit
from antiphon.people.policy import By

Focus = tuple[float, float]


def describe(
    by: By, asset: Asset | UUID | str, *, alt: str | None = None, focus: Focus | None = None
) -> Asset:
    """Say what the file shows, or where to look; what is left out stays as it was."""
    permit(by, "asset.write", asset if isinstance(asset, Asset) else str(asset))
    row = queries.asset(by.workspace, asset.pk if isinstance(asset, Asset) else asset)
    words = row.alt if alt is None else checked_alt(alt)
    x, y = (row.focus_x, row.focus_y) if focus is None else checked_focus(focus)
    with transaction.atomic():
        row.alt, row.focus_x, row.focus_y = words, x, y
        row.save(update_fields=["alt", "focus_x", "focus_y"])
        note(by, "asset.write", row, after={"alt": words, "focus": [x, y]})
    return row


def checked_alt(alt: str) -> str:
    """Words that can stand for a file; the networks' own limits come later."""
    if (place := unprintable(alt)) is not None:
        say = f"Character {place + 1} of the description is a control character. Remove it."
        raise refusals.refused("control_character", say, actual=place, field="media.alt")
    if has_bidi_control(alt):
        say = "The description holds invisible marks that change its reading order. Remove them."
        raise refusals.refused("bidi_control", say, field="media.alt")
    if len(alt) > ALT:
        say = f"The description is too long: {len(alt)} of {ALT} characters. Shorten it."
        raise refusals.refused("too_long", say, actual=len(alt), limit=ALT, field="media.alt")
    return alt.strip()


def checked_focus(focus: Focus) -> Focus:
    """A point of the picture: x and y from -1 to 1, y upwards."""
    x, y = focus
    if not (-1 <= x <= 1 and -1 <= y <= 1):
        say = "The focus point lies outside of the picture: x and y go from -1 to 1."
        raise refusals.refused("range", say, actual=f"{x}, {y}", field="media.focus")
    return (float(x), float(y))
