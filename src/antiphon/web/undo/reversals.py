"""How each kind of deed is undone. A deed that is not in the table cannot be undone from a page."""

from collections.abc import Callable, Mapping
from typing import Any

from antiphon.people.models import Member
from antiphon.web.undo import of_calendar, of_channels, of_posts, of_publications, of_settings

Reversal = Callable[[Member, Mapping[str, Any]], None]

REVERSALS: Mapping[str, Reversal] = {
    "calendar.move": of_calendar.move_back,
    "queue.order": of_calendar.order_back,
    "queue.pin": of_calendar.pin_back,
    "queue.slots": of_calendar.slots_back,
    "note.changed": of_calendar.change_note,
    "note.removed": of_calendar.restore_note,
    "note.written": of_calendar.remove_note,
    "channel.put_away": of_channels.bring_back,
    "channel.reach": of_channels.reach,
    "channel.goal": of_channels.goal,
    "post.drop": of_posts.bring_back,
    "post.sent": of_posts.call_back,
    "variant.untell": of_posts.tell_again,
    "workspace.changed": of_settings.workspace,
    "member.role": of_settings.role,
    "me.changed": of_settings.oneself,
    "guest.invited": of_settings.end_guest,
    "guest.ended": of_settings.invite_guest,
    "hook.changed": of_settings.hook,
    "audience.changed": of_settings.audience,
    "campaign.changed": of_settings.campaign,
    "labels.changed": of_settings.label,
    "hashtags.changed": of_settings.hashtags,
    "hold.set": of_channels.release,
    "holds.set": of_publications.release,
    "publication.cancel": of_publications.put_back,
    "publication.move": of_publications.move_back,
}
