"""What can be asked."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import F, QuerySet, Sum
from django.db.models.functions import Coalesce

from antiphon.connect.rules import FileRule
from antiphon.connect.values import Enclosure, Kind
from antiphon.kernel.errors import NotHereError
from antiphon.media import shelf
from antiphon.media.aims import Focus, aim_at, kind_for
from antiphon.media.models import Asset, Rendition, Upload
from antiphon.people.models import Member, Workspace

POSTER = "poster"
"""The rule under which a video's first frame is kept."""


def assets(workspace: Workspace) -> QuerySet[Asset]:
    """All files of a workspace, the newest first."""
    return Asset.objects.filter(workspace=workspace).order_by("-added_at", "-id")


def asset(workspace: Workspace, id: UUID | str) -> Asset:
    """One file; a foreign and a missing one look alike."""
    try:
        return Asset.objects.get(workspace=workspace, pk=id)
    except (Asset.DoesNotExist, ValidationError, ValueError):
        raise NotHereError("There is no such file in this workspace.") from None


def foreseen(
    asset: Asset, rule: FileRule, *, alt: str, focus: Focus, kind: Kind | None = None
) -> Enclosure:
    """What `fit` would give, without making it: its size is then the most that it may become.

    Type and measures are those of the first try; what only fits when it is made smaller still is
    known once it is made.
    """
    wanted = kind or kind_for(asset, rule)
    aim = aim_at(asset, rule, focus=focus, kind=wanted)
    if aim is None:
        return enclosure(asset, alt=alt, focus=focus, kind=_honest(asset, wanted))
    made = _made(asset, aim.fingerprint)
    if made is not None:
        return enclosure(made, alt=alt, focus=focus, kind=wanted)
    return Enclosure(
        path=shelf.path_of(asset.file),
        kind=wanted,
        mime=aim.mimes[0],
        size=aim.max_bytes,
        digest="",
        alt=alt,
        width=aim.width,
        height=aim.height,
        seconds=0.0 if wanted is Kind.IMAGE else asset.seconds * aim.repeats,
        focus=focus,
    )


def _made(asset: Asset, rule: str) -> Rendition | None:
    """What was made of a file, out of what was looked up with it where that is so."""
    looked_up = getattr(asset, "_prefetched_objects_cache", {}).get("renditions")
    if looked_up is None:
        return rendition(asset, rule)
    return next((row for row in looked_up if row.rule == rule), None)


def rendition(asset: Asset, rule: str) -> Rendition | None:
    """What was made of a file for a rule, by the rule's fingerprint."""
    return Rendition.objects.filter(asset=asset, rule=rule).first()


def poster(asset: Asset, *, alt: str = "") -> Enclosure | None:
    """The first frame of a video."""
    made = rendition(asset, POSTER)
    return enclosure(made, alt=alt, focus=(0.0, 0.0), kind=Kind.IMAGE) if made else None


def enclosure(file: Asset | Rendition, *, alt: str, focus: Focus, kind: Kind) -> Enclosure:
    """A file as it crosses the border."""
    return Enclosure(
        path=shelf.path_of(file.file),
        kind=kind,
        mime=file.mime,
        size=file.size,
        digest=file.digest,
        alt=alt,
        width=file.width,
        height=file.height,
        seconds=0.0 if kind is Kind.IMAGE else file.seconds,
        focus=focus,
    )


def upload(by: Member, id: UUID) -> Upload:
    """A file on its way in, for who began it."""
    found = Upload.objects.filter(workspace=by.workspace, member=by, pk=id).first()
    if found is None:
        raise NotHereError("There is no such upload in this workspace.")
    return found


def taken_up(workspace: Workspace) -> int:
    """Bytes that the files of a workspace take, those on their way in and all renditions too."""
    kept = Asset.objects.filter(workspace=workspace).aggregate(
        all=Coalesce(Sum(F("size") + F("original_size")), 0)
    )
    made = Rendition.objects.filter(workspace=workspace).aggregate(all=Coalesce(Sum("size"), 0))
    coming = Upload.objects.filter(workspace=workspace, received__lt=F("size")).aggregate(
        all=Coalesce(Sum("size"), 0)
    )
    return int(kept["all"] + made["all"] + coming["all"])


def _honest(asset: Asset, wanted: Kind) -> Kind:
    """A file stays what it is where no making helps; the rules will then say so."""
    own = Kind(asset.kind)
    return wanted if own in {Kind.GIF, Kind.VIDEO} and wanted is not Kind.IMAGE else own
