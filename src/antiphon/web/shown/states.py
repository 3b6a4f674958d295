"""How the state of a post, a publication or a channel looks: never only a colour."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from antiphon.channels.states import State as ChannelState
from antiphon.plan.states import State as PostState
from antiphon.publish.states import State


@dataclass(frozen=True, slots=True)
class Look:
    """A class of our style sheets, an icon and a word of the trade."""

    kind: str
    icon: str
    word: Any


LOOKS: dict[str, Look] = {
    PostState.DRAFT: Look("draft", "draft", _("Draft")),
    PostState.REVIEW: Look("asking", "asking", _("Needs approval")),
    PostState.APPROVED: Look("scheduled", "check", _("Approved")),
    PostState.DROPPED: Look("cancelled", "cancelled", _("Dropped")),
    State.WAITING: Look("scheduled", "clock", _("Scheduled")),
    State.SENDING: Look("sending", "sending", _("Sending")),
    State.ACCEPTED: Look("accepted", "accepted", _("Accepted, not shown yet")),
    State.HELD: Look("held", "held", _("On hold")),
    State.UNSURE: Look("unsure", "unsure", _("Unsure")),
    State.ASKING: Look("unsure", "unsure", _("Needs you")),
    State.MISSED: Look("unsure", "clock", _("Missed")),
    State.LIVE: Look("live", "live", _("Live")),
    State.REFUSED: Look("refused", "refused", _("Failed")),
    State.CANCELLED: Look("cancelled", "cancelled", _("Cancelled")),
    State.WITHDRAWN: Look("withdrawn", "withdrawn", _("Withdrawn")),
    ChannelState.CONNECTED: Look("live", "live", _("Connected")),
    ChannelState.LOST: Look("refused", "plug", _("Signed out")),
    ChannelState.RETIRED: Look("cancelled", "cancelled", _("Retired")),
}


def look(state: str) -> Look:
    """How this state looks."""
    return LOOKS[state]
