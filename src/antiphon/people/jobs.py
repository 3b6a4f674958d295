"""What this stage does by itself, now and then."""

from antiphon.people.actions.calls import forget_answers
from antiphon.people.actions.upkeep import forget_sessions, tell_heads, turn_months
from antiphon.work.sweeps import Chore

CHORES = [
    Chore("trail-heads", "17 * * * *", tell_heads),
    Chore("old-sessions", "41 3 * * *", forget_sessions),
    Chore("happening-months", "11 2 * * *", turn_months),
    Chore("kept-answers", "23 * * * *", forget_answers),
]
