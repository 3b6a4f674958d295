"""What this stage does by itself, now and then."""

from antiphon.media.actions.upkeep import clear_away, forget_uploads
from antiphon.work.sweeps import Chore

CHORES = [
    Chore("left-files", "23 4 * * *", clear_away),
    Chore("left-uploads", "41 * * * *", forget_uploads),
]
