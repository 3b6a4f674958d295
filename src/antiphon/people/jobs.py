"""What this stage does by itself, now and then."""

from antiphon.people.actions.upkeep import forget_sessions, tell_heads
from antiphon.work.sweeps import Chore

CHORES = [
    Chore("trail-heads", "17 * * * *", tell_heads),
    Chore("old-sessions", "41 3 * * *", forget_sessions),
]
