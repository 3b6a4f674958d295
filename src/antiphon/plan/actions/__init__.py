"""What can be done; the only writer of this stage."""

from antiphon.plan.actions.campaigns import change_campaign, make_campaign
from antiphon.plan.actions.posts import draft, drop, edit, go_back, reopen, retold
from antiphon.plan.actions.reviews import approve, refuse, submit
from antiphon.plan.actions.slots import pause_slot, set_slots, spread_slots

__all__ = [
    "approve",
    "change_campaign",
    "draft",
    "drop",
    "edit",
    "go_back",
    "make_campaign",
    "pause_slot",
    "refuse",
    "reopen",
    "retold",
    "set_slots",
    "spread_slots",
    "submit",
]
