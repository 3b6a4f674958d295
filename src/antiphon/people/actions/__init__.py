"""What can be done; the only writer of this stage."""

from antiphon.people.actions.calls import (
    Answer,
    CutOffError,
    Named,
    StillRunningError,
    answer_once,
    answer_once_outside,
    count_call,
    forget_answers,
)
from antiphon.people.actions.guests import end_guest, invite_guest
from antiphon.people.actions.invitations import (
    accept,
    accept_by_digest,
    digest_of,
    invite,
    revoke_invitation,
)
from antiphon.people.actions.keys import make_key, revoke_key, speaker
from antiphon.people.actions.members import change_role, leave, make_owner, remove
from antiphon.people.actions.oneself import change_oneself, end_sessions, languages
from antiphon.people.actions.standing import let_in, shut_out
from antiphon.people.actions.trail import note, permit
from antiphon.people.actions.workspaces import change_workspace, found, found_own, take_in

__all__ = [
    "Answer",
    "CutOffError",
    "Named",
    "StillRunningError",
    "accept",
    "accept_by_digest",
    "answer_once",
    "answer_once_outside",
    "change_oneself",
    "change_role",
    "change_workspace",
    "count_call",
    "digest_of",
    "end_guest",
    "end_sessions",
    "forget_answers",
    "found",
    "found_own",
    "invite",
    "invite_guest",
    "languages",
    "leave",
    "let_in",
    "make_key",
    "make_owner",
    "note",
    "permit",
    "remove",
    "revoke_invitation",
    "revoke_key",
    "shut_out",
    "speaker",
    "take_in",
]
