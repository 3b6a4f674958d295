"""What can be done with what lies beside the posts."""

from antiphon.plan.desk.actions.comments import reopen_comment, resolve_comment, say
from antiphon.plan.desk.actions.goals import set_goal
from antiphon.plan.desk.actions.hashtags import change_hashtags, make_hashtags
from antiphon.plan.desk.actions.labels import change_label, label_posts, make_label, unlabel_posts
from antiphon.plan.desk.actions.notes import change_note, write_note
from antiphon.plan.desk.actions.removing import remove, restore
from antiphon.plan.desk.actions.series import (
    change_series,
    end_series,
    make_series,
    pause_series,
    resume_series,
)

__all__ = [
    "change_hashtags",
    "change_label",
    "change_note",
    "change_series",
    "end_series",
    "label_posts",
    "make_hashtags",
    "make_label",
    "make_series",
    "pause_series",
    "remove",
    "reopen_comment",
    "resolve_comment",
    "restore",
    "resume_series",
    "say",
    "set_goal",
    "unlabel_posts",
    "write_note",
]
