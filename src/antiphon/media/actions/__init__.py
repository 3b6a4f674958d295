"""What can be done; the only writer of this stage."""

from antiphon.media.actions.describing import describe
from antiphon.media.actions.fitting import fit
from antiphon.media.actions.removing import remove
from antiphon.media.actions.showing import Size, shown
from antiphon.media.actions.taking import fetch, take_in
from antiphon.media.actions.upkeep import clear_away, forget_uploads
from antiphon.media.actions.uploading import begin_upload, drop_upload, go_on
from antiphon.media.intake import Exactly

__all__ = [
    "Exactly",
    "Size",
    "begin_upload",
    "clear_away",
    "describe",
    "drop_upload",
    "fetch",
    "fit",
    "forget_uploads",
    "go_on",
    "remove",
    "shown",
    "take_in",
]
