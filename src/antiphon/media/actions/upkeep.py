"""What keeps this stage in order."""

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from antiphon.media import limits, shelf
from antiphon.media.models import Asset, Rendition, Upload
from antiphon.work import clock

A_DAY = 24 * 60 * 60


def clear_away() -> int:
    """Remove files of a day ago that no row knows: what crashes left behind; how many."""
    gone = 0
    for path in _old(time.time() - A_DAY):
        if not _is_known(path):
            path.unlink(missing_ok=True)
            gone += 1
    _empty_folders()
    return gone


def forget_uploads() -> int:
    """Drop what was begun and not gone on with for a day; how many."""
    before = clock.now() - timedelta(seconds=limits.UPLOAD_WAITS)
    left = list(Upload.objects.filter(moved_at__lt=before).values_list("pk", "file"))
    Upload.objects.filter(pk__in=[pk for pk, _ in left]).delete()
    shelf.discard(*(file for _, file in left))
    return len(left)


def _old(before: float) -> Iterator[Path]:
    for path in shelf.root().glob("*/**/*"):
        if path.is_file() and path.stat().st_mtime < before:
            yield path


def _is_known(path: Path) -> bool:
    name = path.relative_to(shelf.root()).as_posix()
    if name.startswith(f"{shelf.ASIDE}/"):
        return Upload.objects.filter(file=name).exists()
    return (
        Asset.objects.filter(file=name).exists()
        or Asset.objects.filter(original=name).exists()
        or Rendition.objects.filter(file=name).exists()
    )


def _empty_folders() -> None:
    for folder in (shelf.root() / shelf.ASIDE).glob("*"):
        if not any(folder.iterdir()) and folder.stat().st_mtime < time.time() - A_DAY:
            folder.rmdir()
