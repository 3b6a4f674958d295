"""What can be done; the only writer of this stage."""

from antiphon.media.actions.describing import describe
from antiphon.media.actions.fitting import fit
from antiphon.media.actions.removing import remove
from antiphon.media.actions.taking import fetch, take_in
from antiphon.media.actions.upkeep import clear_away
from antiphon.media.intake import Exactly

__all__ = ["Exactly", "clear_away", "describe", "fetch", "fit", "remove", "take_in"]
