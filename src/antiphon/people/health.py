"""What this stage adds to the health of the whole."""

from antiphon.people.actions import sealing

MUST_HOLD = [sealing.unlock]
