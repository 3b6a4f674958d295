"""Files, as they come in and go out."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, Strict

from antiphon.api.schemas.fields import Address, Changes, Closed, Line, Paging, Words
from antiphon.connect.network import Network
from antiphon.connect.rules import FileRule
from antiphon.connect.values import Kind
from antiphon.media import queries
from antiphon.media.aims import hindrances, kind_for
from antiphon.media.models import Asset, Upload

Place = Annotated[float, Strict(), Field(ge=-1, le=1)]


class AssetFilter(Paging):
    """Which files."""

    kind: Kind | None = None


class AssetTold(Closed):
    """A file of the workspace, as it was accepted."""

    id: UUID
    name: str
    kind: Kind
    mime: str
    size: int
    digest: str = Field(description="SHA-256 of its bytes.")
    width: int
    height: int
    seconds: float
    frames: int
    alt: str
    focus: tuple[float, float] = Field(description="From -1 to 1, y upwards.")
    source: str
    notes: list[str] = Field(description="What was taken out or changed on the way in.")
    added_at: datetime


class Fetch(Closed):
    """A file that lies at a public address."""

    url: Address
    name: Line = ""
    alt: Words = ""


class Describe(Changes):
    """What a file shows, and which point of it must stay visible; what is left out stays."""

    alt: Words | None = None
    focus: tuple[Place, Place] | None = None


class Begin(Closed):
    """A file that will come in pieces."""

    name: Annotated[str, Field(min_length=1, max_length=300)]
    size: Annotated[int, Strict(), Field(ge=1, le=1_000_000_000_000)]


class UploadTold(Closed):
    """A file on its way in: how much of it is here."""

    id: UUID
    name: str
    size: int
    received: int
    asset: AssetTold | None = Field(description="Once nothing is missing.")


class OffsetFilter(Closed):
    """At which byte the piece begins."""

    offset: int = Field(ge=0, le=1_000_000_000_000)


class FitFilter(Closed):
    """For which network."""

    network: Annotated[str, Field(min_length=1, max_length=40)]


class FitTold(Closed):
    """What a file would become for one form of post on a network."""

    form: str
    kind: Kind
    mime: str
    most_bytes: int
    width: int
    height: int
    seconds: float
    hindrances: list[str]


def asset(row: Asset) -> AssetTold:
    """One file."""
    told = {name: getattr(row, name) for name in _OWN}
    notes = [str(note) for note in row.notes]
    return AssetTold(**told, focus=(row.focus_x, row.focus_y), notes=notes)


def upload(row: Upload | Asset, id: UUID) -> UploadTold:
    """A file on its way in, or the asset that it became."""
    if isinstance(row, Asset):
        size = row.original_size
        return UploadTold(id=id, name=row.name, size=size, received=size, asset=asset(row))
    return UploadTold(id=row.pk, name=row.name, size=row.size, received=row.received, asset=None)


def assets(rows: Sequence[Asset]) -> list[AssetTold]:
    """Several."""
    return [asset(row) for row in rows]


def fits(row: Asset, network: Network) -> list[FitTold]:
    """What it would become in each form of post that takes such a file."""
    return [
        _fit(row, form.value, kind, rule)
        for form, post in network.posts.items()
        for kind, rule in (post.media.files if post.media else {}).items()
        if kind_for(row, rule) == kind
    ]


def _fit(row: Asset, form: str, kind: Kind, rule: FileRule) -> FitTold:
    focus = (row.focus_x, row.focus_y)
    made = queries.foreseen(row, rule, alt="", focus=focus, kind=kind)
    against = hindrances(row, rule, focus=focus, kind=kind)
    return FitTold(
        form=form, kind=made.kind, mime=made.mime, most_bytes=made.size, width=made.width,
        height=made.height, seconds=made.seconds, hindrances=[problem.say for problem in against],
    )  # fmt: skip


_OWN = (
    *("id", "name", "kind", "mime", "size", "digest", "width", "height", "seconds", "frames"),
    *("alt", "source", "added_at"),
)
