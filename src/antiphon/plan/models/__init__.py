"""The nouns."""

from antiphon.plan.models.campaign import Campaign
from antiphon.plan.models.post import Post, PostAsset
from antiphon.plan.models.review import Review, Verdict
from antiphon.plan.models.revision import Revision
from antiphon.plan.models.slot import Slot

__all__ = ["Campaign", "Post", "PostAsset", "Review", "Revision", "Slot", "Verdict"]
