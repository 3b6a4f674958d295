"""What can be done; the only writer of this stage."""

from antiphon.publish.actions.announce import Message, announce, send
from antiphon.publish.actions.decide import (
    NotNowError,
    cancel,
    finished,
    look_again,
    move_to,
    retry,
    say_it_is_not_there,
    say_it_is_there,
    send_by_itself,
    send_late,
    take_by_hand,
)
from antiphon.publish.actions.deliver import deliver
from antiphon.publish.actions.doubt import doubt_abandoned
from antiphon.publish.actions.free import follow_walls, free_held, make_months
from antiphon.publish.actions.holds import (
    hold,
    hold_network,
    release,
    resume_everything,
    stop_everything,
)
from antiphon.publish.actions.look import check_accepted, look_at_doubts
from antiphon.publish.actions.readback import read_back
from antiphon.publish.actions.schedule import Repeat, schedule
from antiphon.publish.actions.withdraw import edit_live, withdraw

__all__ = [
    "Message",
    "NotNowError",
    "Repeat",
    "announce",
    "cancel",
    "check_accepted",
    "deliver",
    "doubt_abandoned",
    "edit_live",
    "finished",
    "follow_walls",
    "free_held",
    "hold",
    "hold_network",
    "look_again",
    "look_at_doubts",
    "make_months",
    "move_to",
    "read_back",
    "release",
    "resume_everything",
    "retry",
    "say_it_is_not_there",
    "say_it_is_there",
    "schedule",
    "send",
    "send_by_itself",
    "send_late",
    "stop_everything",
    "take_by_hand",
    "withdraw",
]
