"""What can be done; the only writer of this stage."""

from antiphon.tailor.actions.audiences import change_audience, make_audience, set_audience
from antiphon.tailor.actions.copies import copy_post, draft_from, make_template
from antiphon.tailor.actions.links import track
from antiphon.tailor.actions.variants import tell, tell_each, untell

__all__ = [
    "change_audience",
    "copy_post",
    "draft_from",
    "make_audience",
    "make_template",
    "set_audience",
    "tell",
    "tell_each",
    "track",
    "untell",
]
