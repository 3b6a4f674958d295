"""The nouns."""

from antiphon.plan.models.calendar_note import Note
from antiphon.plan.models.campaign import Campaign
from antiphon.plan.models.comment import Comment
from antiphon.plan.models.goal import Goal
from antiphon.plan.models.label import TINTS, Label, PostLabel
from antiphon.plan.models.outside import Agreement, Cause, Kind, Nudge, SharedPost, SharedView
from antiphon.plan.models.post import Post, PostAsset
from antiphon.plan.models.review import Review, Verdict
from antiphon.plan.models.revision import Revision
from antiphon.plan.models.series import Occurrence, Series, SeriesChannel, Unit
from antiphon.plan.models.shelf import HashtagGroup, Template
from antiphon.plan.models.slot import Slot

__all__ = [
    "TINTS",
    "Agreement",
    "Campaign",
    "Cause",
    "Comment",
    "Goal",
    "HashtagGroup",
    "Kind",
    "Label",
    "Note",
    "Nudge",
    "Occurrence",
    "Post",
    "PostAsset",
    "PostLabel",
    "Review",
    "Revision",
    "Series",
    "SeriesChannel",
    "SharedPost",
    "SharedView",
    "Slot",
    "Template",
    "Unit",
    "Verdict",
]
