"""The nouns."""

from antiphon.tailor.models.audience import Audience
from antiphon.tailor.models.told import VariantSet
from antiphon.tailor.models.tracked_link import TrackedLink
from antiphon.tailor.models.variant import Variant

__all__ = ["Audience", "TrackedLink", "Variant", "VariantSet"]
